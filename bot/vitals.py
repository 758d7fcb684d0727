"""Signs of trouble with the database, as this process sees it: every failed statement and connection is noticed."""

from collections.abc import Callable

from sqlalchemy import ExceptionContext, event
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.trouble import is_trouble

CALM_SECONDS = 120.0  # so long without an error, and it is over


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
        # A table that is missing is a mistake of the statement to PostgreSQL, and to those who wait for an answer none.
        if error is None or not (is_trouble(error) or isinstance(error, ProgrammingError)):
            return
        now = self._ticks()
        if self._first is None or now - self._last > CALM_SECONDS:
            self._first = now
        self._last = now
        self.errors += 1
