"""A fresh rig for each test of the machinery."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.rig import Rig, open_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """The sandbox, a bot and a file; the test starts what it is about."""
    async with open_rig(tmp_path) as opened:
        yield opened
