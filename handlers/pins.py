"""The end of an order whose resident has no Telegram: the helper is told a PIN, and types it after the minutes."""

from functools import partial

from handlers import dialogs
from handlers.context import House, Incoming, Toast
from rules import by_pin
from rules import orders as verbs
from rules.behalf import MOST_MISSES
from rules.dialog import Draft
from rules.life import State
from rules.notices import Say, Screen
from rules.refusals import UnknownOrder, WrongPin
from storage import drafts, orders
from storage.desk import Turn


async def finish(turn: Turn, incoming: Incoming, house: House, draft: Draft, minutes: int) -> Toast | None:
    """Finished, with a PIN: the right one confirms at once; after the last wrong one it goes the usual way."""
    order_id, person_id, pin = draft.subject_id or 0, incoming.person.id, str(draft.answers["pin"])
    facts = await orders.facts(turn.connection, order_id, person_id, turn.now)
    if facts is None:
        raise UnknownOrder
    done = partial(verbs.finish, minutes=minutes)
    done(facts)  # refused now, before a try is counted
    if by_pin.is_right(facts, pin):
        outcome = await turn.move(order_id, person_id, done)
        if outcome.order.state is State.FINISHED:
            await turn.move(order_id, person_id, partial(by_pin.confirm_by_pin, pin=pin), edit=incoming.edit)
        return None
    if by_pin.asks_for_pin(facts):
        missed = await turn.move(order_id, person_id, by_pin.miss_pin)
        left = MOST_MISSES - missed.order.pin_misses
        if left:
            return await _again(turn, incoming, house, draft, left)
        await turn.say(Say(person_id, Screen("pin_spent", {"code": facts.order.code})))
    await turn.move(order_id, person_id, done, edit=incoming.edit)
    return None


async def _again(turn: Turn, incoming: Incoming, house: House, draft: Draft, left: int) -> Toast | None:
    """The question once more, with the tries that are left; the minutes stand."""
    answers = {name: value for name, value in draft.answers.items() if name != "pin"}
    fresh = Draft(0, draft.person_id, draft.community_id, draft.dialog, draft.subject_id, answers)
    kept = await drafts.start(turn.connection, fresh, turn.now)
    return await dialogs.go_on(turn, incoming, house, kept, refusal=WrongPin(left=left))
