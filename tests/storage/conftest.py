"""A fresh database for each test of storage, as the first migration makes it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import open_engine, writing
from storage.migrate import migrate


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty, migrated SQLite file."""
    url = f"sqlite:///{tmp_path / 'paidan.db'}"
    migrate(url)
    opened = open_engine(url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One write transaction on it, for tests that need no second."""
    async with writing(engine) as opened:
        yield opened
