"""A town in which something of everything has happened, lived once and copied to whoever wants to look at it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.databases import Place
from tests.town import open_town


async def lived_in(folder: Path) -> Path:
    """A copy of its database in this folder.

    Order 1 is closed, helped by Boris and Chen; 2 claimed by Boris; 3 open; 4 finished by Chen; 5 cancelled.
    """
    original = _home() / "paidan.db"
    if not original.exists():
        await _live(original.parent)
    copy = folder / original.name
    copy.write_bytes(original.read_bytes())
    return copy


@cache
def _home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="paidan-town-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


async def _live(folder: Path) -> None:
    async with open_town(Place(folder)) as town:
        await town.finished(town.boris, town.chen)
        await town.anna.presses("Confirm")
        await town.claimed(town.boris)
        await town.order()
        await town.finished(town.chen, minutes=40)
        await town.order()
        await town.anna.presses("Cancel order", "Skip")
        await town.wang.says("/order")
