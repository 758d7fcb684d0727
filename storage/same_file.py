"""SQLite's file stays the same file: one that was moved away or replaced would be written to in vain."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


class SameFile:
    """Knows the file that was opened first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self._mark()

    @property
    def is_gone(self) -> bool:
        """Whether another file stands in its place by now, or none."""
        if self._known is None:
            self._known = self._mark()
        return self._known is not None and self._mark() != self._known

    def guard(self, engine: AsyncEngine) -> None:
        """No connection is opened to any other: half of what is kept would stand here, and half there."""
        event.listen(engine.sync_engine, "do_connect", self._refuse)

    def _refuse(self, *_: Any) -> None:
        if self.is_gone:
            raise sqlite3.OperationalError("the database file was replaced or removed")

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
