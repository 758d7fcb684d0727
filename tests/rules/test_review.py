"""An order that is looked at first: who may decide, what the resident hears, and that it is never forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules import notices, orders, refusals, review, wakes
from rules.life import Facts, Outcome, State
from rules.notices import Coordinators, Show, View
from rules.people import Member
from rules.review import SoFar
from tests.people import MONDAY, TUESDAY, WENFENG, anna, boris, chen, dora, hours, stranger
from tests.rules.play import Life, Verb, looked_at, placed

REVIEW = Show(142, View.REVIEW)
leading_anna = replace(anna, coordinator=True)
elsewhere = Member(9, WENFENG, "Gerd")  # coordinates another community, and is nobody here
OWNER = replace(stranger, owner=True)
DECISIONS: tuple[tuple[Verb, tuple[object, ...]], ...] = (
    (review.ask_back, (SoFar(), "Which floor?")), (review.decline, (SoFar(), "not_ours")),
)  # fmt: skip


def approve(facts: Facts, so_far: SoFar | None = None, has_group: bool = True) -> Outcome:
    """As the handler calls it."""
    return review.approve(facts, so_far or SoFar(), has_group=has_group)


EVERY = (*DECISIONS, (approve, ()))


def test_it_begins_with_the_coordinators_and_the_resident_hears_that() -> None:
    life = looked_at()
    assert life.state() is State.REVIEW
    assert life.told(anna) == [notices.InReview(142)]
    assert life.shows == (REVIEW,), "no card for the team's group"


def test_earlier_orders_that_may_mean_the_same_are_named() -> None:
    life = looked_at()
    outcome = review.place(life.facts(anna), ("E-0140",))
    assert [said.notice for said in outcome.says] == [notices.InReview(142, ("E-0140",))]


def test_where_nobody_looks_first_a_duplicate_is_pointed_out_to_both() -> None:
    outcome = orders.place(placed().facts(anna), has_group=True, earlier=("E-0140",))
    assert [(said.to, said.notice) for said in outcome.says] == [
        (anna.person_id, notices.Placed(142, ("E-0140",))),
        (Coordinators(WENFENG), notices.PossibleDuplicate(142, ("E-0140",))),
    ]


def test_approved_it_is_out_and_lives_as_any_other() -> None:
    life = looked_at()
    life.move(dora, approve)
    assert life.state() is State.OPEN
    assert life.told(anna) == [notices.ReviewPassed(142)]
    assert life.shows == (Show(142, View.CARD), REVIEW)
    assert life.order.wake_at == TUESDAY + wakes.EXPIRES_AFTER
    life.move(boris, orders.claim)
    assert life.state() is State.CLAIMED


def test_approved_where_no_team_has_a_group_the_coordinators_hear_that() -> None:
    life = looked_at()
    life.move(dora, approve, SoFar(), False)
    assert life.coordinators_told() == [notices.NoGroupYet(142)]


def test_approved_late_it_has_another_day() -> None:
    life = looked_at()
    life.now = TUESDAY + hours(3)
    life.move(dora, approve)
    assert life.order.wake_at == TUESDAY + hours(27)


def test_asked_back_it_waits_on_and_the_answer_goes_to_whoever_asked() -> None:
    life = looked_at()
    life.move(dora, review.ask_back, SoFar(), "Which floor?")
    assert life.state() is State.REVIEW
    assert life.told(anna) == [notices.AskedBack(142, "Dora", "Which floor?")]
    life.move(anna, review.answer_back, SoFar(asked=True, askers=(dora.person_id,)), "The third")
    assert life.state() is State.REVIEW
    assert life.told(dora) == [notices.AnsweredBack(142, "The third")]
    assert life.shows == (REVIEW,)


def test_an_answer_to_somebody_who_leads_no_more_goes_to_all_who_do() -> None:
    life = looked_at()
    life.move(anna, review.answer_back, SoFar(asked=True), "The third")
    assert life.coordinators_told() == [notices.AnsweredBack(142, "The third")]


def test_no_answer_without_a_question() -> None:
    with pytest.raises(refusals.NothingAsked):
        looked_at().move(anna, review.answer_back, SoFar(), "By the way")


def test_only_the_resident_answers() -> None:
    with pytest.raises(refusals.NotYourOrder):
        looked_at().move(dora, review.answer_back, SoFar(asked=True), "The third")


def test_declined_it_is_over_and_the_resident_hears_why() -> None:
    life = looked_at()
    life.move(dora, review.decline, SoFar(), "not_ours")
    assert life.state() is State.DECLINED
    assert life.order.wake_at is None
    assert life.order.closed_at == life.now
    assert life.told(anna) == [notices.OrderDeclined(142, "not_ours")]


@pytest.mark.parametrize(("verb", "args"), EVERY)
@pytest.mark.parametrize("person", [anna, boris, stranger, elsewhere])
def test_only_coordinators_decide(person: Member, verb: Verb, args: tuple[object, ...]) -> None:
    with pytest.raises(refusals.NotACoordinator):
        looked_at().move(person, verb, *args)


@pytest.mark.parametrize("person", [dora, OWNER])
def test_a_coordinator_or_the_owner_may(person: Member) -> None:
    life = looked_at()
    life.move(person, approve)
    assert life.state() is State.OPEN


@pytest.mark.parametrize(("verb", "args"), EVERY)
def test_nobody_decides_about_an_order_of_their_own(verb: Verb, args: tuple[object, ...]) -> None:
    with pytest.raises(refusals.OwnReview):
        looked_at(by=leading_anna).move(leading_anna, verb, *args)


def test_unless_there_is_nobody_else() -> None:
    life = looked_at(by=leading_anna)
    life.move(leading_anna, approve, SoFar(others=False))
    assert life.state() is State.OPEN


@pytest.mark.parametrize("declined", [False, True])
def test_whoever_comes_too_late_hears_who_has_decided(declined: bool) -> None:
    life = looked_at()
    if declined:
        life.move(dora, review.decline, SoFar(), "No")
    else:
        life.move(dora, approve)
    with pytest.raises(refusals.AlreadyReviewed) as no:
        life.move(OWNER, approve, SoFar(decided_by="Dora", declined=declined))
    assert no.value.given == {"by": "Dora", "declined": declined}


def test_nothing_is_decided_about_what_was_cancelled_or_went_straight_out() -> None:
    life = looked_at()
    life.move(anna, orders.cancel)
    with pytest.raises(refusals.OrderOver):
        life.move(dora, approve)
    with pytest.raises(refusals.NotInReview):
        placed().move(dora, approve)


@pytest.mark.parametrize("verb", [orders.claim, orders.check_in, orders.hand_back])
def test_nobody_helps_before_it_is_out(verb: Verb) -> None:
    life = looked_at()
    with pytest.raises((refusals.NotOutYet, refusals.NotYourClaim)):
        life.move(boris, verb)
    assert not life.claims
    life.move(dora, review.decline, SoFar(), "No")
    with pytest.raises((refusals.OrderOver, refusals.NotYourClaim)):
        life.move(boris, verb)


def test_a_claim_is_refused_because_it_is_not_out_yet() -> None:
    with pytest.raises(refusals.NotOutYet):
        looked_at().move(chen, orders.claim)


def test_nothing_is_confirmed_before_it_is_out() -> None:
    with pytest.raises(refusals.NotFinishedYet):
        looked_at().move(anna, orders.confirm)


def test_the_resident_may_cancel_it_meanwhile() -> None:
    life = looked_at()
    life.move(anna, orders.cancel)
    assert life.state() is State.CANCELLED
    assert life.shows == (REVIEW,)


def test_the_resident_may_change_it_meanwhile_and_it_stays_there() -> None:
    life = looked_at()
    life.order = replace(life.order, helpers=3)
    life.move(anna, orders.change)
    assert life.state() is State.REVIEW
    assert life.order.helpers == 3
    assert life.told(anna) == [notices.OrderChanged(142)]
    assert life.shows == (REVIEW,)


def test_without_a_decision_the_coordinators_are_reminded_once_and_then_it_expires() -> None:
    life = looked_at()
    life.wake()
    assert life.now == MONDAY + hours(1)
    assert life.coordinators_told() == [notices.ReviewWaits(142)]
    assert life.told(anna) == []
    life.wake()
    assert life.now == TUESDAY + hours(24)
    assert life.state() is State.EXPIRED
    assert life.told(anna) == [notices.NotDecidedInTime(142)]
    assert life.coordinators_told() == [notices.NobodyDecided(142)]
    assert life.shows == (REVIEW,)


@pytest.mark.parametrize(
    ("until_start", "reminded_after"),
    [(hours(9), hours(1)), (hours(1), hours(0.5)), (hours(0.5), hours(0)), (hours(0), hours(0)), (-hours(1), hours(0))],
)
def test_a_reminder_comes_half_an_hour_before_it_begins(until_start: timedelta, reminded_after: timedelta) -> None:
    life = looked_at(start=MONDAY + until_start)
    assert life.order.wake_at == MONDAY + reminded_after


def test_who_has_just_asked_or_been_answered_is_not_reminded_in_the_same_breath() -> None:
    life = looked_at(start=MONDAY)
    life.wake()
    life.move(dora, review.ask_back, SoFar(), "Which floor?")
    assert life.order.wake_at == life.now + review.JUST_TOLD
    life.move(anna, review.answer_back, SoFar(asked=True, askers=(4,)), "The third")
    life.wake()
    assert life.coordinators_told() == [notices.ReviewWaits(142)]


def test_a_change_brings_no_second_reminder() -> None:
    life = looked_at()
    life.wake()
    life.move(anna, orders.change)
    assert life.order.wake_at == TUESDAY + hours(24)


def test_approved_after_the_reminder_helpers_are_still_asked_once() -> None:
    life = looked_at()
    life.wake()
    life.move(dora, approve)
    life.move(boris, orders.claim)
    life.wake()
    assert life.told(boris) == [notices.AreYouDone(142)]


def test_when_the_clock_stood_still_it_expires_without_a_reminder() -> None:
    life = looked_at()
    life.now = TUESDAY + hours(25)
    life.look()
    assert life.state() is State.EXPIRED


def test_the_clock_urges_nobody_about_what_is_out() -> None:
    with pytest.raises(refusals.OrderOver):
        placed().move(None, review.urge)


def test_a_life_left_alone_in_review_ends() -> None:
    asked: Life = looked_at()
    asked.move(dora, review.ask_back, SoFar(), "Which floor?")
    for life in (looked_at(), asked):
        while life.order.wake_at is not None:
            assert life.wake() is not None
        assert life.state() is State.EXPIRED
