"""Whoever looks through a whole database may take the time it needs."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def unhurried(connection: AsyncConnection) -> None:
    """No statement of this transaction is broken off because it takes long; SQLite breaks none off."""
    if connection.dialect.name != "sqlite":
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
