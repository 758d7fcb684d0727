"""The database and its transactions, whichever database it is: SQLite's habits stand in sqlite.py."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.sqlite import InPlaceEngine

_SEEN = "paidan_seen"


def open_engine(url: str) -> AsyncEngine:
    """An engine for a SQLite file (or PostgreSQL, which needs no habits of ours).

    Its errors do not repeat the values of a statement: they are people's, and errors are logged.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return InPlaceEngine(parsed)
    return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)


def writing(engine: AsyncEngine) -> AbstractAsyncContextManager[AsyncConnection]:
    """One transaction that may write; committed at the end, rolled back when anything is raised."""
    return engine.together.turn() if isinstance(engine, InPlaceEngine) else engine.begin()


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads, and so waits for no writer; what it has `seen` it need not read again."""
    async with engine.reading() if isinstance(engine, InPlaceEngine) else engine.begin() as connection:
        connection.info[_SEEN] = {}
        try:
            yield connection
        finally:
            connection.info.pop(_SEEN, None)


def seen(connection: AsyncConnection) -> dict[tuple[str, int], Any]:
    """What was read in this transaction, by kind and number; always empty where anything may be written."""
    found: dict[tuple[str, int], Any] | None = connection.info.get(_SEEN)
    return found if found is not None else {}
