"""From a day and a time to instants: windows, midnight, clock changes, and what buttons offer."""

import pytest

from handlers.parsing import Span, offered_days, offered_times, read_when, span
from rules.refusals import NoSuchDay, NoSuchTime, Refusal, TimeNotUnderstood, TimePassed, TimeTooFar
from tests.handlers.parsing.clocks import BERLIN, CHINA, FRIDAY, NEW_YORK, TODAY, TOMORROW, utc


def test_now_lasts_two_hours() -> None:
    assert span("now", None, FRIDAY, CHINA) == Span("now", FRIDAY, utc("2026-11-20 08:10"))


@pytest.mark.parametrize(
    ("time", "moment", "starts_at", "ends_at"),
    [
        ("any", "day", "2026-11-21 00:00", "2026-11-21 12:00"),
        ("morning", "window", "2026-11-21 00:00", "2026-11-21 04:00"),
        ("afternoon", "window", "2026-11-21 04:00", "2026-11-21 10:00"),
        ("evening", "window", "2026-11-21 10:00", "2026-11-21 13:00"),
        ("09:30", "at", "2026-11-21 01:30", "2026-11-21 02:30"),
        ("09:00-11:00", "window", "2026-11-21 01:00", "2026-11-21 03:00"),
    ],
)
def test_a_time_of_tomorrow_in_instants(time: str, moment: str, starts_at: str, ends_at: str) -> None:
    assert span(TOMORROW, time, FRIDAY, CHINA) == Span(moment, utc(starts_at), utc(ends_at))


@pytest.mark.parametrize(("time", "ends_at"), [("any", "12:00"), ("afternoon", "10:00"), ("14:00-16:00", "08:00")])
def test_a_part_of_today_that_has_begun_starts_now(time: str, ends_at: str) -> None:
    found = span(TODAY, time, FRIDAY, CHINA)
    assert (found.starts_at, found.ends_at) == (FRIDAY, utc(f"2026-11-20 {ends_at}"))


def test_no_time_is_any_time() -> None:
    assert span(TOMORROW, None, FRIDAY, CHINA) == span(TOMORROW, "any", FRIDAY, CHINA)


@pytest.mark.parametrize(
    ("refusal", "day", "time"),
    [
        (TimePassed, TODAY, "morning"), (TimePassed, TODAY, "14:09"), (TimePassed, TODAY, "09:00-11:00"),
        (TimePassed, "2026-11-19", "any"),
        (NoSuchDay, "2027-02-31", "any"), (NoSuchDay, "2026-13-01", "09:00"), (NoSuchDay, "0000-00-00", None),
        (TimeTooFar, "2027-05-20", "any"), (TimeTooFar, "9999-12-31", "09:00"),
        (TimeNotUnderstood, "tomorrow", "any"), (TimeNotUnderstood, TOMORROW, "24:00"),
        (TimeNotUnderstood, TOMORROW, "9:00"),
        (TimeNotUnderstood, TOMORROW, "11:00-09:00"), (TimeNotUnderstood, TOMORROW, "09:00-"),
        (TimeNotUnderstood, TOMORROW, "x-y"),
        (TimeNotUnderstood, "２０２６-11-21", "any"),
    ],
)  # fmt: skip
def test_what_no_button_and_no_parser_gives_is_refused(refusal: type[Refusal], day: str, time: str | None) -> None:
    with pytest.raises(refusal):
        span(day, time, FRIDAY, CHINA)


def test_orders_are_taken_for_180_days() -> None:
    assert span("2027-05-19", "any", FRIDAY, CHINA).moment == "day"
    with pytest.raises(TimeTooFar) as refusal:
        span("2027-05-20", "any", FRIDAY, CHINA)
    assert refusal.value.days == 180


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        ("2026-11-20 15:59", CHINA, "2026-11-21"), ("2026-11-20 16:00", CHINA, "2026-11-22"),
        ("2026-11-21 04:59", NEW_YORK, "2026-11-21"), ("2026-11-21 05:00", NEW_YORK, "2026-11-22"),
        ("2027-03-27 22:59", BERLIN, "2027-03-28"), ("2027-03-27 23:00", BERLIN, "2027-03-29"),
        ("2026-12-31 16:00", CHINA, "2027-01-02"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("typed", ["tomorrow", "明天"])
def test_tomorrow_changes_at_the_midnight_of_the_zone(now: str, zone: str, day: str, typed: str) -> None:
    assert read_when(typed, utc(now), zone, "en").day == day


@pytest.mark.parametrize(
    ("zone", "day", "now"),
    [(BERLIN, "2027-03-28", "2027-03-27 12:00"), (NEW_YORK, "2027-03-14", "2027-03-13 12:00")],
)
def test_a_time_that_clocks_going_forward_leave_out_does_not_exist(zone: str, day: str, now: str) -> None:
    for time in ("02:30", "02:30-05:00", "01:00-02:30"):
        with pytest.raises(NoSuchTime):
            span(day, time, utc(now), zone)
    with pytest.raises(NoSuchTime):
        read_when("tomorrow 2:30 am", utc(now), zone, "en")


def test_a_day_whose_midnight_does_not_exist_can_be_chosen() -> None:
    assert span("2027-04-30", "any", utc("2027-04-29 12:00"), "Africa/Cairo").starts_at == utc("2027-04-30 05:00")
    with pytest.raises(NoSuchTime):
        span("2027-04-30", "00:30", utc("2027-04-29 12:00"), "Africa/Cairo")


def test_nine_in_the_morning_is_an_hour_earlier_in_utc_from_the_day_the_clocks_go_forward() -> None:
    assert span("2027-03-27", "09:00", utc("2027-03-26 12:00"), BERLIN).starts_at == utc("2027-03-27 08:00")
    assert span("2027-03-28", "09:00", utc("2027-03-27 12:00"), BERLIN).starts_at == utc("2027-03-28 07:00")


def test_of_two_times_alike_the_first_is_meant_until_it_is_over() -> None:
    assert span("2026-10-25", "02:30", utc("2026-10-24 12:00"), BERLIN).starts_at == utc("2026-10-25 00:30")
    assert span("2026-10-25", "02:30", utc("2026-10-25 00:45"), BERLIN).starts_at == utc("2026-10-25 01:30")
    assert span("2026-11-01", "01:30", utc("2026-10-31 12:00"), NEW_YORK).starts_at == utc("2026-11-01 05:30")


def test_a_window_across_clocks_going_back_is_an_hour_longer() -> None:
    found = span("2026-10-25", "01:00-04:00", utc("2026-10-24 12:00"), BERLIN)
    assert found == Span("window", utc("2026-10-24 23:00"), utc("2026-10-25 03:00"))


def test_two_hours_from_now_are_two_hours_while_the_clocks_go_forward() -> None:
    now = utc("2027-03-28 00:00")
    when = read_when("in two hours", now, BERLIN, "en")
    assert when.time == "04:00"
    assert span(when.day, when.time, now, BERLIN).starts_at == utc("2027-03-28 02:00")


def test_seven_days_are_offered_from_today() -> None:
    assert offered_days(FRIDAY, CHINA) == tuple(f"2026-11-{day}" for day in range(20, 27))


def test_late_in_the_evening_the_days_offered_begin_tomorrow() -> None:
    late = utc("2026-11-20 12:45")  # 20:45
    assert offered_times(TODAY, late, CHINA) == ()
    assert offered_days(late, CHINA, 3) == (TOMORROW, "2026-11-22", "2026-11-23")


def test_the_times_offered_today_are_those_to_come() -> None:
    assert offered_times(TODAY, FRIDAY, CHINA) == (
        "any", "afternoon", "evening", "15:00", "16:00", "17:00", "18:00", "19:00", "20:00",
    )  # fmt: skip


def test_the_times_offered_tomorrow_are_all_of_them() -> None:
    offered = offered_times(TOMORROW, FRIDAY, CHINA)
    assert offered[:4] == ("any", "morning", "afternoon", "evening")
    assert offered[4:] == tuple(f"{hour:02d}:00" for hour in range(8, 21))


@pytest.mark.parametrize("day", ["now", "2026-11-19", "2027-02-31", "9999-12-31", "nonsense"])
def test_nothing_is_offered_for_a_day_that_cannot_be(day: str) -> None:
    assert offered_times(day, FRIDAY, CHINA) == ()


@pytest.mark.parametrize("hour", range(24))
def test_whatever_is_offered_at_any_hour_is_accepted(hour: int) -> None:
    now = utc(f"2026-11-20 {hour:02d}:37")
    for zone in (CHINA, BERLIN, NEW_YORK):
        for day in offered_days(now, zone, 2):
            assert offered_times(day, now, zone)
            for time in offered_times(day, now, zone):
                assert span(day, time, now, zone).starts_at >= now
