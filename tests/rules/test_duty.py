"""The rota: one at a time, from hand-over to hand-over, also in nights in which the clocks are set; and swaps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import refusals
from rules.duty import Rota, SwapState, check_answer, check_swap, off_until
from rules.hearing import kept_back_since, next_round
from rules.quiet import Quiet

DORA, MEI, MILAN = 4, 5, 6
BERLIN = Rota("Europe/Berlin", 8 * 60, {0: DORA, 1: MEI, 2: DORA, 6: MEI}, {})
TUESDAY = date(2026, 11, 24)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


def test_before_the_hand_over_it_is_still_the_day_before() -> None:
    assert BERLIN.on_duty(datetime(2026, 11, 24, 6, 59, tzinfo=UTC)) == DORA
    assert BERLIN.on_duty(datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) == MEI
    assert BERLIN.on_duty(datetime(2026, 11, 27, 12, 0, tzinfo=UTC)) is None, "nobody was named for Fridays"
    assert BERLIN.next_handover(datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) == datetime(2026, 11, 25, 7, tzinfo=UTC)


@given(st.integers(0, 3 * 365 * 1440), st.integers(0, 1439), st.sampled_from(ZONES), st.integers(0, 36 * 60))
def test_duty_only_ever_goes_forward_one_day_at_a_time(at: int, handover: int, zone: str, minutes: int) -> None:
    rota, now = Rota(zone, handover), datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
    later = rota.day_at(now + timedelta(minutes=minutes))
    assert timedelta(0) <= later - rota.day_at(now) <= timedelta(days=2)
    assert rota.begins(rota.day_at(now)) <= now < rota.begins(rota.day_at(now) + timedelta(1))


def test_an_hour_that_comes_twice_hands_over_once() -> None:
    rota = Rota("Europe/Berlin", 150, {5: DORA, 6: MEI})  # 2:30, in the night in which it is 2:30 twice
    half_past = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert [rota.on_duty(at) for at in half_past] == [MEI, MEI]
    assert rota.on_duty(half_past[1] - timedelta(minutes=20)) == MEI, "it is 2:10 again, and stays hers"


def test_a_swapped_day_is_the_others_and_only_that_day() -> None:
    rota = Rota("UTC", 0, {1: MEI}, {TUESDAY: DORA})
    assert rota.person_on(TUESDAY) == DORA
    assert rota.person_on(TUESDAY + timedelta(7)) == MEI
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert rota.days_of(DORA, monday) == [TUESDAY]
    assert rota.days_of(MEI, monday) == [TUESDAY + timedelta(7)]


def test_whom_a_swap_is_refused() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    check_swap(BERLIN, TUESDAY, MEI, DORA, now)
    with pytest.raises(refusals.NotYourDuty):
        check_swap(BERLIN, TUESDAY, DORA, MEI, now)
    with pytest.raises(refusals.StaleButton):
        check_swap(BERLIN, TUESDAY, MEI, MEI, now)
    with pytest.raises(refusals.DutyOver):
        check_swap(BERLIN, TUESDAY - timedelta(1), DORA, MEI, now)
    with pytest.raises(refusals.NotYourDuty):
        check_swap(BERLIN, TUESDAY + timedelta(21), MEI, DORA, now)


def test_an_answer_counts_once_and_not_when_the_day_is_over_or_somebody_elses() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    check_answer(BERLIN, SwapState.ASKED, TUESDAY, MEI, now)
    for state in (SwapState.ACCEPTED, SwapState.DECLINED):
        with pytest.raises(refusals.SwapAnswered):
            check_answer(BERLIN, state, TUESDAY, MEI, now)
    with pytest.raises(refusals.SwapAnswered):
        check_answer(BERLIN, SwapState.ASKED, TUESDAY, DORA, now)
    with pytest.raises(refusals.DutyOver):
        check_answer(BERLIN, SwapState.ASKED, TUESDAY, MEI, now + timedelta(days=1))


def test_until_tomorrow_morning_is_this_morning_for_who_goes_to_bed_late() -> None:
    assert off_until(datetime(2026, 11, 23, 20, tzinfo=UTC), "Europe/Berlin") == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert off_until(datetime(2026, 11, 24, 1, tzinfo=UTC), "Europe/Berlin") == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_orders_are_told_at_the_chosen_hour_and_never_in_quiet_hours() -> None:
    now, night = datetime(2026, 11, 23, 20, tzinfo=UTC), Quiet(22 * 60, 7 * 60, "UTC")
    assert next_round(now, "UTC", None, None) is None
    assert next_round(now, "UTC", 18 * 60, None) == datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert next_round(now, "UTC", 23 * 60, night) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert next_round(now, "UTC", None, night) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert kept_back_since(datetime(2026, 11, 24, 7, tzinfo=UTC), None, night) == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert kept_back_since(now, 18 * 60, night) is None
