"""A fresh house for each story; the ready community of Wenfeng in it; and two communities under siege."""

import logging
from collections.abc import AsyncIterator

import pytest

from tests.databases import Place
from tests.house_of_paidan import House, open_house
from tests.stories.siege import Siege, besieged
from tests.town import Town, open_town

# Where everything is slow, PostgreSQL's answer about the seat may take longer than a leader waits for it.
SLOW_MACHINE = {"bot.leading"}


@pytest.fixture
async def house(place: Place) -> AsyncIterator[House]:
    """The sandbox and the bot against it, empty; a story in it leaves a sound database behind."""
    async with open_house(place) as opened:
        yield opened
        await opened.is_sound()


@pytest.fixture
async def town(place: Place, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Town]:
    """Wenfeng with its people and groups.

    A story in it ends with nothing private said, asked in vain, or complained of, and with a sound database.
    """
    async with open_town(place) as opened:
        yield opened
        await opened.keeps_private()
        await opened.asks_for_nothing_in_vain()
        await opened.house.is_sound()
    complaints = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name not in SLOW_MACHINE
    ]
    assert not complaints


@pytest.fixture
async def siege(place: Place, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    """Two communities with their people, for whatever is bad."""
    async with besieged(place, caplog) as opened:
        yield opened
