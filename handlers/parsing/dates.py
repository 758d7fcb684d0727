"""Dates written in figures, and what a day without its year, month or week means today."""

import calendar
import re
from datetime import date, timedelta

from rules.refusals import NoSuchDay, TimeNotUnderstood

RECENT_DAYS = 60  # who names a day less than this ago means the one that is over, by mistake

_WITH_YEAR = re.compile(r"([0-9]{4})(?:[-/.]|年) ?([0-9]{1,2})(?:[-/.]|月) ?([0-9]{1,2})[日号.]?")
_FIGURES = re.compile(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{4}|[0-9]{2}))?(\.?)")


def read_figures(text: str, today: date, day_first: bool | None) -> date | None:
    """A date such as 2026-12-16, 31/12 or 31.12.26; None if it is none; refuses what may be two dates or a time."""
    if match := _WITH_YEAR.fullmatch(text):
        return existing(*(int(part) for part in match.groups()))
    match = _FIGURES.fullmatch(text)
    if match is None:
        return None
    first, sign, second, year, dot = match.groups()
    if sign == "." and day_first is not False:
        if not year and not dot and int(first) < 24:
            raise TimeNotUnderstood  # 9.30 is a time to one and a day to another
        day_first = True
    elif sign == "-" and not year:
        day_first = None
    months_and_days = _readings(int(first), int(second), day_first)
    if len(months_and_days) != 1:
        raise TimeNotUnderstood
    month, day = months_and_days.pop()
    return existing(int(year) % 100 + 2000, month, day) if year else coming(month, day, today)


def existing(year: int, month: int, day: int) -> date:
    """That day; raises NoSuchDay for 31 February."""
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay from None


def coming(month: int, day: int, today: date) -> date:
    """The day of this year, or of the next once it is long over; raises NoSuchDay for one that neither year has."""
    for year, oldest in ((today.year, today - timedelta(RECENT_DAYS)), (today.year + 1, today)):
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= oldest:
            return date(year, month, day)
    raise NoSuchDay


def coming_day(day: int, today: date, months: int | None = None) -> date:
    """The 16th: of this month or, once over, of the next; with `months` given, of the month that many ahead."""
    ahead = months if months is not None else int(day < today.day)
    month = today.month - 1 + ahead
    return existing(today.year + month // 12, month % 12 + 1, day)


def on_weekday(weekday: int, today: date, weeks: int | None = None) -> tuple[date, bool]:
    """The coming day of that name (Monday is 0), and whether that is today; with `weeks`, of the week so many ahead."""
    away = weekday - today.weekday()
    if weeks is None:
        return today + timedelta(away % 7), away == 0
    return today + timedelta(away + 7 * weeks), False


def _readings(first: int, second: int, day_first: bool | None) -> set[tuple[int, int]]:
    both = {True: (second, first), False: (first, second)}
    readings = {both[day_first]} if day_first is not None else set(both.values())
    plausible = {(month, day) for month, day in both.values() if 1 <= month <= 12 and 1 <= day <= 31}
    return readings & plausible or plausible
