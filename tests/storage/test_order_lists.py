"""How many orders a resident has before no more are taken: those that somebody has still to do."""

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ALIVE, State
from storage import order_lists
from storage.schema import orders
from tests.storage import village


@pytest.mark.parametrize("state", list(State))
async def test_what_waits_for_a_yes_or_a_decision_is_in_nobodys_way(connection: AsyncConnection, state: State) -> None:
    there = await village.found(connection)
    await connection.execute(update(orders).where(orders.c.id == there.order).values(state=state.value))
    expected = 1 if state in {State.REVIEW, *ALIVE} else 0
    assert await order_lists.still_to_do(connection, there.anna.id, 10) == expected
