"""Killed, or told to end, in the middle of a claim storm, and started again: nothing is lost, and nothing is twice."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.compose import Letter, compose
from bot.words import Words
from rules.life import State
from rules.notices import Show, View
from rules.people import Standing
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import inbox, outgoing, people
from storage.desk import Desk, Turn
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.outgoing import Outgoing
from storage.schema import claims, orders, posts, teams
from storage.schema import inbox as inbox_table
from storage.schema import people as people_table
from tests.databases import Place
from tests.house_of_paidan import TOKEN, settings_for
from tests.people import MONDAY
from tests.play import Play
from tests.processes import Process, paidan
from tests.storage.village import Village, found

KILLS = int(os.environ.get("PAIDAN_TEST_KILLS", "4"))
MOST_SECONDS = 10  # to end
HELPERS = (1, 2, 1, 3, 9, 1)  # wanted for each order
ORDERS = len(HELPERS)
VOLUNTEERS = 12
CALLS_BEFORE_KILL = (3, 11, 17, 24, 31, 5, 14, 20, 28, 8)  # how far into the storm; no two kills strike alike


@dataclass(frozen=True)
class Siege:
    """The sandbox and the file, which outlive the program."""

    play: Play
    box: Sandbox
    engine: AsyncEngine
    folder: Path
    group: int
    volunteers: list[int]


@pytest.mark.timeout(90 + 20 * KILLS)
async def test_a_claim_storm_survives_being_killed(tmp_path: Path) -> None:
    settings = settings_for(Place(tmp_path / "data"), "http://127.0.0.1:1")
    (tmp_path / "data").mkdir()
    migrate(settings.database)
    engine = open_engine(settings.database)
    async with Sandbox(options=Options(token=TOKEN)) as box, Play(box.url) as play:
        siege = await begin(play, box, engine, tmp_path)
        for round_number in range(KILLS):
            how = (signal.SIGKILL, signal.SIGTERM)[round_number % 2]
            assert await storm(siege, round_number, how) == (0 if how is signal.SIGTERM else -signal.SIGKILL)
        async with program(siege):
            await play.until(lambda: is_quiet(siege), seconds=60)
        await everything_is_as_it_should(siege)
    await engine.dispose()


async def begin(play: Play, box: Sandbox, engine: AsyncEngine, folder: Path) -> Siege:
    """Wenfeng with its volunteers, and orders whose cards stand in the group."""
    names = ["Anna", "Boris", "Dora", *(f"Volunteer{number}" for number in range(VOLUNTEERS))]
    ids = [await play.person(name) for name in names]
    for person in ids:
        await play.start(person)
    group = await play.group("Unity", ids)
    box.world.updates.forget()
    async with writing(engine) as connection:
        village = await found(connection)
        await connection.execute(update(teams).values(chat_id=group, thread_id=None))
        for known_as, telegram_id in zip((village.anna, village.boris, village.dora), ids, strict=False):
            known = update(people_table).where(people_table.c.id == known_as.id)
            await connection.execute(known.values(telegram_id=telegram_id))
        for name, telegram_id in zip(names[3:], ids[3:], strict=True):
            met = await people.met(connection, telegram_id, name, "en", MONDAY, private=True)
            place = await people.enter(connection, village.community, met.id)
            await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
        await more_orders(connection, village)
    siege = Siege(play, box, engine, folder, group, ids[3:])
    await Desk(engine, now, lambda: None).run(post_cards)
    async with program(siege) as running:
        await play.until(lambda: is_quiet(siege), seconds=30)
        assert await running.end(signal.SIGTERM) == 0
    return siege


async def more_orders(connection: AsyncConnection, village: Village) -> None:
    """One helper is wanted for some, several for others."""
    first = (await connection.execute(select(orders).where(orders.c.id == village.order))).mappings().one()
    for number in range(1, ORDERS):
        another = {"id": None, "number": 100 + number, "helpers": HELPERS[number]}
        await connection.execute(insert(orders), {**first, **another})


async def post_cards(turn: Turn) -> None:
    """A card for each order."""
    for order_id in (await turn.connection.execute(select(orders.c.id))).scalars().all():
        await turn.show(Show(order_id, View.CARD))


@asynccontextmanager
async def program(siege: Siege) -> AsyncIterator[Process]:
    """The bot as a process, once it listens."""
    limits = {"per_second_overall": "0", "per_chat_seconds": "0", "per_group_minute": "0"}
    async with paidan(siege.folder, "run", api_url=siege.box.url, **limits) as process:
        await process.until("own_")
        assert await siege.play.ready()
        yield process


async def press_claim(siege: Siege, shift: int) -> None:
    """Everybody presses Claim on one card."""
    cards = [seen.id for seen in await siege.play.chat(siege.group) if seen.by_bot and not seen.service]
    presses = [
        siege.play.press(person, "Claim", siege.group, cards[(place + shift) % len(cards)], stale=True, wait=0)
        for place, person in enumerate(siege.volunteers)
    ]
    await asyncio.gather(*presses)


async def storm(siege: Siege, round_number: int, how: signal.Signals) -> int:
    """Everybody presses Claim on two cards, others each round, and in the middle of it the bot has to end; its code."""
    async with program(siege) as process:
        begun = siege.box.world.calls.last
        kill_after = CALLS_BEFORE_KILL[round_number % len(CALLS_BEFORE_KILL)]
        storming = asyncio.gather(
            press_claim(siege, 2 * round_number), press_claim(siege, 2 * round_number + 1), return_exceptions=True
        )
        await siege.play.until(lambda: siege.box.world.calls.last >= begun + kill_after, seconds=30)
        began = time.monotonic()
        code = await process.end(how)
        assert time.monotonic() - began < MOST_SECONDS
        assert not [problem for problem in await storming if isinstance(problem, BaseException)]
        return code


async def is_quiet(siege: Siege) -> bool:
    """Whether all that was pressed has been handled, and all that is due has been sent."""
    if len(siege.box.world.updates):
        return False
    async with reading(siege.engine) as connection:
        return not (await inbox.is_waiting(connection, now()) or await outgoing.is_waiting(connection, now()))


async def everything_is_as_it_should(siege: Siege) -> None:
    """Every place has one helper, every update was handled, every post shows the truth."""
    async with reading(siege.engine) as connection:
        seen = (await connection.execute(select(inbox_table))).mappings().all()
        numbers = [row["update_id"] for row in seen]
        assert sorted(numbers) == list(range(min(numbers), max(numbers) + 1)), "an update was lost"
        assert all(row["done_at"] and not row["set_aside_at"] for row in seen)
        held = (await connection.execute(select(claims).order_by(claims.c.id))).mappings().all()
        every = (await connection.execute(select(orders).order_by(orders.c.id))).mappings().all()
        for order in every:
            helpers = [claim["person_id"] for claim in held if claim["order_id"] == order["id"]]
            assert len(helpers) == len(set(helpers)), "somebody holds two places"
            assert len(helpers) == order["helpers"], "a place is empty, or was given twice"
            assert order["state"] == State.CLAIMED
        words = Words()
        shown = (await connection.execute(select(posts))).mappings().all()
        assert len(shown) == len(every) + len(held), "an order without a card, or a helper without an address"
        for post in shown:
            assert post["digest"] == await true_digest(connection, words, post)
    in_group = [seen for seen in await siege.play.chat(siege.group) if seen.by_bot and not seen.service]
    assert {post["message_id"] for post in shown if post["view"] == View.CARD} <= {seen.id for seen in in_group}
    assert len(in_group) <= ORDERS + KILLS, "more than one message was repeated for one kill"


async def true_digest(connection: AsyncConnection, words: Words, post: RowMapping) -> str:
    """What the post should say now."""
    row = Outgoing(
        id=0, lane=post["chat_id"], person_id=None, thread_id=None, kind="show", key=post["view"],
        fields={}, position=post["position"], order_id=post["order_id"], claim_id=post["claim_id"] or None,
        edit_message_id=None, generation=0, attempts=0, not_before=MONDAY, created_at=MONDAY,
    )  # fmt: skip
    if post["claim_id"]:
        holder = select(claims.c.person_id).where(claims.c.id == post["claim_id"])
        row = replace(row, person_id=(await connection.execute(holder)).scalar_one())
    letter = await compose(connection, row, words, bot_username="paidan_sandbox_bot", now=now())
    assert isinstance(letter, Letter)
    return letter.digest


def now() -> datetime:
    return datetime.now(UTC)
