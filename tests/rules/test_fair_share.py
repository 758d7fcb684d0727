"""Who may take an order first: newcomers and those who rested longest, or the helper of last time; then all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import coordinating, deadlines, notices, orders, refusals, review
from rules.first_choice import FEWEST_HELPERS, LATELY, NOTHING, Known
from rules.ladder import Act, Step
from rules.life import ClaimState, Facts, Outcome, State
from rules.notices import Say, Show, View
from rules.opening import open_to_all
from rules.people import Member, Standing
from rules.quiet import Quiet
from rules.review import SoFar
from tests.people import MONDAY, anna, boris, chen, dora, stranger, volunteer
from tests.rules.play import Life, looked_at, placed

DAYS = tuple(MONDAY - timedelta(days=days) for days in (9, 7, 5, 3, 1))  # five who have helped
FAIR = Known(fair_minutes=15, last_helped=DAYS)
AGAIN = Known(boris.person_id, "Boris")
felix, newcomer = volunteer(1), volunteer(2)


def out(known: Known, **order: object) -> Life:
    """An order that has just gone out; who helped yesterday is Boris, in the middle Chen, Felix longest ago."""
    life = placed()
    life.order = replace(life.order, **order)  # type: ignore[arg-type]
    life.helped = {boris.person_id: DAYS[4], chen.person_id: DAYS[2], felix.person_id: DAYS[0]}
    outcome = orders.place(life.facts(anna), has_group=True, known=known)
    life.order, life.says = outcome.order, outcome.says
    return life


def takes(life: Life, person: Member) -> None:
    """They press Claim, and a place is theirs."""
    life.move(person, orders.claim)
    assert life.place_of(person) is ClaimState.TAKEN


def is_kept(life: Life) -> bool:
    return life.order.reserved_until is not None


def test_for_the_first_minutes_it_is_for_newcomers_and_those_who_rested_longest() -> None:
    for person in (newcomer, felix, chen):
        assert out(FAIR).move(person, orders.claim).order.state is State.CLAIMED
    life = out(FAIR)
    assert life.order.fair_before == DAYS[2], "the middle one of five"
    with pytest.raises(refusals.KeptForOthers) as no:
        life.move(boris, orders.claim)
    assert no.value.given == {"until": "12:15"}
    life.now += timedelta(minutes=15)
    assert life.move(boris, orders.claim).order.state is State.CLAIMED, "whatever the card still says"


def test_when_the_time_is_over_the_card_says_so_no_more_and_the_ladder_begins() -> None:
    life = out(FAIR)
    life.ladder = (Step.of(Act.REMIND, 1, 0),)
    life.order = orders.place(life.facts(anna), has_group=True, known=FAIR).order
    assert life.order.wake_at == MONDAY + timedelta(minutes=15), "nobody is reminded while most may not come"
    opened = life.wake()
    assert opened is not None
    assert (opened.says, opened.shows) == ((), (Show(142, View.CARD),))
    assert life.order.reserved_until is None
    assert life.order.wake_at is not None
    assert life.order.wake_at <= life.now, "what waited for it comes now"


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (NOTHING, "it is off"),
        (replace(FAIR, last_helped=DAYS[: FEWEST_HELPERS - 1]), "so few have ever helped"),
    ],
)
def test_it_is_for_all_at_once_where_there_is_nothing_to_share(known: Known, why: str) -> None:
    assert out(known).order.reserved_until is None, why


def test_it_never_takes_more_than_a_third_of_the_time_that_is_left() -> None:
    soon = MONDAY + timedelta(minutes=30)
    assert out(FAIR, starts_at=soon).order.reserved_until == MONDAY + timedelta(minutes=10)
    assert out(FAIR, starts_at=MONDAY).order.reserved_until is None, "wanted now"


def test_whoever_has_not_helped_for_a_month_may_always_go_first() -> None:
    long_ago = tuple(MONDAY - LATELY - timedelta(days=days) for days in range(1, 6))
    life = out(replace(FAIR, last_helped=long_ago))
    life.helped = {boris.person_id: long_ago[0]}
    takes(life, boris)


def test_a_coordinator_who_asks_somebody_need_not_wait() -> None:
    life = out(FAIR)
    life.move(dora, coordinating.offer, boris)
    assert life.move(boris, coordinating.accept_offer, dora.person_id).order.state is State.CLAIMED


def test_handed_back_in_that_time_it_is_kept_on_and_after_it_it_is_not() -> None:
    life = out(FAIR)
    life.move(newcomer, orders.claim)
    assert is_kept(life)
    life.now += timedelta(minutes=5)
    life.move(newcomer, orders.hand_back)
    with pytest.raises(refusals.KeptForOthers):
        life.move(boris, orders.claim)
    life.move(newcomer, orders.claim)
    life.now += timedelta(minutes=11)
    life.move(newcomer, orders.hand_back)
    assert not is_kept(life)
    takes(life, boris)


def test_changed_to_an_earlier_hour_or_to_other_help_it_is_for_all() -> None:
    life = out(FAIR)
    life.move(anna, orders.change)
    assert is_kept(life), "other words change nothing"
    life.order = replace(life.order, starts_at=MONDAY + timedelta(minutes=20))
    life.move(anna, orders.change)
    assert not is_kept(life)
    life = out(AGAIN)
    assert orders.change(life.facts(anna), other_service=True).order.reserved_for is None
    assert out(FAIR).move(anna, orders.cancel).order.reserved_until is None


def test_changed_to_an_earlier_hour_the_helper_of_last_time_has_no_longer_than_if_it_had_been_ordered_so() -> None:
    life = placed()
    life.quiet = Quiet(11 * 60, 19 * 60, "UTC")
    life.order = replace(life.order, ends_at=MONDAY + timedelta(days=3))
    life.order = orders.place(life.facts(anna), has_group=True, known=AGAIN).order
    life.now += timedelta(minutes=5)
    life.move(anna, orders.change)
    assert life.order.reserved_until == MONDAY + timedelta(hours=7, minutes=30), "other words change nothing"
    life.order = replace(life.order, starts_at=life.now, ends_at=life.now + timedelta(hours=2))
    life.move(anna, orders.change)
    assert life.told(anna) == [notices.OrderChanged(142), notices.OpenToAll(142)]
    takes(life, chen)
    life = out(AGAIN, ends_at=MONDAY + timedelta(days=3))
    life.order = replace(life.order, ends_at=MONDAY + timedelta(hours=3))
    life.move(anna, orders.change)
    assert life.order.reserved_until == MONDAY + timedelta(minutes=10), "wanted this very day"


def test_changed_to_other_help_its_steps_begin_anew() -> None:
    life = out(AGAIN)
    life.now += timedelta(minutes=5)
    life.order = replace(life.order, step=2, stepped_at=MONDAY)
    outcome = orders.change(life.facts(anna), other_service=True)
    assert (outcome.order.step, outcome.order.stepped_at, outcome.order.opened_at) == (0, None, life.now)
    assert Say(anna.person_id, notices.OpenToAll(142)) in outcome.says


def test_the_helper_of_last_time_is_asked_first_and_nobody_else_can_take_it() -> None:
    life = out(AGAIN)
    assert life.says == (
        Say(anna.person_id, notices.AskedFirst(142, "Boris", "12:30")),
        Say(boris.person_id, notices.WishedFor(142, "12:30")),
    )
    for somebody in (chen, newcomer):
        with pytest.raises(refusals.SomebodyAskedFirst) as no:
            life.move(somebody, orders.claim)
        assert no.value.given == {"until": "12:30"}, "and nobody is named"
    accepted = life.move(boris, coordinating.accept_offer, anna.person_id)
    assert [said.notice for said in accepted.says] == [notices.HelperComing(142, "Boris")]
    assert life.order.reserved_for is None


def test_where_two_are_wanted_the_other_place_is_for_all_once_the_first_has_come() -> None:
    life = out(AGAIN, helpers=2)
    life.move(boris, orders.claim)
    assert life.move(chen, orders.claim).order.state is State.CLAIMED


def test_declined_it_is_open_to_all_at_once_and_the_resident_hears_it() -> None:
    life = out(AGAIN)
    with pytest.raises(refusals.NotOffered):
        life.move(stranger, coordinating.decline_offer, None)
    declined = life.move(boris, coordinating.decline_offer, anna.person_id)
    assert life.told(anna) == [notices.CannotThisTime(142, "Boris")]
    assert declined.shows == (Show(142, View.CARD),)
    assert life.order.wake_at == life.order.ends_at + timedelta(hours=1)
    takes(life, chen)


def test_without_an_answer_it_is_open_to_all_and_the_helper_may_still_come() -> None:
    life = out(AGAIN)
    life.wake()
    assert life.now == MONDAY + timedelta(minutes=30)
    assert life.told(anna) == [notices.OpenToAll(142)]
    assert life.move(boris, coordinating.decline_offer, anna.person_id).says == (), "it is said once"
    life = out(AGAIN)
    life.wake()
    life.move(boris, coordinating.accept_offer, anna.person_id)
    assert life.place_of(boris) is ClaimState.TAKEN


def test_paused_meanwhile_they_cannot_and_the_time_passes() -> None:
    life = out(AGAIN)
    with pytest.raises(refusals.Paused):
        life.move(replace(boris, standing=Standing.PAUSED), coordinating.accept_offer, anna.person_id)
    life.wake()
    takes(life, chen)


def test_wanted_today_they_have_ten_minutes_and_at_night_until_the_morning_if_there_is_time() -> None:
    assert out(AGAIN, starts_at=MONDAY + timedelta(hours=3)).order.reserved_until == MONDAY + timedelta(minutes=10)
    night = Quiet(11 * 60, 19 * 60, "UTC")
    for hours, until in ((20, timedelta(hours=7, minutes=30)), (9, timedelta(minutes=10))):
        life = placed()
        life.quiet, life.order = night, replace(life.order, starts_at=MONDAY + timedelta(hours=hours))
        kept = orders.place(life.facts(anna), has_group=True, known=AGAIN).order
        assert kept.reserved_until == MONDAY + until, hours


def test_looked_at_first_it_is_kept_from_the_moment_it_is_let_out() -> None:
    life = looked_at()
    life.now += timedelta(minutes=50)

    def approve(facts: Facts) -> Outcome:
        return review.approve(facts, SoFar(), has_group=True, known=AGAIN)

    life.move(dora, approve)
    assert life.order.reserved_until == life.now + timedelta(minutes=30)
    assert life.told(anna) == [notices.AskedFirst(142, "Boris", "13:20")]


def test_the_clock_opens_nothing_that_is_open() -> None:
    for life in (out(NOTHING), out(FAIR)):
        if life.order.reserved_until is not None:
            life.move(newcomer, orders.claim)
        with pytest.raises(refusals.OrderOver):
            life.move(None, open_to_all)
        assert deadlines.due(life.facts(None)) is None


ages = st.lists(st.integers(1, 60 * 24 * 60), min_size=FEWEST_HELPERS, max_size=30)


@given(ages=ages, minutes=st.integers(1, 60), left=st.integers(-60, 10_000))
def test_at_least_half_of_all_who_ever_helped_may_go_first(ages: list[int], minutes: int, left: int) -> None:
    helped: list[datetime] = [MONDAY - timedelta(minutes=age) for age in ages]
    known = Known(fair_minutes=minutes, last_helped=tuple(helped))
    order = out(known, starts_at=MONDAY + timedelta(minutes=left)).order
    if order.reserved_until is None:
        assert left <= 0
        return
    assert MONDAY < order.reserved_until <= MONDAY + timedelta(minutes=left) / 3
    assert order.fair_before is not None
    may = sum(at <= order.fair_before for at in helped)
    assert may * 2 >= len(helped)
