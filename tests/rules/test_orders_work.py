"""The helper's part: arriving, finishing, handing back."""

import pytest

from rules import notices, orders, refusals, wakes
from rules.credits import MOST_MINUTES
from rules.life import ClaimState, State
from rules.notices import Show, View
from rules.people import Member
from tests.people import TUESDAY, anna, boris, chen, hours, stranger
from tests.rules.play import Verb, claimed, finished, placed


def test_an_arrival_is_told_and_the_order_is_under_way() -> None:
    life = claimed(boris)
    life.move(boris, orders.check_in)
    assert life.state() is State.UNDER_WAY
    assert life.claims[0].arrived_at == life.now
    assert life.told(anna) == [notices.HelperArrived(142, "Boris")]


def test_checking_in_twice_is_told_in_words_and_the_first_time_counts() -> None:
    life = claimed(boris)
    life.move(boris, orders.check_in)
    arrived = life.claims[0].arrived_at
    life.now += hours(1)
    with pytest.raises(refusals.AlreadyArrived):
        life.move(boris, orders.check_in)
    assert life.claims[0].arrived_at == arrived


def test_one_arrives_the_other_is_still_expected() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.check_in)
    assert [life.place_of(boris), life.place_of(chen)] == [ClaimState.ARRIVED, ClaimState.TAKEN]
    life.move(chen, orders.check_in)
    assert life.state() is State.UNDER_WAY


def test_finishing_asks_the_resident() -> None:
    life = claimed(boris)
    life.move(boris, orders.check_in)
    life.now += hours(2)
    life.move(boris, orders.finish, 120)
    assert life.state() is State.FINISHED
    assert life.told(boris) == [notices.FinishNoted(142, 120)]
    assert life.told(anna) == [notices.AskConfirm(142)]
    assert life.order.wake_at == life.now + wakes.URGE_AFTER
    assert not life.transfers  # credits wait for the confirmation


def test_who_forgot_to_check_in_may_still_finish() -> None:
    life = claimed(boris)
    life.move(boris, orders.finish, 40)
    assert life.state() is State.FINISHED
    assert life.claims[0].arrived_at is None


def test_the_resident_is_asked_once_when_all_have_finished() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.check_in)
    life.move(boris, orders.finish, 30)
    assert life.state() is State.UNDER_WAY
    assert life.told(anna) == []
    life.move(chen, orders.finish, 45)
    assert life.state() is State.FINISHED
    assert life.told(anna) == [notices.AskConfirm(142)]


def test_a_place_that_nobody_claimed_does_not_hold_the_work_up() -> None:
    life = claimed(boris, helpers=3)
    life.move(boris, orders.check_in)
    life.move(boris, orders.finish, 60)
    assert life.state() is State.FINISHED


@pytest.mark.parametrize("minutes", [-1, 0, MOST_MINUTES + 1])
def test_minutes_are_never_negative_none_or_over_a_day(minutes: int) -> None:
    life = claimed(boris)
    with pytest.raises(refusals.BadMinutes) as no:
        life.move(boris, orders.finish, minutes)
    assert no.value.most == MOST_MINUTES
    assert life.state() is State.CLAIMED


@pytest.mark.parametrize("minutes", [1, MOST_MINUTES])
def test_a_minute_and_a_whole_day_can_be_reported(minutes: int) -> None:
    life = claimed(boris)
    life.move(boris, orders.finish, minutes)
    assert life.claims[0].minutes == minutes


@pytest.mark.parametrize(("verb", "args"), [(orders.check_in, ()), (orders.finish, (10,)), (orders.hand_back, ())])
def test_who_has_finished_does_nothing_twice(verb: Verb, args: tuple[int, ...]) -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.finish, 30)
    with pytest.raises(refusals.AlreadyFinished):
        life.move(boris, verb, *args)


@pytest.mark.parametrize(("verb", "args"), [(orders.check_in, ()), (orders.finish, (10,)), (orders.hand_back, ())])
def test_work_on_an_order_that_is_over_is_refused(verb: Verb, args: tuple[int, ...]) -> None:
    life = finished(boris)
    life.move(anna, orders.confirm)
    with pytest.raises(refusals.OrderOver) as no:
        life.move(boris, verb, *args)
    assert no.value.state == State.CLOSED


@pytest.mark.parametrize("person", [stranger, anna, chen])
@pytest.mark.parametrize(("verb", "args"), [(orders.check_in, ()), (orders.finish, (10,)), (orders.hand_back, ())])
def test_a_place_moves_for_its_own_helper_only(person: Member, verb: Verb, args: tuple[int, ...]) -> None:
    life = claimed(boris)
    with pytest.raises(refusals.NotYourClaim):
        life.move(person, verb, *args)


def test_who_never_held_a_place_learns_nothing_of_the_end() -> None:
    life = finished(boris)
    life.move(anna, orders.confirm)
    with pytest.raises(refusals.NotYourClaim):
        life.move(stranger, orders.hand_back)


def test_a_place_handed_back_is_open_again() -> None:
    life = claimed(boris)
    life.move(boris, orders.hand_back)
    assert life.state() is State.OPEN
    assert life.told(anna) == [notices.HelperHandedBack(142, "Boris", reopened=True)]
    assert life.shows == (Show(142, View.CARD), Show(142, View.CLAIM, boris.person_id))  # the address goes
    life.move(chen, orders.claim)
    assert life.state() is State.CLAIMED


def test_a_place_handed_back_twice_is_no_longer_theirs() -> None:
    life = claimed(boris)
    life.move(boris, orders.hand_back)
    with pytest.raises(refusals.NotYourClaim):
        life.move(boris, orders.hand_back)


def test_one_of_two_hands_back_before_anybody_came() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.hand_back)
    assert life.state() is State.OPEN
    assert life.place_of(chen) is ClaimState.TAKEN


def test_handing_back_after_arriving_opens_the_order() -> None:
    life = claimed(boris)
    life.move(boris, orders.check_in)
    life.move(boris, orders.hand_back)
    assert life.state() is State.OPEN
    life.move(anna, orders.cancel)  # and the resident is free again
    assert life.state() is State.CANCELLED


def test_one_finishes_and_the_other_hands_back() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.check_in)
    life.move(boris, orders.finish, 50)
    life.move(chen, orders.hand_back)
    assert life.state() is State.FINISHED
    assert life.told(anna) == [notices.HelperHandedBack(142, "Chen", reopened=False), notices.AskConfirm(142)]


def test_one_works_on_when_the_other_hands_back() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.check_in)
    life.move(chen, orders.hand_back)
    assert life.state() is State.UNDER_WAY
    assert life.told(anna) == [notices.HelperHandedBack(142, "Chen", reopened=True)]


def test_a_place_handed_back_late_waits_a_day_for_another() -> None:
    life = claimed(boris)
    life.now = TUESDAY + hours(23)
    life.move(boris, orders.hand_back)
    assert life.order.wake_at == life.now + hours(24)


def test_the_card_of_an_order_nobody_claimed_has_no_private_one() -> None:
    life = placed()
    life.wake()
    assert life.shows == (Show(142, View.CARD),)
