"""Somebody sets the clock of the bot's machine, an hour either way: nobody waits for it, nothing is done twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage import inbox
from storage.engine import writing
from storage.inbox import Arrived
from storage.schema import journal
from tests.databases import Place
from tests.house_of_paidan import MovableClock
from tests.stories.siege import Siege, besieged, held
from tests.stories.test_set_aside import POISON

HOUR = timedelta(hours=1)


@pytest.fixture
async def siege(place: Place, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    """Telegram has a clock of its own, which is right."""
    async with besieged(place, caplog, telegrams=MovableClock()) as opened:
        yield opened


@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_story_goes_on(siege: Siege, by: timedelta) -> None:
    order = await siege.sent()
    siege.house.clock.set(by)
    await siege.press("boris", "Claim", siege.green)
    siege.house.clock.set(-by)
    await siege.press("boris", "I have arrived")
    siege.house.clock.set(by)
    await siege.house.app.heartbeat.beat()
    await siege.answers("boris", ".Finished", ".Send")
    await siege.press("anna", "Confirm")
    assert await siege.state(order) == "closed"
    verbs_done = [row["verb"] for row in await siege.rows(journal)]
    assert verbs_done == ["place", "claim", "check_in", "finish", "confirm"]
    for name in ("anna", "boris"):
        texts = [seen.text for seen in await siege.said(name)]
        assert len(texts) == len(set(texts)), "nobody reads anything twice"


async def test_what_waits_when_the_clock_is_set_back_does_not_wait_an_hour_longer(siege: Siege) -> None:
    """A message that was put off for seven seconds, and an update that could not be handled at the first attempt."""
    await siege.play.faults(method="sendMessage", code=429, retry_after=7, chat=siege.folk["anna"])
    await siege.say("anna", "/help")
    siege.allowed.append("KeyError")
    app, now = siege.house.app, siege.house.clock.now
    async with writing(app.engine) as connection:
        await inbox.receive(connection, [Arrived(1, siege.folk["boris"], {"update_id": 1, **POISON})], now())
    app.workers.wake()
    await siege.house.settled()
    siege.house.clock.set(-HOUR)
    said = len(await siege.said("anna"))
    await siege.house.later(seconds=8)
    assert len(await siege.said("anna")) == said + 1
    for _ in range(5):
        await siege.house.later(seconds=30)
    async with writing(app.engine) as connection:
        assert [row["update_id"] for row in await inbox.aside(connection, 10)] == [1], "tried as often as ever"
        await inbox.drop(connection, 1, now())


async def test_patience_that_telegram_asked_for_is_kept_all_the_same(siege: Siege) -> None:
    """Ten minutes are ten minutes, whatever the clock on the wall shows."""
    for by in (HOUR, -HOUR):
        await siege.play.faults(method="sendMessage", code=429, retry_after=600, chat=siege.folk["anna"])
        said = len(await siege.said("anna"))
        await siege.say("anna", "/help")
        siege.house.clock.set(by)
        await siege.house.app.heartbeat.beat()
        since = siege.house.box.world.calls.last
        await siege.house.passes(500)
        assert not [call for call in await siege.play.calls(since, "sendMessage") if call["chat_id"]]
        await siege.house.passes(101)
        assert len(await siege.said("anna")) == said + 1


async def test_what_is_due_is_done_once(siege: Siege) -> None:
    """A day and two hours after an order was claimed its helper is asked; the clock passes that moment four times."""
    await siege.claimed()
    await siege.house.later(hours=25, minutes=30)
    for by in (HOUR, -HOUR, HOUR, -HOUR):
        siege.house.clock.set(by)
        await siege.house.later(seconds=40)
    assert len(held(await siege.rows(journal), verb="remind")) == 1
    assert len([seen for seen in await siege.said("boris") if "take place" in seen.text]) == 1
    assert await siege.said("olga") == [], "and there was nothing wrong"
