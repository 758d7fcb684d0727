"""Looks through the whole database for what must never be: for `paidan doctor`, after a restore, and for tests."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.ledger import Ledger, reckoned_by
from rules.life import HOLDING, OVER, Claim, ClaimState, Order, State, standing_state
from storage import wrong_wishes, wrongs, wrongs_people
from storage.schema import claims, entries, memberships, orders, services, teams, transfers
from storage.unhurried import unhurried
from storage.wrongs import Wrong

EXAMPLES = 5
AT_ONCE = 1_000  # rows in memory
INPUTS = ("minutes", "rule", "rule_version", "credits_per_hour", "step_minutes", "rounding")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, how often, and the numbers of the first rows."""

    name: str
    count: int
    examples: tuple[int, ...]


async def broken(connection: AsyncConnection) -> list[Finding]:
    """Everything that no crash, race or fault may ever bring about; an empty list is a sound database."""
    await unhurried(connection)
    queries = {**wrongs.ledger(), **wrongs.places(), **wrongs.lives(), **wrongs.asked(), **wrongs.strays(),
               **wrongs.dispatching(), **wrongs.every_week(), **wrongs.standing_in(), **wrongs_people.of_people(),
               **wrong_wishes.granting()}  # fmt: skip
    found = [finding async for finding in _ask(connection, queries)]
    looked = {
        "state_differs": await _states(connection),
        "credits_differ": await _credits(connection),
        "membership_astray": await _memberships(connection),
    }
    return found + [_finding(name, numbers) for name, numbers in looked.items() if numbers]


async def unseen(connection: AsyncConnection) -> list[Finding]:
    """Cards and addresses that nobody can see and nothing will send: what died on its way to a chat."""
    return [finding async for finding in _ask(connection, {**wrongs.unseen(), **wrong_wishes.unseen()})]


async def _ask(connection: AsyncConnection, queries: Mapping[str, Wrong]) -> AsyncIterator[Finding]:
    for name, query in queries.items():
        first = list((await connection.execute(query.limit(EXAMPLES))).scalars())
        if first:
            counted = select(func.count()).select_from(query.subquery())
            yield Finding(name, (await connection.execute(counted)).scalar_one(), tuple(sorted(first)))


def _finding(name: str, numbers: list[int]) -> Finding:
    return Finding(name, len(numbers), tuple(sorted(numbers)[:EXAMPLES]))


async def _states(connection: AsyncConnection) -> list[int]:
    """Orders whose state is not the one that their claims give them."""
    living = select(orders).where(orders.c.state.not_in(OVER), orders.c.state.in_(list(State))).order_by(orders.c.id)
    wrong: list[int] = []
    async for batch in _batches(connection, living):
        held = await _held(connection, [row["id"] for row in batch])
        wrong += [row["id"] for row in batch if not _agrees(row, held.get(row["id"], ()))]
    return wrong


def _agrees(row: RowMapping, held: tuple[Claim, ...]) -> bool:
    state = State(row["state"])
    order = Order(
        row["id"], row["community_id"], row["resident_id"], row["helpers"], state, row["version"], row["ends_at"]
    )  # fmt: skip
    # A dispute waits for a decision about finished work, a review for one before any; otherwise it stands as the work.
    waits_for = {State.DISPUTED: State.FINISHED, State.REVIEW: State.OPEN}
    return standing_state(order, held) is waits_for.get(state, state)


async def _held(connection: AsyncConnection, order_ids: list[int]) -> dict[int, tuple[Claim, ...]]:
    query = select(claims).where(claims.c.order_id.in_(order_ids), claims.c.state.in_(HOLDING))
    found: dict[int, tuple[Claim, ...]] = {}
    for row in (await connection.execute(query)).mappings():
        claim = Claim(row["person_id"], "", ClaimState(row["state"]), row["claimed_at"])
        found[row["order_id"]] = (*found.get(row["order_id"], ()), claim)
    return found


async def _credits(connection: AsyncConnection) -> list[int]:
    """Claims whose credits are not what their own inputs give, by the rule that is written beside them."""
    earned = (
        select(transfers.c.claim_id.label("id"), transfers.c.ledger, transfers.c.inputs, entries.c.amount)
        .join(entries, entries.c.transfer_id == transfers.c.id)
        .where(entries.c.person_id.is_not(None), transfers.c.kind == wrongs.EARN)
        .order_by(transfers.c.claim_id, transfers.c.ledger.desc())  # hours before credits
    )
    wrong: list[int] = []
    owed: dict[int, int] = {}  # claims whose hours were seen, with the credits they give
    async for batch in _batches(connection, earned):
        for row in batch:
            given = _reckoned(row)
            if row["ledger"] == Ledger.HOURS.value and given is not None:
                owed[row["id"]] = given
            elif given is None or row["amount"] != owed.pop(row["id"], given):
                wrong.append(row["id"])
        last = batch[-1]["id"]
        wrong += [claim for claim, credit in owed.items() if credit and claim != last]
        owed = {claim: credit for claim, credit in owed.items() if claim == last}
    return sorted({*wrong, *(claim for claim, credit in owed.items() if credit)})


def _reckoned(row: RowMapping) -> int | None:
    """The credits that the inputs give; None where they make no sense."""
    inputs = row["inputs"]
    try:
        return _credits_for(tuple(inputs[name] for name in INPUTS))
    except (KeyError, TypeError, ValueError, ArithmeticError, AssertionError):
        return None


@lru_cache(maxsize=10_000)
def _credits_for(inputs: tuple[str | int, ...]) -> int:
    """Remembered, for most claims are of the same rule and of some usual length."""
    given = dict(zip(INPUTS, inputs, strict=True))
    return reckoned_by(given).credits_for(int(given["minutes"]))


async def _memberships(connection: AsyncConnection) -> list[int]:
    """Memberships that name services or teams of nobody or of another community."""
    known = {
        (name, row.community_id, row.id)
        for name, table in (("services", services), ("teams", teams))
        for row in await connection.execute(select(table.c.community_id, table.c.id))
    }
    wrong: list[int] = []
    async for batch in _batches(connection, select(memberships).order_by(memberships.c.id)):
        for row in batch:
            named = [(name, row["community_id"], number) for name in ("services", "teams") for number in row[name]]
            if not known.issuperset(named):
                wrong.append(row["id"])
    return wrong


async def _batches(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Sequence[RowMapping]]:
    async with connection.stream(query) as result:
        async for batch in result.mappings().partitions(AT_ONCE):
            yield batch
