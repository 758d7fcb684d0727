"""A fresh house for each story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house_of_paidan import House, open_house
from tests.stories.siege import Siege, besieged


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The sandbox and the bot against it, empty."""
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def siege(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    """Two communities with their people; afterwards nothing may be lost, half made, or an error in the log."""
    async with besieged(tmp_path) as opened:
        yield opened
        await opened.house.settled()
        await opened.check()
        opened.no_errors(caplog)
