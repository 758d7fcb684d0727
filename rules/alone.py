"""Helpers who are alone have themselves checked on: they are asked, and without an answer somebody hears of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from rules import notices, refusals, wakes, watching
from rules.life import Claim, Facts, Outcome
from rules.marks import Watch
from rules.notices import Say, Show, View
from rules.orders import check_alive, unfinished, with_claim


def check_on(facts: Facts, minutes: int) -> Outcome:
    """The helper wants to be asked in so many minutes whether all is well; what was set before ends."""
    mine = unfinished(facts)
    if minutes not in watching.MINUTES:
        raise refusals.UnknownButton
    due_at = facts.now + timedelta(minutes=minutes)
    mine, well = watching.ended(facts, mine)
    said = Say(mine.person_id, notices.WatchNoted(facts.order.id, due_at.isoformat()))
    return _watched(facts, (replace(mine, watch=Watch(due_at)),), said, *well)


def all_right(facts: Facts) -> Outcome:
    """The helper is well, whether they were asked or not; nobody checks on them any more."""
    mine = unfinished(facts)
    if mine.watch.due_at is None:
        raise refusals.NotChecked
    over, well = watching.ended(facts, mine)
    said = Say(mine.person_id, notices.WatchOver(facts.order.id, called=bool(well)))
    return _watched(facts, (over,), said, *well)


def ask_after(facts: Facts) -> Outcome:
    """Their time is over: the helpers themselves are asked first."""
    rung = _due(facts, watching.asked_at)
    until = (facts.now + watching.ANSWERS_IN).isoformat()
    says = [Say(each.person_id, notices.IsAllWell(facts.order.id, until)) for each in rung]
    asked = [replace(each, watch=replace(each.watch, asked_at=facts.now)) for each in rung]
    return _watched(facts, tuple(asked), *says)


def call_for_help(facts: Facts) -> Outcome:
    """No answer: whoever is on duty hears who it is and which order it was, for a position is not known."""
    silent = _due(facts, watching.called_at)
    says = [
        Say(watching.on_duty_for(facts, each), notices.HelperOverdue(facts.order.id, each.person_id, _since(each)))
        for each in silent
    ]
    called = [replace(each, watch=replace(each.watch, called_at=facts.now)) for each in silent]
    return _watched(facts, tuple(called), *says)


def _due(facts: Facts, when: Callable[[Claim], datetime | None]) -> list[Claim]:
    """Whose time has come; the clock is wrong where there is none."""
    check_alive(facts)
    found = [each for each in facts.claims if (at := when(each)) is not None and at <= facts.now]
    if not found:
        raise refusals.NotChecked
    return found


def _since(claim: Claim) -> str:
    return claim.watch.asked_at.isoformat() if claim.watch.asked_at is not None else ""


def _watched(facts: Facts, changed: tuple[Claim, ...], *says: Say) -> Outcome:
    claims = facts.claims
    for each in changed:
        claims = with_claim(claims, each)
    order = wakes.set_for(facts.order, claims, facts.ladder, facts.quiet)
    cards = tuple(Show(order.id, View.CLAIM, each.person_id) for each in changed)
    return Outcome(order, claims, says, cards)
