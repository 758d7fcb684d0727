"""When help is wanted, as people type it in Chinese or English, after the question for the day or for the time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing.chinese_days import read_chinese_day
from handlers.parsing.clock import peel
from handlers.parsing.dates import read_figures
from handlers.parsing.durations import duration_minutes
from handlers.parsing.english_days import read_english_day, read_foreign_day
from handlers.parsing.marks import JOIN, PERIODS, marked
from handlers.parsing.plain import is_chinese, plain, with_digits
from handlers.parsing.regions import day_comes_first
from handlers.parsing.spans import MOST_DAYS, earliest, span
from rules.refusals import TimeNotUnderstood, TimePassed, TimeTooFar

LONGEST_CHARACTERS = 80

_NOW = re.compile(
    r"(?:right |just )?now|at once|immediately|asap|as soon as possible|straight away|right away|urgent(?:ly)?"
    r"|现在(?:就要?|马上)?|马上|立刻|立即|尽快|越快越好|马上就要|赶紧|当下|紧急|很?急"
)
_DELAY = re.compile(
    r"(?:in|after) (?P<english>.+)|(?P<later>.+?) (?:from now|later)|(?:再?过)(?P<past>.+?)(?:以后|之后|后)?|(?P<chinese>.+?)(?:以后|之后|后)"
)
_LOOSE_HOUR = re.compile(
    rf"(?P<day>.*\S) (?P<from>[0-9]{{1,2}})(?:{JOIN}(?P<to>[0-9]{{1,2}}))?(?P<period> (?:{'|'.join(PERIODS)}))?"
)
_BARE_HOURS = re.compile(rf"(?P<from>[0-9]{{1,2}})(?:{JOIN}(?P<to>[0-9]{{1,2}}))?")


@dataclass(frozen=True)
class When:
    """The answer to the question for the day: "now" or a date, and the time if it was said too (never with "now")."""

    day: str
    time: str | None = None


def read_when(text: str, now: datetime, zone: str, language: str) -> When:
    """A day, a day with a time, a time of today, or "now", read from what a person typed.

    Raises EmptyAnswer, TimeNotUnderstood, NoSuchDay, NoSuchTime, TimePassed or TimeTooFar.
    """
    text = _readable(text)
    if _NOW.fullmatch(text):
        return When("now")
    tz = ZoneInfo(zone)
    if later := _delayed(text, now):
        local = later.astimezone(tz)
        return _possible(local.date(), f"{local:%H:%M}", now, zone)
    today = now.astimezone(tz).date()
    text = with_digits(text)
    day, same_weekday, value = _day_and_time(text, today, day_comes_first(language, zone), language)
    try:
        return _possible(day, value, now, zone)
    except TimePassed:
        if not same_weekday:
            raise
        return _possible(day + timedelta(7), value, now, zone)
