"""The database's own habits: SQLite takes its write lock at once, keeps foreign keys, and logs ahead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_TIMEOUT_SECONDS = 10
POOL = {"pool_size": 8, "max_overflow": 24}  # a connection is a thread: most are kept, few are made in a rush
_READING = "paidan_reading"
_TURNSTILE = "paidan_turnstile"


def open_engine(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///file` (or PostgreSQL, which needs no habits of ours).

    Its errors do not repeat the values of a statement: they are people's, and errors are logged.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_async_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, hide_parameters=True, **POOL
    )  # fmt: skip
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    # There is one writer at a time: waiting here is fair and free, in SQLite it is neither.
    return engine.execution_options(**{_TURNSTILE: asyncio.Lock()})


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that may write; committed at the end, rolled back when anything is raised."""
    async with _turn(engine), engine.begin() as connection:
        yield connection


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads, and so waits for no writer."""
    async with engine.execution_options(**{_READING: True}).begin() as connection:
        yield connection


def _turn(engine: AsyncEngine) -> AbstractAsyncContextManager[object]:
    turnstile: asyncio.Lock | None = engine.get_execution_options().get(_TURNSTILE)
    return turnstile if turnstile is not None else nullcontext()


def _on_connect(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # the driver would begin by itself, and too late
    cursor = dbapi_connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
    except BaseException:
        dbapi_connection.close()  # the pool never had it, and its thread would stay
        raise
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A read that upgrades to a write fails at once with "database is locked", whatever the timeout.
    reads = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
