"""Updates are kept once, wait in order, and are done exactly once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import inbox
from storage.engine import reading, writing
from storage.inbox import AlreadyDone, Arrived
from storage.schema import inbox as table
from tests.people import MONDAY

ANNA, BORIS = 11, 12


def arrived(update_id: int, lane: int = ANNA, text: str = "hello") -> Arrived:
    return Arrived(update_id, lane, {"update_id": update_id, "message": {"text": text}})


async def numbers(connection: AsyncConnection, except_lanes: tuple[int, ...] = (), limit: int = 100) -> list[int]:
    return [one.update_id for one in await inbox.waiting(connection, except_lanes, limit)]


async def test_updates_wait_in_the_order_of_their_numbers(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(3), arrived(1, BORIS), arrived(2)], MONDAY)
    assert await numbers(connection) == [1, 2, 3]
    assert await numbers(connection, limit=2) == [1, 2]


async def test_busy_lanes_are_left_out(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1), arrived(2, BORIS), arrived(3)], MONDAY)
    assert await numbers(connection, (ANNA,)) == [2]


async def test_an_update_that_comes_twice_is_kept_once_as_it_first_was(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1, text="first")], MONDAY)
    await inbox.receive(connection, [arrived(1, text="second"), arrived(2)], MONDAY)
    first, _ = await inbox.waiting(connection, (), 100)
    assert first.parsed["message"]["text"] == "first"


async def test_half_a_character_is_dropped_and_all_other_text_kept(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1, text="\ud83d and \x00")], MONDAY)
    (kept,) = await inbox.waiting(connection, (), 100)
    assert kept.parsed["message"]["text"] == " and \x00"


async def test_what_is_done_neither_waits_nor_keeps_its_words(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1, text="my address")], MONDAY)
    await inbox.mark_done(connection, 1, MONDAY)
    assert await numbers(connection) == []
    assert await inbox.is_done(connection, 1)
    assert (await connection.execute(select(table.c.body))).scalar_one() == ""


async def test_done_before_undoes_whatever_was_done_again(engine: AsyncEngine) -> None:
    async with writing(engine) as connection:
        await inbox.receive(connection, [arrived(1)], MONDAY)
        await inbox.mark_done(connection, 1, MONDAY)

    async def again() -> None:
        async with writing(engine) as connection:
            await inbox.receive(connection, [arrived(2)], MONDAY)
            await inbox.mark_done(connection, 1, MONDAY)

    with pytest.raises(AlreadyDone):
        await again()
    async with reading(engine) as connection:
        assert await numbers(connection) == []


async def test_an_update_that_repeats_after_it_was_done_is_not_done_again(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1)], MONDAY)
    await inbox.mark_done(connection, 1, MONDAY)
    await inbox.receive(connection, [arrived(1)], MONDAY + timedelta(hours=23))
    assert await numbers(connection) == []


async def test_what_was_put_off_still_stands_before_what_came_later(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1), arrived(2)], MONDAY)
    await inbox.put_off(connection, 1, MONDAY + timedelta(seconds=4))
    first, second = await inbox.waiting(connection, (), 100)
    assert (first.update_id, first.attempts, first.retry_at) == (1, 1, MONDAY + timedelta(seconds=4))
    assert second.attempts == 0


async def test_nothing_waits_while_all_is_put_off(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1)], MONDAY)
    assert await inbox.is_waiting(connection, MONDAY)
    await inbox.put_off(connection, 1, MONDAY + timedelta(seconds=4))
    assert not await inbox.is_waiting(connection, MONDAY)
    assert await inbox.is_waiting(connection, MONDAY + timedelta(seconds=4))


async def test_what_waits_behind_something_put_off_cannot_be_handled_either(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1), arrived(2)], MONDAY)
    await inbox.put_off(connection, 1, MONDAY + timedelta(seconds=4))
    assert not await inbox.is_waiting(connection, MONDAY)


async def test_what_was_set_aside_is_kept_and_lets_the_lane_go_on(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1, text="poison"), arrived(2)], MONDAY)
    await inbox.set_aside(connection, 1, MONDAY)
    assert await numbers(connection) == [2]
    assert "poison" in (await connection.execute(select(table.c.body).where(table.c.update_id == 1))).scalar_one()


async def test_done_updates_are_forgotten_after_two_days_and_no_others(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1), arrived(2), arrived(3)], MONDAY)
    await inbox.mark_done(connection, 1, MONDAY)
    await inbox.mark_done(connection, 2, MONDAY + timedelta(days=1))
    assert await inbox.forget_done(connection, MONDAY + timedelta(days=2)) == 1
    left = (await connection.execute(select(table.c.update_id).order_by(table.c.update_id))).scalars()
    assert list(left) == [2, 3]


async def test_what_was_set_aside_is_forgotten_after_a_month(connection: AsyncConnection) -> None:
    await inbox.receive(connection, [arrived(1)], MONDAY)
    await inbox.set_aside(connection, 1, MONDAY)
    assert await inbox.forget_done(connection, MONDAY + timedelta(days=29)) == 0
    assert await inbox.forget_done(connection, MONDAY + timedelta(days=30)) == 1
