"""What coordinators do with an order: offer it, take it back, give it to another team, close it; nobody is assigned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from rules import coordinating, notices, orders, refusals
from rules.life import ALIVE, ClaimState, Ender, State
from rules.notices import Say, Show, View
from rules.offers import MOST_WAITING, STANDS_FOR, Offer, OfferState
from rules.people import Member, Standing
from tests.people import anna, boris, chen, dora, stranger, volunteer
from tests.rules.play import Life, Verb, claimed, finished, placed

VERBS: list[tuple[Verb, Sequence[object]]] = [
    (coordinating.take_back, (boris.person_id, "Why")), (coordinating.close, ("Why",)), (coordinating.offer, (chen,)),
]  # fmt: skip


def asked(person: Member, state: OfferState = OfferState.OFFERED, *, hours: float = 0) -> Offer:
    """Dora has asked them, so many hours before the order was placed."""
    return Offer(person.person_id, state, dora.person_id, placed().now - timedelta(hours=hours))


@pytest.mark.parametrize(("verb", "args"), VERBS)
@pytest.mark.parametrize("person", [anna, boris, stranger])
def test_only_coordinators_may(person: Member, verb: Verb, args: Sequence[object]) -> None:
    life = claimed(boris, helpers=2)
    with pytest.raises(refusals.NotACoordinator):
        life.move(person, verb, *args)
    with pytest.raises(refusals.NotACoordinator):
        coordinating.change_team(life.facts(person), has_group=True)


@pytest.mark.parametrize(("verb", "args"), VERBS)
def test_nothing_can_be_done_once_it_is_over_or_finished(verb: Verb, args: Sequence[object]) -> None:
    over = claimed(boris)
    over.move(anna, orders.cancel)
    for life in (over, finished(boris)):
        with pytest.raises(refusals.OrderOver):
            life.move(dora, verb, *args)
        with pytest.raises(refusals.OrderOver):
            coordinating.change_team(life.facts(dora), has_group=True)


# --- take back -------------------------------------------------------------------------------------------------------


def test_a_place_taken_back_is_free_again_and_both_hear_of_it() -> None:
    life = claimed(boris)
    life.move(dora, coordinating.take_back, boris.person_id, "The plan has changed")
    assert life.state() is State.OPEN
    assert life.place_of(boris) is ClaimState.RELEASED
    assert life.told(boris) == [notices.PlaceTakenBack(142, "The plan has changed")]
    assert life.told(anna) == [notices.HelperTakenBack(142, "Boris", reopened=True)]
    assert Show(142, View.CLAIM, boris.person_id) in life.shows, "the address goes"
    assert life.order.wake_at is not None
    life.move(boris, orders.claim)


def test_who_has_arrived_can_be_taken_back_and_who_has_finished_cannot() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.check_in)
    life.move(chen, orders.finish, 60)
    with pytest.raises(refusals.HelperFinished) as no:
        life.move(dora, coordinating.take_back, chen.person_id, "Why")
    assert no.value.given == {"by": "Chen"}
    life.move(dora, coordinating.take_back, boris.person_id, "Why")
    assert life.state() is State.FINISHED
    assert notices.HelperTakenBack(142, "Boris", reopened=False) in life.told(anna)
    assert notices.AskConfirm(142) in life.told(anna)


def test_a_place_that_is_not_held_cannot_be_taken_back() -> None:
    life = claimed(boris)
    life.move(boris, orders.hand_back)
    for person in (boris, chen):
        with pytest.raises(refusals.HoldsNothing):
            life.move(dora, coordinating.take_back, person.person_id, "Why")


# --- close -----------------------------------------------------------------------------------------------------------


def test_closed_tells_everybody_why_and_says_who_did_it() -> None:
    life = claimed(boris, chen)
    life.move(chen, orders.check_in)
    life.move(dora, coordinating.close, "The flat is empty")
    assert life.state() is State.CANCELLED
    assert (life.order.ended_by, life.order.end_reason) == (Ender.COORDINATOR, "The flat is empty")
    assert life.order.wake_at is None
    for helper in (boris, chen):
        assert life.told(helper) == [notices.ClosedForHelper(142, "The flat is empty")]
        assert life.place_of(helper) is ClaimState.RELEASED
    assert life.told(anna) == [notices.OrderClosed(142, "The flat is empty")]


def test_where_somebody_has_finished_the_resident_judges_and_nobody_closes() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.finish, 60)
    with pytest.raises(refusals.HelperFinished):
        life.move(dora, coordinating.close, "Why")


def test_who_ended_it_is_noted_whoever_it_was() -> None:
    cancelled, unclaimed, silent, confirmed = placed(), placed(), claimed(boris), finished(boris)
    cancelled.move(anna, orders.cancel, "I am well again")
    assert (cancelled.order.ended_by, cancelled.order.end_reason) == (Ender.RESIDENT, "I am well again")
    unclaimed.wake()
    assert (unclaimed.order.ended_by, unclaimed.order.end_reason) == (Ender.CLOCK, "nobody_came")
    silent.wake()
    silent.wake()
    assert (silent.order.ended_by, silent.order.end_reason) == (Ender.CLOCK, "nobody_said")
    confirmed.move(anna, orders.confirm)
    assert confirmed.order.ended_by is Ender.RESIDENT


# --- another team ----------------------------------------------------------------------------------------------------


def test_another_team_changes_nothing_but_the_group() -> None:
    life = claimed(boris)
    outcome = coordinating.change_team(life.facts(dora), has_group=True)
    assert (outcome.order, outcome.claims, outcome.says) == (life.order, life.claims, ())
    with pytest.raises(refusals.NoOtherTeam):
        coordinating.change_team(life.facts(dora), has_group=False)


# --- offer -----------------------------------------------------------------------------------------------------------


def test_an_offer_holds_no_place() -> None:
    life = placed()
    life.move(dora, coordinating.offer, chen)
    assert life.told(chen) == [notices.OrderOffered(142)]
    assert life.state() is State.OPEN
    assert not life.claims
    life.move(boris, orders.claim)
    with pytest.raises(refusals.AlreadyClaimed) as no:
        life.move(chen, coordinating.accept_offer, dora.person_id)
    assert no.value.given == {"by": "Boris", "others": 3}


def test_accepting_is_a_claim_and_tells_who_asked() -> None:
    life = placed(helpers=2)
    life.move(chen, coordinating.accept_offer, dora.person_id)
    assert life.place_of(chen) is ClaimState.TAKEN
    assert life.told(anna) == [notices.HelperComing(142, "Chen")]
    assert life.told(dora) == [notices.OfferAccepted(142, "Chen")]
    with pytest.raises(refusals.AlreadyYours):
        life.move(chen, coordinating.accept_offer, dora.person_id)


def test_declining_needs_no_reason_and_tells_who_asked() -> None:
    life = placed()
    life.move(chen, coordinating.decline_offer, dora.person_id)
    assert life.told(dora) == [notices.OfferDeclined(142, "Chen")]
    assert life.state() in ALIVE


def test_a_coordinator_who_asks_for_an_order_of_her_own_hears_the_answer_as_for_any() -> None:
    leads = partial(coordinating.decline_offer, by_leader=True)
    life = placed(by=dora)
    assert leads(life.facts(chen), dora.person_id).says == (Say(dora.person_id, notices.OfferDeclined(142, "Chen")),)
    accepted = coordinating.accept_offer(life.facts(chen), dora.person_id, by_leader=True)
    assert Say(dora.person_id, notices.OfferAccepted(142, "Chen")) in accepted.says
    kept = replace(life.order, reserved_for=chen.person_id, reserved_until=life.now + timedelta(hours=1))
    wished = leads(replace(life.facts(chen), order=kept), dora.person_id)
    assert wished.says == (Say(dora.person_id, notices.CannotThisTime(142, "Chen")),)


def test_who_was_not_asked_has_nothing_to_answer() -> None:
    life = placed()
    for verb in (coordinating.accept_offer, coordinating.decline_offer):
        with pytest.raises(refusals.NotOffered):
            life.move(boris, verb, None)
    with pytest.raises(refusals.NotApproved):
        life.move(stranger, coordinating.accept_offer, dora.person_id)


def test_who_holds_a_place_has_nothing_to_decline() -> None:
    life = claimed(chen)
    with pytest.raises(refusals.NotOffered):
        life.move(chen, coordinating.decline_offer, dora.person_id)


@pytest.mark.parametrize(
    "person", [anna, stranger, replace(boris, standing=Standing.PAUSED), replace(boris, standing=Standing.APPLIED)]
)
def test_only_approved_volunteers_are_asked_and_never_the_resident(person: Member) -> None:
    with pytest.raises(refusals.CannotBeOffered):
        placed().move(dora, coordinating.offer, person)
    with pytest.raises(refusals.CannotBeOffered):
        placed().move(dora, coordinating.offer, replace(anna, standing=Standing.APPROVED))


def test_who_has_a_place_or_said_no_or_may_still_answer_is_not_asked() -> None:
    with pytest.raises(refusals.HoldsAlready):
        claimed(boris, helpers=2).move(dora, coordinating.offer, boris)
    for made, refused in (
        (asked(chen, OfferState.DECLINED), refusals.HasDeclined), (asked(chen), refusals.OfferedAlready),
    ):  # fmt: skip
        with pytest.raises(refused):
            placed().move(dora, coordinating.offer, chen, (made,))


def test_who_did_not_answer_for_a_day_may_be_asked_again() -> None:
    life = placed()
    life.move(dora, coordinating.offer, chen, (asked(chen, hours=24),))
    assert life.told(chen) == [notices.OrderOffered(142)]
    assert not asked(chen, hours=24).waits(life.now)
    assert asked(chen, hours=23).waits(life.now)
    assert timedelta(hours=24) == STANDS_FOR


def test_nothing_is_offered_where_no_place_is_left() -> None:
    with pytest.raises(refusals.NoPlaceLeft):
        claimed(boris).move(dora, coordinating.offer, chen)


def test_only_so_many_are_asked_at_a_time() -> None:
    made = [asked(volunteer(number)) for number in range(MOST_WAITING)]
    with pytest.raises(refusals.TooManyOffers) as no:
        placed().move(dora, coordinating.offer, chen, made)
    assert no.value.given == {"most": MOST_WAITING}
    made[0] = replace(made[0], state=OfferState.DECLINED)
    placed().move(dora, coordinating.offer, chen, made)


def test_a_life_that_coordinators_touch_still_ends_by_itself() -> None:
    life = Life(claimed(boris).order, claims=claimed(boris).claims)
    life.move(dora, coordinating.take_back, boris.person_id, "Why")
    life.wake()
    assert life.state() is State.EXPIRED
    assert life.order.end_reason == "nobody_came"
