"""Standing by: whoever waits for a place in an order gets the next one that falls free, and hears of it at once."""

from dataclasses import replace
from datetime import datetime

from rules import asking, notices, refusals
from rules.life import ALIVE, Claim, ClaimState, Facts, Order, Outcome, State, free_roles, standing_state
from rules.notices import Say, Show, View
from rules.people import check_volunteer
from rules.vetting import Vetting

MOST_STANDING_BY = 3  # whoever is fourth waits for nothing


def stand_by(facts: Facts, place: int | None = None) -> Outcome:
    """All places are taken, and a volunteer holds themselves ready for the next; `place` names a role, if they differ.

    Who names none, where they differ, takes whichever falls free.
    """
    actor = facts.somebody
    if actor.person_id == facts.order.resident_id:
        raise refusals.OwnOrder
    if actor.person_id in facts.behalf.people:
        raise refusals.ActsForResident
    check_volunteer(actor, join_link=facts.join_link)
    if any(held.person_id == actor.person_id for held in facts.holding):
        raise refusals.AlreadyYours
    if any(waiting.person_id == actor.person_id for waiting in facts.standing_by):
        raise refusals.AlreadyStandingBy
    if facts.order.state is State.REVIEW:
        raise refusals.NotOutYet
    if facts.order.state not in ALIVE:
        raise refusals.OrderOver(state=facts.order.state)
    _check_suits(facts)
    role = _role(facts, place)
    if role in facts.free_roles or (not role and facts.places_open > 0):
        raise refusals.PlaceIsFree
    if all(held.state is not ClaimState.TAKEN for held in facts.holding if role in ("", held.role)):
        raise refusals.NobodyNeeded
    if len(facts.standing_by) >= MOST_STANDING_BY:
        raise refusals.EnoughStandBy(most=MOST_STANDING_BY)
    waiting = Claim(actor.person_id, actor.name, ClaimState.STANDBY, facts.now, role=role)
    said = Say(actor.person_id, notices.StandingBy(facts.order.id))
    return Outcome(facts.order, (*facts.claims, waiting), (said,), (Show(facts.order.id, View.CARD),))


def step_down(facts: Facts) -> Outcome:
    """Whoever stood by does so no more; no reason is owed."""
    actor = facts.somebody
    own = [waiting for waiting in facts.standing_by if waiting.person_id == actor.person_id]
    if not own:
        raise refusals.NotYourClaim
    gone = replace(own[0], state=ClaimState.STEPPED_DOWN)
    claims = tuple(gone if kept is own[0] else kept for kept in facts.claims)
    said = Say(actor.person_id, notices.SteppedDown(facts.order.id))
    return Outcome(facts.order, claims, (said,), (Show(facts.order.id, View.CARD),))


def moved_up(order: Order, claims: tuple[Claim, ...], vetting: Vetting, now: datetime) -> tuple[Claim, ...]:
    """The claims with those who wait longest in the places that are free; none, where the work is done already.

    Whose check has ended meanwhile, where one is asked for, cannot wait for it any more; nor can anybody once the
    agreed time is over.
    """
    if standing_state(order, claims) in ALIVE and sum(kept.holds for kept in claims) < order.helpers:
        over = now >= order.ends_at
        claims = tuple(stepped_down(kept) if over or not vetting.admits(kept.person_id) else kept for kept in claims)
    while standing_state(order, claims) in ALIVE and sum(kept.holds for kept in claims) < order.helpers:
        free = free_roles(order, claims)
        waiting = next((kept for kept in claims if kept.stands_by and _suits(kept, free)), None)
        if waiting is None:
            break
        role, asked = waiting.role or "".join(free[:1]), asking.fresh(order, now)
        up = replace(waiting, state=ClaimState.TAKEN, role=role, asked=asked)
        claims = tuple(up if kept is waiting else kept for kept in claims)
    return claims


def _check_suits(facts: Facts) -> None:
    """Who may not claim it cannot wait for it either."""
    if not facts.vetting.admits(facts.somebody.person_id):
        raise refusals.NotVetted
    if facts.apart:
        raise refusals.LooksForAnother
    if facts.held.most is not None and facts.held.count >= facts.held.most:
        raise refusals.TooManyClaims(most=facts.held.most)


def _role(facts: Facts, place: int | None) -> str:
    if place is None or not facts.order.roles:
        return ""
    if place >= len(facts.order.roles):
        raise refusals.UnknownButton
    return facts.order.roles[place]


def _suits(waiting: Claim, free: tuple[str, ...]) -> bool:
    return not waiting.role or not free or waiting.role in free


def stepped_down(kept: Claim) -> Claim:
    """The claim, which waits for nothing any more."""
    return replace(kept, state=ClaimState.STEPPED_DOWN) if kept.stands_by else kept


def let_go(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims with nobody standing by any more."""
    return tuple(stepped_down(kept) for kept in claims)


def newly_up(facts: Facts, claims: tuple[Claim, ...]) -> list[Claim]:
    """Who stood by and holds a place now."""
    waited = {waiting.id for waiting in facts.standing_by}
    return [kept for kept in claims if kept.holds and kept.id in waited]
