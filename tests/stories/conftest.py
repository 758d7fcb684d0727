"""A fresh house for each story; the ready community of Wenfeng in it; and two communities under siege."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house_of_paidan import House, open_house
from tests.stories.siege import Siege, besieged
from tests.town import Town, open_town


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The sandbox and the bot against it, empty."""
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def town(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Town]:
    """Wenfeng with its people and groups; a story ends with nothing private said, asked in vain, or complained of."""
    async with open_town(tmp_path) as opened:
        yield opened
        await opened.keeps_private()
        await opened.asks_for_nothing_in_vain()
    complaints = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not complaints


@pytest.fixture
async def siege(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    """Two communities with their people, for whatever is bad."""
    async with besieged(tmp_path, caplog) as opened:
        yield opened
