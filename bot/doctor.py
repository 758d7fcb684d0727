"""Looks whether an installation is well: its settings, its database, what waits in it, and what Telegram says."""

import shutil
import stat
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import at_postgresql, at_telegram
from bot.config import Settings
from bot.diagnoses import sentence
from bot.errors import one_line
from bot.verdicts import Line, ok, warning, wrong
from bot.watch import MESSAGES_LATE, UPDATES_LATE
from storage import alarms, backlog, checks, dispatch, people
from storage.engine import open_engine, reading
from storage.revisions import differences, standing

ENV_FILE = Path(".env")
FREE_BYTES = 200 * 1024 * 1024
SQLITE = b"SQLite format 3\x00"
OVERDUE = timedelta(minutes=15)
MEND = "Make a backup and open an issue with this line. If the database was changed by hand, undo that."


async def examine(settings: Settings, *, online: bool = True, now: datetime | None = None) -> AsyncIterator[Line]:
    """Line by line, as it is found; without Telegram when it shall not be asked."""
    now = now or datetime.now(UTC)
    for line in _surroundings(settings):
        yield line
    groups: Sequence[RowMapping] = ()
    async for line, found in _database(settings, now):
        groups = found or groups
        yield line
    if online:
        async for line in at_telegram.lines(settings, groups, now):
            yield line


async def content(connection: AsyncConnection) -> AsyncIterator[Line]:
    """Whether all that stands in a database can be true; it must have the present schema."""
    found = await checks.broken(connection)
    for finding in found:
        yield wrong("content", sentence(finding), MEND)
    for finding in await checks.unseen(connection):
        again = "A change of the order brings it up again; `paidan doctor` shows why messages died."
        yield warning("content", sentence(finding), again)
    if not found:
        yield ok("content", "Ledgers sum to zero, orders agree with their claims, nothing refers to nothing.")


def _surroundings(settings: Settings) -> Iterator[Line]:
    yield ok("settings", "All can be read.")
    for file in filter(None, (ENV_FILE, settings.database_file)):
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH):
            yield warning("settings", f"Everybody on this machine can read {file}.", f"chmod 600 {file}")
    if settings.database_file is not None and settings.database_file.exists():
        free = shutil.disk_usage(settings.database_file.parent).free
        if free < FREE_BYTES:
            says = f"{free // (1024 * 1024)} MB are free beside the database."
            yield warning("disk", says, "Make room: with a full disk nothing can be kept.")


async def _database(settings: Settings, now: datetime) -> AsyncIterator[tuple[Line, Sequence[RowMapping]]]:
    file = settings.database_file
    if file is not None and not file.exists():
        yield wrong("database", f"There is none at {file}.", "Make it: paidan migrate."), ()
        return
    if file is not None and not _is_sqlite(file):
        yield wrong("database", f"{file} is no SQLite file.", "Go back to the newest backup: paidan restore."), ()
        return
    engine = open_engine(settings.direct_database, 2)
    try:
        async with reading(engine) as connection:
            if settings.is_shared:
                async for line in at_postgresql.lines(connection, settings):
                    yield line, ()
            lines = [line async for line in _schema(connection)]
            for line in lines:
                yield line, ()
            if any(line.level for line in lines):
                return
            async for line in content(connection):
                yield line, ()
            async for line in _waiting(connection, now):
                yield line, ()
            yield await _owner(connection), await dispatch.groups(connection)
    except (SQLAlchemyError, OSError) as error:
        says = f"It cannot be read: {one_line(error)}."
        yield wrong("database", says, "Look at PAIDAN_DATABASE_URL, or at the disk."), ()
    finally:
        await engine.dispose()


async def _schema(connection: AsyncConnection) -> AsyncIterator[Line]:
    if connection.dialect.name == "sqlite":
        sound = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one()
        if sound != "ok":
            yield wrong("database", f"The file is damaged: {sound}.", "Go back to the newest backup: paidan restore.")
            return
    found = await connection.run_sync(standing)
    if found.revision is None:
        yield wrong("database", "It is empty.", "Make the tables: paidan migrate.")
    elif not found.is_known:
        yield wrong("database", f"A later version made it ({found.revision}).", "Install that version.")
    elif not found.is_present:
        yield warning("database", f"It is at version {found.revision} of {found.head}.", "paidan migrate")
    elif differ := await connection.run_sync(differences):
        says = f"Its tables are not what the migrations make: {', '.join(differ[:5])}."
        yield wrong("database", says, MEND)
    else:
        yield ok("database", f"It is at version {found.revision}, and its tables are as they should be.")


async def _waiting(connection: AsyncConnection, now: datetime) -> AsyncIterator[Line]:
    waits, found = await backlog.measure(connection), []
    runs = "Is the bot running? Look at its log."
    if waits.oldest_update_at is not None and now - waits.oldest_update_at > UPDATES_LATE:
        says = f"{waits.updates} updates are not handled, the oldest for {_length(now - waits.oldest_update_at)}."
        found.append(wrong("inbox", says, runs))
    if waits.set_aside:
        says = f"{waits.set_aside} updates are set aside."
        found.append(warning("inbox", says, "paidan inbox list"))
    if waits.oldest_message_at is not None and now - waits.oldest_message_at > MESSAGES_LATE:
        says = f"{waits.messages} messages are not sent, the oldest for {_length(now - waits.oldest_message_at)}."
        found.append(wrong("outbox", says, runs))
    for row in await backlog.deaths(connection, 5):
        says = f"{row.count} times '{row.key}' could not be sent, lastly {row.last_at:%Y-%m-%d %H:%M} UTC: {row.why}."
        found.append(warning("outbox", says, "They are kept for thirty days; what Telegram refused may be a bug."))
    late = await backlog.overdue(connection, now - OVERDUE)
    if late:
        found.append(wrong("heartbeat", f"{late} orders should have been woken.", runs))
    for alarm in await alarms.on(connection):
        says = f"It has been so since {alarm.began_at:%Y-%m-%d %H:%M} UTC: {alarm.kind}."
        found.append(warning("alarm", says, "The owner has been told, or will be."))
    for line in found or [ok("backlog", f"{waits.updates} updates and {waits.messages} messages are on their way.")]:
        yield line


async def _owner(connection: AsyncConnection) -> Line:
    owners = await people.owners(connection)
    if not owners:
        return warning("owner", "Nobody owns this installation.", "Start it, and open the link that it prints.")
    if not any(owner.started and owner.reachable for owner in owners):
        return warning("owner", "No owner can be written to.", "An owner has to open the bot and press Start.")
    return ok("owner", f"{len(owners)}, and they hear when something stays wrong.")


def _is_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(SQLITE)) in (SQLITE, b"")  # an empty file is an empty database


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
