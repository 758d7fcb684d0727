"""A backup holds everything as it was at one moment, and a restore brings back every row, or changes nothing."""

import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backup import NotEmpty, NotOurs, back_up, restore
from storage import checks, snapshot
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate, sync_engine
from storage.revisions import bring_to, head
from storage.schema import drafts, metadata, outbox
from storage.snapshot import SKIPPED_NUMBERS, NewerBackup, NotABackup
from tests.lived_in import lived_in
from tests.people import MONDAY
from tests.storage.village import found

Rows = dict[str, list[dict[str, Any]]]


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(url_of(await lived_in(tmp_path)))
    yield opened
    await opened.dispose()


async def rows_of(engine: AsyncEngine) -> Rows:
    """Every row of every table."""
    async with reading(engine) as connection:
        return {
            table.name: [
                dict(row) for row in (await connection.execute(select(table).order_by(*table.primary_key))).mappings()
            ]
            for table in metadata.sorted_tables
        }


async def restored(tmp_path: Path, file: Path, **how: bool) -> tuple[Rows, list[checks.Finding]]:
    """What stands in a new database after a restore, and what is broken in it."""
    target = url_of(tmp_path / "there" / "paidan.db")
    restore(target, file, force=how.get("force", False))
    engine = open_engine(target)
    try:
        async with reading(engine) as connection:
            broken = await checks.broken(connection)
        return await rows_of(engine), broken
    finally:
        await engine.dispose()


async def test_every_row_comes_back_as_it_was(engine: AsyncEngine, tmp_path: Path) -> None:
    before = await rows_of(engine)
    assert all(before[name] for name in ("orders", "claims", "entries", "posts", "drafts", "journal", "inbox"))
    made = await back_up(engine, tmp_path / "backup.zip")
    after, broken = await restored(tmp_path, tmp_path / "backup.zip")
    assert after == before
    assert broken == []
    assert made.rows == sum(map(len, before.values()))


async def test_a_backup_shows_one_moment_whoever_writes_meanwhile(engine: AsyncEngine, tmp_path: Path) -> None:
    before = await rows_of(engine)
    async with reading(engine) as connection:
        await connection.execute(select(1).select_from(outbox))  # its moment is from here on
        async with writing(engine) as other:
            await other.execute(text("DELETE FROM posts"))
            await other.execute(text("UPDATE people SET name = 'somebody else'"))
        with (tmp_path / "backup.zip").open("wb") as file:
            await snapshot.write(connection, file, MONDAY, "test")
    after, _ = await restored(tmp_path, tmp_path / "backup.zip")
    assert after == before


async def test_only_its_owner_can_read_it_and_nothing_else_is_left(engine: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    await back_up(engine, tmp_path / "kept" / "backup.zip")
    (made,) = (tmp_path / "kept").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


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


async def test_no_other_file_is_ever_replaced_by_a_backup(engine: AsyncEngine, tmp_path: Path) -> None:
    for name in ("paidan.db", "letter.txt"):
        (tmp_path / "letter.txt").write_text("dear Anna")
        before = (tmp_path / name).read_bytes()
        with pytest.raises(NotOurs):
            await back_up(engine, tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


async def test_a_database_with_something_in_it_is_replaced_only_by_force(engine: AsyncEngine, tmp_path: Path) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    there = tmp_path / "there"
    there.mkdir()
    migrate(url_of(there / "paidan.db"))
    other = open_engine(url_of(there / "paidan.db"))
    async with writing(other) as connection:
        await found(connection)
    before = await rows_of(other)
    with pytest.raises(NotEmpty):
        await restored(tmp_path, tmp_path / "backup.zip")
    assert await rows_of(other) == before
    await other.dispose()
    after, _ = await restored(tmp_path, tmp_path / "backup.zip", force=True)
    assert after == await rows_of(engine)
    assert {each.name for each in there.iterdir()} == {"paidan.db", "paidan.db-wal", "paidan.db-shm"} or {
        each.name for each in there.iterdir()
    } == {"paidan.db"}


async def test_an_empty_database_needs_no_force(engine: AsyncEngine, tmp_path: Path) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    (tmp_path / "there").mkdir()
    migrate(url_of(tmp_path / "there" / "paidan.db"))
    after, _ = await restored(tmp_path, tmp_path / "backup.zip")
    assert after == await rows_of(engine)


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
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
    engine = open_engine(url_of(old))
    made = await back_up(engine, tmp_path / "backup.zip")
    await engine.dispose()
    assert made.revision == "0001" != head()
    after, broken = await restored(tmp_path, tmp_path / "backup.zip")
    assert [(row["name"], row["created_at"]) for row in after["people"]] == [("Anna", MONDAY)]
    assert broken == []


async def test_a_backup_of_a_later_version_is_refused(engine: AsyncEngine, tmp_path: Path) -> None:
    await back_up(engine, tmp_path / "backup.zip")
    later = {"revision": "9999"}, {"version": 2}
    for each in later:
        rewritten(tmp_path / "backup.zip", tmp_path / "later.zip", manifest=each)
        with pytest.raises(NewerBackup):
            await restored(tmp_path, tmp_path / "later.zip")
    assert not (tmp_path / "there" / "paidan.db").exists()


async def test_a_database_of_a_later_version_is_not_backed_up(engine: AsyncEngine, tmp_path: Path) -> None:
    async with writing(engine) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerBackup):
        await back_up(engine, tmp_path / "backup.zip")


async def test_what_is_no_backup_or_not_whole_changes_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
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
    for name in ("short", "torn", "narrow", "half", "flipped", "letter", "other"):
        with pytest.raises(NotABackup):
            await restored(tmp_path, tmp_path / f"{name}.zip")
    assert list((tmp_path / "there").iterdir()) == []


async def test_numbers_given_out_since_the_backup_are_never_given_out_again(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    """A button of a draft from the time that is lost must not fit a new one."""
    await back_up(engine, tmp_path / "backup.zip")
    draft = {"person_id": 1, "dialog": "join", "answers": {}, "offered": [], "updated_at": MONDAY}
    async with writing(engine) as connection:
        lost = (await connection.execute(insert(drafts).values(draft).returning(drafts.c.id))).scalar_one()
    await restored(tmp_path, tmp_path / "backup.zip")
    there = open_engine(url_of(tmp_path / "there" / "paidan.db"))
    async with writing(there) as connection:
        made = (await connection.execute(insert(drafts).values(draft).returning(drafts.c.id))).scalar_one()
    await there.dispose()
    assert made >= lost + SKIPPED_NUMBERS


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
