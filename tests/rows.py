"""Every row of a database, to be compared with those of another one."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backup import back_up
from storage.engine import open_engine, reading
from storage.schema import metadata
from tests.databases import Place

Rows = dict[str, list[dict[str, Any]]]


async def rows_at(place: Place) -> Rows:
    opened = open_engine(place.url, 2)
    try:
        return await rows_of(opened)
    finally:
        await opened.dispose()


async def rows_of(engine: AsyncEngine) -> Rows:
    """Every row of every table."""
    async with reading(engine) as connection:
        return {
            table.name: [
                dict(row) for row in (await connection.execute(select(table).order_by(*table.primary_key))).mappings()
            ]
            for table in metadata.sorted_tables
        }


async def backed_up(place: Place, file: Path) -> None:
    engine = open_engine(place.url, 2)
    await back_up(engine, file)
    await engine.dispose()
