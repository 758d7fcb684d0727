"""SQLite's own driver under SQLAlchemy: a statement runs where it is asked for, in microseconds.

A thread for every statement, as the usual asynchronous driver has it, costs ten times as much as the statement; only
a commit, which waits for the disk, goes to one.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

T = TypeVar("T")


class InPlace(SQLiteDialect_pysqlite):
    """Python's own driver; only a commit, which waits for the disk, goes to a thread."""

    driver = "inplace"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - files only, so the address matters not
        """One that a task may wait for."""
        return AsyncAdaptedQueuePool

    def do_commit(self, dbapi_connection: Any) -> None:
        """On the disk, while others go on."""
        await_only(elsewhere(dbapi_connection.commit))


registry.register("sqlite.inplace", __name__, InPlace.__name__)


class InPlaceConnection(AsyncConnection):
    """Statements without a detour."""

    raw: sqlite3.Connection

    async def start(self, is_ctxmanager: bool = False) -> Self:
        """As in SQLAlchemy."""
        await super().start(is_ctxmanager)
        raw: Any = (await self.get_raw_connection()).driver_connection
        self.raw = raw
        return self

    def run(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """A statement in the driver's own words; its errors are SQLAlchemy's, and whoever listens for them hears."""
        try:
            return self.raw.execute(statement, values)
        except sqlite3.Error as error:
            self._proxied._handle_dbapi_exception(error, statement, None, None, None)

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As in SQLAlchemy; it never waits."""
        return self._proxied.execute(statement, parameters, execution_options=execution_options)

    def stream(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """As in SQLAlchemy, with `async with`; rows are fetched as they are asked for, as SQLite always does."""
        return self._stream(statement, parameters, execution_options)

    @asynccontextmanager
    async def _stream(self, statement: Any, parameters: Any, options: Any) -> AsyncIterator[AsyncResult[Any]]:
        result: AsyncResult[Any] = AsyncResult(self._proxied.execute(statement, parameters, execution_options=options))
        try:
            yield result
        finally:
            await result.close()

    async def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        """As in SQLAlchemy; it never waits."""
        return self._proxied.exec_driver_sql(statement, parameters, execution_options)


async def elsewhere(work: Callable[[], T]) -> T:
    """Run it in a thread and wait for its end, come what may: a connection must not be used by two."""
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
