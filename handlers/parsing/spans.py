"""From a day and a time to two instants, and the days and times that buttons offer."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing.clock import CLOSES, OPENS, WINDOWS
from rules.refusals import NoSuchDay, NoSuchTime, TimeNotUnderstood, TimePassed, TimeTooFar, Unreadable

MOST_DAYS = 180
NOW_LASTS = timedelta(hours=2)
VISIT_LASTS = timedelta(hours=1)
WORTH_OFFERING = timedelta(minutes=30)

_STEP_SECONDS = 300
_OFFERED_HOURS = tuple(f"{hour:02d}:00" for hour in range(8, 21))
_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class Span:
    """When somebody is expected: `moment` is "now", "day", "window" or "at"; two instants in UTC, never in the past."""

    moment: str
    starts_at: datetime
    ends_at: datetime


def span(day: str, time_of_day: str | None, now: datetime, zone: str) -> Span:
    """The instants of an answer; no time means "any"; an hour that is named ends an hour later, "now" in two.

    Raises NoSuchDay, NoSuchTime, TimePassed, TimeTooFar, or TimeNotUnderstood for values that no question gives.
    """
    now = now.astimezone(UTC)
    if day == "now":
        return Span("now", now, now + NOW_LASTS)
    chosen, tz = _date(day), ZoneInfo(zone)
    today = now.astimezone(tz).date()
    if chosen < today:
        raise TimePassed(earliest(now))
    if (chosen - today).days > MOST_DAYS:
        raise TimeTooFar(MOST_DAYS)
    value = time_of_day or "any"
    if value in WINDOWS or value == "any":
        starts_at, ends_at = (_instant(chosen, _time(edge), tz) for edge in WINDOWS.get(value, (OPENS, CLOSES)))
        return _not_over(Span("day" if value == "any" else "window", starts_at, ends_at), now)
    begins, until, ends = value.partition("-")
    return _between(chosen, begins, ends, tz, now) if until else _at(chosen, begins, tz, now)


def earliest(now: datetime) -> int:
    """The first instant that would do, in seconds: the next full five minutes."""
    return (int(now.timestamp()) // _STEP_SECONDS + 1) * _STEP_SECONDS


def offered_days(now: datetime, zone: str, count: int = 7) -> tuple[str, ...]:
    """The next so many days, from today if there is still a time to offer today."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [(today + timedelta(ahead)).isoformat() for ahead in range(min(count, MOST_DAYS) + 1)]
    return tuple(days[:count] if offered_times(days[0], now, zone) else days[1:])


def offered_times(day: str, now: datetime, zone: str) -> tuple[str, ...]:
    """What is left of that day: "any", the parts of the day, the full hours from 8 to 20; empty late in the evening."""
    if day == "now":
        return ()
    return tuple(value for value in ("any", *WINDOWS, *_OFFERED_HOURS) if _is_left(day, value, now, zone))


def _is_left(day: str, value: str, now: datetime, zone: str) -> bool:
    try:
        found = span(day, value, now, zone)
    except Unreadable:
        return False
    return found.moment == "at" or found.ends_at - now >= WORTH_OFFERING


def _at(day: date, hour: str, tz: ZoneInfo, now: datetime) -> Span:
    starts_at = _existing(day, _time(hour), tz, now)
    if starts_at < now:
        raise TimePassed(earliest(now))
    return Span("at", starts_at, starts_at + VISIT_LASTS)


def _between(day: date, begins: str, ends: str, tz: ZoneInfo, now: datetime) -> Span:
    first, last = _time(begins), _time(ends)
    if last <= first:
        raise TimeNotUnderstood
    _existing(day, first, tz, now)
    return _not_over(Span("window", _instant(day, first, tz), _existing(day, last, tz, now)), now)


def _not_over(found: Span, now: datetime) -> Span:
    if found.ends_at <= now:
        raise TimePassed(earliest(now))
    return replace(found, starts_at=max(found.starts_at, now))


def _existing(day: date, hour: time, tz: ZoneInfo, now: datetime) -> datetime:
    """The instant of a local time; the second of two, where the clocks go back, only once the first is over."""
    instant = _instant(day, hour, tz)
    if instant.astimezone(tz).replace(tzinfo=None, fold=0) != datetime.combine(day, hour):
        raise NoSuchTime
    return instant if instant >= now else max(instant, _instant(day, hour.replace(fold=1), tz))


def _instant(day: date, hour: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, tz).astimezone(UTC)


def _date(day: str) -> date:
    match = _DAY.fullmatch(day)
    if match is None:
        raise TimeNotUnderstood
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise NoSuchDay from None


def _time(hour: str) -> time:
    match = _TIME.fullmatch(hour)
    if match is None:
        raise TimeNotUnderstood
    return time(int(match[1]), int(match[2]))
