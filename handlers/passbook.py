"""The passbook: balance, hours and the latest entries, page by page; and why a claim gave so many credits."""

from collections.abc import Sequence
from math import ceil

from sqlalchemy import RowMapping

from handlers import communities
from handlers.claims import code_of
from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules.ledger import Ledger, reckoned_by
from rules.life import order_code
from rules.notices import Button, Screen, ours
from rules.refusals import UnknownOrder
from storage import communities as kept_communities
from storage import ledger, views
from storage.desk import Turn

ENTRIES_PER_PAGE = 6


async def passbook(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/passbook."""
    community = await communities.choose(turn, incoming, house, "book")
    if community is not None:
        await _page(turn, incoming, community, 0)


async def passbook_pressed(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One page of it, by a button."""
    if not press.id:
        await passbook(turn, incoming.beside(), house)
        return None
    asked = incoming if press.version else incoming.beside()  # version 1: the buttons under a page of the passbook
    await _page(turn, asked, await communities.of(turn, incoming, press.id), press.page)
    return None


async def why(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """How the credits of one's own confirmed claim were reckoned, from what the transfer itself keeps."""
    found = await views.view(turn.connection, press.id)
    claim = found.claim_of(incoming.person.id) if found else None
    given = await ledger.transfer_of_claim(turn.connection, claim.id, Ledger.CREDITS) if claim else None
    given = given or (await ledger.transfer_of_claim(turn.connection, claim.id, Ledger.HOURS) if claim else None)
    if given is None or claim is None:
        raise UnknownOrder
    inputs = given["inputs"]
    rules = reckoned_by(inputs)
    minutes = int(inputs["minutes"])
    community = await kept_communities.get(turn.connection, given["community_id"])
    data = {
        "code": await code_of(turn, press.id), "minutes": minutes, "counted": rules.counted_minutes(minutes),
        "step": rules.step_minutes, "rounding": rules.rounding.value, "per_hour": str(rules.credits_per_hour),
        "credits": rules.credits_for(minutes), "rule": inputs["rule"], "version": inputs["rule_version"],
        "community": community["name"],
    }  # fmt: skip
    await tell(turn, incoming.beside(), Screen("why", data))
    return None


async def _page(turn: Turn, incoming: Incoming, community: RowMapping, page: int) -> None:
    person_id = incoming.person.id

    async def entries(page: int) -> tuple[int, Sequence[RowMapping]]:
        offset = page * ENTRIES_PER_PAGE
        return await ledger.passbook(
            turn.connection, community["id"], person_id, limit=ENTRIES_PER_PAGE, offset=offset
        )

    count, rows = await entries(page)
    if not count:
        await tell(turn, incoming, Screen("passbook_empty", {"community": community["name"]}))
        return
    balance = (await ledger.balances(turn.connection, community["id"], [person_id])).get(person_id, 0)
    hours = (await ledger.balances(turn.connection, community["id"], [person_id], Ledger.HOURS)).get(person_id, 0)
    pages = ceil(count / ENTRIES_PER_PAGE)
    if page >= pages:  # a button can ask for anything
        page = pages - 1
        _, rows = await entries(page)
    data = {
        "community": community["name"], "balance": balance, "minutes": hours, "page": page + 1, "pages": pages,
        "zone": community["zone"], "entries": [_entry(row) for row in rows],
    }  # fmt: skip
    await tell(turn, incoming, Screen("passbook", data, _turning(community["id"], page, pages)))


def _entry(row: RowMapping) -> dict[str, object]:
    return {
        "code": order_code(row["number"]), "at": row["created_at"].isoformat(), "minutes": row["minutes"],
        "credits": row["credits"] or 0,
        "service": ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"]),
    }  # fmt: skip


def _turning(community_id: int, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    row: list[Button] = []
    if page:
        row.append((ours("earlier_page"), Press("book", community_id, 1, str(page - 1)).data(), ""))
    if page + 1 < pages:
        row.append((ours("later_page"), Press("book", community_id, 1, str(page + 1)).data(), ""))
    return (tuple(row),) if row else ()


COMMANDS = {"passbook": passbook}
PRESSES = {"book": passbook_pressed, "why": why}
