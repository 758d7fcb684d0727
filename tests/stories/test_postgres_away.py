"""PostgreSQL is restarted and killed in the middle of a story, and comes back: the story goes on, once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.schema import entries, journal
from tests.databases import OwnServer, Place
from tests.stories.siege import Siege, besieged, held


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[OwnServer]:
    began = await asyncio.to_thread(OwnServer, tmp_path / "postgres")
    yield began
    await asyncio.to_thread(began.stop)


@pytest.fixture
async def siege(server: OwnServer, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    async with besieged(Place(tmp_path, server.url), caplog) as opened:
        opened.allowed += ["database", "reading failed", "lane failed", "beat failed", "until it can be noted"]
        yield opened


async def while_it_is_away(siege: Siege, ends: Callable[[], None], server: OwnServer, name: str, label: str) -> None:
    """Press something while there is no database, and wait until it has been done."""
    chat = siege.green if label == "Claim" else None
    await asyncio.to_thread(ends)
    await siege.play.press(siege.folk[name], label, chat, wait=0)
    polled = siege.house.box.world.calls.last
    await siege.play.until(lambda: siege.house.box.world.calls.last > polled)
    await asyncio.to_thread(server.start)
    siege.house.app.rouse()
    await siege.house.settled()


async def test_restarted_and_killed_and_back(siege: Siege, server: OwnServer) -> None:
    order = await siege.order()
    await while_it_is_away(siege, server.stop, server, "boris", "Claim")
    assert await siege.state(order) == "claimed"
    await while_it_is_away(siege, server.kill, server, "boris", "I have arrived")
    assert await siege.state(order) == "under_way"
    await siege.answers("boris", ".Finished", ".Send")
    await while_it_is_away(siege, server.kill, server, "anna", "Confirm")
    assert await siege.state(order) == "closed"
    verbs = [row["verb"] for row in await siege.rows(journal)]
    assert verbs == ["place", "claim", "check_in", "finish", "confirm"]
    assert len(held(await siege.rows(entries), person_id=siege.numbers["boris"], ledger="credits")) <= 1
    for name in ("anna", "boris"):
        texts = [seen.text for seen in await siege.said(name)]
        assert len(texts) == len(set(texts)), "nobody reads anything twice"
    assert await siege.said("olga") == [], "it was no minute"
