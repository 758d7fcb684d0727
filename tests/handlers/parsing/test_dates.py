"""Until which day something is good, typed on Friday 20 November 2026 in Shanghai."""

import pytest

from handlers.parsing.times import read_date
from rules.refusals import DateTooFar, DayPassed, EmptyAnswer, NoSuchDay, TimeNotUnderstood
from tests.handlers.parsing.clocks import CHINA, FRIDAY, TODAY

DAYS = {
    "31 December 2027": "2027-12-31", "December 31, 2027": "2027-12-31", "2027-12-31": "2027-12-31",
    "31.12.2027": "2027-12-31", "31 dec": "2026-12-31", "today": TODAY, "in 52 weeks": "2027-11-19",
    "20 Nov 2036": "2036-11-20",
}  # fmt: skip
CHINESE = {
    "2027年12月31日": "2027-12-31", "明年6月1日": "2027-06-01", "今天": TODAY, "二〇二七年十二月三十一日": "2027-12-31",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_a_day_may_be_far_ahead(typed: str, day: str) -> None:
    assert read_date(typed, FRIDAY, CHINA, "en", 10).isoformat() == day


@pytest.mark.parametrize(("typed", "day"), CHINESE.items())
def test_the_same_in_chinese(typed: str, day: str) -> None:
    assert read_date(typed, FRIDAY, CHINA, "zh_CN", 10).isoformat() == day


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("yesterday", DayPassed), ("2026-11-19", DayPassed), ("2020年1月1日", DayPassed),
        ("21 Nov 2036", DateTooFar), ("9999-12-31", DateTooFar),
        ("31 February 2027", NoSuchDay), ("2027-02-30", NoSuchDay),
        ("for ever", TimeNotUnderstood), ("on", TimeNotUnderstood), ("9:30", TimeNotUnderstood),
        ("x" * 500, TimeNotUnderstood), (" ", EmptyAnswer),
    ],
)  # fmt: skip
def test_what_is_no_such_day_is_refused(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_date(typed, FRIDAY, CHINA, "en", 10)
