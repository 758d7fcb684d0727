"""What the clock does when an order's `wake_at` has come."""

from collections.abc import Callable, Mapping

from rules import escalating, opening, orders, review
from rules.life import OVERDUE_AFTER, Facts, Outcome, State
from rules.wakes import Due, agenda

_VERBS: Mapping[Due, Callable[[Facts], Outcome]] = {
    Due.EXPIRE: orders.expire,
    Due.RELEASE: orders.release,
    Due.REMIND: orders.remind,
    Due.CONFIRM: orders.confirm,
    Due.ESCALATE: escalating.escalate,
    Due.OPEN_TO_ALL: opening.open_to_all,
}


def due(facts: Facts) -> Callable[[Facts], Outcome] | None:
    """The verb that is due now, or None when the order has moved on and nothing is."""
    order = facts.order
    if order.wake_at is None or order.wake_at > facts.now:
        return None
    if order.state is State.REVIEW:
        return orders.expire if order.ends_at + OVERDUE_AFTER <= facts.now else review.urge
    if facts.quiet is not None and facts.quiet.holds(facts.now):
        return None  # it was due before, while nobody was there to see to it
    for what, at in agenda(order, facts.claims, facts.ladder, facts.quiet):
        if at <= facts.now:
            return _VERBS[what]
    return None
