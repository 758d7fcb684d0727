"""The coordinators decide a dispute: as reported, other minutes, or none, with a reason."""

from dataclasses import replace

import pytest

from rules import notices, orders, refusals
from rules.credits import MOST_MINUTES, PRESETS
from rules.ledger import Evidence, Ledger
from rules.life import ClaimState, State
from rules.people import Member
from tests.people import anna, boris, chen, dora, stranger
from tests.rules.play import Life, finished


def disputed(*people: Member) -> Life:
    """All have finished with 140 minutes each, and Anna says that something is wrong."""
    life = finished(*people)
    life.move(anna, orders.dispute, "Something is wrong")
    return life


def test_minutes_as_reported_are_paid_as_reported() -> None:
    life = disputed(boris)
    life.move(dora, orders.settle, None, "The shop's receipt is right")
    assert life.state() is State.CLOSED
    assert life.accounts(Ledger.CREDITS)[boris.person_id] == 25
    assert life.told(boris) == [notices.SettledForHelper(142, 140, 25, 25, "The shop's receipt is right")]
    assert life.told(anna) == [notices.DisputeSettled(142, "The shop's receipt is right", credited=True)]


def test_other_minutes_hold_for_each_helper_and_say_who_knew_them() -> None:
    life = disputed(boris, chen)
    life.move(dora, orders.settle, 60, "An hour each")
    assert life.accounts(Ledger.HOURS) == {None: -120, boris.person_id: 60, chen.person_id: 60}
    assert life.accounts(Ledger.CREDITS) == {None: -20, boris.person_id: 10, chen.person_id: 10}
    assert {made.inputs["evidence"] for made in life.transfers} == {Evidence.DECIDED}
    assert [kept.minutes for kept in life.claims] == [60, 60]


def test_none_at_all_pays_nothing_and_closes() -> None:
    life = disputed(boris)
    life.move(dora, orders.settle, 0, "Nobody came")
    assert life.state() is State.CLOSED
    assert life.place_of(boris) is ClaimState.CONFIRMED
    assert not life.transfers
    assert life.told(boris) == [notices.SettledForHelper(142, 0, 0, 0, "Nobody came")]
    assert life.told(anna) == [notices.DisputeSettled(142, "Nobody came", credited=False)]


def test_hours_without_credits_are_not_called_credited() -> None:
    life = disputed(boris)
    life.rules = PRESETS["guangzhou"]
    life.move(dora, orders.settle, 59, "Less than an hour")
    assert life.accounts(Ledger.HOURS)[boris.person_id] == 59
    assert life.told(anna) == [notices.DisputeSettled(142, "Less than an hour", credited=False)]


@pytest.mark.parametrize("minutes", [-1, MOST_MINUTES + 1])
def test_nobody_is_given_less_than_nothing_or_more_than_a_day(minutes: int) -> None:
    life = disputed(boris)
    with pytest.raises(refusals.BadMinutes):
        life.move(dora, orders.settle, minutes, "A slip")
    assert life.state() is State.DISPUTED


@pytest.mark.parametrize("person", [anna, boris, chen, stranger])
def test_only_coordinators_decide(person: Member) -> None:
    life = disputed(boris)
    with pytest.raises(refusals.NotACoordinator):
        life.move(person, orders.settle, None, "I say so")


def test_the_owner_may_decide_too() -> None:
    life = disputed(boris)
    life.move(replace(stranger, owner=True), orders.settle, None, "Called both")
    assert life.state() is State.CLOSED


def test_nobody_decides_about_minutes_of_their_own() -> None:
    helping = replace(boris, coordinator=True)
    life = disputed(helping)
    with pytest.raises(refusals.OwnMinutes):
        life.move(helping, orders.settle, None, "I was there")
    life.move(dora, orders.settle, None, "He was there")
    assert life.state() is State.CLOSED


def test_without_a_dispute_there_is_nothing_to_decide() -> None:
    life = finished(boris)
    with pytest.raises(refusals.NotDisputed):
        life.move(dora, orders.settle, 0, "Too early")


def test_a_dispute_is_decided_once() -> None:
    life = disputed(boris)
    life.move(dora, orders.settle, None, "Right")
    with pytest.raises(refusals.NotDisputed):
        life.move(dora, orders.settle, 0, "Wrong")
    assert life.accounts(Ledger.CREDITS)[boris.person_id] == 25
