"""Reminders: their hour on the wall clock, their life, and how far they have come."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import refusals
from rules import reminders as rules
from rules.hours import instant, next_at
from rules.reminders import Audience, Receipt, Reminder, ReminderState, Tally

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "UTC")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ONCE = Reminder(
    1, 1, 4, "Keys", Audience.VOLUNTEERS, None, None, None, "Europe/Berlin", None, ReminderState.PREVIEW
)  # fmt: skip
WEEKLY = replace(ONCE, weekday=0, minutes=9 * 60)

moments = st.integers(0, 5 * 365 * 1440).map(lambda ahead: NOON + timedelta(minutes=ahead - 365 * 1440))


@given(moments, st.integers(0, 1439), st.sampled_from(ZONES), st.none() | st.integers(0, 6))
def test_the_next_time_is_later_and_on_its_day_and_at_most_a_week_away(
    after: datetime, minutes: int, zone: str, weekday: int | None
) -> None:
    found = next_at(after, minutes, zone, weekday)
    assert timedelta(0) < found - after <= timedelta(days=1 if weekday is None else 7, hours=1)
    local = found.astimezone(ZoneInfo(zone))
    assert weekday is None or local.weekday() == weekday
    shown = local.hour * 60 + local.minute
    there = instant(local.date(), shown, zone) == found  # an hour that is skipped is shown as a later one
    assert shown == minutes or not there or 0 < shown - minutes <= 60


@given(moments, st.integers(0, 1439), st.sampled_from(ZONES))
def test_every_day_has_its_hour_once(after: datetime, minutes: int, zone: str) -> None:
    at, days = after, []
    for _ in range(5):
        at = next_at(at, minutes, zone)
        days.append(at.astimezone(ZoneInfo(zone)).date())
    assert [later - earlier for earlier, later in pairwise(days)] == [timedelta(1)] * 4


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_are_set() -> None:
    before = next_at(datetime(2026, 3, 24, tzinfo=UTC), 9 * 60, "Europe/Berlin", weekday=6)
    assert (before, next_at(before, 9 * 60, "Europe/Berlin", weekday=6)) == (
        datetime(2026, 3, 29, 7, tzinfo=UTC), datetime(2026, 4, 5, 7, tzinfo=UTC),
    )  # fmt: skip
    winter = next_at(datetime(2026, 3, 20, tzinfo=UTC), 9 * 60, "Europe/Berlin", 6)
    assert winter == datetime(2026, 3, 22, 8, tzinfo=UTC)
    assert instant(date(2026, 3, 29), 150, "Europe/Berlin") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "skipped"
    assert instant(date(2026, 10, 25), 150, "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "twice"


def test_nothing_goes_out_that_was_not_confirmed_and_confirming_counts_once() -> None:
    with pytest.raises(refusals.StaleButton):
        rules.start(replace(ONCE, next_at=NOON), NOON)
    confirmed = rules.confirm(ONCE, 3, NOON)
    assert (confirmed.state, confirmed.next_at) == (ReminderState.WAITING, NOON)
    with pytest.raises(refusals.StaleButton):
        rules.confirm(confirmed, 3, NOON)


def test_without_readers_or_after_its_time_it_is_refused() -> None:
    with pytest.raises(refusals.NobodyToRemind):
        rules.confirm(ONCE, 0, NOON)
    with pytest.raises(refusals.TimePassed):
        rules.confirm(replace(ONCE, next_at=NOON - timedelta(minutes=1)), 3, NOON)


def test_once_is_once_and_weekly_comes_again_however_late_it_was() -> None:
    started = rules.start(rules.confirm(ONCE, 3, NOON), NOON)
    assert (started.state, started.run, started.next_at) == (ReminderState.SENDING, 1, None)
    assert rules.finish(started).state is ReminderState.SENT
    weekly = rules.confirm(WEEKLY, 3, NOON)
    with pytest.raises(refusals.StaleButton):
        rules.start(weekly, NOON)
    late = NOON + timedelta(days=30)
    again = rules.start(weekly, late)
    assert again.next_at is not None
    assert again.next_at > late
    assert rules.finish(again).state is ReminderState.WAITING


def test_what_is_over_cannot_be_stopped_or_changed() -> None:
    stopped = rules.stop(rules.confirm(WEEKLY, 3, NOON))
    assert stopped.next_at is None
    for over in (stopped, replace(ONCE, state=ReminderState.SENT)):
        with pytest.raises(refusals.ReminderOver):
            rules.stop(over)
        with pytest.raises(refusals.ReminderOver):
            rules.check_change(over)
    with pytest.raises(refusals.ReminderOver):
        rules.check_change(replace(ONCE, state=ReminderState.SENDING))


@pytest.mark.parametrize(
    ("of", "mark"),
    [({}, 100), ({"waiting": 9, "delivered": 1}, 10), ({"held": 95, "failed": 5}, 0),
     ({"waiting": 4, "delivered": 3, "blocked": 3}, 50), ({"delivered": 2, "withdrawn": 1}, 100)],
)  # fmt: skip
def test_the_author_hears_at_marks_and_at_the_end(of: dict[str, int], mark: int) -> None:
    assert Tally(of).mark == mark
    assert sum(Tally(of)[each] for each in Receipt) == Tally(of).total
