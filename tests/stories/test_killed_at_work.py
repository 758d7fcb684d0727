"""Killed twenty times while people claim, come, finish and confirm: orders end well, credits are given once."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.application import running
from rules import orders as verbs
from rules.credits import PRESETS
from rules.life import MOVES, Facts, Outcome, State
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import dispatch, orders, people
from storage.desk import Turn
from storage.engine import open_engine, reading
from storage.schema import claims, entries, inbox, journal, transfers
from storage.schema import orders as orders_table
from tests.databases import Place
from tests.house_of_paidan import TOKEN, House, MovableClock, settings_for
from tests.play import CannotPlay, Play, Seen
from tests.processes import Process, paidan
from tests.town import VOLUNTEERS, Group, Somebody, Town, settle

KILLS = 20
SEED = 142
CALLS_AT_START = 8  # a start alone asks Telegram so many questions
CALLS_AT_MOST = 60
MOST_PRESSES = 30  # at a time
PLACES = (1, 2, 1, 3, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1)  # one order each
FINISHING = ("Finished", "45 min", "Send"), ("做完了", "45分钟", "发送")  # 刘洋 reads Chinese
TO_PRESS = frozenset({"I have arrived", "我到了", "Confirm", *FINISHING[0], *FINISHING[1]})
UNLIMITED = {"per_second_overall": "0", "per_chat_seconds": "0", "per_group_minute": "0"}


@pytest.mark.timeout(300)
async def test_twenty_kills_and_every_order_ends_well(tmp_path: Path) -> None:
    clock = MovableClock(datetime.now(UTC))  # the process keeps the time of this machine
    async with Sandbox(clock=clock.now, options=Options(token=TOKEN, query_seconds=3600)) as box, Play(box.url) as play:
        settings = settings_for(Place(tmp_path / "data"), box.url)
        async with running(settings, clock) as app:
            town = await settle(House(box, app, play, clock))
            await anna_asks_for_much(town)
            await town.house.settled()
        async with the_file(settings.database) as engine:
            chance = random.Random(SEED)
            amidst = [await storm_and_kill(town, tmp_path, engine, chance) for _ in range(KILLS)]
            assert sum(amidst) > KILLS / 2, "most kills strike while there is work to do"
        async with running(settings, clock) as app:
            await all_is_brought_to_its_end(there(town, House(box, app, play, clock)))
    async with the_file(settings.database) as engine, reading(engine) as connection:
        await nothing_was_lost(connection)
        await every_life_was_legal(connection)
        await every_credit_was_given_once(connection)


@asynccontextmanager
async def the_file(url: str) -> AsyncIterator[AsyncEngine]:
    """The database, which outlives the bot; let go of at the end."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def anna_asks_for_much(town: Town) -> None:
    """Her orders, as Send would have placed them; the storm is about what comes after."""
    tomorrow = town.house.clock.now() + timedelta(days=1)

    async def work(turn: Turn) -> None:
        anna = await people.by_telegram(turn.connection, town.anna.id)
        assert anna is not None
        cleaning = next(
            row for row in await dispatch.services_of(turn.connection, town.community_id) if row["preset"] == "cleaning"
        )
        for helpers in PLACES:
            order, _ = await orders.add(
                turn.connection, town.community_id,
                {"resident_id": anna.id, "service_id": cleaning["id"], "team_id": cleaning["team_id"],
                 "details": "Windows", "moment": "at", "starts_at": tomorrow, "ends_at": tomorrow, "door": "door 302",
                 "district": "Eastgate", "helpers": helpers, "state": "open", "answers": {}, "placed_at": turn.now},
            )  # fmt: skip
            await turn.move(order, anna.id, place)

    await town.house.app.desk.run(work)


def place(facts: Facts) -> Outcome:
    return verbs.place(facts.order, has_group=True)


async def storm_and_kill(town: Town, folder: Path, engine: AsyncEngine, chance: random.Random) -> bool:
    """Everybody presses what they see, while the bot comes up, works, and is killed at a moment nobody chose.

    Whether something was left undone.
    """
    world = town.house.box.world
    deadly = world.calls.last + chance.randint(CALLS_AT_START, CALLS_AT_MOST)
    presses = await what_everybody_would_press(town, chance)
    async with paidan(folder, "run", api_url=town.house.box.url, **UNLIMITED) as process:
        storm = asyncio.gather(*(press(town, *each) for each in presses))
        await until_calls(town, deadly, process, chance)
        await process.end(signal.SIGKILL)
        await storm
    left = select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))
    async with reading(engine) as connection:
        return bool(len(world.updates) or (await connection.execute(left)).scalar_one())


async def until_calls(town: Town, deadly: int, process: Process, chance: random.Random) -> None:
    """Wait for that call; when the bot has taken all there was and says no more, people press again."""
    world = town.house.box.world
    while world.calls.last < deadly:
        assert process.process.returncode is None, process.said
        before = world.changes.last
        await town.house.play.get("changes", since=before, wait=0.3)
        if world.changes.last == before and world.updates.polled and not len(world.updates):
            await asyncio.gather(*(press(town, *each) for each in await what_everybody_would_press(town, chance)))


async def what_everybody_would_press(town: Town, chance: random.Random) -> list[tuple[Somebody, int | None, Seen, str]]:
    """Two cards for each volunteer, and whatever button waits in somebody's private chat."""
    cards = [seen for seen in await town.green.seen() if "Claim" in seen.labels] or await town.green.seen()
    helpers = [town.folk[name] for name in VOLUNTEERS]
    presses: list[tuple[Somebody, int | None, Seen, str]] = [
        (helper, town.green.id, card, "Claim") for helper in helpers for card in chance.choices(cards, k=2)
    ]
    for somebody in (*helpers, town.anna):
        for seen in await somebody.chat():
            likely = [label for label in seen.labels if label in TO_PRESS]
            if likely:
                presses.append((somebody, None, seen, chance.choice(likely)))
    chance.shuffle(presses)
    return presses[:MOST_PRESSES]


async def press(town: Town, somebody: Somebody, chat: int | None, seen: Seen, label: str) -> None:
    """Without waiting for an answer; the button may be gone by now."""
    with suppress(CannotPlay):
        await town.house.play.press(somebody.id, label, chat, seen.id, stale=True, wait=0)


def there(town: Town, house: House) -> Town:
    """The same people and groups, with another bot among them."""
    folk = {key: Somebody(house, each.id, each.name) for key, each in town.folk.items()}
    return Town(house, town.community_id, folk, Group(house, town.green.id), Group(house, town.blue.id))


async def all_is_brought_to_its_end(town: Town) -> None:
    """What is left is claimed, done and confirmed in peace."""
    await town.house.play.until(town.house.app.is_quiet, seconds=120)
    await town.house.settled()
    helpers = [town.folk[name] for name in VOLUNTEERS]
    for helper in helpers:
        await finishes_all_they_hold(helper)
    for helper in helpers:
        for card in [seen for seen in await town.green.seen() if "Claim" in seen.labels]:
            await helper.presses("Claim", at=town.green, on=card)
        await finishes_all_they_hold(helper)
    for asked in [seen for seen in await town.anna.chat() if "Confirm" in seen.labels]:
        await town.anna.presses("Confirm", on=asked)


async def finishes_all_they_hold(helper: Somebody) -> None:
    for held in await helper.chat():
        for finished, minutes, send in FINISHING:
            if finished in held.labels:
                await helper.presses(finished, on=held)
                for label in (minutes, send):
                    if label in await helper.labels():
                        await helper.presses(label)


async def nothing_was_lost(connection: AsyncConnection) -> None:
    """Every update arrived and was handled."""
    kept = await rows(connection, inbox)
    numbers = [row["update_id"] for row in kept]
    assert numbers == list(range(min(numbers), max(numbers) + 1))
    assert all(row["done_at"] and not row["set_aside_at"] for row in kept)


async def every_life_was_legal(connection: AsyncConnection) -> None:
    """Each order went step by step through the table of moves, with one helper a place, to where it stands."""
    lines = [line for line in await rows(connection, journal) if line["order_id"]]
    for order in await rows(connection, orders_table):
        life = [line for line in lines if line["order_id"] == order["id"]]
        assert life[0]["verb"] == "place"
        for before, line in pairwise(life):
            move = MOVES[line["verb"]]
            assert line["before"] == before["after"]
            assert line["before"] in move.starts
            assert line["after"] in move.ends
        assert life[-1]["after"] == order["state"] == State.CLOSED
        assert order["version"] == len(life)
        helpers = [row["person_id"] for row in await rows(connection, claims) if row["order_id"] == order["id"]]
        assert 1 <= len(helpers) == len(set(helpers)) <= order["helpers"]
        assert order["resident_id"] not in helpers


async def every_credit_was_given_once(connection: AsyncConnection) -> None:
    """Each confirmed place has one transfer in each ledger, each sums to zero, and balances are what the rule says."""
    made = await rows(connection, transfers)
    assert len({(row["claim_id"], row["ledger"], row["kind"]) for row in made}) == len(made)
    for by in (entries.c.transfer_id, entries.c.ledger):
        sums = (await connection.execute(select(func.sum(entries.c.amount)).group_by(by))).scalars().all()
        assert sums
        assert set(sums) == {0}
    earned: dict[int, int] = {}
    for claim in await rows(connection, claims):
        assert claim["state"] == "confirmed"
        earned[claim["person_id"]] = earned.get(claim["person_id"], 0) + PRESETS["jishui"].credits_for(claim["minutes"])
    kept = select(entries.c.person_id, func.sum(entries.c.amount)).where(
        entries.c.ledger == "credits", entries.c.person_id.is_not(None)
    )
    balances = (await connection.execute(kept.group_by(entries.c.person_id))).all()
    assert {person: int(amount) for person, amount in balances} == {who: sum_ for who, sum_ in earned.items() if sum_}


async def rows(connection: AsyncConnection, table: Table) -> Sequence[RowMapping]:
    found = await connection.execute(select(table).order_by(*table.primary_key.columns))
    return found.mappings().all()
