"""An hour without Telegram: what piles up is sent within its limits, as things are by then, and nothing twice."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from rules import orders as verbs
from storage import communities, people
from storage.engine import writing
from storage.schema import outbox
from tests.databases import Place
from tests.people import MONDAY
from tests.play import Seen
from tests.stories.siege import Siege, besieged, held

ORDERS = 25  # more than a group is sent in a minute
NEIGHBOURS = 35  # more than anybody is sent in a second
STEP_SECONDS = 2
# As they are where nothing is set, but that no chat gets three at once: the sandbox counts more strictly.
LIMITS: dict[str, Any] = {
    "per_second_overall": 30, "per_chat_seconds": 1.0, "per_chat_burst": 1, "per_group_minute": 20
}  # fmt: skip


@pytest.fixture
async def siege(place: Place, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Siege]:
    """Under limits, and with a Telegram that refuses what is faster."""
    async with besieged(place, caplog, strict=True, **LIMITS) as opened:
        yield opened


async def drained(siege: Siege, at_most_seconds: int) -> int:
    """Let time pass until nothing waits; the seconds that took, by everybody's clock."""
    for second in range(STEP_SECONDS, at_most_seconds + 1, STEP_SECONDS):
        if not await siege.house.passes(STEP_SECONDS):
            return second
    raise AssertionError(f"after {at_most_seconds} s there waits {await siege.rows(outbox)}")


async def shown(siege: Siege) -> list[Seen]:
    """The cards in the group."""
    return [seen for seen in await siege.said("boris", siege.green) if "E-0" in seen.text]


async def goes_away(siege: Siege) -> None:
    """From now on nothing that Telegram is asked has an answer."""
    await siege.play.faults(method="sendMessage", times=-1, code=502)
    await siege.play.faults(times=-1, drop="before")


async def many_neighbours(siege: Siege) -> list[str]:
    """Residents of Wenfeng with whom nothing was the matter so far."""
    names = [f"neighbour {number}" for number in range(NEIGHBOURS)]
    for name in names:
        siege.folk[name] = siege.house.box.world.add_person(name, language_code="en").id
        siege.house.box.world.chat(siege.folk[name]).started = True
    async with writing(siege.house.app.engine) as connection:
        for name in names:
            person = await people.met(connection, siege.folk[name], name, "en", MONDAY, private=True)
            await people.enter(connection, siege.wenfeng, person.id)
            siege.numbers[name] = person.id
    return names


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # nothing in it depends on that
async def test_an_hour_without_telegram(siege: Siege) -> None:
    async with writing(siege.house.app.engine) as connection:
        await communities.change(connection, siege.wenfeng, most_claims=None)  # Boris takes on more than anybody may
    names = await many_neighbours(siege)
    placed = [await siege.place(name) for name in names[:ORDERS]]
    await drained(siege, 120)
    cards = {seen.text.split()[1]: seen.id for seen in await shown(siege)}
    assert len(cards) == ORDERS

    since = siege.house.box.world.calls.last
    await goes_away(siege)
    for order in placed[:15]:
        for verb in (verbs.claim, verbs.check_in, verbs.hand_back, verbs.claim):
            await siege.house.app.desk.move(order, siege.numbers["boris"], verb)
    for order, name in zip(placed[15:], names[15:], strict=False):
        await siege.house.app.desk.move(order, siege.numbers[name], partial(verbs.cancel, reason=""))
    for name in names[ORDERS:]:
        await siege.place(name)
    siege.house.clock.put_forward(timedelta(hours=1))
    tried = [call for call in await siege.play.calls(since) if call["method"] not in ("getMe", "getUpdates")]
    assert len(tried) <= 2 * siege.house.app.settings.senders, "nobody shouts at a dead line"

    since = siege.house.box.world.calls.last
    await siege.play.clear_faults()
    seconds = await drained(siege, 300)
    calls = await siege.play.calls(since)
    assert not [call for call in calls if not call["ok"]], "and within the limits"
    in_group = [call for call in calls if str(call["chat_id"]) == str(siege.green)]
    assert Counter(call["method"] for call in in_group) == {"editMessageText": 25, "sendMessage": 10}
    private = [call for call in calls if call["method"] == "sendMessage" and call not in in_group]
    assert len(private) > 80
    assert 60 <= seconds <= 130, "35 to a group take a minute and a trace, whatever else there is to say"
    for seen in await shown(siege):
        code = seen.text.split()[1]
        number = int(code.removeprefix("E-"))
        words = "Boris is on it" if number <= 15 else "Cancelled" if number <= 25 else "Claim"
        assert words in seen.text + " ".join(seen.labels), seen.text
        assert cards.get(code, seen.id) == seen.id, "no card stands there twice"


async def test_who_was_to_be_reminded_is_reminded_once_and_of_nothing_that_is_over(siege: Siege) -> None:
    """Boris is asked about two orders; one of them ends meanwhile, and about the other he is asked again."""
    over, alive = await siege.place(), await siege.place()
    for order in (over, alive):
        await siege.house.app.desk.move(order, siege.numbers["boris"], verbs.claim)
    await drained(siege, 60)
    marks = {name: len(await siege.said(name)) for name in ("anna", "boris", "dora")}
    await goes_away(siege)
    siege.allowed.append("alarm: messages")
    for _ in range(2):
        siege.house.clock.put_forward(timedelta(hours=27))
        assert await siege.house.app.heartbeat.beat() == 2
        for order in (over, alive):
            await siege.house.app.desk.move(order, siege.numbers["boris"], verbs.check_in)
            await siege.house.app.desk.move(order, siege.numbers["boris"], verbs.hand_back)
            await siege.house.app.desk.move(order, siege.numbers["boris"], verbs.claim)
    await siege.house.app.desk.move(over, siege.numbers["boris"], verbs.check_in)
    await siege.house.app.desk.move(over, siege.numbers["boris"], partial(verbs.finish, minutes=60))
    await siege.house.app.desk.move(over, siege.numbers["anna"], verbs.confirm)
    waiting = Counter(row["key"] for row in held(await siege.rows(outbox), dead_at=None))
    assert (waiting["are_you_done"], waiting["overdue_claim"], waiting["ask_confirm"]) == (2, 2, 1)
    await siege.play.clear_faults()
    await drained(siege, 120)
    said = {name: [seen.text for seen in (await siege.said(name))[mark:]] for name, mark in marks.items()}
    assert [text.split("?")[0] for text in said["boris"] if "take place" in text] == ["Did E-0002 take place"]
    assert [text[:22] for text in said["dora"] if "not finished" in text] == ["E-0002 is not finished"]
    assert not [text for text in said["anna"] if "Is everything all right" in text]
    assert len(await siege.said("olga")) == 1, "the owner hears that messages are late, once"
