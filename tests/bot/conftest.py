"""A fresh rig for each test of the machinery."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.rig import Rig, open_rig
from tests.bot.stage import Stage, set_up
from tests.databases import Place


@pytest.fixture
async def rig(place: Place) -> AsyncIterator[Rig]:
    """The sandbox, a bot and a file; the test starts what it is about."""
    async with open_rig(place) as opened:
        yield opened


@pytest.fixture
async def stage(rig: Rig) -> Stage:
    """The same with a village and a sender that is running."""
    return await set_up(rig)
