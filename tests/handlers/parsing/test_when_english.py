"""When, typed in English on Friday 20 November 2026 at 14:10 in Shanghai."""

import pytest

from handlers.parsing import When, read_when
from rules.refusals import NoSuchDay, Refusal, TimeNotUnderstood, TimePassed, TimeTooFar
from tests.handlers.parsing.clocks import BERLIN, CHINA, FRIDAY, NEW_YORK, TODAY, TOMORROW

DAYS = {
    "today": TODAY, "tomorrow": TOMORROW, "Tomorrow.": TOMORROW, "day after tomorrow": "2026-11-22",
    "the day after tomorrow": "2026-11-22", "friday": TODAY, "Saturday": TOMORROW, "on Sunday": "2026-11-22",
    "tuesday": "2026-11-24", "Tue": "2026-11-24", "next Tuesday": "2026-11-24", "next Friday": "2026-11-27",
    "next sunday": "2026-11-29", "this friday": TODAY, "this coming Saturday": TOMORROW, "Dec 16": "2026-12-16",
    "16 Dec": "2026-12-16", "16th of December": "2026-12-16", "December 16th, 2026": "2026-12-16",
    "dec. 16": "2026-12-16",
    "Wed 16 Dec": "2026-12-16", "friday the 27th": "2026-11-27", "the 25th": "2026-11-25", "16th": "2026-12-16",
    "31/12": "2026-12-31", "12/31": "2026-12-31", "31.12.": "2026-12-31", "24.12.2026": "2026-12-24",
    "2026-12-16": "2026-12-16", "1/1": "2027-01-01", "in 3 days": "2026-11-23", "in three days": "2026-11-23",
    "3 days from now": "2026-11-23", "in a week": "2026-11-27", "a week from today": "2026-11-27",
    "in two weeks": "2026-12-04", "tomorow": TOMORROW, "tommorrow": TOMORROW, "tmrw": TOMORROW, "satruday": TOMORROW,
    "wensday": "2026-11-25", "Jan 5": "2027-01-05", "ｔｏｍｏｒｒｏｗ": TOMORROW,
}  # fmt: skip

DAYS_WITH_TIMES = {
    "tomorrow 9am": (TOMORROW, "09:00"), "tomorrow at 9": (TOMORROW, "09:00"), "tomorrow 9": (TOMORROW, "09:00"),
    "tomorrow at 3": (TOMORROW, "15:00"), "tomorrow 9 o'clock": (TOMORROW, "09:00"),
    "tomorrow nine o'clock": (TOMORROW, "09:00"),
    "half past nine tomorrow": (TOMORROW, "09:30"), "half past nine tomorrow morning": (TOMORROW, "09:30"),
    "nine thirty tomorrow": (TOMORROW, "09:30"), "ten past nine tomorrow": (TOMORROW, "09:10"),
    "quarter to ten tomorrow": (TOMORROW, "09:45"), "tomorrow at noon": (TOMORROW, "12:00"),
    "tomorrow morning": (TOMORROW, "morning"), "tomorrow night": (TOMORROW, "evening"),
    "tomorrow all day": (TOMORROW, "any"),
    "tomorrow 9 in the morning": (TOMORROW, "09:00"), "december 9 in the morning": ("2026-12-09", "morning"),
    "4pm tomorrow": (TOMORROW, "16:00"), "tomorrow 5 p.m.": (TOMORROW, "17:00"), "tomorrow 17h30": (TOMORROW, "17:30"),
    "next tuesday at 3pm": ("2026-11-24", "15:00"), "mon 9am": ("2026-11-23", "09:00"),
    "sat 10.30am": (TOMORROW, "10:30"),
    "December 16th at 10:30": ("2026-12-16", "10:30"), "16/12 15:00": ("2026-12-16", "15:00"),
    "2026-12-16T15:00": ("2026-12-16", "15:00"), "Friday 9-11": ("2026-11-27", "09:00-11:00"),
    "Friday 9 to 11": ("2026-11-27", "09:00-11:00"), "Friday 10 to 12": ("2026-11-27", "10:00-12:00"),
    "Friday 10 to 2": ("2026-11-27", "10:00-14:00"), "ten to nine tomorrow": (TOMORROW, "08:50"),
    "tomorrow ten minutes to twelve": (TOMORROW, "11:50"), "tomorrow 5 to 7": (TOMORROW, "17:00-19:00"),
    "friday 3-5pm": (TODAY, "15:00-17:00"),
    "tomorrow 9-1pm": (TOMORROW, "09:00-13:00"), "tomorrow 10am-2": (TOMORROW, "10:00-14:00"),
    "monday 11-1": ("2026-11-23", "11:00-13:00"), "tomorrow 9-5": (TOMORROW, "09:00-17:00"),
    "between 9 and 11 tomorrow": (TOMORROW, "09:00-11:00"), "tomorrow from 9 to 11": (TOMORROW, "09:00-11:00"),
    "tomorrow after 3pm": (TOMORROW, "15:00-20:00"), "tomorrow before noon": (TOMORROW, "08:00-12:00"),
    "Tue 24 Nov, 9:00–11:00": ("2026-11-24", "09:00-11:00"), "I'd like tomorrow 3pm please": (TOMORROW, "15:00"),
    "16 dec 10": ("2026-12-16", "10:00"), "in 26 hours": (TOMORROW, "16:10"),
}  # fmt: skip

TIMES_OF_TODAY = {
    "3pm": "15:00", "at 4": "16:00", "17:30": "17:30", "5 p.m.": "17:00", "quarter past four": "16:15",
    "tonight": "evening",
    "this afternoon": "afternoon", "this evening": "evening", "anytime": "any", "in two hours": "16:10",
    "20 to 5": "16:40",
    "in half an hour": "14:40", "in 90 minutes": "15:40", "before 5": "08:00-17:00", "from 4 to 6": "16:00-18:00",
}  # fmt: skip

REFUSED: dict[type[Refusal], tuple[str, ...]] = {
    TimePassed: (
        "yesterday", "last monday", "nov 19", "9am", "9 o'clock", "half past nine", "noon", "this morning",
        "2020-01-01",
    ),
    NoSuchDay: (
        "31 Feb", "Feb 31", "31/02", "31 April", "feb 29", "dec 45", "feb 30 2027", "2027-02-31", "31st", "32nd",
    ),
    TimeTooFar: ("2028-01-01", "may 20", "in 30 weeks", "29 feb 2028"),
    TimeNotUnderstood: (
        "hello", "rice 5 kg", "9", "12", "9-11", "9.30", "5/6", "12-11", "1700", "2026", "20261216", "-1",
        "138 0013 8000", "a",
        "may", "march", "weekend", "next week", "december", "friday 1-", "tomorrow rice", "today tomorrow",
        "friday saturday",
        "tomorrow or friday", "thuesday", "tue 16 dec", "tomorrow 25", "tomorrow 9:75", "9:30:00",
        "tomorrow at midnight",
        "3 days", "tomorrow 13 am", "tomorrow morning or evening", "not tomorrow", "tomorrow 5pm-3pm", "at", "–",
        "now or later", "friday 27", "tomorrow " * 20, "!@#$%^&*", "tomorrow est", "in 0.5 days",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_a_day_in_english(typed: str, day: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "en") == When(day)


@pytest.mark.parametrize(("typed", "when"), DAYS_WITH_TIMES.items())
def test_a_day_with_its_time_in_english(typed: str, when: tuple[str, str]) -> None:
    assert read_when(typed, FRIDAY, CHINA, "en") == When(*when)


@pytest.mark.parametrize(("typed", "time"), TIMES_OF_TODAY.items())
def test_a_time_alone_in_english_is_todays(typed: str, time: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "en") == When(TODAY, time)


@pytest.mark.parametrize(
    "typed", ["now", "Now!", "right now", "ASAP", "a.s.a.p.", "as soon as possible", "immediately please"]
)
def test_now_in_english(typed: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "en") == When("now")


@pytest.mark.parametrize(
    ("refusal", "typed"), [(refusal, text) for refusal, texts in REFUSED.items() for text in texts]
)
def test_what_cannot_be_taken_in_english_is_refused(refusal: type[Refusal], typed: str) -> None:
    with pytest.raises(refusal):
        read_when(typed, FRIDAY, CHINA, "en")


def test_english_is_read_for_a_person_whose_language_is_chinese() -> None:
    assert read_when("tomorrow 9am", FRIDAY, CHINA, "zh_CN") == When(TOMORROW, "09:00")


@pytest.mark.parametrize(("zone", "day"), [(NEW_YORK, "2026-12-02"), (BERLIN, "2027-02-12")])
def test_figures_are_read_as_the_country_of_the_community_writes_them(zone: str, day: str) -> None:
    assert read_when("12/02", FRIDAY, zone, "en") == When(day)


@pytest.mark.parametrize(
    ("typed", "language", "day"),
    [
        ("morgen", "de", TOMORROW), ("übermorgen", "de", "2026-11-22"), ("16. dezember", "de", "2026-12-16"),
        ("demain", "fr", TOMORROW), ("mañana", "es", TOMORROW), ("завтра", "ru", TOMORROW),
        ("in 3 tagen", "de", "2026-11-23"),
    ],
)  # fmt: skip
def test_a_day_in_a_language_the_community_may_add(typed: str, language: str, day: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, language) == When(day)


@pytest.mark.parametrize("typed", ["morgen 25", "dezember", "reis", "16 dezember 10 5"])
def test_what_dateparser_would_guess_in_another_language_is_refused(typed: str) -> None:
    with pytest.raises(TimeNotUnderstood):
        read_when(typed, FRIDAY, CHINA, "de")
