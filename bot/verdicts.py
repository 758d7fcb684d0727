"""One line of a check-up: how bad it is, what about, what was found, and what to do."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How bad; also the exit code of the worst."""

    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True)
class Line:
    """What was found about one thing; `do` is what somebody can do about it."""

    level: Level
    about: str
    says: str
    do: str = ""


def ok(about: str, says: str) -> Line:
    """As it should be."""
    return Line(Level.OK, about, says)


def warning(about: str, says: str, do: str) -> Line:
    """It works, and will not for long, or not for all."""
    return Line(Level.WARNING, about, says, do)


def wrong(about: str, says: str, do: str) -> Line:
    """It does not work, or is not true."""
    return Line(Level.WRONG, about, says, do)
