"""INSERT … ON CONFLICT, which each database spells in its own dialect."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_or(connection: AsyncConnection, table: Table) -> Any:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`, for the database at hand."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: Table) -> Any:
    """The same for a database by its name, so that a statement can be put together once."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
