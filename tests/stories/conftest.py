"""A fresh house for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house_of_paidan import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The sandbox and the bot against it, empty."""
    async with open_house(tmp_path) as opened:
        yield opened
