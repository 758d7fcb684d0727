"""What coordinators may do with an order, and how the people they ask answer; nobody is ever assigned.

Each verb stands in `rules.life.MOVES` under its own name, as those in `rules.orders` do. Dispatch is an offer: who is
asked may decline and owes no reason (State Council Order 685, art. 25).
"""

from collections.abc import Sequence
from dataclasses import replace

from rules import first_choice, notices, refusals, standby, wakes
from rules.life import ALIVE, Claim, ClaimState, Ender, Facts, Outcome, State, standing_state
from rules.notices import Notice, Say, Show, View
from rules.offers import MOST_WAITING, Offer, OfferState
from rules.orders import check_alive, claim, ends, lives_on, with_claim
from rules.people import Member, Standing, check_coordinator, first_name
from rules.vetting import Vetting


def take_back(facts: Facts, person_id: int, reason: str) -> Outcome:
    """A helper's place is free again, and they hear why; work that is finished stays theirs."""
    check_coordinator(facts.somebody)
    check_alive(facts)
    held = _place_of(facts, person_id)
    left = with_claim(facts.claims, replace(held, state=ClaimState.RELEASED))
    claims, helper = standby.moved_up(facts.order, left, facts.vetting, facts.now), first_name(held.name)
    told: Notice = notices.HelperTakenBack(facts.order.id, helper, standing_state(facts.order, claims) in ALIVE)
    for stand_in in standby.newly_up(facts, claims):
        told = notices.StandInComing(facts.order.id, helper, first_name(stand_in.name))
    taken_back = Say(person_id, notices.PlaceTakenBack(facts.order.id, reason))
    return lives_on(facts, claims, taken_back, Say(facts.order.resident_id, told))


def close(facts: Facts, reason: str) -> Outcome:
    """The order is over, and everybody in it hears why; where somebody has finished, the resident judges instead."""
    check_coordinator(facts.somebody)
    check_alive(facts)
    for held in facts.holding:
        if held.state is ClaimState.FINISHED:
            raise refusals.HelperFinished(by=first_name(held.name))
    says = [Say(held.person_id, notices.ClosedForHelper(facts.order.id, reason)) for held in facts.holding]
    says.append(Say(facts.order.resident_id, notices.OrderClosed(facts.order.id, reason)))
    return ends(facts, State.CANCELLED, ClaimState.RELEASED, says, Ender.COORDINATOR, reason)


def change_team(facts: Facts, has_group: bool) -> Outcome:
    """Another team's group shows the card from now on; who holds a place keeps it."""
    check_coordinator(facts.somebody)
    check_alive(facts)
    if not has_group:
        raise refusals.NoOtherTeam
    return Outcome(facts.order, facts.claims)


def offer(
    facts: Facts, person: Member, offers: Sequence[Offer] = (), vetting: Vetting | None = None
) -> Outcome:  # fmt: skip
    """Somebody is asked whether they could take a place, which stays free for everybody meanwhile.

    `vetting` knows the checks of that person; those of the facts are of who acts and who helps.
    """
    check_offering(facts)
    fits = person.standing is Standing.APPROVED and (vetting or facts.vetting).admits(person.person_id)
    if person.person_id in (facts.order.resident_id, *facts.behalf.people) or not fits:
        raise refusals.CannotBeOffered(name=person.first_name)
    if any(held.person_id == person.person_id for held in facts.holding):
        raise refusals.HoldsAlready(by=person.first_name)
    for made in offers:
        if made.person_id == person.person_id and made.state is OfferState.DECLINED:
            raise refusals.HasDeclined(by=person.first_name)
        if made.person_id == person.person_id and made.waits(facts.now):
            raise refusals.OfferedAlready(name=person.first_name)
    if sum(made.waits(facts.now) for made in offers) >= MOST_WAITING:
        raise refusals.TooManyOffers(most=MOST_WAITING)
    return Outcome(facts.order, facts.claims, (Say(person.person_id, notices.OrderOffered(facts.order.id)),))


def check_offering(facts: Facts) -> None:
    """Refuse unless a coordinator acts and a place is left to offer."""
    check_coordinator(facts.somebody)
    check_alive(facts)
    if facts.places_open < 1:
        raise refusals.NoPlaceLeft


def accept_offer(
    facts: Facts, offered_by: int | None, place: int | None = None, *, by_leader: bool = False
) -> Outcome:  # fmt: skip
    """Who was asked takes a place, by the very rule that a pressed Claim follows; whoever is faster wins.

    `by_leader`: whoever asked them coordinates here, and may have asked for an order of their own.
    """
    wished = is_wish(facts, offered_by, by_leader=by_leader)
    outcome = claim(facts, place, asked=offered_by is not None and not wished)
    if offered_by is None:
        raise refusals.NotOffered
    if wished:
        return outcome  # the resident has heard who will come
    told = notices.OfferAccepted(facts.order.id, facts.somebody.first_name)
    return replace(outcome, says=(*outcome.says, Say(offered_by, told)))


def is_wish(facts: Facts, offered_by: int | None, *, by_leader: bool) -> bool:
    """Whether the resident wished for whoever answers: it is kept for them, or was and they are late."""
    if facts.order.reserved_for == facts.somebody.person_id:
        return offered_by == facts.order.resident_id
    return offered_by == facts.order.resident_id and not by_leader


def decline_offer(facts: Facts, offered_by: int | None, *, by_leader: bool = False) -> Outcome:
    """Who was asked cannot, and owes no reason."""
    actor = facts.somebody
    if offered_by is None or any(held.person_id == actor.person_id for held in facts.holding):
        raise refusals.NotOffered
    check_alive(facts)
    if is_wish(facts, offered_by, by_leader=by_leader):
        return _not_this_time(facts)
    told = notices.OfferDeclined(facts.order.id, actor.first_name)
    return Outcome(facts.order, facts.claims, (Say(offered_by, told),))


def _not_this_time(facts: Facts) -> Outcome:
    """Whom the resident wished for cannot: it is open to all at once, and nothing more is said where it was before."""
    order = facts.order
    if order.reserved_for != facts.somebody.person_id:
        return Outcome(order, facts.claims)
    opened = wakes.set_for(first_choice.let_go(order), facts.claims, facts.ladder, facts.quiet)
    told = notices.CannotThisTime(order.id, facts.somebody.first_name)
    return Outcome(opened, facts.claims, (Say(order.resident_id, told),), (Show(order.id, View.CARD),))


def _place_of(facts: Facts, person_id: int) -> Claim:
    for held in facts.holding:
        if held.person_id == person_id:
            if held.state is ClaimState.FINISHED:
                raise refusals.HelperFinished(by=first_name(held.name))
            return held
    raise refusals.HoldsNothing
