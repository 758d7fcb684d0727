"""The timer of a helper who is alone: when it rings, and how it ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rules import notices
from rules.life import Claim, ClaimState, Facts
from rules.marks import Watch
from rules.notices import OnDuty, Say
from rules.people import first_name

MINUTES = (30, 60, 120)  # what can be chosen
ANSWERS_IN = timedelta(minutes=10)
_THERE = (ClaimState.TAKEN, ClaimState.ARRIVED)


def asked_at(claim: Claim) -> datetime | None:
    """When to ask whether all is well."""
    watch = claim.watch
    return watch.due_at if claim.state in _THERE and watch.asked_at is None else None


def called_at(claim: Claim) -> datetime | None:
    """When to tell somebody else, after no answer has come."""
    watch = claim.watch
    waits = claim.state in _THERE and watch.asked_at is not None and watch.called_at is None
    return watch.asked_at + ANSWERS_IN if waits and watch.asked_at is not None else None


def ended(facts: Facts, mine: Claim) -> tuple[Claim, tuple[Say, ...]]:
    """The place without its timer; whoever was told to look after them hears that they are well."""
    told: tuple[Say, ...] = ()
    if mine.watch.called_at is not None:
        told = (Say(on_duty_for(facts, mine), notices.HelperWell(facts.order.id, first_name(mine.name))),)
    return replace(mine, watch=Watch()), told


def left_behind(facts: Facts, claims: Sequence[Claim]) -> list[Say]:
    """Whose place somebody else has ended hears that nobody checks on them; who did not answer is looked for now."""
    holding = {claim.id for claim in claims if claim.holds}
    own = facts.actor.person_id if facts.actor else None
    says: list[Say] = []
    for held in facts.holding:
        if held.watch.due_at is None or held.state not in _THERE or held.id in holding or held.person_id == own:
            continue
        says.append(Say(held.person_id, notices.WatchStopped(facts.order.id)))
        if held.watch.asked_at is not None and held.watch.called_at is None:
            since = held.watch.asked_at.isoformat()
            said = notices.HelperOverdue(facts.order.id, held.person_id, since)
            says.append(Say(on_duty_for(facts, held), said))
    return says


def on_duty_for(facts: Facts, claim: Claim) -> OnDuty:
    """Whoever is on duty, but for the helper themselves."""
    return OnDuty(facts.order.community_id, without=frozenset({claim.person_id}))
