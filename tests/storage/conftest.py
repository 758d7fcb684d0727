"""A fresh database for each test of storage, as the migrations make it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import open_engine, writing
from tests.databases import Place


@pytest.fixture
async def engine(place: Place) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty, migrated database."""
    opened = open_engine(place.url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One write transaction on it, for tests that need no second."""
    async with writing(engine) as opened:
        yield opened
