"""One line an update and no names: what the log may hold, as text or as JSON, and what keeps the token out of it."""

import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

from bot.errors import place_of

Form = Literal["text", "json"]

ROOMS = ("bot", "handlers", "storage")
TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# They log whole URLs, and the token is part of them, or whole answers, and people are part of those.
CHATTY = (
    "httpx", "httpcore", "telegram", "alembic", "asyncio", "aiohttp", "sqlalchemy",
    "uvicorn",
)  # fmt: skip

_Exception = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Fields:
    """A line with a name and values, so that a program can read it too: `log.info(Fields("update", id=7))`."""

    def __init__(self, event: str, /, **values: str | int | float) -> None:
        self.event = event
        self.values = values

    def __str__(self) -> str:
        return " ".join((self.event, *(f"{name}={_plain(value)}" for name, value in self.values.items())))


class TextLines(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__(TEXT)

    def formatException(self, ei: _Exception) -> str:  # noqa: N802 - the library's name
        """Its kind and place; its words may hold what a person wrote."""
        return place_of(ei[1]) if ei[1] is not None else ""


class JsonLines(logging.Formatter):
    """A line for programs: at, level, room, event, and the values of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        fields = record.msg if isinstance(record.msg, Fields) else None
        line: dict[str, str | int | float] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "event": fields.event if fields else record.getMessage(),
        }
        if fields:
            line |= fields.values
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def begin(level: str, form: Form = "text") -> None:
    """Log our own rooms at this level to standard error, and of the libraries only what is bad."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for room in ROOMS:
        logging.getLogger(room).setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.raiseExceptions = False  # a line that finds no room on the disk is lost, and nothing else


def let_go_of_streams() -> None:
    """Forget what could not be written to standard output and error: tried again at the end, it would spoil it."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except (OSError, ValueError):
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 # for the rest of the process


def pseudonyms(secret: str) -> Callable[[int], str]:
    """A short name for a Telegram id: the same in every line of one installation, and meaningless outside."""
    key = hashlib.sha256(secret.encode()).digest()

    def pseudonym(number: int) -> str:
        return hashlib.blake2s(str(number).encode(), key=key, digest_size=5).hexdigest()

    return pseudonym


def _plain(value: str | float) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text
