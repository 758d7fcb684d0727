"""The time of a day that has been chosen already: Saturday 21 November 2026, or today, a Friday, at 14:10."""

import pytest

from handlers.parsing import read_time
from rules.refusals import EmptyAnswer, NoSuchDay, NoSuchTime, Refusal, TimeNotUnderstood, TimePassed
from tests.handlers.parsing.clocks import BERLIN, CHINA, FRIDAY, TODAY, TOMORROW, utc

TOMORROWS = {
    "9": "09:00", "14": "14:00", "3": "15:00", "9-11": "09:00-11:00", "9 to 11": "09:00-11:00", "9.30": "09:30",
    "9:30": "09:30", "09:30": "09:30", "0930": "09:30", "1430": "14:30", "03:30": "03:30", "9am": "09:00",
    "9 o'clock": "09:00",
    "half past nine": "09:30", "noon": "12:00", "morning": "morning", "in the afternoon": "afternoon",
    "any time": "any",
    "at 9": "09:00", "about 9": "09:00", "between 3 and 5": "15:00-17:00", "after 10": "10:00-20:00",
    "tomorrow 9am": "09:00",
    "saturday 9am": "09:00", "9点": "09:00", "九点半": "09:30", "下午3:30": "15:30", "下午三点到五点": "15:00-17:00",
    "９：３０": "09:30", "上午": "morning", "晚上": "evening", "中午": "12:00", "都可以": "any", "随时": "any",
    "明天九点": "09:00",
    "三点": "15:00", "晚8点": "20:00", "早上8": "08:00", "十点左右": "10:00", "in 20 hours": "10:10",
    "20小时后": "10:10",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "time"), TOMORROWS.items())
def test_a_time_of_tomorrow(typed: str, time: str) -> None:
    assert read_time(typed, TOMORROW, FRIDAY, CHINA, "zh_CN") == time


@pytest.mark.parametrize(
    ("refusal", "typed"),
    [
        (TimeNotUnderstood, "soon"), (TimeNotUnderstood, "25"), (TimeNotUnderstood, "9-9-9"),
        (TimeNotUnderstood, "sunday 9am"),
        (TimeNotUnderstood, "后天九点"), (TimeNotUnderstood, "now"), (TimeNotUnderstood, "in 2 hours"),
        (TimeNotUnderstood, "2460"),
        (TimeNotUnderstood, "11月21日"), (TimeNotUnderstood, "17-15"), (TimeNotUnderstood, "-5"), (EmptyAnswer, "　"),
    ],
)  # fmt: skip
def test_what_is_no_time_of_tomorrow_is_refused(refusal: type[Refusal], typed: str) -> None:
    with pytest.raises(refusal):
        read_time(typed, TOMORROW, FRIDAY, CHINA, "en")


@pytest.mark.parametrize("typed", ["9", "9点", "noon", "上午", "9-11", "14:00"])
def test_a_time_of_today_that_is_over_is_refused(typed: str) -> None:
    with pytest.raises(TimePassed):
        read_time(typed, TODAY, FRIDAY, CHINA, "en")


@pytest.mark.parametrize(
    ("typed", "time"),
    [("now", "14:10"), ("现在", "14:10"), ("in 2 hours", "16:10"), ("14:10", "14:10"), ("friday 4pm", "16:00")],
)
def test_a_time_of_today_that_is_still_to_come(typed: str, time: str) -> None:
    assert read_time(typed, TODAY, FRIDAY, CHINA, "en") == time


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        read_time("02:30", "2027-03-28", utc("2027-03-27 12:00"), BERLIN, "en")


def test_a_forged_day_is_refused() -> None:
    with pytest.raises(NoSuchDay):
        read_time("9am", "2027-02-31", FRIDAY, CHINA, "en")
