"""SQLite as we use it: one writer, whose turns share their commits, and readers that wait for nobody."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.closing import Closing
from storage.inplace import InPlaceConnection
from storage.same_file import SameFile
from storage.together import Together

PATIENCE_SECONDS = 0.25  # inside SQLite, where nothing can interrupt it, and everything waits
READERS = 8  # at once; they hardly ever wait for anything, so two or three are made
CACHE_KIBIBYTES = 8_192  # a connection's; there are two or three
_READS = "paidan_reads"


class InPlaceEngine(AsyncEngine):
    """One writer, whose turns share their commits, and a reader or two; all of them stay open."""

    _connection_cls = InPlaceConnection

    def __init__(self, url: URL) -> None:
        made = create_engine(
            url.set(drivername="sqlite+inplace"), connect_args={"timeout": PATIENCE_SECONDS, "factory": Closing},
            hide_parameters=True, pool_size=READERS + 1, max_overflow=1,
        )  # fmt: skip
        event.listen(made, "connect", _on_connect)
        event.listen(made, "begin", _on_begin)
        super().__init__(made)
        if url.database and url.database != ":memory:":
            SameFile(Path(url.database)).guard(self)
        self._places = asyncio.Semaphore(READERS)
        self._readers: list[AsyncConnection] = []
        self.together = Together(lambda: self.connect().start())

    def connect(self) -> InPlaceConnection:
        """As in SQLAlchemy."""
        return InPlaceConnection(self)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads, and waits for nobody."""
        async with self._places:
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
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{CACHE_KIBIBYTES}"):
            dbapi_connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        dbapi_connection.close()  # the pool never had it
        raise


def _on_begin(connection: Connection) -> None:
    # A read that upgrades to a write fails at once with "database is locked", whatever the timeout.
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
