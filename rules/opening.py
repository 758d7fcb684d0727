"""The time is over in which an order was kept for somebody, or for those who helped least: now it is for all."""

from rules import first_choice, notices, refusals, wakes
from rules.life import Facts, Outcome, State
from rules.notices import Say, Show, View


def open_to_all(facts: Facts) -> Outcome:
    """The clock: the card says so no more; whoever wished for somebody hears that all may come now."""
    order = facts.order
    if order.state is not State.OPEN or order.reserved_until is None:
        raise refusals.OrderOver(state=order.state)
    says = (Say(order.resident_id, notices.OpenToAll(order.id)),) if order.reserved_for is not None else ()
    opened = wakes.set_for(first_choice.let_go(order), facts.claims, facts.ladder, facts.quiet)
    return Outcome(opened, facts.claims, says, (Show(order.id, View.CARD),))
