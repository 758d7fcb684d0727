"""Sent, and then the database could not keep that: it is noted as soon as it can be, and not sent a second time."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.debts import Debts
from rules.notices import Placed, Trouble
from storage.engine import reading
from storage.schema import outbox, posts
from tests import databases
from tests.bot.rig import open_rig
from tests.bot.stage import Stage, calls, set_up
from tests.databases import Place
from tests.full_disk import full_disk
from tests.house_of_paidan import PATIENCE_SECONDS

LATER = 200  # milliseconds between what a call does and its answer


@pytest.fixture
async def there(place: Place) -> AsyncIterator[tuple[Stage, Place]]:
    async with open_rig(place) as rig:
        yield await set_up(rig), place


def trouble(place: Place) -> AbstractContextManager[None]:
    """SQLite has no room on its disk any more; PostgreSQL ends all sessions and begins none."""
    if place.is_shared:
        return databases.away(place)
    if sys.platform != "linux":
        pytest.skip("only Linux lets a test take the room from a disk: sending without being able to note it")
    return full_disk()


async def test_what_could_not_be_noted_is_not_sent_again(there: tuple[Stage, Place]) -> None:
    stage, place = there
    outflow = stage.rig.outflow
    assert outflow is not None
    await stage.rig.play.faults(method="sendMessage", delay_ms=LATER, after=True, times=2)
    await stage.say(Placed(1))
    await stage.show_card()
    await stage.rig.play.hears(stage.anna, "placed")
    await stage.rig.play.hears(stage.dora, "card", stage.group)
    with trouble(place):
        moves = stage.rig.moves.count
        await stage.rig.moves.beyond(moves)
        for _ in range(20):
            outflow.rouse()
            await asyncio.sleep(0)
        assert outflow.busy
        assert (await stage.heard(stage.anna), await stage.heard(stage.group)) == (["placed"], ["card"])
    await stage.say(Trouble())
    outflow.rouse()
    await stage.quiet()
    assert (await stage.heard(stage.anna), await stage.heard(stage.group)) == (["placed", "trouble"], ["card"])
    assert len(await calls(stage, "sendMessage")) == 3
    async with reading(stage.rig.engine) as connection:
        assert not (await connection.execute(select(outbox.c.id))).all()
        assert len((await connection.execute(select(posts.c.order_id))).all()) == 1


async def test_a_refusal_that_could_not_be_noted_is_not_asked_for_again(there: tuple[Stage, Place]) -> None:
    """Anna has blocked us; that is found out once, kept when it can be, and followed by all that follows."""
    stage, place = there
    outflow = stage.rig.outflow
    assert outflow is not None
    await stage.rig.play.faults(method="sendMessage", delay_ms=LATER, code=403, chat=stage.anna)
    arrived = asyncio.create_task(stage.rig.box.world.faults.struck.wait(PATIENCE_SECONDS))
    await stage.say(Placed(1))
    assert await arrived
    with trouble(place):
        moves = stage.rig.moves.count
        await stage.rig.moves.beyond(moves)
        assert outflow.busy
    outflow.rouse()
    await stage.quiet()
    assert await stage.heard(stage.dora) == ["unreachable"]
    assert await stage.waiting(dead=True) == ["placed"]
    assert len([call for call in await calls(stage, "sendMessage") if str(call["chat_id"]) == str(stage.anna)]) == 1


async def test_a_debt_that_can_never_be_paid_holds_nobody_up() -> None:
    """What turns out to be a bug of ours is logged, and the others are paid."""
    paid: list[int] = []
    all_paid = asyncio.Event()
    debts = Debts(all_paid.set)
    well = asyncio.Event()

    async def write(number: int) -> None:
        if not well.is_set():
            raise OperationalError("", {}, OSError("no room"))
        if number == 1:
            raise KeyError("a bug")
        paid.append(number)

    for number in (1, 2):
        await debts.keep(number, partial(write, number))
    assert debts.open
    well.set()
    debts.hurry()
    await all_paid.wait()
    assert paid == [2]
    assert not debts.open
