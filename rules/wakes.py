"""When an order that lives wakes, and for what: all that the clock may have to do, read off the order itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from rules import asking, watching
from rules.first_choice import NOTHING, Known, kept_for_first
from rules.ladder import Climb, Ladder, due_at
from rules.life import ALIVE, OVERDUE_AFTER, Claim, Facts, Order, State
from rules.quiet import Quiet, after_quiet

EXPIRES_AFTER = timedelta(hours=1)  # unclaimed this long after the agreed time: nobody comes any more
URGE_AFTER = timedelta(hours=24)  # finished, and the resident silent
CONFIRM_AFTER = timedelta(days=3)  # silence counts as yes: the custom of the time banks we know
RELEASE_AFTER = timedelta(days=3)  # asked and silent this long: no order, and no address, stays out for ever


class Due(StrEnum):
    """What can be due, each a verb of the clock."""

    EXPIRE = "expire"
    RELEASE = "release"
    REMIND = "remind"
    CONFIRM = "confirm"
    OPEN_TO_ALL = "open_to_all"
    ESCALATE = "escalate"
    ASK = "ask_helpers"
    FREE = "free_place"
    URGE = "urge_resident"
    ASK_AFTER = "ask_after"
    CALL = "call_for_help"


AT_ANY_HOUR = frozenset({Due.ASK_AFTER, Due.CALL})  # somebody may be in need

Agenda = tuple[tuple[Due, datetime], ...]


def agenda(order: Order, claims: tuple[Claim, ...], ladder: Ladder, quiet: Quiet | None) -> Agenda:
    """What will be due and when, if nobody does anything; what stands first is done first where several are due.

    Whoever acts late has their time from then on (`touched_at`). In quiet hours comes only what is `AT_ANY_HOUR`.
    """
    touched = order.touched_at or order.ends_at
    last = max(order.ends_at, touched)
    if order.state is State.FINISHED:
        confirm = (Due.CONFIRM, confirmed_at(touched, quiet))
        urge = (Due.URGE, after_quiet(touched + URGE_AFTER, quiet))
        return (confirm,) if order.reminded else (confirm, urge)
    if order.state not in ALIVE:
        return ()
    if not any(claim.holds for claim in claims):
        patience = OVERDUE_AFTER if touched > order.ends_at else EXPIRES_AFTER
        end: Agenda = ((Due.EXPIRE, after_quiet(last + patience, quiet)),)
    elif order.reminded_at is not None:
        end = ((Due.RELEASE, after_quiet(order.reminded_at + RELEASE_AFTER, quiet)),)
    else:
        end = ((Due.REMIND, after_quiet(last + OVERDUE_AFTER, quiet)),)
    step = due_at(ladder, climb(order), quiet) if order.state is State.OPEN else None
    if order.reserved_until is not None and order.state is State.OPEN:  # nobody is looked for before
        for_all = after_quiet(order.reserved_until, quiet)
        end, step = (*end, (Due.OPEN_TO_ALL, for_all)), step and max(step, for_all)
    ladder_goes_on = () if step is None else ((Due.ESCALATE, step),)
    return (*_watches(claims), *end, *ladder_goes_on, *_asks(order, claims, quiet))


def _watches(claims: tuple[Claim, ...]) -> Iterator[tuple[Due, datetime]]:
    for claim in claims:
        for what, at in ((Due.ASK_AFTER, watching.asked_at(claim)), (Due.CALL, watching.called_at(claim))):
            if at is not None:
                yield what, at


def _asks(order: Order, claims: tuple[Claim, ...], quiet: Quiet | None) -> Iterator[tuple[Due, datetime]]:
    for claim in claims:
        if (at := asking.freed_at(order, claim, quiet)) is not None:
            yield Due.FREE, at
        for _, at in asking.questions(order, claim, quiet):
            yield Due.ASK, at


def confirmed_at(finished_at: datetime, quiet: Quiet | None) -> datetime:
    """When the clock says yes for a resident who says nothing."""
    return after_quiet(finished_at + CONFIRM_AFTER, quiet)


def set_for(order: Order, claims: tuple[Claim, ...], ladder: Ladder, quiet: Quiet | None) -> Order:
    """The order, waking when the first of it is due."""
    return replace(order, wake_at=min((at for _, at in agenda(order, claims, ladder, quiet)), default=None))


def opened(facts: Facts, known: Known = NOTHING) -> Order:
    """The order, out now, with its whole ladder before it, and kept for whom it is for first."""
    now, kept = facts.now, kept_for_first(facts, known)
    order = replace(kept, state=State.OPEN, touched_at=now, opened_at=now, reminded_at=None, step=0)
    return set_for(order, facts.claims, facts.ladder, facts.quiet)


def climb(order: Order) -> Climb:
    """How far it has come; what begins as soon as it is ordered is measured by its end."""
    opened = order.opened_at or order.touched_at or order.ends_at
    starts = order.starts_at or order.ends_at
    return Climb(opened, starts if starts > opened else order.ends_at, order.step, order.stepped_at)
