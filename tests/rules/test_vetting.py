"""Orders for checked volunteers only: whose check counts, and for how long."""

from dataclasses import replace
from datetime import date

import pytest

from rules import orders, refusals
from rules.life import State
from rules.people import Standing, check_checker, pause, resume
from rules.vetting import Check, Vetting, years_on
from tests.people import anna, boris, chen, dora
from tests.rules.play import Life, claimed, placed

TODAY = date(2026, 11, 23)


def checked(life: Life, *checks: Check) -> Life:
    """The same life of an order for checked volunteers only."""
    life.vetting = Vetting(only=True, checks=checks, today=TODAY)
    return life


def test_without_a_check_nobody_takes_a_place_in_it() -> None:
    life = checked(placed())
    with pytest.raises(refusals.NotVetted) as no:
        life.move(boris, orders.claim)
    assert no.value.loud
    assert not life.claims


def test_whoever_was_checked_does() -> None:
    life = checked(placed(), Check(boris.person_id))
    life.move(boris, orders.claim)
    assert life.state() is State.CLAIMED


def test_a_check_is_the_persons_own() -> None:
    life = checked(placed(), Check(chen.person_id))
    with pytest.raises(refusals.NotVetted):
        life.move(boris, orders.claim)


@pytest.mark.parametrize(
    ("until", "counts"),
    [(None, True), (date(2026, 11, 24), True), (TODAY, True), (date(2026, 11, 22), False)],
)
def test_the_last_day_counts_and_the_day_after_does_not(until: date | None, counts: bool) -> None:
    assert Check(1, until).counts_on(TODAY) is counts
    assert Vetting(only=True, checks=(Check(1, until),), today=TODAY).admits(1) is counts


def test_one_check_that_counts_is_enough() -> None:
    over, good = Check(1, date(2020, 1, 1)), Check(1, date(2030, 1, 1))
    assert Vetting(only=True, checks=(over, good), today=TODAY).admits(1)


def test_other_orders_ask_for_no_check() -> None:
    assert Vetting().admits(boris.person_id)
    placed().move(boris, orders.claim)


def test_whoever_has_a_place_keeps_it_when_their_check_is_over() -> None:
    life = checked(claimed(boris))
    life.move(boris, orders.check_in)
    life.move(boris, orders.finish, 40)
    assert life.state() is State.FINISHED


def test_the_details_of_an_order_change_whoever_is_coming() -> None:
    life = checked(claimed(boris))
    life.move(anna, orders.change)
    assert life.state() is State.CLAIMED


def test_an_order_does_not_become_one_for_checked_volunteers_while_another_is_coming() -> None:
    life = checked(claimed(boris, chen), Check(chen.person_id))
    with pytest.raises(refusals.HelperNotVetted) as no:
        orders.change(life.facts(anna), other_service=True)
    assert no.value.given == {"by": "Boris"}


def test_it_does_when_all_who_come_are_checked() -> None:
    life = checked(claimed(boris, chen), Check(chen.person_id), Check(boris.person_id))
    assert orders.change(life.facts(anna), other_service=True).order.state is State.CLAIMED


def test_being_paused_goes_before_any_check() -> None:
    life = checked(placed(), Check(boris.person_id))
    with pytest.raises(refusals.Paused):
        life.move(replace(boris, standing=Standing.PAUSED), orders.claim)


def test_nobody_vouches_for_themselves() -> None:
    check_checker(dora.person_id, boris.person_id)
    with pytest.raises(refusals.OwnCheck):
        check_checker(dora.person_id, dora.person_id)


def test_a_volunteer_rests_and_goes_on() -> None:
    assert resume(pause(Standing.APPROVED)) is Standing.APPROVED


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.APPROVED])
def test_nobody_else_can_rest(standing: Standing) -> None:
    with pytest.raises(refusals.StaleButton):
        pause(standing)


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.PAUSED])
def test_going_on_is_no_way_around_an_approval(standing: Standing) -> None:
    with pytest.raises(refusals.StaleButton):
        resume(standing)


@pytest.mark.parametrize(
    ("today", "years", "then"),
    [(date(2026, 11, 23), 1, date(2027, 11, 23)), (date(2028, 2, 29), 1, date(2029, 2, 28)),
     (date(2028, 2, 29), 4, date(2032, 2, 29))],
)  # fmt: skip
def test_years_on_is_the_same_day(today: date, years: int, then: date) -> None:
    assert years_on(today, years) == then
