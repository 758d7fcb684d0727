"""From the inbox to the handlers: in order for each person, at once for all, and never stuck for ever."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.workers import MOST_ATTEMPTS
from storage import inbox, people
from storage.desk import Turn
from storage.engine import reading, writing
from storage.inbox import Arrived
from storage.schema import inbox as table
from storage.schema import outbox
from tests.bot.rig import Rig

ANNA, BORIS, CHEN = 11, 12, 13


async def arrive(rig: Rig, *lanes: int, first: int = 1) -> None:
    """One update for each lane named, in this order."""
    arrived = [
        Arrived(first + index, lane, {"update_id": first + index, "message": {"text": f"secret {lane}"}})
        for index, lane in enumerate(lanes)
    ]
    async with writing(rig.engine) as connection:
        await inbox.receive(connection, arrived, rig.clock.now())


async def all_done(connection: AsyncConnection) -> bool:
    return not await inbox.waiting(connection, (), 1)


async def aside(connection: AsyncConnection) -> list[int]:
    query = select(table.c.update_id).where(table.c.set_aside_at.is_not(None))
    return list((await connection.execute(query)).scalars())


class Handler:
    """Notes what it is handed; raises for the numbers it cannot stand."""

    def __init__(self, poison: Iterable[int] = ()) -> None:
        self.seen: list[int] = []
        self.poison = set(poison)

    async def handle(self, update_id: int, body: dict[str, Any]) -> None:
        assert body["update_id"] == update_id
        self.seen.append(update_id)
        if update_id in self.poison:
            raise ValueError(body["message"]["text"])


async def test_what_was_waiting_before_the_start_is_taken_up_in_order(rig: Rig) -> None:
    await arrive(rig, ANNA, ANNA, ANNA)
    handler = Handler()
    rig.start_workers(handler.handle)
    await rig.until(all_done)
    assert handler.seen == [1, 2, 3]


async def test_a_wake_is_answered_at_once(rig: Rig) -> None:
    handler = Handler()
    workers = rig.start_workers(handler.handle)
    for number in range(1, 6):
        await arrive(rig, ANNA, first=number)
        workers.wake()
        await rig.until(all_done)
    assert handler.seen == [1, 2, 3, 4, 5]


async def test_one_person_waits_for_herself_and_for_nobody_else(rig: Rig) -> None:
    boris_was_here = asyncio.Event()
    seen: list[int] = []

    async def handle(update_id: int, _body: dict[str, Any]) -> None:
        if update_id == 1:
            await boris_was_here.wait()
        if update_id == 3:
            assert 1 not in seen, "Anna's first is still being handled"
            boris_was_here.set()
        seen.append(update_id)

    await arrive(rig, ANNA, ANNA, BORIS)
    rig.start_workers(handle)
    await rig.until(all_done)
    assert seen == [3, 1, 2]


async def test_no_more_than_so_many_people_are_handled_at_once(rig: Rig) -> None:
    running, most = 0, 0

    async def handle(_update_id: int, _body: dict[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    await arrive(rig, *range(1, 51), *range(1, 51))
    rig.start_workers(handle, at_once=4)
    await rig.until(all_done)
    assert most <= 4


async def test_more_than_is_read_at_once_is_handled_all_the_same(rig: Rig) -> None:
    await arrive(rig, *([ANNA] * 130), *range(100, 230))
    handler = Handler()
    rig.start_workers(handler.handle, at_once=3)
    await rig.until(all_done)
    assert sorted(handler.seen) == list(range(1, 261))
    assert [number for number in handler.seen if number <= 130] == list(range(1, 131))


async def test_what_the_handler_marked_in_its_own_commit_is_left_alone(rig: Rig) -> None:
    async def nothing(_turn: Turn) -> None:
        """Only marks the update."""

    async def handle(update_id: int, _body: dict[str, Any]) -> None:
        await rig.desk.run(nothing, cause=update_id)

    await arrive(rig, ANNA, BORIS)
    rig.start_workers(handle)
    await rig.until(all_done)
    assert rig.bells == 2


async def test_a_broken_update_is_tried_five_times_and_set_aside_and_the_person_is_told_once(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(rig.engine) as connection:
        await people.met(connection, ANNA, "Anna", "en", rig.clock.now(), private=True)
    await arrive(rig, ANNA, BORIS, ANNA)
    handler = Handler(poison=[1])
    with caplog.at_level(logging.DEBUG):
        workers = rig.start_workers(handler.handle)
        for attempt in range(1, MOST_ATTEMPTS):
            await rig.until(tried(1, attempt))
            rig.clock.put_forward(inbox.REMEMBERED / 100)
            workers.rouse()
        await rig.until(all_done)
    assert handler.seen.count(1) == MOST_ATTEMPTS
    assert handler.seen[-1] == 3, "what Anna said next comes after it, and comes"
    async with reading(rig.engine) as connection:
        assert await aside(connection) == [1]
        assert list((await connection.execute(select(outbox.c.key))).scalars()) == ["trouble"]
    assert "ValueError at " in caplog.text
    assert "secret" not in caplog.text


async def test_a_broken_update_of_somebody_we_never_met_is_set_aside_too(rig: Rig) -> None:
    await arrive(rig, CHEN)
    workers = rig.start_workers(Handler(poison=[1]).handle)
    for attempt in range(1, MOST_ATTEMPTS):
        await rig.until(tried(1, attempt))
        rig.clock.put_forward(inbox.REMEMBERED / 100)
        workers.rouse()
    await rig.until(all_done)


async def test_an_update_that_heals_is_done_after_its_pause(rig: Rig) -> None:
    await arrive(rig, ANNA)
    handler = Handler(poison=[1])
    workers = rig.start_workers(handler.handle)
    await rig.until(tried(1, 1))
    handler.poison.clear()
    rig.clock.put_forward(inbox.REMEMBERED / 100)
    workers.rouse()
    await rig.until(all_done)
    assert handler.seen == [1, 1]


async def test_an_update_that_was_done_in_another_life_is_passed_over(rig: Rig) -> None:
    async def handle(update_id: int, _body: dict[str, Any]) -> None:
        async with writing(rig.engine) as connection:
            await inbox.mark_done(connection, update_id, rig.clock.now())
        raise inbox.AlreadyDone

    await arrive(rig, ANNA)
    rig.start_workers(handle)
    await rig.until(all_done)
    async with reading(rig.engine) as connection:
        assert await aside(connection) == []


async def test_stopping_lets_what_is_running_finish(rig: Rig) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def handle(_update_id: int, _body: dict[str, Any]) -> None:
        begun.set()
        await may_end.wait()

    await arrive(rig, ANNA, ANNA)
    rig.start_workers(handle)
    await begun.wait()
    stopping = asyncio.create_task(rig.stop())
    await asyncio.sleep(0)
    may_end.set()
    await stopping
    async with reading(rig.engine) as connection:
        assert [one.update_id for one in await inbox.waiting(connection, (), 10)] == [2]


async def test_one_line_an_update_with_a_pseudonym(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        await arrive(rig, ANNA)
        rig.start_workers(Handler().handle)
        await rig.until(all_done)
        await rig.stop()
    (line,) = [record.getMessage() for record in caplog.records if record.name == "bot.workers"]
    assert line.startswith("update id=1 who=p11 kind=message ms=")


def tried(update_id: int, attempts: int) -> Any:
    async def condition(connection: AsyncConnection) -> bool:
        query = select(table.c.attempts).where(table.c.update_id == update_id)
        return bool((await connection.execute(query)).scalar_one() >= attempts)

    return condition
