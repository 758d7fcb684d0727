"""What a PostgreSQL server says of itself, for `paidan doctor`."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.alone import WORKS

_ASKED = text("""
    SELECT current_setting('server_version') AS version,
           current_setting('server_version_num')::int AS number,
           current_setting('server_encoding') AS encoding,
           pg_is_in_recovery() AS follows,
           pg_database_size(current_database()) AS size_bytes,
           current_setting('max_connections')::int
               - current_setting('superuser_reserved_connections')::int AS connections,
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connected,
           (SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
             WHERE locktype = 'advisory' AND datname = current_database() AND objsubid = 1 AND granted
               AND mode = 'ShareLock'
               AND (classid::bigint << 32) | objid::bigint = hashtextextended(:works, 0)) AS processes
""")


@dataclass(frozen=True)
class Server:
    """`follows`: a replica, in which nothing can be written; `processes` of the bot work on this database."""

    version: str
    number: int
    encoding: str
    follows: bool
    size_bytes: int
    connections: int
    connected: int
    processes: int


async def ask(connection: AsyncConnection) -> Server:
    """As it is at this moment."""
    row = (await connection.execute(_ASKED, {"works": WORKS})).one()
    return Server(**row._mapping)
