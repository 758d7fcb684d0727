"""What a PostgreSQL holds is replaced by whoever has it for himself: nobody leads, stands by or begins meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.backup import restore
from storage import snapshot
from storage.alone import InUse, alone
from storage.direct import Seat
from storage.engine import open_engine, reading
from storage.migrate import migrate, sync_engine
from storage.revisions import head
from storage.schema import orders
from tests.databases import Place
from tests.lived_in import lived_in
from tests.rows import backed_up, rows_at


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Place]:
    """The town on PostgreSQL."""
    with lived_in("postgresql", tmp_path) as town:
        yield town


async def test_nothing_is_replaced_while_any_process_works_on_it_leading_or_not(shared: Place, tmp_path: Path) -> None:
    await backed_up(shared, tmp_path / "backup.zip")
    leader, standby = Seat(shared.url), Seat(shared.url)
    assert await leader.take()
    assert not await standby.take()
    for each in (leader, standby):
        with pytest.raises(InUse):
            await asyncio.to_thread(restore, shared.url, tmp_path / "backup.zip", force=True)
        await each.leave()
    before = await rows_at(shared)
    await asyncio.to_thread(restore, shared.url, tmp_path / "backup.zip", force=True)
    assert await rows_at(shared) == before


async def test_whoever_reads_in_it_for_long_is_not_waited_for_endlessly(shared: Place, tmp_path: Path) -> None:
    await backed_up(shared, tmp_path / "backup.zip")
    before = await rows_at(shared)
    engine = open_engine(shared.url, 2)
    async with reading(engine) as connection:
        await connection.execute(select(1).select_from(orders))
        with pytest.raises(InUse):
            await asyncio.to_thread(restore, shared.url, tmp_path / "backup.zip", force=True, wait_seconds=0.1)
    await engine.dispose()
    assert await rows_at(shared) == before


async def test_a_process_that_starts_meanwhile_waits_and_finds_all_of_it(shared: Place, tmp_path: Path) -> None:
    """It migrates first, and later it asks for the seat: both wait for whoever has the database for himself."""
    await backed_up(shared, tmp_path / "backup.zip")
    before, seat = await rows_at(shared), Seat(shared.url)

    engine = sync_engine(shared.url)
    with engine.begin() as connection, (tmp_path / "backup.zip").open("rb") as file:
        alone(connection)
        snapshot.clear(connection)
        migrating = asyncio.create_task(asyncio.to_thread(migrate, shared.url))
        assert not await seat.take()
        snapshot.load(connection, file)
        assert not migrating.done()
    engine.dispose()
    assert await migrating == (head(), head())
    assert await seat.take()
    await seat.leave()
    assert await rows_at(shared) == before
