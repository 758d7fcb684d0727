"""Told to end in the middle of everything: within ten seconds, with exit code 0, nothing lost and nothing twice.

A claim storm is in `test_killed`.
"""

import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path

from sandbox.server import Sandbox
from tests import databases
from tests.databases import Place
from tests.play import Play
from tests.processes import Process, paidan

MOST_SECONDS = 10.0
FOR_EVER = 600_000  # milliseconds
FOLK = 8


@asynccontextmanager
async def running(place: Place, play: Play, **settings: str) -> AsyncIterator[Process]:
    """The bot, once it asks for updates, as it is where nothing is set."""
    where = {"api_url": play.url, "data_dir": str(place.folder), "database_url": place.database_url}
    async with paidan(place.folder, "run", **where, **settings) as process:
        await process.until("own_")
        assert await play.ready()
        yield process


async def ends(process: Process, *signals: signal.Signals) -> None:
    """It ends as it should, however often it is told so."""
    began = time.monotonic()
    for each in signals[:-1]:
        process.process.send_signal(each)
    assert await process.end(signals[-1]) == 0
    assert time.monotonic() - began < MOST_SECONDS
    assert "Traceback" not in process.said


async def arrive(play: Play) -> list[int]:
    """People whom the bot does not know yet, and who press Start."""
    folk = [await play.person(f"Neighbour {number}") for number in range(FOLK)]
    for person in folk:
        await play.start(person)
    return folk


async def welcomed(play: Play, folk: list[int]) -> bool:
    """Whether everybody has had an answer: one."""
    heard = [len([seen for seen in await play.chat(person) if seen.by_bot]) for person in folk]
    assert max(heard) <= 1, "and nobody two"
    return min(heard) == 1


async def test_in_a_long_poll_a_long_send_and_a_long_pause_and_told_three_times(
    place: Place, box: Sandbox, play: Play
) -> None:
    slow, patient = await play.person("Slow"), await play.person("Patient")
    await play.faults(method="sendMessage", chat=slow, delay_ms=FOR_EVER, drop="before")
    await play.faults(method="sendMessage", chat=patient, code=429, retry_after=3600)
    # Half of the time that it has where nothing is set: what takes longer than that here is not waited for.
    async with running(place, play, poll_seconds="50", stop_seconds="3") as process:
        for person in (slow, patient):
            await play.start(person)
        await play.until(lambda: not box.world.faults.shown())
        await ends(process, signal.SIGTERM, signal.SIGTERM, signal.SIGINT)
    async with running(place, play) as process:
        await play.hears(slow, "I am Paidan", seconds=30)
        await ends(process, signal.SIGINT)
    assert len([seen for seen in await play.chat(slow) if seen.by_bot]) == 1
    assert not [seen for seen in await play.chat(patient) if seen.by_bot], "an hour is not over"


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Somebody looks into the file by hand, and has begun to change it."""
    with closing(sqlite3.connect(place.folder / "paidan.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def trouble(place: Place) -> AbstractContextManager[None]:
    return databases.away(place) if place.is_shared else locked(place)


async def asked_in_vain(box: Sandbox, since: int = 0) -> int:
    """Wait until updates were fetched that cannot be kept; where the list of calls ends."""
    calls = box.world.calls
    async with Play(box.url) as play:
        await play.until(lambda: any(call.method == "getUpdates" and call.result for call in calls.since(since)))
    return calls.last


async def test_while_the_database_is_locked_or_away(place: Place, box: Sandbox, play: Play) -> None:
    async with running(place, play) as process:
        with trouble(place):
            folk = await arrive(play)
            since = await asked_in_vain(box)
        await play.until(lambda: welcomed(play, folk), seconds=30)
        with trouble(place):
            folk = await arrive(play)
            await asked_in_vain(box, since)
            await ends(process, signal.SIGTERM)
    async with running(place, play) as process:
        await play.until(lambda: welcomed(play, folk), seconds=30)
        await ends(process, signal.SIGTERM)


async def test_while_a_start_waits_for_a_migration(tmp_path: Path, play: Play) -> None:
    """Somebody else migrates, or brings a backup back, for as long as that takes."""
    with databases.fresh("postgresql", tmp_path) as place, databases.migrating(place):
        how = {"api_url": play.url, "database_url": place.database_url, "stop_seconds": "1", "log": "debug"}
        async with paidan(place.folder, "run", **how) as process:
            await databases.until_somebody_waits(place)
            await ends(process, signal.SIGTERM)
