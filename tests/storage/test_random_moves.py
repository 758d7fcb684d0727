"""Law: whatever people press, in whatever order and at the same moment, the tables keep the rules' promises."""

import asyncio
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import RowMapping, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rules import coordinating
from rules import orders as verbs
from rules.credits import PRESETS
from rules.deadlines import due
from rules.life import HOLDING, MOVES, Facts, Outcome, State
from rules.people import Standing
from rules.refusals import Refusal
from storage import communities, orders, people
from storage.desk import Desk, Turn
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.schema import claims, entries, journal, transfers
from storage.schema import orders as orders_table
from tests.people import MONDAY
from tests.storage.village import found

ORDERS = 3
FOLK = ("anna", "boris", "chen", "felix", "dora", "milan")
VOLUNTEERS = FOLK[1:4]

BY_HELPERS = (*["claim"] * 3, "accept_offer", *["check_in"] * 3, *["finish"] * 4, "hand_back")
BY_ANNA = ("confirm", "confirm", "confirm", "dispute", "dispute", "change")
ANYTHING = (
    "claim", "check_in", "finish", "hand_back", "cancel", "confirm", "dispute", "settle", "change", "take_back",
    "close", "accept_offer", "decline_offer",
)  # fmt: skip
MINUTES = (-5, 0, 1441, 1, 29, 30, 31, 60, 140, 140, 140, 299, 1440)
MOMENTS = 40

Deed = tuple[str, str, int | None]


@dataclass
class Ground:
    """A file with its desk, the clock that its people share, and their numbers."""

    engine: AsyncEngine
    desk: Desk
    numbers: dict[str, int]
    now: datetime = MONDAY


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("random") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_tables_keep_what_the_rules_promise(empty: Path, seed: int) -> None:
    """The seed is all that is drawn: long lives that get somewhere are rare among small examples."""
    for folder in fresh_folder(empty):
        asyncio.run(play(folder / "paidan.db", random.Random(seed)))


def some_deed(chance: random.Random) -> Deed:
    """Mostly what one would do, sometimes what one should not."""
    who = chance.choice(("helper", "helper", "helper", "helper", "anna", "anna", "dora", "clock", "anybody"))
    if who == "helper":
        return chance.choice(VOLUNTEERS), chance.choice(BY_HELPERS), chance.choice(MINUTES)
    if who == "anna":
        what = chance.choice(BY_ANNA)
        return who, what, chance.randint(1, 3)
    if who == "dora":
        what = chance.choice((*["settle"] * 6, *["take_back"] * 3, "close"))
        return who, what, chance.choice((None, None, *MINUTES))
    if who == "clock":
        return who, "look", chance.choice((1, 1, 1, 1, 1, 1, 25, 73))
    return chance.choice(FOLK), chance.choice(ANYTHING), chance.choice(MINUTES)


def fresh_folder(empty: Path) -> Iterator[Path]:
    """A folder with an empty database of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty, Path(folder) / "paidan.db")
        yield Path(folder)


async def play(file: Path, chance: random.Random) -> None:
    """What belongs to one moment happens at the same time."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        ground = await settle(engine, [chance.randint(1, 3) for _ in range(ORDERS)])
        for _ in range(MOMENTS):
            moment = [(some_deed(chance), chance.randint(1, ORDERS)) for _ in range(chance.randint(1, 3))]
            await asyncio.gather(*(attempt(ground, deed, order) for deed, order in moment))
            ground.now += timedelta(minutes=20)
        async with reading(engine) as connection:
            await promises_are_kept(connection)
    finally:
        await engine.dispose()


async def settle(engine: AsyncEngine, places: list[int]) -> Ground:
    async with writing(engine) as connection:
        village = await found(connection)
        await communities.change(connection, village.community, credit_rule="jishui")
        numbers = {"anna": village.anna.id, "boris": village.boris.id, "dora": village.dora.id}
        for number, name in enumerate(("chen", "felix", "milan")):
            person = await people.met(connection, 100 + number, name.title(), "en", MONDAY, private=True)
            at_home = await people.enter(connection, village.community, person.id)
            if name in VOLUNTEERS:
                await people.change_membership(connection, at_home.id, standing=Standing.APPROVED.value)
            numbers[name] = person.id
        first = (await connection.execute(select(orders_table))).mappings().one()
        for number in range(1, ORDERS):
            await connection.execute(insert(orders_table), {**first, "id": None, "number": 1 + number})
        for order, helpers in enumerate(places, start=1):
            await orders.change(connection, order, helpers=helpers)
    ground = Ground(engine, Desk(engine, lambda: ground.now, lambda: None), numbers)
    for order in range(1, ORDERS + 1):
        await ground.desk.move(order, numbers["anna"], place)
    return ground


def place(facts: Facts) -> Outcome:
    return verbs.place(facts, has_group=True)


async def attempt(ground: Ground, deed: Deed, order: int) -> None:
    """Somebody tries something; what is refused leaves nothing behind."""
    who, what, given = deed
    try:
        await DOING.get(what, move)(ground, who, what, given, order)
    except Refusal:
        return


async def move(ground: Ground, who: str, what: str, given: int | None, order: int) -> None:
    verb = getattr(verbs, what, None) or getattr(coordinating, what)
    if what in ("accept_offer", "decline_offer"):
        verb = partial(verb, offered_by=ground.numbers["dora"])
    if what == "take_back":
        verb = partial(verb, person_id=ground.numbers[VOLUNTEERS[(given or 0) % len(VOLUNTEERS)]])
    if what in ("finish", "settle"):
        verb = partial(verb, minutes=given)
    if what in ("settle", "dispute", "take_back", "close"):
        verb = partial(verb, reason="As it was")
    await ground.desk.move(order, ground.numbers[who], verb)


async def change(ground: Ground, who: str, _what: str, given: int | None, order: int) -> None:
    async def work(turn: Turn) -> None:
        await orders.change(turn.connection, order, helpers=min(max(given or 1, 1), 9))
        await turn.move(order, ground.numbers[who], verbs.change)

    await ground.desk.run(work)


async def look(ground: Ground, _who: str, _what: str, given: int | None, order: int) -> None:
    """The clock looks, perhaps days later."""
    ground.now += timedelta(hours=given or 0)

    async def work(turn: Turn) -> None:
        facts = await orders.facts(turn.connection, order, None, turn.now)
        verb = due(facts) if facts else None
        if verb is not None:
            await turn.move(order, None, verb)

    await ground.desk.run(work)


DOING: dict[str, Callable[[Ground, str, str, int | None, int], Awaitable[None]]] = {"change": change, "look": look}


async def promises_are_kept(connection: AsyncConnection) -> None:
    """One winner a place, legal steps only, credits once a claim, and every ledger sums to zero."""
    lines, held = await rows(connection, journal), await rows(connection, claims)
    for order in await rows(connection, orders_table):
        life = [line for line in lines if line["order_id"] == order["id"]]
        assert life[-1]["after"] == order["state"]
        assert order["version"] == len(life)
        for before, line in pairwise(life):
            assert line["before"] == before["after"]
            assert line["before"] in MOVES[line["verb"]].starts
            assert line["after"] in MOVES[line["verb"]].ends
        holding = [row["person_id"] for row in held if row["order_id"] == order["id"] and row["state"] in HOLDING]
        assert len(holding) == len(set(holding)) <= order["helpers"]
        assert order["resident_id"] not in holding
        waits = order["state"] not in (State.CLOSED, State.CANCELLED, State.EXPIRED, State.DISPUTED)
        assert (order["wake_at"] is not None) == waits
    await accounts_are_right(connection, held)


async def accounts_are_right(connection: AsyncConnection, held: Sequence[RowMapping]) -> None:
    made = await rows(connection, transfers)
    assert len({(row["claim_id"], row["ledger"]) for row in made}) == len(made)
    sums = select(func.sum(entries.c.amount)).group_by(entries.c.transfer_id)
    assert set((await connection.execute(sums)).scalars()) <= {0}
    earned: Counter[int] = Counter()
    for row in held:
        if row["state"] == "confirmed":
            earned[row["person_id"]] += PRESETS["jishui"].credits_for(row["minutes"])
    balances: Counter[int] = Counter()
    for entry in await rows(connection, entries):
        if entry["ledger"] == "credits" and entry["person_id"] is not None:
            balances[entry["person_id"]] += entry["amount"]
    assert +balances == +earned


async def rows(connection: AsyncConnection, table: Table) -> Sequence[RowMapping]:
    return (await connection.execute(select(table).order_by(table.c.id))).mappings().all()
