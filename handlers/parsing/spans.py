"""From a day and a time to two instants, and the days and times that buttons offer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing.clock import CLOSES, OPENS, WINDOWS
from rules.refusals import NoSuchDay, NoSuchTime, TimeNotUnderstood, TimePassed, TimeTooFar

MOST_DAYS = 180
NOW_LASTS = timedelta(hours=2)
VISIT_LASTS = timedelta(hours=1)
WORTH_OFFERING = timedelta(minutes=30)

_STEP_SECONDS = 300
_OFFERED_HOURS = range(8, 21)


@dataclass(frozen=True)
class Span:
    """When somebody is expected: `moment` is "now", "day", "window" or "at"; two instants in UTC, never in the past."""

    moment: str
    starts_at: datetime
    ends_at: datetime


def span(day: str, time_of_day: str | None, now: datetime, zone: str) -> Span:
    """The instants of an answer; None as the time is "any". An hour named ends an hour later; "now" in two.

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
    begins, _, ends = value.partition("-")
    if value == "any" or value in WINDOWS:
        begins, ends = WINDOWS.get(value, (OPENS, CLOSES))
        starts_at, ends_at = _window_edge(chosen, begins, tz), _window_edge(chosen, ends, tz)
        return _not_over(Span("day" if value == "any" else "window", starts_at, ends_at), now)
    starts_at = _instant(chosen, _time(begins), tz, now)
    if not ends:
        return _ahead(Span("at", starts_at, starts_at + VISIT_LASTS), now)
    if _time(ends) <= _time(begins):
        raise TimeNotUnderstood
    return _not_over(Span("window", starts_at, _instant(chosen, _time(ends), tz, now)), now)
