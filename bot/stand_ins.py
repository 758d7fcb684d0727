"""What is said about an order to those who stand in for its resident: whoever took the call, and relatives."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import keyboards
from bot.cards import Page
from bot.keyboards import PLAIN, Rows
from bot.words import Words
from handlers.presses import Press
from rules import notices
from rules.behalf import MATTERS
from rules.life import OVER
from rules.notices import ours
from storage import callers, people, proxies
from storage.views import OrderView

TAKEN, FAMILY = "taken", "family"
WEEKLY = notices.EveryWeekPlaced.key()  # to stop it, and to go on with it, is for the resident alone
STATUS, LAPSED = notices.OrderStatus.key(), notices.OrderLapsed.key()
FOR_RESIDENT = frozenset(each.key() for each in MATTERS) | {
    STATUS, LAPSED, notices.HelperComing.key(), notices.HelperArrived.key(), notices.StandInComing.key(),
    notices.ReviewPassed.key(), notices.AskedFirst.key(), notices.OpenToAll.key(), notices.CannotThisTime.key(), WEEKLY,
}  # fmt: skip
WITH_PIN = frozenset({notices.Placed.key(), notices.InReview.key(), STATUS})


async def stands_as(connection: AsyncConnection, order: OrderView, person_id: int | None) -> str:
    """Whether this reader took the call, acts for the resident as a relative, or neither ("")."""
    if person_id is None:
        return ""
    if await proxies.acts_for(connection, order.community_id, person_id, order.resident_id):
        return FAMILY
    if not order.caller:
        return ""
    member = await people.member(connection, order.community_id, person_id)
    return TAKEN if member.leads else ""


async def page(
    connection: AsyncConnection, order: OrderView, key: str, fields: Mapping[str, Any], words: Words, language: str,
    stands: str,
) -> Page:  # fmt: skip
    """The resident's own message under the resident's name, or the words that there are for this reader."""
    about = {**fields, "order": order, "claim": None, "own": True, "last": False}
    special = f"{stands}_{key}"
    if special in words.names():
        text = words.text(special, language, **about)
    else:
        text = f"{words.text(f'about_{stands}', language, order=order)}\n{words.text(key, language, **about)}"
    pin = await callers.pin_of(connection, order.id) if order.caller and key in WITH_PIN else ""
    if pin and order.state not in OVER:
        text = f"{text}\n{words.text('caller_pin', language, order=order, pin=pin)}"
    return Page(text, buttons(order, key, fields, stands, with_pin=bool(pin)))


async def slip(
    connection: AsyncConnection, order: OrderView, _fields: Mapping[str, Any], words: Words, language: str,
    _now: object,
) -> Page:  # fmt: skip
    """The slip, without anything but the slip in it: it is copied, or printed as it is."""
    pin = await callers.pin_of(connection, order.id)
    taker = await people.get(connection, order.placed_by) if order.placed_by is not None else None
    phone = taker.phone if taker is not None else None
    return Page(words.text(notices.PinSlip.key(), language, order=order, pin=pin, phone=phone))


def buttons(order: OrderView, key: str, fields: Mapping[str, Any], stands: str, *, with_pin: bool) -> Rows:
    """What the resident could press, without what only the resident may; and the slip for who took the call."""
    if order.state in OVER:
        return ()
    rows = keyboards.buttons_for(order, None, notices.Placed.key() if key == WEEKLY else key, fields)
    if with_pin and stands == TAKEN:
        rows = (*rows, ((ours("slip"), Press("slip", order.id).data(), PLAIN),))
    return rows
