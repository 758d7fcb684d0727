"""Turns that share a transaction on SQLite: one commit for many, and none pays for another's mistake."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine, reading, writing

TABLES = (
    "CREATE TABLE marks (name TEXT PRIMARY KEY)",
    "CREATE TABLE children (parent TEXT REFERENCES marks (name))",
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'marks.db'}")
    async with writing(opened) as connection:
        for table in TABLES:
            await connection.execute(text(table))
    yield opened
    await opened.dispose()


async def mark(engine: AsyncEngine, name: str, then: Exception | None = None) -> None:
    """One turn that leaves a mark, and perhaps fails after that."""
    async with writing(engine) as connection:
        await connection.execute(text("INSERT INTO marks VALUES (:name)"), {"name": name})
        if then is not None:
            raise then


async def execute(engine: AsyncEngine, statement: str) -> None:
    async with writing(engine) as connection:
        await connection.execute(text(statement))


async def marks(engine: AsyncEngine) -> list[str]:
    async with reading(engine) as connection:
        return list((await connection.execute(text("SELECT name FROM marks ORDER BY rowid"))).scalars())


def count_commits(engine: AsyncEngine) -> list[object]:
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    return commits


async def test_turns_that_come_together_wait_for_the_disk_together(engine: AsyncEngine) -> None:
    commits = count_commits(engine)
    await asyncio.gather(*(mark(engine, str(number)) for number in range(50)))
    assert await marks(engine) == [str(number) for number in range(50)], "in the order in which they came"
    assert len(commits) == 1


async def test_turns_one_after_the_other_have_a_commit_each(engine: AsyncEngine) -> None:
    commits = count_commits(engine)
    for name in "abc":
        await mark(engine, name)
    assert len(commits) == 3


async def test_a_turn_that_fails_takes_nobody_along(engine: AsyncEngine) -> None:
    turns = [mark(engine, "a"), mark(engine, "b", ValueError("no")), mark(engine, "a"), mark(engine, "c")]
    done = await asyncio.gather(*turns, return_exceptions=True)
    assert [type(each) for each in done] == [type(None), ValueError, IntegrityError, type(None)]
    assert await marks(engine) == ["a", "c"]


async def test_nothing_is_committed_when_all_have_failed(engine: AsyncEngine) -> None:
    commits = count_commits(engine)
    turns = [mark(engine, name, ValueError("no")) for name in "ab"]
    assert len(await asyncio.gather(*turns, return_exceptions=True)) == 2
    assert not await marks(engine)
    assert not commits


async def test_nobody_else_sees_a_turn_before_it_is_on_the_disk(engine: AsyncEngine) -> None:
    async with writing(engine) as connection:
        await connection.execute(text("INSERT INTO marks VALUES ('a')"))
        assert not await marks(engine)
    assert await marks(engine) == ["a"]


async def test_when_sqlite_undoes_everything_all_of_them_know(engine: AsyncEngine) -> None:
    """As it does when the disk is full. Whoever comes after that has a transaction that works."""
    undo = execute(engine, "INSERT OR ROLLBACK INTO marks VALUES ('a')")
    done = await asyncio.gather(mark(engine, "a"), mark(engine, "b"), undo, mark(engine, "c"), return_exceptions=True)
    assert [type(each) for each in done] == [OperationalError, OperationalError, IntegrityError, type(None)]
    assert await marks(engine) == ["c"]


async def test_when_the_commit_fails_all_of_them_know(engine: AsyncEngine) -> None:
    async def orphan() -> None:
        async with writing(engine) as connection:
            await connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            await connection.execute(text("INSERT INTO children VALUES ('nobody')"))

    done = await asyncio.gather(mark(engine, "a"), orphan(), return_exceptions=True)
    assert [type(each) for each in done] == [OperationalError, OperationalError]
    await mark(engine, "b")
    assert await marks(engine) == ["b"]


async def test_who_is_called_off_while_waiting_leaves_the_others_alone(engine: AsyncEngine) -> None:
    tasks = [asyncio.ensure_future(mark(engine, name)) for name in "abc"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert done[0] is done[2] is None
    assert {"a", "c"} <= set(await marks(engine))


async def test_another_program_that_writes_is_waited_for_and_holds_nothing_up(engine: AsyncEngine) -> None:
    other = sqlite3.connect(engine.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(mark(engine, "a"))
    for _ in range(100):
        assert not await marks(engine)  # readers go on, and so does everything else on the loop
    assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await waiting
    assert await marks(engine) == ["a"]


async def test_what_is_being_written_is_finished_before_it_is_closed(engine: AsyncEngine) -> None:
    writer = asyncio.ensure_future(mark(engine, "a"))
    await asyncio.sleep(0)
    await engine.dispose()
    await writer
    assert await marks(engine) == ["a"]


async def test_more_readers_than_places_take_turns(engine: AsyncEngine) -> None:
    await mark(engine, "a")
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(marks(engine) for _ in range(200))) == [["a"]] * 200
