"""What the clock does when an order's `wake_at` has come."""

from collections.abc import Callable, Mapping
from datetime import datetime

from rules import after_claim, alone, escalating, opening, orders, review
from rules.life import OVERDUE_AFTER, Facts, Outcome, State
from rules.quiet import after_quiet
from rules.wakes import AT_ANY_HOUR, Due, agenda

_VERBS: Mapping[Due, Callable[[Facts], Outcome]] = {
    Due.EXPIRE: orders.expire,
    Due.RELEASE: orders.release,
    Due.REMIND: orders.remind,
    Due.CONFIRM: orders.confirm,
    Due.ESCALATE: escalating.escalate,
    Due.OPEN_TO_ALL: opening.open_to_all,
    Due.ASK: after_claim.ask_helpers,
    Due.FREE: after_claim.free_place,
    Due.URGE: after_claim.urge_resident,
    Due.ASK_AFTER: alone.ask_after,
    Due.CALL: alone.call_for_help,
}


def due(facts: Facts) -> Callable[[Facts], Outcome] | None:
    """The verb that is due now, or None when the order has moved on and nothing is."""
    order = facts.order
    if order.wake_at is None or order.wake_at > facts.now:
        return None
    if order.state is State.REVIEW:
        return orders.expire if order.ends_at + OVERDUE_AFTER <= facts.now else review.urge
    # What was due before, while nobody was there to see to it, keeps the quiet hours as well.
    is_quiet = facts.quiet is not None and facts.quiet.holds(facts.now)
    for what, at in agenda(order, facts.claims, facts.ladder, facts.quiet):
        if at <= facts.now and (what in AT_ANY_HOUR or not is_quiet):
            return _VERBS[what]
    return None


def next_look(facts: Facts) -> datetime | None:
    """When to look again at an order in which nothing can be done now; None when nothing will ever be due."""
    found = agenda(facts.order, facts.claims, facts.ladder, facts.quiet)
    return min(
        (at if what in AT_ANY_HOUR else after_quiet(max(at, facts.now), facts.quiet) for what, at in found),
        default=None,
    )
