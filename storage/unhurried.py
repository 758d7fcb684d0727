"""Whoever looks through a whole database may take the time it needs."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

PAUSE_SECONDS = 600  # between two statements: a slow disk or a large document, but not a process that was forgotten


async def unhurried(connection: AsyncConnection) -> None:
    """No statement of this transaction is broken off because it takes long; SQLite breaks none off."""
    if connection.dialect.name != "sqlite":
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{PAUSE_SECONDS}s'"))
