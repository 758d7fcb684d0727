"""Days, clocks and lists as the reader's language writes them, by Babel; instants are told in the reader's zone."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list


def local(instant: datetime | str, zone: str) -> datetime:
    """An aware instant, or one in ISO format, on the clocks of a zone."""
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    if moment.tzinfo is None:
        raise AssertionError(f"naive datetime {moment!r}")
    return moment.astimezone(ZoneInfo(zone))


def say_day(day: date | str, language: str, pattern: str) -> str:
    """A day by a CLDR pattern, as `EEE d MMM` makes Tue 24 Nov."""
    return format_date(date.fromisoformat(day) if isinstance(day, str) else day, pattern, locale=language)


def say_clock(clock: time, language: str, pattern: str) -> str:
    """A time of day by a CLDR pattern, as `H:mm` makes 9:05."""
    return format_time(clock, pattern, locale=language)


def say_list(items: Iterable[str], language: str) -> str:
    """Several things in one breath: A, B and C."""
    return format_list([str(item) for item in items], locale=language)
