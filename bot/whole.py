"""Files that are whole or not there, and that only their owner can read: they hold names, phones and addresses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PRIVATE = 0o600


@contextmanager
def whole_or_nothing(file: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner can read, and that gets its name when all is written."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
    try:
        with open(number, "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
        sync(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have it on the disk, where the system can do that for a directory."""
    with suppress(OSError):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
