"""One process a SQLite file: a lock beside it, which the system lets go of however the process ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Taken(Exception):
    """Another process works on this database."""


@contextmanager
def alone(database: Path | None) -> Iterator[None]:
    """Hold the database's lock; None (a database server) needs none. Raises Taken."""
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("a") as file:
        try:
            _take(file)
        except OSError as error:
            raise Taken(str(database)) from error
        yield
