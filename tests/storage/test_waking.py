"""Processes on one PostgreSQL wake each other, and go on doing so when their line was cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import text

from storage.direct import Seat
from storage.engine import open_engine, writing
from storage.waking import Waking
from tests import databases
from tests.databases import Place

PATIENCE_SECONDS = 20


class Ear:
    """What one process has heard."""

    def __init__(self) -> None:
        self.words: asyncio.Queue[str] = asyncio.Queue()

    async def hears(self, word: str) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.words.get() != word:
                pass


@asynccontextmanager
async def process(place: Place, ear: Ear) -> AsyncIterator[Waking]:
    """One process's mouth and ear, listening."""
    engine = open_engine(place.url, 2)
    waking = Waking(engine, place.url, ear.words.put_nowait, {"inbox", "outbox"})
    task = asyncio.create_task(waking.run())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await waking.listening.wait()
        while not ear.words.empty():
            ear.words.get_nowait()
        yield waking
    finally:
        waking.stop()
        await task
        await engine.dispose()


async def test_what_one_says_the_others_hear_and_itself_does_not(tmp_path: Path) -> None:
    mine, other = Ear(), Ear()
    with databases.fresh("postgresql", tmp_path) as place:
        async with process(place, mine) as own, process(place, other) as theirs:
            for _ in range(100):
                own.say("inbox")
            await other.hears("inbox")
            theirs.say("outbox")
            await mine.hears("outbox")
            assert mine.words.empty()
            assert other.words.empty(), "a hundred times at once is said once"


async def test_a_line_that_was_cut_is_taken_up_again_and_whatever_was_missed_is_looked_for(tmp_path: Path) -> None:
    mine, other = Ear(), Ear()
    with databases.fresh("postgresql", tmp_path) as place:
        async with process(place, mine) as own, process(place, other) as theirs:
            engine = open_engine(place.url, 1)
            async with writing(engine) as connection:
                # Of this database alone: other tests have their lines on the same server.
                lines = "FROM pg_stat_activity WHERE query = 'LISTEN paidan' AND datname = current_database()"
                await connection.execute(text(f"SELECT pg_terminate_backend(pid) {lines}"))
            await engine.dispose()
            await mine.hears("inbox")
            await other.hears("outbox")
            await theirs.listening.wait()
            own.say("inbox")
            await other.hears("inbox")


async def test_what_others_say_on_the_channel_ends_nobody(tmp_path: Path) -> None:
    mine, other = Ear(), Ear()
    with databases.fresh("postgresql", tmp_path) as place:
        async with process(place, mine) as own, process(place, other):
            engine = open_engine(place.url, 1)
            for words in ("", "{", "[]", "7", '["a", 7]', '["a", [["outbox"]]]'):
                async with writing(engine) as connection:
                    await connection.execute(text("SELECT pg_notify('paidan', :words)"), {"words": words})
            await engine.dispose()
            own.say("inbox")
            await other.hears("inbox")
            assert mine.words.empty()


async def test_nobody_leads_where_nothing_can_be_noted(tmp_path: Path) -> None:
    with databases.fresh("postgresql", tmp_path) as place, databases.session(place) as own:
        own.execute(f'ALTER DATABASE "{own.info.dbname}" SET default_transaction_read_only = on'.encode())
        seat = Seat(place.url)
        assert not await seat.take()
        own.execute(f'ALTER DATABASE "{own.info.dbname}" RESET default_transaction_read_only'.encode())
        await seat.leave()  # a server that may write again is asked by a new session
        await taken(seat)
        await seat.leave()


async def test_one_seat_is_taken_by_one_and_free_when_its_session_ends(tmp_path: Path) -> None:
    with databases.fresh("postgresql", tmp_path) as place:
        async with AsyncExitStack() as stack:
            first, second = Seat(place.url), Seat(place.url)
            stack.push_async_callback(first.leave)
            stack.push_async_callback(second.leave)
            assert await first.take()
            assert [first.is_sure, second.is_sure] == [True, False]
            assert not await second.take()
            assert await first.take(), "it is still ours"
            await first.leave()
            assert [first.is_sure, second.is_sure] == [False, False]
            await taken(second)


async def taken(seat: Seat) -> None:
    """PostgreSQL notices the end of a session a moment later."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await seat.take():
            pass
