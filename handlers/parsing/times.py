"""When help is wanted, as people type it in Chinese or English, after the question for the day or for the time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing.chinese_days import read_chinese_day
from handlers.parsing.clock import peel
from handlers.parsing.dates import read_figures
from handlers.parsing.durations import duration_minutes
from handlers.parsing.english_days import read_english_day, read_foreign_day
from handlers.parsing.marks import JOIN, PERIODS, marked
from handlers.parsing.plain import is_chinese, plain, with_digits
from handlers.parsing.regions import day_comes_first
from handlers.parsing.spans import MOST_DAYS, Span, earliest, offered_days, offered_times, span
from rules.refusals import DateTooFar, DayPassed, TimeNotUnderstood, TimePassed, TimeTooFar
from rules.vetting import years_on

__all__ = ["Span", "When", "offered_days", "offered_times", "read_date", "read_time", "read_when", "span"]

LONGEST_CHARACTERS = 80
MOST_MINUTES_AHEAD = 48 * 60

_NOW = re.compile(
    r"(?:right |just )?now|at once|immediately|a\.?s\.?a\.?p|(?:as )?soon as (?:possible|you can)"
    r"|(?:right|straight) away|urgent(?:ly)?|现在(?:就要?|马上)?|马上(?:就要?)?|立刻|立即|尽快|越快越好|赶紧|很?急"
)
_LATER = re.compile(r"(?:in|after) (.+)|(.+) (?:from now|later)|再?过(.+?)(?:以后|之后|后)?|(.+?)(?:以后|之后|后)")
_POLITE = re.compile(
    r"\b(?:please|thanks|thank you|maybe|if possible|(?:i want|i'd like|i would like)(?: help)?|how about)\b"
    r"|我?想要?(?=[今明后下周星礼0-9上中])|希望|麻烦|请问?|谢谢您?|您?看?(?:行吗|可以吗|好吗)|吧$|[?]"
)
_NOTHING = re.compile(r"(?:\b(?:at|on|from|for|about|around)\b|在|的|就|大概|大约|左右|[ ,.@-])*")
_HOURS = rf"([0-9]{{1,2}})(?:{JOIN}([0-9]{{1,2}}))?"
_LOOSE_HOURS = re.compile(rf"(.*?\S(?= )|.*?[^0-9 :./-]) ?{_HOURS}((?: (?:{'|'.join(PERIODS)}))?)")
_HOURS_ALONE = re.compile(rf"(?:(?:about|around|大概|大约) ?)?{_HOURS}(?: ?左右)?")
_HOUR_AND_MINUTE = re.compile(r"([0-9]{1,2})[. ]?([0-9]{2})")


@dataclass(frozen=True)
class When:
    """The answer to the question for the day: "now" or a date, and the time if that was said too (never with "now")."""

    day: str
    time: str | None = None


def read_when(text: str, now: datetime, zone: str, language: str) -> When:
    """A day, a day with a time, a time of today, or "now", read from what a person typed.

    Raises EmptyAnswer, TimeNotUnderstood, NoSuchDay, NoSuchTime, TimePassed or TimeTooFar.
    """
    text = _readable(text)
    if _NOW.fullmatch(text):
        return When("now")
    if later := _later(text, now, zone):
        return _possible(later.date(), f"{later:%H:%M}", now, zone)
    reader = _Days(now.astimezone(ZoneInfo(zone)).date(), zone, language)
    day, is_weekday_of_today, time = _day_and_time(marked(with_digits(text)), reader)
    try:
        return _possible(day, time, now, zone)
    except TimePassed:
        if not is_weekday_of_today:
            raise
        return _possible(day + timedelta(7), time, now, zone)


def read_date(text: str, now: datetime, zone: str, language: str, most_years: int) -> date:
    """A day without a time, from today to so many years on: how long a check is good.

    Raises EmptyAnswer, TimeNotUnderstood, NoSuchDay, DayPassed or DateTooFar.
    """
    text = with_digits(_readable(text))
    if _NOTHING.fullmatch(text):
        raise TimeNotUnderstood
    today = now.astimezone(ZoneInfo(zone)).date()
    day, _ = _Days(today, zone, language).read(text)
    if day < today:
        raise DayPassed
    if day > years_on(today, most_years):
        raise DateTooFar(years=most_years)
    return day


def read_time(text: str, day: str, now: datetime, zone: str, language: str) -> str:
    """A time of the chosen day (a date, not "now"); here bare hours are hours: 9, 9-11, 9.30, 1430.

    Raises EmptyAnswer, TimeNotUnderstood, NoSuchTime or TimePassed, and those of `span` for the day.
    """
    text = _readable(text)
    time: str | None
    if later := _local(now, zone) if _NOW.fullmatch(text) else _later(text, now, zone):
        time, fits = f"{later:%H:%M}", later.date().isoformat() == day
    else:
        time, rest = peel(_with_hours(marked(with_digits(text))))
        fits = bool(_NOTHING.fullmatch(rest)) or _is_day(rest, day, now, zone, language)
    if time is None or not fits:
        raise TimeNotUnderstood
    span(day, time, now, zone)
    return time


@dataclass(frozen=True)
class _Days:
    """How days are read here and today."""

    today: date
    zone: str
    language: str

    def read(self, text: str) -> tuple[date, bool]:
        """The day, and whether it is today named by its weekday; nothing said is today."""
        if _NOTHING.fullmatch(text):
            return self.today, False
        text = text.strip(" ,@-")
        if day := read_figures(text, self.today, day_comes_first(self.language, self.zone)):
            return day, False
        if is_chinese(text):
            return read_chinese_day(text, self.today)
        try:
            return read_english_day(text, self.today)
        except TimeNotUnderstood:
            if self.language.startswith(("en", "zh")):
                raise
            return read_foreign_day(text, self.today, self.language), False


def _readable(text: str) -> str:
    text = _POLITE.sub(" ", plain(text)).strip(" ,")
    if len(text) > LONGEST_CHARACTERS:
        raise TimeNotUnderstood
    return text


def _local(now: datetime, zone: str, minutes: int = 0) -> datetime:
    """So many minutes from now, at the next full five minutes, on the clocks of the zone."""
    seconds = earliest(now + timedelta(minutes=minutes, seconds=-1))
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone))


def _later(text: str, now: datetime, zone: str) -> datetime | None:
    match = _LATER.fullmatch(text)
    minutes = duration_minutes(with_digits(next(part for part in match.groups() if part))) if match else None
    return _local(now, zone, minutes) if minutes is not None and minutes <= MOST_MINUTES_AHEAD else None


def _day_and_time(text: str, days: _Days) -> tuple[date, bool, str | None]:
    try:
        time, rest = peel(text)
        if time is None and _NOTHING.fullmatch(rest):
            raise TimeNotUnderstood
        return (*days.read(rest), time)
    except TimeNotUnderstood:
        match = _LOOSE_HOURS.fullmatch(text)
        if match is None:
            raise
    said, first, last, period = match.groups()
    day, is_weekday = days.read(said)
    if day.day == int(first):
        raise TimeNotUnderstood  # Friday 27, which is the 27th: no hour was meant, or perhaps one was
    time, _ = peel(_clocks(first, last) + period)
    return day, is_weekday, time


def _with_hours(text: str) -> str:
    if match := _HOURS_ALONE.fullmatch(text):
        return _clocks(match[1], match[2])
    if match := _HOUR_AND_MINUTE.fullmatch(text):
        return f"<{match[1]}:{match[2]}>"
    return text


def _clocks(first: str, last: str | None) -> str:
    return f"<{first}:00>-<{last}:00>" if last else f"<{first}:00>"


def _is_day(text: str, day: str, now: datetime, zone: str, language: str) -> bool:
    read, is_weekday = _Days(now.astimezone(ZoneInfo(zone)).date(), zone, language).read(text)
    return day == read.isoformat() or (is_weekday and day == (read + timedelta(7)).isoformat())


def _possible(day: date, time: str | None, now: datetime, zone: str) -> When:
    if time is not None:
        span(day.isoformat(), time, now, zone)
    elif day < (today := now.astimezone(ZoneInfo(zone)).date()):
        raise TimePassed(earliest(now))
    elif (day - today).days > MOST_DAYS:
        raise TimeTooFar(MOST_DAYS)
    return When(day.isoformat(), time)
