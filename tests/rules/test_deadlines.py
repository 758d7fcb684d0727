"""The clock's part: an order nobody claims, one nobody finishes, one nobody confirms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules import deadlines, notices, orders, refusals, wakes
from rules.ledger import Evidence, Ledger
from rules.life import ClaimState, State
from rules.notices import Show, View
from rules.people import Member
from tests.people import TUESDAY, anna, boris, chen, dora, hours
from tests.rules.play import Life, Verb, claimed, finished, placed

A_MOMENT = timedelta(seconds=1)


def test_nothing_is_due_before_its_time() -> None:
    life = placed()
    assert life.wait(TUESDAY + wakes.EXPIRES_AFTER - A_MOMENT - life.now) is None
    assert life.wait(A_MOMENT) is not None


def test_an_order_that_nobody_claims_expires_and_a_person_is_told_to_call() -> None:
    life = placed()
    life.wake()
    assert life.state() is State.EXPIRED
    assert life.order.closed_at == life.now
    assert life.told(anna) == [notices.OrderExpired(142)]
    assert life.coordinators_told() == [notices.NobodyCame(142)]


@pytest.mark.parametrize("helpers", [1, 2])
def test_an_order_that_somebody_claimed_does_not_expire(helpers: int) -> None:
    life = claimed(boris, helpers=helpers)
    with pytest.raises(refusals.OrderOver):
        life.move(None, orders.expire)


def test_a_claimed_order_past_its_time_is_asked_after_once() -> None:
    life = claimed(boris)
    life.wake()
    assert life.state() is State.CLAIMED
    assert life.told(boris) == [notices.AreYouDone(142)]
    assert life.told(anna) == []
    assert life.coordinators_told() == [notices.OverdueClaim(142)]
    assert life.wait(hours(24)) is None


def test_an_order_partly_claimed_is_asked_after_too() -> None:
    life = claimed(boris, helpers=3)
    life.wake()
    assert life.state() is State.OPEN
    assert life.told(boris) == [notices.AreYouDone(142)]


def test_only_those_who_have_not_finished_are_asked() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.finish, 60)
    life.wake()
    assert life.told(boris) == []
    assert life.told(chen) == [notices.AreYouDone(142)]


def test_the_silent_one_is_let_go_and_the_work_of_the_other_counts() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.finish, 60)
    life.wake()
    life.wake()
    assert life.state() is State.FINISHED
    assert life.place_of(chen) is ClaimState.RELEASED
    assert life.told(chen) == [notices.PlaceReleased(142)]
    assert life.told(anna) == [notices.AskConfirm(142)]
    assert life.shows == (Show(142, View.CARD), Show(142, View.CLAIM, chen.person_id))  # the address goes
    life.move(anna, orders.confirm)
    assert life.accounts(Ledger.CREDITS) == {None: -10, boris.person_id: 10}


@pytest.mark.parametrize("arrived", [False, True])
def test_where_all_stay_silent_the_order_ends_and_the_address_goes(arrived: bool) -> None:
    life = claimed(boris, helpers=2)
    if arrived:
        life.move(boris, orders.check_in)
    life.wake()
    asked = life.now
    life.wake()
    assert life.now == asked + wakes.RELEASE_AFTER
    assert life.state() is State.EXPIRED
    assert life.place_of(boris) is ClaimState.RELEASED
    assert life.told(boris) == [notices.PlaceReleased(142)]
    assert life.told(anna) == life.coordinators_told() == [notices.OrderLapsed(142)]
    assert Show(142, View.CLAIM, boris.person_id) in life.shows
    assert not life.transfers


@pytest.mark.parametrize(
    ("person", "verb", "args"),
    [(boris, orders.check_in, ()), (chen, orders.claim, ()), (chen, orders.hand_back, ()), (anna, orders.change, ())],
)
def test_whoever_answers_late_has_another_day(person: Member, verb: Verb, args: tuple[int, ...]) -> None:
    life = claimed(boris, *([chen] if verb is orders.hand_back else []), helpers=2)
    life.wake()
    life.now += hours(48)
    life.move(person, verb, *args)
    assert life.order.wake_at == life.now + hours(24)
    life.wake()
    assert notices.AreYouDone(142) in life.told(boris)


def test_finishing_after_the_reminder_goes_its_usual_way() -> None:
    life = claimed(boris)
    life.wake()
    life.move(boris, orders.finish, 90)
    assert life.state() is State.FINISHED
    assert life.order.wake_at == life.now + wakes.URGE_AFTER


def test_three_days_of_silence_confirm_and_both_are_told() -> None:
    life = finished(boris)
    done = life.now
    life.wake()
    assert life.told(anna) == [notices.PleaseConfirm(142)]
    life.wake()
    assert life.now == done + timedelta(days=3)
    assert life.state() is State.CLOSED
    assert life.told(anna) == [notices.ConfirmedByClock(142)]
    assert life.told(boris) == [notices.Earned(142, 140, 25, balance=25, by_clock=True)]
    assert {made.inputs["evidence"] for made in life.transfers} == {Evidence.VERIFIED}


def test_the_clock_does_not_confirm_what_is_disputed() -> None:
    life = finished(boris)
    life.move(anna, orders.dispute, "Nobody came")
    assert life.wait(timedelta(days=30)) is None
    assert life.state() is State.DISPUTED


@pytest.mark.parametrize("late", [orders.remind, orders.release])
def test_an_order_that_is_over_is_not_asked_after(late: Verb) -> None:
    life = finished(boris)
    with pytest.raises(refusals.OrderOver):
        life.move(None, late)


def test_an_order_that_moved_on_meanwhile_is_left_alone() -> None:
    """The clock took it as due, then somebody else was faster."""
    life = finished(boris)
    life.move(anna, orders.dispute, "Nobody came")
    life.move(dora, orders.settle, None, "He came")
    assert deadlines.due(life.facts(None)) is None


def test_nothing_is_due_in_an_order_that_is_over() -> None:
    """Even where an older program left a time to wake."""
    life = placed()
    life.move(anna, orders.cancel)
    life.order = replace(life.order, wake_at=life.now)
    assert deadlines.due(life.facts(None)) is None


def test_a_life_left_alone_always_ends() -> None:
    for life in (placed(), claimed(boris), claimed(boris, chen), finished(boris), arrived_only()):
        steps = 0
        while life.order.wake_at is not None:
            assert life.wake() is not None
            steps += 1
            assert steps <= 3
        assert life.state() in (State.CLOSED, State.EXPIRED)


def arrived_only() -> Life:
    life = claimed(boris, helpers=2)
    life.move(boris, orders.check_in)
    return life
