"""A community that comes from another installation: its document is read with care and taken in as a whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DefaultClause,
    Float,
    Integer,
    String,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.wakes import RELEASE_AFTER
from storage import checks
from storage.checks import Finding
from storage.portable import COMMUNITY, FORMAT, PARTS, SINCE_1, VERSION, WITH_ANSWERS, Document, Part, Row, renumbered
from storage.schema import UTCDateTime, communities, order_files, orders, people

MOST_TEXT = 20_000  # of a column without a limit of its own
_MISSING = object()


class NotACommunity(Exception):
    """The document is none of ours, or something in it cannot be."""


class NewerDocument(Exception):
    """A later version of the program wrote it."""


class AlreadyHere(Exception):
    """A community with that slug is here; it was taken in before."""


class Unsound(Exception):
    """What it says cannot all be true."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{finding.name} ({finding.count})" for finding in findings))
        self.findings = findings


async def take_in(connection: AsyncConnection, document: Document, bot_id: int) -> int:
    """Make it a community of this installation; its new number. Raises all of the above.

    Who is known here already stays as they are known here. A new bot has to be started by everybody, and cannot send
    the files that were sent to another one.
    """
    _check_format(document)
    document = _as_of_today(document)
    known = set(await checks.broken(connection))
    community_id = await _community(connection, document)
    same_bot = document.get("bot_id") == bot_id
    numbers: dict[str, dict[int, int]] = {}
    for part in PARTS:
        rows = _rows(document, part)
        if part.table is order_files and not same_bot:
            rows = []
        numbers[part.name] = await _keep(connection, part, rows, numbers, community_id, same_bot=same_bot)
    new = [finding for finding in await checks.broken(connection) if finding not in known]
    if new:
        raise Unsound(new)
    return community_id


def _check_format(document: Document) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotACommunity("another format")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise NotACommunity("no version")
    if version > VERSION:
        raise NewerDocument(str(version))


def _as_of_today(document: Document) -> Document:
    """A document of an earlier version with what has come since, as a migration would have filled it."""
    if document["version"] == VERSION:
        return document
    filled: Document = {"community": _filled(COMMUNITY, document.get("community"))}
    for part in PARTS:
        rows = document.get(part.name, [] if part.table in SINCE_1 else None)
        filled[part.name] = [_filled(part, row) for row in rows] if isinstance(rows, list) else rows
    return {**document, **filled}


def _filled(part: Part, row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    usual = {column.name: value for column in part.columns if (value := _usual(column)) is not _MISSING}
    return {**usual, **(_of_version_1(row) if part.table is orders else row)}


def _of_version_1(order: Row) -> Row:
    """It knew only whether somebody was reminded; when that was, `wake_at` tells."""
    asked, wake_at = order.get("reminded"), order.get("wake_at")
    try:
        reminded_at = (datetime.fromisoformat(wake_at) - RELEASE_AFTER).isoformat() if asked and wake_at else None
    except (TypeError, ValueError):
        reminded_at = wake_at  # and is refused as what it is
    marks = {"touched_at": order.get("placed_at"), "opened_at": order.get("placed_at"), "reminded_at": reminded_at}
    return {**marks, **{name: value for name, value in order.items() if name != "reminded"}}


def _usual(column: Column[Any]) -> Any:
    """What a migration puts into a column that is new."""
    if isinstance(column.server_default, DefaultClause):
        said = str(column.server_default.arg)
        match column.type:
            case Boolean():
                return said.casefold() in ("true", "1")
            case Integer():
                return int(said)
            case JSON():
                return json.loads(said)
        return said
    return None if column.nullable else _MISSING


async def _community(connection: AsyncConnection, document: Document) -> int:
    values = _checked(COMMUNITY, document.get("community"))
    here = select(communities.c.id).where(communities.c.slug == values["slug"])
    if (await connection.execute(here)).first() is not None:
        raise AlreadyHere(values["slug"])
    kept = await connection.execute(insert(communities).values(values).returning(communities.c.id))
    return int(kept.scalar_one())


async def _keep(
    connection: AsyncConnection, part: Part, rows: Sequence[Row], numbers: Mapping[str, Mapping[int, int]],
    community_id: int, *, same_bot: bool,
) -> dict[int, int]:  # fmt: skip
    """Write one part; the document's numbers with ours."""
    own = {"community_id": community_id} if "community_id" in part.table.columns else {}
    given = {}
    for at, row in enumerate(rows, 1):
        try:
            travelled = row if same_bot or part.table not in WITH_ANSWERS else _without_files(row)
            values = renumbered(part, travelled, numbers) | own
        except (KeyError, TypeError, AttributeError) as error:
            raise NotACommunity(f"{part.name} {at} refers to nothing") from error
        if part.table is people:
            given[at] = await _person(connection, values, same_bot=same_bot)
            continue
        try:
            kept = await connection.execute(insert(part.table).values(values).returning(part.table.c.id))
        except IntegrityError as error:
            raise NotACommunity(f"{part.name} {at} is there twice") from error
        given[at] = int(kept.scalar_one())
    return given


async def _person(connection: AsyncConnection, values: Row, *, same_bot: bool) -> int:
    calls = values["telegram_id"] is None
    known = select(people.c.id, people.c.phone).where(people.c.telegram_id == values["telegram_id"])
    found = (await connection.execute(known)).first() if not calls else None
    if found is None:
        new = values if same_bot or calls else {**values, "started": False, "reachable": True}
        return int((await connection.execute(insert(people).values(new).returning(people.c.id))).scalar_one())
    if found.phone is None and values["phone"] is not None:
        await connection.execute(update(people).where(people.c.id == found.id).values(phone=values["phone"]))
    return int(found.id)


def _rows(document: Document, part: Part) -> list[Row]:
    rows = document.get(part.name)
    if not isinstance(rows, list):
        raise NotACommunity(f"{part.name} is missing")
    return [_checked(part, row) for row in rows]


def _checked(part: Part, row: Any) -> Row:
    """A row with exactly the columns that travel, and in each what it can hold."""
    names = {column.name for column in part.columns}
    if not isinstance(row, dict) or row.keys() != names:
        wrong = sorted(set(row) ^ names) if isinstance(row, dict) else [str(type(row))]
        raise NotACommunity(f"{part.name}: {', '.join(map(str, wrong))}")
    return {column.name: _value(part, column, row[column.name]) for column in part.columns}


def _value(part: Part, column: Column[Any], value: Any) -> Any:
    if value is None and column.nullable:
        return None
    if isinstance(column.type, UTCDateTime):
        return _instant(part, column, value)
    if isinstance(column.type, Date):
        return _day(part, column, value)
    if not _fits(column, value):
        raise NotACommunity(f"{part.name}: {column.name} cannot be {str(value)[:40]!r}")
    return value


def _instant(part: Part, column: Column[Any], value: Any) -> datetime:
    try:
        found: datetime | None = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is None:
        raise NotACommunity(f"{part.name}: {column.name} cannot be {str(value)[:40]!r}")
    return found.astimezone(UTC)


def _day(part: Part, column: Column[Any], value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise NotACommunity(f"{part.name}: {column.name} cannot be {str(value)[:40]!r}") from error


def _fits(column: Column[Any], value: Any) -> bool:
    match column.type:
        case JSON():
            return isinstance(value, dict | list)
        case String():
            return isinstance(value, str) and len(value) <= (column.type.length or MOST_TEXT) and _is_text(value)
        case Boolean():
            return isinstance(value, bool)
        case Integer():
            most = 2**63 if isinstance(column.type, BigInteger) else 2**31
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < most
        case Float():
            return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return False


def _is_text(value: str) -> bool:
    """Whether both databases keep it as it is."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)


def _without_files(row: Row) -> Row:
    details = row["answers"].get("details")
    if not isinstance(details, dict):
        return row
    return {**row, "answers": {**row["answers"], "details": {**details, "files": []}}}
