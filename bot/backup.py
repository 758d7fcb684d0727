"""A backup while the bot runs, and back again: never half a file, never over something that is still needed."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.version import version
from bot.whole import PRIVATE, sync, whole_or_nothing
from storage import snapshot
from storage.alone import LOCK_SECONDS, InUse, alone
from storage.engine import reading
from storage.migrate import sync_engine
from storage.snapshot import Manifest, NotABackup
from storage.trouble import is_locked


class NotOurs(Exception):
    """A file of that name exists, and is no backup."""


class NotEmpty(Exception):
    """The database has something in it."""


async def back_up(engine: AsyncEngine, file: Path) -> Manifest:
    """Write everything as it is at this moment into the file, whose earlier backup stays until the new one is whole.

    Raises NotOurs rather than replace anything but a backup.
    """
    _check_ours(file)
    with whole_or_nothing(file) as opened:
        async with reading(engine) as connection:
            return await snapshot.write(connection, opened, datetime.now(UTC), version())


def _check_ours(file: Path) -> None:
    if not file.exists():
        return
    try:
        with file.open("rb") as before:
            snapshot.manifest_of(before)
    except (NotABackup, OSError) as error:
        raise NotOurs(str(file)) from error
    except snapshot.NewerBackup:
        return  # a backup all the same


def restore(url: str, file: Path, *, force: bool, wait_seconds: float = LOCK_SECONDS) -> Manifest:
    """Make the database what the backup says; blocks, and needs the database for itself.

    An SQLite file is made beside the old one and takes its place when it is whole; PostgreSQL does all of it in one
    transaction, past any PgBouncer, and while no bot works there. Raises NotABackup, NewerBackup, DoesNotFit, InUse,
    and NotEmpty where `force` is missing.
    """
    with file.open("rb") as opened:
        snapshot.manifest_of(opened)
        target = _file_of(url)
        if target is None:
            return _fill(url, opened, force=force, wait_seconds=wait_seconds)
        if target.exists() and not force:
            _check_empty(url)
        fresh = target.with_name(target.name + ".restoring")
        _forget(fresh)
        fresh.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        try:
            manifest = _fill(f"sqlite:///{fresh}", opened, force=True)
            _take_the_place(fresh, target)
        finally:
            _forget(fresh)
    return manifest


def _fill(url: str, opened: IO[bytes], *, force: bool, wait_seconds: float = LOCK_SECONDS) -> Manifest:
    engine = sync_engine(url)
    try:
        with engine.begin() as connection:
            alone(connection, wait_seconds)
            if not force and not snapshot.is_empty(connection):
                raise NotEmpty
            snapshot.clear(connection)
            return snapshot.load(connection, opened)
    except OperationalError as error:
        if is_locked(error):
            raise InUse from error
        raise
    finally:
        engine.dispose()


def _check_empty(url: str) -> None:
    engine = sync_engine(url)
    try:
        with engine.begin() as connection:
            if not snapshot.is_empty(connection):
                raise NotEmpty
    finally:
        engine.dispose()


def _take_the_place(fresh: Path, target: Path) -> None:
    """First what belongs to the old file: its log, beside a new file, would be taken for the new one's."""
    sync(fresh)
    for part in ("-wal", "-shm"):
        target.with_name(target.name + part).unlink(missing_ok=True)
    fresh.replace(target)
    sync(target.parent)


def _forget(file: Path) -> None:
    for part in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + part).unlink(missing_ok=True)


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
