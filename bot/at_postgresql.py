"""What is to be said of the PostgreSQL server: its version, what it keeps, and whether it has connections left."""

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.errors import one_line
from bot.verdicts import Line, ok, warning, wrong
from storage.engine import open_engine, reading
from storage.server import Server, ask

OLDEST = 14
CROWDED = 0.8  # of the connections
OWN_SESSIONS = 2  # that a process holds beside its pool
MEGABYTE = 1024 * 1024


async def lines(connection: AsyncConnection, settings: Settings) -> AsyncIterator[Line]:
    """All of it, asked on a connection past any PgBouncer; and whether the way through one works."""
    server = await ask(connection)
    found = list(judged(server, settings.database_connections))
    for line in found:
        yield line
    if not found:
        yield ok("server", _described(server))
    if settings.database != settings.direct_database:
        yield await _pooled(settings)


def judged(server: Server, own_connections: int) -> list[Line]:
    """What is not as it should be."""
    found = []
    if server.number < OLDEST * 10_000:
        found.append(wrong("server", f"It is PostgreSQL {server.version}.", f"Version {OLDEST} or later is needed."))
    if server.encoding != "UTF8":
        says = f"The database keeps text as {server.encoding}."
        found.append(wrong("server", says, "Make one with ENCODING 'UTF8', and take a backup there."))
    if server.follows:
        says = "It is a replica: nothing can be written."
        found.append(wrong("server", says, "PAIDAN_DATABASE_URL must lead to the primary."))
    if own_connections + OWN_SESSIONS > server.connections:
        says = f"It allows {server.connections} connections, and one process may want {own_connections + OWN_SESSIONS}."
        found.append(wrong("server", says, "Lower PAIDAN_DATABASE_CONNECTIONS, or raise max_connections."))
    elif server.connected > server.connections * CROWDED:
        says = f"{server.connected} of {server.connections} connections are taken."
        found.append(warning("server", says, "Raise max_connections, or put a PgBouncer in between."))
    return found


def _described(server: Server) -> str:
    size = max(1, round(server.size_bytes / MEGABYTE))
    taken = f"{server.connected} of {server.connections} connections taken"
    return f"PostgreSQL {server.version}, {size} MB, {taken}, {server.processes} of Paidan's processes at work."


async def _pooled(settings: Settings) -> Line:
    engine = open_engine(settings.database, 1)
    try:
        async with reading(engine) as connection:
            await connection.execute(select(1))
    except (SQLAlchemyError, OSError) as error:
        return wrong("pool", f"It cannot be reached: {one_line(error)}.", "Look at PAIDAN_DATABASE_URL, the PgBouncer.")
    finally:
        await engine.dispose()
    return ok("pool", "The way through PAIDAN_DATABASE_URL works, beside the direct one.")
