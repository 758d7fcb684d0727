"""Quiet hours end when the clock on the wall says so, whatever the zone does with its clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.quiet import MOST_MINUTES, Quiet, after_quiet

NIGHT = Quiet(22 * 60, 7 * 60, "Asia/Shanghai")
minutes = st.integers(0, MOST_MINUTES - 1)
zones = st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001  made aware at once


@pytest.mark.parametrize(
    ("hour", "minute", "over"),
    [(21, 59, "21:59"), (22, 0, "07:00"), (23, 30, "07:00"), (3, 0, "07:00"), (6, 59, "07:00"), (7, 0, "07:00")],
)
def test_the_night_is_over_at_seven(hour: int, minute: int, over: str) -> None:
    shanghai = timedelta(hours=8)
    at = datetime(2026, 11, 24, hour, minute, tzinfo=UTC) - shanghai
    assert (NIGHT.over(at) + shanghai).strftime("%H:%M") == over
    assert NIGHT.over(at) >= at


def test_a_rest_at_noon_does_not_last_over_midnight() -> None:
    noon = Quiet(12 * 60, 14 * 60, "UTC")
    assert noon.holds(datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
    assert not noon.holds(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))


def test_hours_that_are_none_are_a_bug() -> None:
    with pytest.raises(AssertionError):
        Quiet(60, 60, "UTC")


@given(begins=minutes, ends=minutes, zone=zones, at=moments)
def test_what_waits_waits_less_than_a_day_and_never_into_quiet_hours(
    begins: int, ends: int, zone: str, at: datetime
) -> None:
    if begins == ends:
        return
    quiet = Quiet(begins, ends, zone)
    over = after_quiet(at, quiet)
    assert at <= over <= at + timedelta(hours=26)
    assert not quiet.holds(over)


@given(at=moments, ends=minutes)
def test_two_that_leave_no_moment_hold_nothing_back_for_ever(at: datetime, ends: int) -> None:
    day = Quiet(0, max(ends, 1), "UTC")
    rest = Quiet(max(ends, 1), 0, "UTC")
    assert after_quiet(at, day, rest) <= at + timedelta(days=6)
