"""Signs of trouble with the database, as this process sees it: every failed statement and connection is noticed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ExceptionContext, event
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

CALM_SECONDS = 120.0  # so long without an error, and it is over
TROUBLE = (OperationalError, InterfaceError, InternalError, ProgrammingError)  # the last is a missing table, too
COLLISIONS = {"40001", "40P01"}  # serialization failure, deadlock: PostgreSQL's way to say "again", and we do


class DatabaseTrouble:
    """How long the database has been failing; values that it refuses and races that were lost do not count."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._first: float | None = None
        self._last = 0.0
        self.errors = 0

    def watch(self, engine: AsyncEngine) -> None:
        """Notice all errors of this engine from now on."""
        event.listen(engine.sync_engine, "handle_error", self._on_error)

    @property
    def seconds(self) -> float:
        """From the first error to the latest, of those that came one soon after the other; 0 when all is well."""
        if self._first is None or self._ticks() - self._last > CALM_SECONDS:
            return 0.0
        return self._last - self._first

    def _on_error(self, context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        is_damaged = type(error) is DatabaseError  # SQLite's file is no database any more, or a broken one
        if not (isinstance(error, TROUBLE) or is_damaged) or _state(getattr(error, "orig", None)) in COLLISIONS:
            return
        now = self._ticks()
        if self._first is None or now - self._last > CALM_SECONDS:
            self._first = now
        self._last = now
        self.errors += 1


def _state(error: Any) -> str:
    return str(getattr(error, "sqlstate", None) or "")
