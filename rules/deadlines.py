"""What the clock does when an order's `wake_at` has come."""

from collections.abc import Callable

from rules import orders, review
from rules.life import ALIVE, OVERDUE_AFTER, Facts, Outcome, State


def due(facts: Facts) -> Callable[[Facts], Outcome] | None:
    """The verb that is due now, or None when the order has moved on and nothing is."""
    order = facts.order
    if order.wake_at is None or order.wake_at > facts.now:
        return None
    if order.state is State.FINISHED:
        return orders.confirm
    if order.state is State.REVIEW:
        return orders.expire if order.ends_at + OVERDUE_AFTER <= facts.now else review.urge
    if order.state not in ALIVE:
        return None
    if not facts.holding:
        return orders.expire
    return orders.release if order.reminded else orders.remind
