"""Hours on a wall clock: the instants they mean in a zone, also where the clocks are put forward or back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


def instant(day: date, minutes: int, zone: str) -> datetime:
    """When it is so many minutes after midnight there, in UTC.

    An hour that is skipped means the one it is put forward to, and of an hour that comes twice the first.
    """
    if not 0 <= minutes < DAY_MINUTES:
        raise AssertionError(f"no hour of a day: {minutes}")
    return datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(zone)).astimezone(UTC)


def next_at(after: datetime, minutes: int, zone: str, weekday: int | None = None) -> datetime:
    """The first such hour that is later, on each day or on one weekday (0 is Monday)."""
    today = after.astimezone(ZoneInfo(zone)).date()
    for ahead in range(-1, 16):
        day = today + timedelta(ahead)
        if weekday is None or day.weekday() == weekday:
            found = instant(day, minutes, zone)
            if found > after:
                return found
    raise AssertionError("every weekday comes within two weeks")


def minute_of(at: datetime, zone: str) -> int:
    """How many minutes after midnight the clocks there show."""
    local = at.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute
