"""What a helper is asked without having been spoken to, and when: read off the order and their place in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from rules.life import Claim, ClaimState, Order
from rules.marks import Asked
from rules.quiet import Quiet, after_quiet

CLAIMED_BEFORE = timedelta(hours=6)  # whoever has said so later than that need not say it again
ASKED_BEFORE = timedelta(hours=4)
ASKED_LAST = timedelta(hours=2)  # later, an hour would not be left to answer in, and one to find somebody else
ANSWERS_IN = timedelta(hours=2)
FREED_BEFORE = timedelta(hours=1)
FREED_LAST = timedelta(minutes=30)  # they are on their way, or nobody else could come in time
ARRIVED_AFTER = timedelta(minutes=15)
WINDOW_ENDS_IN = timedelta(minutes=30)  # who may come at any time of it is asked only now
JUST_CLAIMED = timedelta(minutes=30)
NO_LONGER_ARRIVING = timedelta(hours=1)
DONE_AFTER = timedelta(hours=1)
DONE_AFTER_ARRIVAL = timedelta(hours=3)  # where no end was agreed
NO_LONGER_DONE = timedelta(hours=24)  # then all are asked, and the coordinators told
LAST_MOMENT = timedelta(minutes=1)
NOW, DAY = "now", "day"


class About(StrEnum):
    """What is asked."""

    COMING = "coming"
    ARRIVED = "arrived"
    DONE = "done"


def questions(order: Order, claim: Claim, quiet: Quiet | None) -> Iterator[tuple[About, datetime]]:
    """What this helper is still to be asked, and when; each once, nothing after the reminder of the last day."""
    if order.starts_at is None or order.reminded_at is not None:
        return
    for about, at in (
        (About.COMING, _coming(order, order.starts_at, claim, quiet)),
        (About.ARRIVED, _arrived(order, order.starts_at, claim, quiet)),
        (About.DONE, _done(order, claim, quiet)),
    ):
        if at is not None:
            yield about, at


def makes_sense(about: About, order: Order, claim: Claim, now: datetime) -> bool:
    """Whether it is still worth asking; it is not where the clock comes late, after an outage."""
    match about:
        case About.COMING:
            return order.starts_at is not None and now <= order.starts_at - ASKED_LAST
        case About.ARRIVED:
            return now <= order.ends_at + NO_LONGER_ARRIVING
        case About.DONE:
            return now < max(order.ends_at, claim.arrived_at or order.ends_at) + NO_LONGER_DONE


def freed_at(order: Order, claim: Claim, quiet: Quiet | None) -> datetime | None:
    """When the place of somebody who was asked whether they come, and says nothing, is free again."""
    asked = claim.asked
    if claim.state is not ClaimState.TAKEN or asked.still_at is None or asked.settled_at is not None:
        return None
    if order.starts_at is None:
        return None
    last = order.starts_at - FREED_BEFORE
    at = min(asked.still_at + ANSWERS_IN, last)
    if quiet is None or not quiet.holds(at):
        return at
    return quiet.over(at) if quiet.over(at) <= last else max(asked.still_at, quiet.began(at) - LAST_MOMENT)


def fresh(order: Order, now: datetime) -> Asked:
    """What stands beside a place that somebody has just got: so short before the start they are not asked."""
    soon = order.starts_at is not None and order.starts_at - now < CLAIMED_BEFORE
    return Asked(settled_at=now) if soon else Asked()


def _coming(order: Order, start: datetime, claim: Claim, quiet: Quiet | None) -> datetime | None:
    asked = claim.asked
    if claim.state is not ClaimState.TAKEN or asked.still_at is not None or asked.settled_at is not None:
        return None
    if order.urgent or order.moment == NOW or start - claim.claimed_at < CLAIMED_BEFORE:
        return None
    at = start - ASKED_BEFORE
    if quiet is not None and quiet.holds(at):  # in the morning, or the evening before, where that would be too late
        over = quiet.over(at)
        at = over if over <= start - ASKED_LAST else quiet.began(at) - ANSWERS_IN
    return at if at - claim.claimed_at >= CLAIMED_BEFORE - ASKED_BEFORE else None


def _arrived(order: Order, start: datetime, claim: Claim, quiet: Quiet | None) -> datetime | None:
    if claim.state is not ClaimState.TAKEN or claim.asked.arrival_at is not None or order.moment == DAY:
        return None
    at = max(start + ARRIVED_AFTER, order.ends_at - WINDOW_ENDS_IN, claim.claimed_at + JUST_CLAIMED)
    at = after_quiet(at, quiet)
    return at if at <= order.ends_at + NO_LONGER_ARRIVING else None


def _done(order: Order, claim: Claim, quiet: Quiet | None) -> datetime | None:
    if claim.state is not ClaimState.ARRIVED or claim.arrived_at is None or claim.asked.done_at is not None:
        return None
    if order.moment in (NOW, DAY):
        return after_quiet(claim.arrived_at + DONE_AFTER_ARRIVAL, quiet)
    return after_quiet(max(order.ends_at, claim.arrived_at) + DONE_AFTER, quiet)
