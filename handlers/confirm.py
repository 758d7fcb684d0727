"""How an order ends: cancelled by its resident, confirmed with thanks, or disputed and settled by a coordinator."""

from functools import partial

from handlers import dialogs
from handlers.claims import code_of
from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules import orders as verbs
from rules.dialog import Draft
from rules.life import Facts, Order
from rules.notices import Say, Screen, ThanksPassedOn, ours
from rules.refusals import NotYourOrder, UnknownOrder
from storage import orders
from storage.desk import Turn


async def cancel(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Cancel order: the reason is asked first."""
    facts = await _facts(turn, press.id, incoming)
    verbs.cancel(facts)
    return await _begin(turn, incoming.beside(), house, "cancel_order", facts.order)


async def confirm(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Everything is all right: credits are posted at once, thanks are asked for after."""
    outcome = await turn.move(press.id, incoming.person.id, verbs.confirm)
    return await _begin(turn, incoming, house, "thanks", outcome.order)


async def wrong(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Something is wrong: what, comes first."""
    facts = await _facts(turn, press.id, incoming)
    verbs.dispute(facts, "")
    return await _begin(turn, incoming.beside(), house, "dispute", facts.order)


async def settle(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A coordinator decides."""
    facts = await _facts(turn, press.id, incoming)
    verbs.settle(facts, None, "")  # refused now rather than after the question
    return await _begin(turn, incoming.beside(), house, "settle", facts.order)


async def end_cancel(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The order is cancelled, whoever held a place is told why."""
    reason = str(draft.answers.get("reason") or "")
    verb = partial(verbs.cancel, reason=reason)
    await turn.move(_order(draft), incoming.person.id, verb, reason=reason, edit=incoming.edit)
    return None


async def end_dispute(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Credits wait, coordinators know."""
    reason = str(draft.answers["reason"])
    verb = partial(verbs.dispute, reason=reason)
    await turn.move(_order(draft), incoming.person.id, verb, reason=reason, edit=incoming.edit)
    return None


async def end_settle(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Decided, with a reason, told to everybody in it."""
    minutes = {"as_reported": None, "none": 0}.get(str(draft.answers["decision"]), draft.answers.get("minutes"))
    if minutes is not None and not isinstance(minutes, int):
        raise AssertionError("minutes are a number")
    reason = str(draft.answers["reason"])
    verb = partial(verbs.settle, minutes=minutes, reason=reason)
    await turn.move(_order(draft), incoming.person.id, verb, reason=reason)
    await tell(turn, incoming, Screen("settled", {"code": await code_of(turn, _order(draft))}))
    return None


async def end_thanks(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Stars are kept, words are passed on."""
    order_id, words = _order(draft), draft.answers.get("words")
    facts = await orders.facts(turn.connection, order_id, incoming.person.id, turn.now)
    if facts is None or not facts.acts_as_resident:  # any more, while the draft was open
        raise NotYourOrder
    if draft.answers.get("stars"):
        await orders.change(turn.connection, order_id, stars=draft.answers["stars"])
    if words:
        for person_id in await orders.helpers_of(turn.connection, order_id):
            await turn.say(Say(person_id, ThanksPassedOn(order_id, str(words))))
    data = {"code": await code_of(turn, order_id), "passed_on": bool(words)}
    row = await orders.row(turn.connection, order_id)
    community_id = row["community_id"] if row is not None else 0
    doors = ((ours("rather_not_again"), Press("apart", community_id).data(), ""),)
    await tell(turn, incoming, Screen("thanks_noted", data, (doors,)))
    return None


async def _begin(turn: Turn, incoming: Incoming, house: House, dialog: str, order: Order) -> Toast | None:
    return await dialogs.begin(
        turn, incoming, house, dialog, community_id=order.community_id, subject_id=order.id,
        answers={"about": {"code": order.code}},
    )  # fmt: skip


async def _facts(turn: Turn, order_id: int, incoming: Incoming) -> Facts:
    facts = await orders.facts(turn.connection, order_id, incoming.person.id, turn.now)
    if facts is None:
        raise UnknownOrder
    return facts


def _order(draft: Draft) -> int:
    if draft.subject_id is None:
        raise AssertionError("the dialog is about an order")
    return draft.subject_id


PRESSES = {"cancel": cancel, "confirm": confirm, "wrong": wrong, "settle": settle}
ENDINGS = {"cancel_order": end_cancel, "dispute": end_dispute, "settle": end_settle, "thanks": end_thanks}
