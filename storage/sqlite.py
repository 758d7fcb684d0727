"""SQLite as we use it: a statement runs where it is asked for, in microseconds; only the disk is waited for elsewhere.

A thread for every statement, as the usual driver has it, costs ten times as much as the statement.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Connection, Pool, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteExecutionContext
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

from storage.together import Together

BUSY_TIMEOUT_SECONDS = 10
CONNECTIONS = 32
CACHE_KIBIBYTES = 8_192  # a connection's; there are two or three
_READS = "paidan_reads"

T = TypeVar("T")


class Streaming(SQLiteExecutionContext):
    """A statement and its rows, which are fetched as they are asked for: SQLite has no other way."""

    def create_server_side_cursor(self) -> Any:
        """One like any other."""
        return self._dbapi_connection.cursor()


class InPlace(SQLiteDialect_pysqlite):
    """Python's own driver; only a commit, which waits for the disk, goes to a thread."""

    driver = "inplace"
    is_async = True
    supports_statement_cache = True
    supports_server_side_cursors = True
    execution_ctx_cls = Streaming

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - files only, so the address matters not
        """One that a task may wait for."""
        return AsyncAdaptedQueuePool

    def do_commit(self, dbapi_connection: Any) -> None:
        """On the disk, while others go on."""
        await_only(_elsewhere(dbapi_connection.commit))


registry.register("sqlite.inplace", __name__, InPlace.__name__)


class InPlaceConnection(AsyncConnection):
    """Statements without a detour; `raw` is the driver's own connection."""

    raw: sqlite3.Connection

    async def start(self, is_ctxmanager: bool = False) -> Self:
        """As in SQLAlchemy."""
        await super().start(is_ctxmanager)
        raw: Any = (await self.get_raw_connection()).driver_connection
        self.raw = raw
        return self

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As in SQLAlchemy; it never waits."""
        return self._proxied.execute(statement, parameters, execution_options=execution_options)

    async def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        """As in SQLAlchemy; it never waits."""
        return self._proxied.exec_driver_sql(statement, parameters, execution_options)


class InPlaceEngine(AsyncEngine):
    """One writer, whose turns share their commits, and a reader or two; all of them stay open."""

    _connection_cls = InPlaceConnection

    def __init__(self, url: URL) -> None:
        made = create_engine(
            url.set(drivername="sqlite+inplace"), connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, hide_parameters=True,
            pool_size=CONNECTIONS, max_overflow=0,
        )  # fmt: skip
        event.listen(made, "connect", _on_connect)
        event.listen(made, "begin", _on_begin)
        super().__init__(made)
        self._readers: list[AsyncConnection] = []
        self.together = Together(lambda: self.connect().start())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, and waits for nobody."""
        connection = self._readers.pop() if self._readers else await self._reader()
        inner = connection.sync_connection
        if inner is None:
            raise AssertionError("it was started")
        try:
            transaction = inner.begin()
            yield connection
            transaction.rollback()  # there is nothing to keep
        except BaseException:
            await connection.close()
            raise
        self._readers.append(connection)

    async def dispose(self, close: bool = True) -> None:
        """Finish what is being written, and close all connections."""
        await self.together.close()
        while self._readers:
            await self._readers.pop().close()
        await super().dispose(close)

    async def _reader(self) -> AsyncConnection:
        connection = await self.connect().start()
        return await connection.execution_options(**{_READS: True})


def _on_connect(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    dbapi_connection.isolation_level = None  # the driver would begin by itself, and too late
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{CACHE_KIBIBYTES}"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if connection.get_execution_options().get(_READS):
        raw.execute("BEGIN")
        return
    # A read that upgrades to a write fails at once with "database is locked", whatever the timeout.
    raw.execute("PRAGMA busy_timeout=0")
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:  # another program is writing: a copy is being made, somebody looks around
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")
        try:
            await_only(_elsewhere(lambda: raw.execute("BEGIN IMMEDIATE")))
        except sqlite3.Error:
            raw.execute("PRAGMA busy_timeout=0")
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # for the last time: SQLAlchemy tells whoever wants to know
    raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")


async def _elsewhere(work: Callable[[], T]) -> T:
    """Run it in a thread and wait for its end, come what may: a connection must not be used by two."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
