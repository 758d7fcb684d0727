"""A community moves house: out of one installation as a document, and into another."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import Settings
from bot.version import version
from bot.whole import whole_or_nothing
from storage import arriving, portable
from storage.alone import alone
from storage.arriving import NotACommunity
from storage.engine import reading, writing
from storage.portable import PARTS, Document


class FileThere(Exception):
    """A file of that name exists."""


async def export(engine: AsyncEngine, settings: Settings, community: str, file: Path) -> Document:
    """Write all that belongs to a community; raises UnknownCommunity, and FileThere."""
    _check_free(file)
    async with reading(engine) as connection:
        found = await portable.find(connection, community)
        document = await portable.gather(connection, found, bot_of(settings), version(), datetime.now(UTC))
    with whole_or_nothing(file) as opened:
        opened.write(_written(document))
    return document


async def take_in(engine: AsyncEngine, settings: Settings, file: Path) -> Document:
    """Take a community in, whole or not at all; raises what `storage.arriving` raises, and InUse."""
    document = _read(file)
    async with writing(engine) as connection:
        await connection.run_sync(alone)
        await arriving.take_in(connection, document, bot_of(settings))
    return document


def bot_of(settings: Settings) -> int:
    """The bot's own number, which is the part of its token that is no secret."""
    return int(settings.token.get_secret_value().partition(":")[0])


def summary(document: Document) -> str:
    """How much of what it holds."""
    return ", ".join(f"{len(document[part.name])} {part.name.replace('_', ' ')}" for part in PARTS)


def _check_free(file: Path) -> None:
    if file.exists():
        raise FileThere(str(file))


def _read(file: Path) -> Document:
    try:
        document: Any = json.loads(file.read_bytes())
    except ValueError as error:
        raise NotACommunity("no JSON") from error
    if not isinstance(document, dict):
        raise NotACommunity("another format")
    return document


def _written(document: Document) -> bytes:
    """JSON with one row a line, so that it can be looked through and compared."""
    parts = {part.name for part in PARTS}
    lines = []
    for name, value in document.items():
        said = json.dumps(value, ensure_ascii=False)
        if name in parts and value:
            said = "[\n " + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        lines.append(f"{json.dumps(name)}: {said}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
