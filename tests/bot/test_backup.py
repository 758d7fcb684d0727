"""A backup holds everything as it was at one moment, and a restore brings back every row, or changes nothing."""

import asyncio
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backup import NotEmpty, NotOurs, back_up, restore
from storage import checks, snapshot, vettings
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate, sync_engine
from storage.revisions import bring_to, head
from storage.schema import drafts, orders, outbox
from storage.snapshot import SKIPPED_NUMBERS, DoesNotFit, NewerBackup, NotABackup
from tests import databases
from tests.databases import KINDS, ON_SQLITE, Place
from tests.lived_in import lived_in
from tests.people import MONDAY
from tests.rows import Rows, backed_up, rows_at, rows_of
from tests.storage.village import found
from tests.town import open_town

TO_SQLITE = pytest.mark.parametrize("there", ["sqlite"], indirect=True)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The town of which a backup is made, on each database in turn."""
    with lived_in(request.param, tmp_path) as town:
        yield town


@pytest.fixture
async def engine(place: Place) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(place.url, 4)
    yield opened
    await opened.dispose()


@pytest.fixture(params=KINDS)
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where it is restored: nothing is there yet."""
    with databases.fresh(request.param, tmp_path / "there", empty=True) as place:
        yield place


async def restored(there: Place, file: Path, *, force: bool = False) -> tuple[Rows, list[checks.Finding]]:
    """What stands in a new database after a restore, and what is broken in it."""
    await asyncio.to_thread(restore, there.url, file, force=force)
    engine = open_engine(there.url, 2)
    try:
        async with reading(engine) as connection:
            broken = await checks.broken(connection)
        return await rows_of(engine), broken
    finally:
        await engine.dispose()


async def test_every_row_comes_back_as_it_was_on_the_same_database_and_on_the_other(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    async with writing(engine) as connection:
        await vettings.add(connection, 1, 2, "ID card", 7, MONDAY.date(), MONDAY)  # a day, and not an instant
    before = await rows_of(engine)
    some = ("orders", "claims", "entries", "posts", "drafts", "journal", "inbox", "vettings")
    assert all(before[name] for name in some)
    made = await back_up(engine, tmp_path / "backup.zip")
    after, broken = await restored(there, tmp_path / "backup.zip")
    assert after == before
    assert broken == []
    assert made.rows == sum(map(len, before.values()))
    await backed_up(there, tmp_path / "again.zip")
    assert tables_in(tmp_path / "again.zip") == tables_in(tmp_path / "backup.zip"), "to the letter"


def tables_in(file: Path) -> dict[str, bytes]:
    """What a backup holds, in whatever order."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


@TO_SQLITE
async def test_a_backup_shows_one_moment_whoever_writes_meanwhile(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    before = await rows_of(engine)
    async with reading(engine) as connection:
        await connection.execute(select(1).select_from(outbox))  # its moment is from here on
        async with writing(engine) as other:
            await other.execute(text("DELETE FROM posts"))
            await other.execute(text("UPDATE people SET name = 'somebody else'"))
        with (tmp_path / "backup.zip").open("wb") as file:
            await snapshot.write(connection, file, MONDAY, "test")
    after, _ = await restored(there, tmp_path / "backup.zip")
    assert after == before


async def by_another_process(url: str, file: Path) -> None:
    """As the command does it, which does not share the bot's loop."""
    engine = open_engine(url, 2)
    try:
        await back_up(engine, file)
    finally:
        await engine.dispose()


@TO_SQLITE
@pytest.mark.parametrize("kind", KINDS)
async def test_backups_of_a_bot_at_work_are_all_sound(kind: str, tmp_path: Path, there: Place) -> None:
    with databases.fresh(kind, tmp_path) as lively:
        async with open_town(lively) as town:
            working = asyncio.create_task(town.finished(town.boris))
            made: list[Path] = []
            while not working.done() or not made:
                made.append(tmp_path / f"{len(made)}.zip")
                await asyncio.to_thread(asyncio.run, by_another_process(lively.url, made[-1]))
            await working
            await back_up(town.house.app.engine, tmp_path / "last.zip")
    counts = []
    for file in (made[0], made[len(made) // 2], tmp_path / "last.zip"):
        after, broken = await restored(there, file, force=True)
        assert broken == []
        counts.append(len(after["journal"]))
    assert counts == sorted(counts)
    assert counts[0] < counts[-1], "it was at work"


@ON_SQLITE
async def test_only_its_owner_can_read_it_and_nothing_else_is_left(engine: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    await back_up(engine, tmp_path / "kept" / "backup.zip")
    (made,) = (tmp_path / "kept").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@ON_SQLITE
async def test_a_newer_backup_takes_the_place_of_an_older_one_when_it_is_whole(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    await back_up(engine, file)
    first = file.read_bytes()
    async with writing(engine) as connection:
        await connection.execute(text("UPDATE orders SET answers = '{' WHERE id = 3"))
    with pytest.raises(ValueError, match="Expecting"):
        await back_up(engine, file)
    assert file.read_bytes() == first
    assert not [name for name in os.listdir(tmp_path) if name.endswith("part")]


@ON_SQLITE
async def test_no_other_file_is_ever_replaced_by_a_backup(engine: AsyncEngine, tmp_path: Path) -> None:
    for name in ("paidan.db", "letter.txt"):
        (tmp_path / "letter.txt").write_text("dear Anna")
        before = (tmp_path / name).read_bytes()
        with pytest.raises(NotOurs):
            await back_up(engine, tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


@ON_SQLITE
async def test_a_database_with_something_in_it_is_replaced_only_by_force(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    await inhabited(there)
    before = await rows_at(there)
    with pytest.raises(NotEmpty):
        await restored(there, tmp_path / "backup.zip")
    assert await rows_at(there) == before
    after, _ = await restored(there, tmp_path / "backup.zip", force=True)
    assert after == await rows_of(engine)
    if not there.is_shared:
        left = {each.name for each in there.folder.iterdir()}
        assert left in ({"paidan.db", "paidan.db-wal", "paidan.db-shm"}, {"paidan.db"})


async def inhabited(place: Place) -> None:
    """A village lives there."""
    place.folder.mkdir(exist_ok=True)
    await asyncio.to_thread(migrate, place.url)
    engine = open_engine(place.url, 2)
    async with writing(engine) as connection:
        await found(connection)
    await engine.dispose()


@ON_SQLITE
async def test_an_empty_database_needs_no_force(engine: AsyncEngine, tmp_path: Path, there: Place) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    there.folder.mkdir(exist_ok=True)
    migrate(there.url)
    after, _ = await restored(there, tmp_path / "backup.zip")
    assert after == await rows_of(engine)


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, there: Place) -> None:
    old = tmp_path / "old.db"
    first = sync_engine(f"sqlite:///{old}")
    with first.begin() as transaction:
        bring_to(transaction, "0001")
    first.dispose()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute(
            "INSERT INTO people (telegram_id, name, telegram_name, created_at) "
            "VALUES (11, 'Anna', 'Anna', '2026-11-23 12:00:00.000000')"
        )
    engine = open_engine(f"sqlite:///{old}")
    made = await back_up(engine, tmp_path / "backup.zip")
    await engine.dispose()
    assert made.revision == "0001" != head()
    after, broken = await restored(there, tmp_path / "backup.zip")
    assert [(row["name"], row["created_at"]) for row in after["people"]] == [("Anna", MONDAY)]
    assert broken == []


@ON_SQLITE
@TO_SQLITE
async def test_a_backup_of_a_later_version_is_refused(engine: AsyncEngine, tmp_path: Path, there: Place) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    later = {"revision": "9999"}, {"version": 2}
    for each in later:
        rewritten(tmp_path / "backup.zip", tmp_path / "later.zip", manifest=each)
        with pytest.raises(NewerBackup):
            await restored(there, tmp_path / "later.zip")
    assert not (there.folder / "paidan.db").exists()


@ON_SQLITE
async def test_a_database_of_a_later_version_is_not_backed_up(engine: AsyncEngine, tmp_path: Path) -> None:
    async with writing(engine) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerBackup):
        await back_up(engine, tmp_path / "backup.zip")


@ON_SQLITE
async def test_what_is_no_backup_or_not_whole_changes_nothing(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    file = tmp_path / "backup.zip"
    await back_up(engine, file)
    whole = file.read_bytes()
    rewritten(file, tmp_path / "short.zip", table=("orders", lambda lines: lines[:-1]))
    rewritten(file, tmp_path / "torn.zip", table=("orders", lambda lines: [*lines[:-1], lines[-1][:20]]))
    rewritten(file, tmp_path / "narrow.zip", table=("orders", lambda lines: [*lines[:-1], "[1, 2]"]))
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    flipped = bytearray(whole)
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo("tables/journal.jsonl")
    flipped[entry.header_offset + len("tables/journal.jsonl") + 50 + entry.compress_size // 2] ^= 0xFF
    (tmp_path / "flipped.zip").write_bytes(flipped)
    (tmp_path / "letter.zip").write_text("dear Anna")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("manifest.json", '{"format": "something"}')
    await inhabited(there)
    before = await rows_at(there)
    for name in ("short", "torn", "narrow", "half", "flipped", "letter", "other"):
        with pytest.raises(NotABackup):
            await restored(there, tmp_path / f"{name}.zip", force=True)
    assert await rows_at(there) == before


@ON_SQLITE
async def test_what_a_database_refuses_changes_nothing_and_is_told_without_its_values(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    """SQLite keeps names of any length; PostgreSQL does not. Both refuse the same person twice."""
    file = tmp_path / "backup.zip"
    await back_up(engine, file)
    rewritten(file, tmp_path / "twice.zip", table=("people", lambda lines: [*lines[:2], *lines[1:2], *lines[3:]]))
    rewritten(file, tmp_path / "long.zip", table=("people", lambda lines: [lines[0], *map(longer, lines[1:])]))
    await inhabited(there)
    before = await rows_at(there)
    for name in ("twice", "long") if there.is_shared else ("twice",):
        with pytest.raises(DoesNotFit, match=r"^people: [^\n]*$") as refused:
            await restored(there, tmp_path / f"{name}.zip", force=True)
        assert "Anna" not in str(refused.value)
    assert await rows_at(there) == before


def longer(line: str) -> str:
    return line.replace("Anna Lind", "Anna Lind" * 30)


@ON_SQLITE
async def test_numbers_given_out_since_the_backup_are_never_given_out_again(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    """A button of a draft from the time that is lost must not fit a new one."""
    await back_up(engine, tmp_path / "backup.zip")
    async with writing(engine) as connection:
        lost = (await connection.execute(insert(drafts).values(DRAFT).returning(drafts.c.id))).scalar_one()
    await restored(there, tmp_path / "backup.zip")
    assert await next_draft(there) >= lost + SKIPPED_NUMBERS


async def test_numbers_go_on_after_those_of_the_other_database(
    engine: AsyncEngine, tmp_path: Path, there: Place
) -> None:
    """Also after those that were given out and whose rows are gone, as a draft's is."""
    async with writing(engine) as connection:
        gone = (await connection.execute(insert(drafts).values(DRAFT).returning(drafts.c.id))).scalar_one()
        await connection.execute(drafts.delete())
    await back_up(engine, tmp_path / "backup.zip")
    await restored(there, tmp_path / "backup.zip")
    assert await next_draft(there) > gone
    engine = open_engine(there.url, 2)
    async with writing(engine) as connection:
        copied = select(*(column for column in orders.columns if column.name not in ("id", "number")), text("99"))
        names = [column.name for column in orders.columns if column.name not in ("id", "number")] + ["number"]
        made = insert(orders).from_select(names, copied.where(orders.c.id == 5)).returning(orders.c.id)
        assert (await connection.execute(made)).scalar_one() > 5
    await engine.dispose()


DRAFT = {"person_id": 1, "dialog": "join", "answers": {}, "offered": [], "updated_at": MONDAY}


async def next_draft(place: Place) -> int:
    """The number that a new draft is given there."""
    engine = open_engine(place.url, 2)
    async with writing(engine) as connection:
        made = (await connection.execute(insert(drafts).values(DRAFT).returning(drafts.c.id))).scalar_one()
    await engine.dispose()
    return int(made)


def rewritten(file: Path, other: Path, *, manifest: dict[str, Any] | None = None, table: Any = None) -> None:
    """The same backup with another manifest, or other lines in one table."""
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == "manifest.json" and manifest:
                content = json.dumps(json.loads(content) | manifest)
            if table and name == f"tables/{table[0]}.jsonl":
                content = "".join(f"{line}\n" for line in table[1](content.splitlines()))
            after.writestr(name, content)
