"""Who may take an order first: the helper of last time, if its resident wishes so, else those who helped least lately.

Either is for a short while and told to everybody; whom the resident wishes for is never told to a group.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from rules import refusals
from rules.life import Facts, Order, State
from rules.quiet import after_quiet

FEWEST_HELPERS = 4  # who have ever helped: among fewer there is nothing to share out
LATELY = timedelta(days=30)  # whoever has not helped for so long may always go first
SHARE = 3  # fair time is at most one part in so many of the time until it begins
ASKED_FOR, ASKED_SOON = timedelta(minutes=30), timedelta(minutes=10)  # the latter where it is wanted this very day
LEFT_FOR_OTHERS = timedelta(hours=2)  # before it begins, where a night is waited for


@dataclass(frozen=True)
class Known:
    """What is known when an order goes out: whom its resident wishes for, how long it is shared out, who helped when.

    `helper_id` is somebody who may take it and can be asked; `last_helped` has each approved volunteer once.
    """

    helper_id: int | None = None
    helper: str = ""
    fair_minutes: int = 0
    last_helped: tuple[datetime, ...] = ()


NOTHING = Known()


def kept_for_first(facts: Facts, known: Known) -> Order:
    """The order with what it is kept for, and until when; the helper of last time goes before fair share."""
    if known.helper_id is not None:
        return replace(facts.order, reserved_until=_asked_until(facts), reserved_for=known.helper_id, fair_before=None)
    until = facts.now + min(timedelta(minutes=known.fair_minutes), _share(facts.order, facts.now))
    if until <= facts.now or len(known.last_helped) < FEWEST_HELPERS:
        return let_go(facts.order)
    before = max(median_low(sorted(known.last_helped)), facts.now - LATELY)
    return replace(facts.order, reserved_until=until, reserved_for=None, fair_before=before)


def check(facts: Facts) -> None:
    """Refuse whoever presses Claim while the order is kept for others; they hear until when."""
    order = facts.order
    if order.reserved_until is None or facts.now >= order.reserved_until:
        return
    if order.reserved_for is not None:
        if facts.somebody.person_id != order.reserved_for:
            raise refusals.SomebodyAskedFirst(until=clock(facts, order.reserved_until))
        return
    if order.fair_before is not None and facts.helped_at is not None and facts.helped_at > order.fair_before:
        raise refusals.KeptForOthers(until=clock(facts, order.reserved_until))


def clock(facts: Facts, at: datetime) -> str:
    """A time of day on the community's clocks, 09:15; short enough a wait to need no day."""
    return f"{at.astimezone(ZoneInfo(facts.zone)):%H:%M}"


def let_go(order: Order) -> Order:
    """The order, kept for nobody."""
    return replace(order, reserved_until=None, reserved_for=None, fair_before=None)


def taken(order: Order, person_id: int) -> Order:
    """The order, claimed by somebody: where it was kept for that very person, what is left of it is for all."""
    return let_go(order) if order.reserved_for == person_id else order


def going_on(order: Order, now: datetime) -> Order:
    """The order, kept no longer where the time is over or somebody is there."""
    if order.reserved_until is None:
        return order
    kept = order.reserved_until > now and order.state in (State.OPEN, State.CLAIMED)
    return order if kept else let_go(order)


def changed(facts: Facts, *, other_service: bool) -> Facts:
    """The facts once details have changed: other help is open to all, and so is what begins too soon for sharing.

    Whoever is asked first has no longer than if it had been ordered like this.
    """
    order, until = facts.order, facts.order.reserved_until
    if until is None:
        return facts
    if order.reserved_for is None:
        too_soon = until > facts.now + _share(order, facts.now)
    else:
        until = min(until, _asked_until(facts))
        too_soon = until >= (order.starts_at or order.ends_at)
    gone = other_service or too_soon
    return replace(facts, order=let_go(order) if gone else replace(order, reserved_until=until))


def _share(order: Order, now: datetime) -> timedelta:
    return ((order.starts_at or order.ends_at) - now) / SHARE


def _asked_until(facts: Facts) -> datetime:
    """Half an hour, ten minutes where it is wanted today; over a night, where there is time enough after it."""
    zone, starts = ZoneInfo(facts.zone), facts.order.starts_at or facts.order.ends_at
    soon = starts.astimezone(zone).date() <= facts.now.astimezone(zone).date()
    wait = ASKED_SOON if soon else ASKED_FOR
    morning = after_quiet(facts.now, facts.quiet) + wait
    return morning if starts - morning >= LEFT_FOR_OTHERS else facts.now + wait
