"""What only a coordinator sees of an order: all of it with what can be done, and to whom it may be offered."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import stand_ins
from bot.cards import Page
from bot.keyboards import GREEN, PLAIN, RED, Rows, buttons_for
from bot.words import Words
from handlers.presses import Press
from rules.life import ALIVE, OVER, ClaimState, State
from rules.notices import Button, HelperOverdue, OrderPage, PinSlip, WhoCanHelp, ours, theirs
from rules.offers import in_turn
from rules.people import first_name
from storage import dispatch, journal, notes, offers, people
from storage.views import OrderView

MOST_OFFERS = 5
MOST_NOTES = 3
MOST_MOVES = 5


async def whole(
    connection: AsyncConnection, order: OrderView, _fields: Mapping[str, Any], words: Words, language: str,
    now: datetime,
) -> Page:  # fmt: skip
    """The order in full, with its helpers, offers, notes and latest moves, and what may be done now."""
    team = await dispatch.team_of(connection, order.id)
    data = {
        "team": ours("named", prefix="team", preset=team["preset"], name=team["name"], emoji=team["emoji"])
        if team else None,
        "offers": (await offers.of_order(connection, order.id))[-MOST_OFFERS:],
        "notes": await notes.latest(connection, order.id, MOST_NOTES),
        "moves": await journal.latest(connection, order.id, MOST_MOVES),
    }  # fmt: skip
    return Page(words.text(OrderPage.key(), language, order=order, now=now, **data), buttons(order))


async def whom(
    connection: AsyncConnection, order: OrderView, fields: Mapping[str, Any], words: Words, language: str,
    _now: datetime,
) -> Page:  # fmt: skip
    """The volunteers who were found, each as a button; whoever has left meanwhile is not among them."""
    found = await offers.volunteers(connection, order.community_id, order.service.id, fields["people"])
    shown = in_turn(found)
    text = words.text(
        WhoCanHelp.key(), language, order=order, candidates=shown, found=fields["found"], more=fields["more"]
    )
    rows = tuple(((theirs(each.name), _press("d_to", order, each.person_id), PLAIN),) for each in shown)
    return Page(text, (*rows, *_turning(order, fields), *_leaving(order)))


async def overdue(
    connection: AsyncConnection, order: OrderView, fields: Mapping[str, Any], words: Words, language: str,
    _now: datetime,
) -> Page:  # fmt: skip
    """A helper who was to be checked on and does not answer: whom to call, and where their last known order is."""
    helper = await people.get(connection, fields["person_id"])
    key = HelperOverdue.key()
    text = words.text(key, language, order=order, helper=helper, since=fields["since"])
    return Page(text, buttons_for(order, None, key))


FOR_COORDINATORS: Mapping[
    str, Callable[[AsyncConnection, OrderView, Mapping[str, Any], Words, str, datetime], Awaitable[Page]]
] = {
    OrderPage.key(): whole, WhoCanHelp.key(): whom, PinSlip.key(): stand_ins.slip, HelperOverdue.key(): overdue,
}  # fmt: skip


def buttons(order: OrderView) -> Rows:
    """What a coordinator may do with the order as it stands."""
    alive = order.state in ALIVE
    finished = any(claim.state is ClaimState.FINISHED for claim in order.holding)
    rows: list[tuple[Button, ...]] = []
    if alive and order.wanted:
        rows.append(((ours("offer_it"), _press("d_offer", order), GREEN),))
    for claim in order.holding if alive else ():
        if claim.state is not ClaimState.FINISHED:
            label = ours("take_back", name=first_name(claim.name))
            rows.append(((label, _press("d_back", order, claim.person_id), PLAIN),))
    if order.state is State.REVIEW:
        rows.append(((ours("approve"), Press("let_out", order.id, order.version, "page").data(), GREEN),
                     (ours("ask_back"), Press("ask_back", order.id).data(), PLAIN)))  # fmt: skip
        rows.append(((ours("decline"), Press("turn_down", order.id).data(), PLAIN),
                     (ours("look_closer"), Press("look", order.id).data(), PLAIN)))  # fmt: skip
    if order.state is State.DISPUTED:
        rows.append(((ours("settle"), Press("settle", order.id).data(), GREEN),))
    if order.caller and order.state not in OVER:
        rows.append(((ours("slip"), Press("slip", order.id).data(), PLAIN),))
    note: Button = (ours("add_note"), _press("d_note", order), PLAIN)
    rows.append(((ours("other_team"), _press("d_team", order), PLAIN), note) if alive else (note,))
    if alive and not finished:
        rows.append(((ours("close_order"), _press("d_close", order), RED),))
    return (*rows, ((ours("decisions"), Press("d_list").data(), PLAIN),))


def without_slip(page: Page) -> Page:
    """The same for a coordinator who helps in the order: the PIN is not for them."""
    return replace(page, rows=tuple(row for row in page.rows if ours("slip") not in [label for label, _, _ in row]))


def _turning(order: OrderView, fields: Mapping[str, Any]) -> Rows:
    page, row = int(fields["page"]), []
    if page and not fields["found"]:
        row.append((ours("earlier_page"), _press("d_offer", order, page - 1), PLAIN))
    if fields["more"] and not fields["found"]:
        row.append((ours("later_page"), _press("d_offer", order, page + 1), PLAIN))
    return (tuple(row),) if row else ()


def _leaving(order: OrderView) -> Rows:
    find: Button = (ours("find_helper"), _press("d_find", order), PLAIN)
    return ((find, (ours("back"), Press("d_order", order.id).data(), PLAIN)),)


def _press(verb: str, order: OrderView, arg: int | str = "") -> str:
    return Press(verb, order.id, order.version, str(arg)).data()
