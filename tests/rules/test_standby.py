"""Who stands by gets the next free place, in the order they came, and everybody hears what they need to know."""

from datetime import date, timedelta

import pytest

from rules import orders, refusals
from rules.life import ClaimState, State
from rules.notices import (
    HelperComing,
    HelperHandedBack,
    NotNeeded,
    PlaceIsYours,
    Show,
    StandInComing,
    StandingBy,
    SteppedDown,
    View,
)
from rules.people import Member
from rules.refusals import Refusal
from rules.standby import MOST_STANDING_BY, stand_by, step_down
from rules.vetting import Check, Vetting
from tests.people import anna, boris, chen, stranger, volunteer
from tests.rules.play import claimed, finished, placed

felix = volunteer(7)


def test_who_stands_by_holds_no_place_and_sees_no_address() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    assert life.place_of(chen) is ClaimState.STANDBY
    assert life.state() is State.CLAIMED
    assert life.told(chen) == [StandingBy(142)]
    assert life.shows == (Show(142, View.CARD),)


def test_the_one_who_waits_longest_gets_the_place_that_is_handed_back() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.move(felix, stand_by)
    life.move(boris, orders.hand_back)
    assert life.place_of(chen) is ClaimState.TAKEN
    assert life.place_of(felix) is ClaimState.STANDBY
    assert life.state() is State.CLAIMED
    assert life.told(chen) == [PlaceIsYours(142)]
    assert life.told(anna) == [StandInComing(142, "Boris", "Chen")]
    assert Show(142, View.CLAIM, chen.person_id) in life.shows


def test_without_anybody_standing_by_the_place_is_simply_free() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.move(chen, step_down)
    assert life.told(chen) == [SteppedDown(142)]
    life.move(boris, orders.hand_back)
    assert life.told(anna) == [HelperHandedBack(142, "Boris", reopened=True)]
    assert life.state() is State.OPEN


def test_a_place_more_goes_to_whoever_stands_by() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.order = life.order.__class__(**{**vars(life.order), "helpers": 2})
    life.move(anna, orders.change)
    assert life.place_of(chen) is ClaimState.TAKEN
    assert HelperComing(142, "Chen") in life.told(anna)


def test_standing_by_puts_off_no_reminder() -> None:
    life = claimed(boris)
    life.wake()
    assert life.order.reminded
    wake_at = life.order.wake_at
    life.move(chen, stand_by)
    assert life.order.reminded
    assert life.order.wake_at == wake_at


def test_when_the_work_is_done_nobody_has_to_stand_by() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.move(boris, orders.finish, 60)
    assert life.place_of(chen) is ClaimState.STEPPED_DOWN
    assert life.told(chen) == [NotNeeded(142)]


def test_what_others_have_finished_needs_no_stand_in() -> None:
    life = claimed(boris, chen)
    life.move(felix, stand_by)
    life.move(boris, orders.finish, 60)
    life.move(chen, orders.hand_back)
    assert life.state() is State.FINISHED
    assert life.place_of(felix) is ClaimState.STEPPED_DOWN


def test_a_cancelled_order_lets_them_go() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.move(anna, orders.cancel)
    assert life.told(chen) == [NotNeeded(142)]
    assert life.place_of(chen) is ClaimState.STEPPED_DOWN


def test_a_place_that_the_clock_frees_is_no_trap_for_whoever_stands_by() -> None:
    """Three silent days after its time there is nothing left to do: the order ends, and nobody is sent there."""
    life = claimed(boris)
    life.move(chen, stand_by)
    life.wake()
    life.wake()
    assert life.state() is State.EXPIRED
    assert life.told(chen) == [NotNeeded(142)]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (anna, refusals.OwnOrder),
        (boris, refusals.AlreadyYours),
        (chen, refusals.AlreadyStandingBy),
        (stranger, refusals.NotApproved),
    ],
)
def test_not_everybody_can_stand_by(who: Member, refusal: type[Refusal]) -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    with pytest.raises(refusal):
        life.move(who, stand_by)


def test_while_a_place_is_free_nobody_stands_by() -> None:
    with pytest.raises(refusals.PlaceIsFree):
        placed().move(boris, stand_by)


def test_once_all_have_arrived_nobody_needs_to() -> None:
    life = claimed(boris)
    life.now += timedelta(hours=21)
    life.move(boris, orders.check_in)
    with pytest.raises(refusals.NobodyNeeded):
        life.move(chen, stand_by)


def test_what_is_finished_or_over_takes_nobody() -> None:
    with pytest.raises(refusals.OrderOver):
        finished(boris).move(chen, stand_by)


def test_three_are_enough() -> None:
    life = claimed(boris)
    for number in range(MOST_STANDING_BY):
        life.move(volunteer(number), stand_by)
    with pytest.raises(refusals.EnoughStandBy) as no:
        life.move(chen, stand_by)
    assert no.value.given == {"most": MOST_STANDING_BY}


def test_only_who_stands_by_can_step_down() -> None:
    life = claimed(boris)
    for who in (boris, chen, anna):
        with pytest.raises(refusals.NotYourClaim):
            life.move(who, step_down)


def test_whose_check_has_ended_gets_no_place_that_asks_for_one() -> None:
    life = claimed(boris)
    life.move(chen, stand_by)
    life.move(felix, stand_by)
    life.vetting = Vetting(only=True, checks=(Check(felix.person_id),), today=date(2026, 11, 24))
    with pytest.raises(refusals.NotVetted):
        life.move(volunteer(8), stand_by)
    life.move(boris, orders.hand_back)
    assert life.place_of(chen) is ClaimState.STEPPED_DOWN
    assert life.place_of(felix) is ClaimState.TAKEN
