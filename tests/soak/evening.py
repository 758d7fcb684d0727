"""What must be true in the evening, whatever the day was like: nothing lost, nothing twice, and every post says so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import RowMapping, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.compose import Gone, Letter, compose
from bot.words import Words
from rules.credits import PRESETS
from rules.life import HOLDING, MOVES
from storage import checks
from storage.desk import BEGINNING
from storage.outgoing import Outgoing
from storage.schema import claims, entries, inbox, journal, orders, outbox, posts, transfers

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def wrongs(connection: AsyncConnection) -> list[str]:
    """Everything that is wrong."""
    found = [str(finding) for finding in await checks.broken(connection)]
    found += [str(finding) for finding in await checks.unseen(connection)]
    for look in (_updates, _messages, _lives, _credits, _posts):
        found += await look(connection)
    return found


async def _updates(connection: AsyncConnection) -> list[str]:
    """Every one arrived, and was handled once."""
    kept = await _rows(connection, inbox)
    numbers = [row["update_id"] for row in kept]
    missing = set(range(min(numbers, default=0), max(numbers, default=-1) + 1)) - set(numbers)
    found = [f"updates were lost: {sorted(missing)}"] if missing else []
    undone = [row["update_id"] for row in kept if not row["done_at"] or row["set_aside_at"]]
    return found + ([f"updates were not handled: {undone}"] if undone else [])


async def _messages(connection: AsyncConnection) -> list[str]:
    return [f"not sent: {row['kind']} {row['key']} {row['why']}" for row in await _rows(connection, outbox)]


async def _lives(connection: AsyncConnection) -> list[str]:
    """Each order went step by step through the table of moves, with one place a helper, to where it stands."""
    found = []
    lines = [line for line in await _rows(connection, journal) if line["order_id"]]
    held = await _rows(connection, claims)
    for order in await _rows(connection, orders):
        life = [line for line in lines if line["order_id"] == order["id"]]
        legal = life[0]["verb"] == BEGINNING and all(
            line["before"] == before["after"]
            and line["before"] in MOVES[line["verb"]].starts
            and line["after"] in MOVES[line["verb"]].ends
            for before, line in pairwise(life)
        )
        if not legal or life[-1]["after"] != order["state"] or order["version"] != len(life):
            found.append(f"order {order['id']} in {order['state']} had no such life: {[line['verb'] for line in life]}")
        helpers = [row["person_id"] for row in held if row["order_id"] == order["id"] and row["state"] in HOLDING]
        if len(helpers) != len(set(helpers)) or len(helpers) > order["helpers"]:
            found.append(f"order {order['id']} has {len(helpers)} helpers for {order['helpers']} places: {helpers}")
    return found


async def _credits(connection: AsyncConnection) -> list[str]:
    """Each confirmed place has its credits once, and balances are what the rule says."""
    made = await _rows(connection, transfers)
    found = []
    if len({(row["claim_id"], row["ledger"], row["kind"]) for row in made}) != len(made):
        found.append("credits were given twice")
    earned: dict[int, int] = {}
    for claim in await _rows(connection, claims):
        if claim["state"] == "confirmed" and claim["minutes"]:
            credits_ = PRESETS["jishui"].credits_for(claim["minutes"])
            if credits_:
                earned[claim["person_id"]] = earned.get(claim["person_id"], 0) + credits_
    kept = select(entries.c.person_id, func.sum(entries.c.amount)).where(
        entries.c.ledger == "credits", entries.c.person_id.is_not(None)
    )
    balances = {who: int(sum_) for who, sum_ in (await connection.execute(kept.group_by(entries.c.person_id))).all()}
    if {who: sum_ for who, sum_ in balances.items() if sum_} != earned:
        found.append(f"balances are {balances}, and {earned} was earned")
    return found


async def _posts(connection: AsyncConnection) -> list[str]:
    """Every card and every address says what is so now."""
    words, found = Words(), []
    states = {claim["id"]: claim["state"] for claim in await _rows(connection, claims)}
    stands = {order["id"]: order["state"] for order in await _rows(connection, orders)}
    for post in await _rows(connection, posts):
        letter = await _letter(connection, words, post)
        if isinstance(letter, Letter) and letter.digest != post["digest"]:
            whose = f"{post['view']} {post['id']} of order {post['order_id']} ({stands[post['order_id']]})"
            claim = f", claim {post['claim_id']} ({states[post['claim_id']]})" if post["claim_id"] else ""
            found.append(f"the {whose}{claim} does not say what is so: {letter.text[:200]!r}")
    return found


async def _letter(connection: AsyncConnection, words: Words, post: RowMapping) -> Letter | Gone:
    row = Outgoing(
        id=0, lane=post["chat_id"], person_id=None, thread_id=None, kind="show", key=post["view"],
        fields={}, position=post["position"], order_id=post["order_id"], claim_id=post["claim_id"] or None,
        edit_message_id=None, generation=0, attempts=0, not_before=MONDAY, created_at=MONDAY,
    )  # fmt: skip
    if post["claim_id"]:
        holder = select(claims.c.person_id).where(claims.c.id == post["claim_id"])
        row = replace(row, person_id=(await connection.execute(holder)).scalar_one())
    return await compose(connection, row, words, bot_username="paidan_sandbox_bot", now=datetime.now(UTC))


async def _rows(connection: AsyncConnection, table: Table) -> Sequence[RowMapping]:
    found = await connection.execute(select(table).order_by(*table.primary_key.columns))
    return found.mappings().all()
