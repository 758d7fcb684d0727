"""A SQLite connection that gives its lock back when it is closed, whoever still holds a statement of it."""

import sqlite3
from contextlib import suppress


class Closing(sqlite3.Connection):
    """Ends its transaction before it closes.

    SQLite by itself ends the transaction of a closed connection with its last statement, and whoever failed in the
    middle of one keeps it, in the frames of the exception; until those are gone nobody can write.
    """

    def close(self) -> None:
        """Roll back, then close."""
        with suppress(sqlite3.Error):  # closed already, or never quite open
            self.rollback()
        super().close()
