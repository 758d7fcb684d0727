"""A volunteer's side of an order: claim, I have arrived, Finished, Hand back."""

from functools import partial

from handlers import dialogs, pins
from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules import by_pin, standby
from rules import orders as verbs
from rules.credits import served_minutes
from rules.dialog import Draft
from rules.life import Facts, order_code
from rules.notices import Screen
from rules.refusals import NoPrivateChat, UnknownOrder
from storage import orders
from storage.desk import Turn


async def claim(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Take a place; the rule decides who wins."""
    if not (incoming.person.started and incoming.person.reachable):
        raise NoPrivateChat  # the address could not be handed over, and the place would be lost to others
    outcome = await turn.move(press.id, incoming.person.id, partial(verbs.claim, place=place_in(press)))
    return Toast("claimed", {"code": outcome.order.code})


async def stand_by(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All places are taken: be the next, if one falls free."""
    if not (incoming.person.started and incoming.person.reachable):
        raise NoPrivateChat
    outcome = await turn.move(press.id, incoming.person.id, partial(standby.stand_by, place=place_in(press)))
    return Toast("standing_by", {"code": outcome.order.code})


async def step_down(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Stand by no more."""
    await turn.move(press.id, incoming.person.id, standby.step_down, edit=incoming.edit)
    return None


async def arrive(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The helper is at the door."""
    await turn.move(press.id, incoming.person.id, verbs.check_in)
    return Toast("arrived")


async def finish(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The helper is done: the minutes are proposed, and can be corrected before they are sent."""
    facts = await _facts(turn, press.id, incoming)
    mine = facts.own_claim
    verbs.finish(facts, 1)  # refused now rather than after the question
    about: dict[str, object] = {"code": facts.order.code}
    answers: dict[str, object] = {"about": about}
    if mine.arrived_at is not None:
        about |= {"arrived_at": mine.arrived_at.isoformat(), "finished_at": turn.now.isoformat()}
        answers["minutes"] = served_minutes(mine.arrived_at, turn.now)
    if by_pin.asks_for_pin(facts):
        answers["has_pin"] = True
    return await dialogs.begin(
        turn, incoming.beside(), house, "finish",
        community_id=facts.order.community_id, subject_id=press.id, answers=answers,
    )  # fmt: skip


async def back_out(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Hand back: the reason is asked, and never owed."""
    facts = await _facts(turn, press.id, incoming)
    verbs.hand_back(facts)
    return await dialogs.begin(
        turn, incoming.beside(), house, "hand_back", community_id=facts.order.community_id, subject_id=press.id,
        answers={"about": {"code": facts.order.code}},
    )  # fmt: skip


async def end_finish(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """The minutes are sent."""
    minutes = draft.answers["minutes"]
    if draft.subject_id is None or not isinstance(minutes, int):
        raise AssertionError("finishing is about an order, in minutes")
    if draft.answers.get("pin"):
        return await pins.finish(turn, incoming, house, draft, minutes)
    await turn.move(draft.subject_id, incoming.person.id, partial(verbs.finish, minutes=minutes), edit=incoming.edit)
    return None


async def end_hand_back(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The place is open again."""
    if draft.subject_id is None:
        raise AssertionError("handing back is about an order")
    reason = str(draft.answers.get("reason") or "")
    await turn.move(draft.subject_id, incoming.person.id, verbs.hand_back, reason=reason)
    await orders.note_reason(turn.connection, draft.subject_id, incoming.person.id, reason)
    await tell(turn, incoming, Screen("handed_back", {"code": await code_of(turn, draft.subject_id)}))
    return None


async def code_of(turn: Turn, order_id: int) -> str:
    """The order's code, E-0142."""
    row = await orders.row(turn.connection, order_id)
    if row is None:
        raise UnknownOrder
    return order_code(row["number"])


def place_in(press: Press) -> int | None:
    """The role that was pressed, where helpers do different things."""
    return int(press.arg) if press.arg.isdigit() and len(press.arg) < 3 else None


async def _facts(turn: Turn, order_id: int, incoming: Incoming) -> Facts:
    facts = await orders.facts(turn.connection, order_id, incoming.person.id, turn.now)
    if facts is None:
        raise UnknownOrder
    return facts


PRESSES = {
    "claim": claim, "stand_by": stand_by, "step_down": step_down, "arrive": arrive, "finish": finish,
    "back_out": back_out,
}  # fmt: skip
ENDINGS = {"finish": end_finish, "hand_back": end_hand_back}
