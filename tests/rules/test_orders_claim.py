"""Placing and claiming: an order goes out, and each place has exactly one winner."""

import pytest

from rules import notices, orders, refusals, wakes
from rules.life import ClaimState, State
from rules.notices import Show, View
from rules.people import Member, Standing
from tests.people import TUESDAY, WENFENG, anna, approved, boris, chen, dora, hours, order_of, stranger
from tests.rules.play import Life, claimed, finished, placed


def test_a_placed_order_is_open_and_its_resident_knows() -> None:
    outcome = orders.place(Life(order_of(anna)).facts(anna), has_group=True)
    assert outcome.order.state is State.OPEN
    assert outcome.order.wake_at == TUESDAY + wakes.EXPIRES_AFTER
    assert outcome.says == (notices.Say(anna.person_id, notices.Placed(142)),)
    assert outcome.shows == (Show(142, View.CARD),)


def test_an_order_that_no_group_shows_is_told_to_the_coordinators() -> None:
    outcome = orders.place(Life(order_of(anna)).facts(anna), has_group=False)
    assert notices.Say(notices.Coordinators(WENFENG), notices.NoGroupYet(142)) in outcome.says


def test_an_approved_volunteer_claims_and_the_resident_is_told_who_comes() -> None:
    life = placed()
    life.move(boris, orders.claim)
    assert life.state() is State.CLAIMED
    assert life.place_of(boris) is ClaimState.TAKEN
    assert life.told(anna) == [notices.HelperComing(142, "Boris")]
    assert life.shows == (Show(142, View.CARD), Show(142, View.CLAIM, boris.person_id))


def test_a_claimed_order_cannot_be_claimed_again() -> None:
    life = claimed(boris)
    with pytest.raises(refusals.AlreadyClaimed) as no:
        life.move(chen, orders.claim)
    assert no.value.given == {"by": "Boris", "others": 3}
    assert [kept.person_id for kept in life.claims] == [boris.person_id]


def test_an_order_for_two_stays_open_until_the_second_claims() -> None:
    life = claimed(boris, helpers=2)
    assert life.state() is State.OPEN
    life.now += hours(1)
    life.move(chen, orders.claim)
    assert life.state() is State.CLAIMED
    with pytest.raises(refusals.AlreadyClaimed) as no:
        life.move(approved(dora), orders.claim)
    assert no.value.by == "Chen"  # the one who took the last place


def test_nobody_takes_two_places() -> None:
    life = claimed(boris, helpers=2)
    with pytest.raises(refusals.AlreadyYours):
        life.move(boris, orders.claim)


def test_nobody_claims_an_order_of_their_own() -> None:
    life = placed(by=boris)
    with pytest.raises(refusals.OwnOrder):
        life.move(boris, orders.claim)


def test_a_stranger_is_shown_the_way_to_join() -> None:
    life = placed()
    with pytest.raises(refusals.NotApproved) as no:
        life.move(stranger, orders.claim)
    assert no.value.link == "join_wenfeng"
    assert no.value.loud


def test_an_applicant_waits_for_the_coordinators() -> None:
    applicant = Member(6, WENFENG, "Ema", Standing.APPLIED)
    life = placed()
    with pytest.raises(refusals.AwaitingApproval):
        life.move(applicant, orders.claim)


@pytest.mark.parametrize(
    ("standing", "refusal"), [(Standing.DECLINED, refusals.NotApproved), (Standing.PAUSED, refusals.Paused)]
)
def test_who_is_declined_or_paused_does_not_claim(standing: Standing, refusal: type[refusals.Refusal]) -> None:
    life = placed()
    with pytest.raises(refusal):
        life.move(Member(6, WENFENG, "Ema", standing), orders.claim)


def test_a_coordinator_claims_only_as_a_volunteer() -> None:
    life = placed()
    with pytest.raises(refusals.NotApproved):
        life.move(dora, orders.claim)
    life.move(approved(dora), orders.claim)
    assert life.state() is State.CLAIMED


def test_an_open_place_can_be_claimed_while_others_work() -> None:
    life = claimed(boris, helpers=2)
    life.move(boris, orders.check_in)
    life.move(chen, orders.claim)
    assert life.state() is State.UNDER_WAY
    assert life.place_of(chen) is ClaimState.TAKEN


@pytest.mark.parametrize("end", [State.FINISHED, State.DISPUTED, State.CLOSED, State.CANCELLED, State.EXPIRED])
def test_an_order_that_is_over_is_not_claimed(end: State) -> None:
    life = ended(end)
    with pytest.raises(refusals.OrderOver) as no:
        life.move(chen, orders.claim)
    assert no.value.state == end


def test_who_handed_back_may_claim_again() -> None:
    life = claimed(boris)
    life.move(boris, orders.hand_back)
    life.move(boris, orders.claim)
    assert [kept.state for kept in life.claims] == [ClaimState.HANDED_BACK, ClaimState.TAKEN]
    assert [kept.id for kept in life.claims] == [1, 2]


def test_a_late_claim_has_a_day_to_come() -> None:
    life = placed()
    life.now = TUESDAY + hours(23)  # an hour before it would expire
    life.move(boris, orders.claim)
    assert life.order.wake_at == life.now + hours(24)


def test_people_are_judged_in_the_orders_own_community() -> None:
    from_elsewhere = Member(boris.person_id, WENFENG + 1, "Boris Novak", Standing.APPROVED)
    with pytest.raises(AssertionError, match="own community"):
        placed().move(from_elsewhere, orders.claim)


def test_the_clock_claims_nothing() -> None:
    with pytest.raises(AssertionError, match="clock"):
        placed().move(None, orders.claim)


def ended(state: State) -> Life:
    """An order that came to this end; Boris helped, where anybody did."""
    if state is State.EXPIRED:
        life = placed()
        life.wake()
    elif state is State.CANCELLED:
        life = placed()
        life.move(anna, orders.cancel)
    else:
        life = finished(boris)
    if state is State.CLOSED:
        life.move(anna, orders.confirm)
    if state is State.DISPUTED:
        life.move(anna, orders.dispute, "Nobody came")
    assert life.state() is state
    return life
