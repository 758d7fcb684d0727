"""Whoever is cancelled in the middle of a transaction keeps nobody from writing, even while the error is looked at."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine, writing
from storage.migrate import migrate
from storage.schema import journal
from tests.databases import Place

TURNS = 40  # of the loop, until somebody is cancelled: at each of them once
AT_ONCE_SECONDS = 5


@pytest.mark.timeout(200)
async def test_the_next_one_writes_at_once(place: Place) -> None:
    await asyncio.to_thread(migrate, place.url)
    engine = open_engine(place.url)
    errors: list[BaseException | None] = []  # with the frames in which they were raised
    try:
        for turns in range(TURNS):
            task = asyncio.create_task(write(engine))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            errors += await asyncio.gather(task, return_exceptions=True)
            async with asyncio.timeout(AT_ONCE_SECONDS):
                await write(engine)
    finally:
        await engine.dispose()
    assert any(isinstance(error, asyncio.CancelledError) for error in errors)


async def write(engine: AsyncEngine) -> None:
    async with writing(engine) as connection:
        for _ in range(5):
            await connection.execute(insert(journal).values(at=datetime.now(UTC), verb="test"))
            await connection.execute(select(journal.c.id).limit(1))
