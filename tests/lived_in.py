"""A town in which something of everything has happened, lived once and copied to whoever wants to look at it."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from bot.backup import back_up, restore
from storage.engine import open_engine
from tests import databases
from tests.databases import Place
from tests.town import open_town


@contextmanager
def lived_in(kind: str, folder: Path) -> Iterator[Place]:
    """A copy of its database, the same rows on each.

    Order 1 is closed, helped by Boris and Chen; 2 claimed by Boris; 3 open; 4 finished by Chen; 5 cancelled.
    """
    with databases.fresh(kind, folder, filled=_town) as place:
        if not place.is_shared:
            shutil.copyfile(_original(), folder / "paidan.db")
            (folder / "paidan.db").chmod(0o600)
        yield place


def _town(url: str) -> None:
    """The same town on PostgreSQL."""
    backup = _original().with_name("town.zip")

    async def make() -> None:
        engine = open_engine(f"sqlite:///{_original()}")
        await back_up(engine, backup)
        await engine.dispose()

    _apart(make)
    restore(url, backup, force=False)


@cache
def _original() -> Path:
    home = Path(tempfile.mkdtemp(prefix="paidan-town-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    _apart(lambda: _live(home))
    return home / "paidan.db"


def _apart(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own, for whoever asks may be in a loop already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(work())).result()


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
