"""A whole database in one file, and back: the same file for SQLite and PostgreSQL, so that one can become the other.

A ZIP: `manifest.json` tells the format, the schema's revision and how many rows each table has; `tables/NAME.jsonl`
has the names of the columns in its first line and one row in each line after it. Instants are ISO 8601 in UTC, days
ISO 8601.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.revisions import bring_to, is_known, standing
from storage.schema import metadata
from storage.unhurried import unhurried

FORMAT = "paidan-backup"
VERSION = 1
AT_ONCE = 1_000  # rows in memory
MANIFEST = "manifest.json"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)  # what a file that is not whole may raise
NOT_AS_WRITTEN = (KeyError, ValueError, TypeError, StopIteration)  # what somebody changed in it may raise
VERSIONS_TABLE = "alembic_version"
FORMER: frozenset[str] = frozenset()  # tables that a later version drops belong here: older databases have them
OURS = FORMER | frozenset(metadata.tables)
SKIPPED_NUMBERS = 1_000  # given out after the backup and lost with the time since: old buttons must fit nothing new


class NotABackup(Exception):
    """The file is none of ours, or is not whole."""


class NewerBackup(Exception):
    """It was made by a later version of the program."""


class DoesNotFit(Exception):
    """The file is whole, and holds what this kind of database refuses: SQLite, changed by hand, keeps anything."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says of itself; `numbers` are the highest that were ever given out, where that is known."""

    revision: str
    made_at: str
    program: str
    tables: Mapping[str, int]
    numbers: Mapping[str, int]
    format: str = FORMAT
    version: int = VERSION

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.tables.values())


async def write(connection: AsyncConnection, file: IO[bytes], made_at: datetime, program: str) -> Manifest:
    """Everything as this one transaction sees it, which has to be a reading one; raises NewerBackup."""
    await unhurried(connection)
    stands = await connection.run_sync(standing)
    if stands.revision is None or not stands.is_known:
        raise NewerBackup(stands.revision)
    tables = await connection.run_sync(_reflected)
    counts = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for table in tables:
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as entry:
                counts[table.name] = await _write_table(connection, table, entry)
        numbers = await connection.run_sync(_numbers, tables)
        manifest = Manifest(stands.revision, made_at.astimezone(UTC).isoformat(), program, counts, numbers)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def manifest_of(file: IO[bytes]) -> Manifest:
    """What a file says of itself; raises NotABackup, and NewerBackup when this program cannot read it."""
    try:
        with zipfile.ZipFile(file) as archive:
            said = json.loads(archive.read(MANIFEST))
    except (*BROKEN, *NOT_AS_WRITTEN) as error:
        raise NotABackup(str(error)) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise NotABackup("another format")
    if said.get("version") != VERSION or not is_known(str(said.get("revision"))):
        raise NewerBackup(f"version {said.get('version')}, revision {said.get('revision')}")
    try:
        return Manifest(**said)
    except TypeError as error:
        raise NotABackup(str(error)) from error


def load(connection: Connection, file: IO[bytes]) -> Manifest:
    """Everything into a database without tables, at the snapshot's revision and then brought to the present one.

    Commits nothing. Raises NotABackup where the file is not whole, NewerBackup, and DoesNotFit.
    """
    manifest = manifest_of(file)
    bring_to(connection, manifest.revision)
    tables = _reflected(connection)
    try:
        with zipfile.ZipFile(file) as archive:
            for table in tables:
                rows = _load_table(connection, table, archive)
                if rows != manifest.tables.get(table.name):
                    raise NotABackup(f"{table.name} has {rows} rows and not {manifest.tables.get(table.name)}")
    except (*BROKEN, *NOT_AS_WRITTEN) as error:
        raise NotABackup(str(error)) from error
    _skip_numbers(connection, tables, manifest.numbers)
    bring_to(connection)
    if connection.dialect.name != "sqlite":
        # Else PostgreSQL knows nothing of the new tables until it comes round to them, and plans for empty ones.
        for table in _reflected(connection):
            connection.execute(text(f'ANALYZE "{table.name}"'))
    return manifest


def is_empty(connection: Connection) -> bool:
    """Whether nothing would be lost with this database: no table of it has a row."""
    return not any(
        connection.execute(select(1).select_from(table).limit(1)).first() for table in _reflected(connection)
    )


def clear(connection: Connection) -> None:
    """Away with all tables of ours; commits nothing."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in OURS or name == VERSIONS_TABLE)
    found.drop_all(connection)


def _reflected(connection: Connection) -> list[Table]:
    """The tables as they are in the database, whatever its revision, those that are referred to first."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in OURS)
    return list(found.sorted_tables)


async def _write_table(connection: AsyncConnection, table: Table, entry: IO[bytes]) -> int:
    entry.write(_line([column.name for column in table.columns]))
    count = 0
    async with connection.stream(select(table).order_by(*table.primary_key.columns)) as result:
        async for rows in result.partitions(AT_ONCE):
            entry.write(b"".join(_line([_said(value) for value in row]) for row in rows))
            count += len(rows)
    return count


def _load_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> int:
    count = 0
    with archive.open(f"tables/{table.name}.jsonl") as entry:
        lines = io.TextIOWrapper(entry, "utf-8")
        names: list[str] = json.loads(next(lines))
        readers = {at: reader for at, name in enumerate(names) if (reader := _reader(table.columns[name].type))}
        for some in _batches(lines):
            rows = [_row(names, json.loads(line), readers) for line in some]
            try:
                connection.execute(insert(table), rows)
            except (DataError, IntegrityError) as error:
                raise DoesNotFit(f"{table.name}: {_without_values(error)}") from error
            count += len(rows)
    return count


def _without_values(error: DBAPIError) -> str:
    """The first line; in those that follow PostgreSQL repeats what is somebody's."""
    return str(error.orig).split("\n", maxsplit=1)[0]


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, AT_ONCE)):
        yield batch


def _reader(kind: Any) -> Callable[[str], date] | None:
    if isinstance(kind, DateTime):
        return datetime.fromisoformat
    return date.fromisoformat if isinstance(kind, Date) else None


def _row(names: Sequence[str], values: Sequence[Any], readers: Mapping[int, Callable[[str], date]]) -> dict[str, Any]:
    if len(names) != len(values):
        raise NotABackup("a row without all its columns")
    return {
        name: readers[at](value) if at in readers and value is not None else value
        for at, (name, value) in enumerate(zip(names, values, strict=True))
    }


def _line(values: Sequence[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _said(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else value
    return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()


def _numbers(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """The highest number that each table has ever given out, as far as the database remembers."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        return {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    found = {}
    for table, sequence in _sequences(connection, tables):
        asked = text("SELECT pg_sequence_last_value(CAST(:name AS regclass))")
        last = connection.execute(asked, {"name": sequence}).scalar_one()
        if last is not None:
            found[table.name] = int(last)
    return found


def _skip_numbers(connection: Connection, tables: Sequence[Table], known: Mapping[str, int]) -> None:
    """Go on counting well after the highest that was ever given out, where the database can be told so."""
    if connection.dialect.name == "sqlite":
        for name, last in known.items():
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            values = {"name": name, "seq": last + SKIPPED_NUMBERS}
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), values)
        return
    for table, sequence in _sequences(connection, tables):
        (key,) = table.primary_key.columns
        highest = connection.execute(select(func.max(key))).scalar_one() or 0
        last = max(highest, known.get(table.name, 0)) + SKIPPED_NUMBERS
        told = text("SELECT setval(CAST(:name AS regclass), :last)")
        connection.execute(told, {"name": sequence, "last": last})


def _sequences(connection: Connection, tables: Sequence[Table]) -> Iterator[tuple[Table, str]]:
    """PostgreSQL's sequence behind each table that has one."""
    for table in tables:
        (key,) = table.primary_key.columns
        found = connection.execute(select(func.pg_get_serial_sequence(table.name, key.name))).scalar_one()
        if found is not None:
            yield table, found
