"""Standing orders: the same help every week; which day comes next, and when its order is placed.

A rhythm is kept on the wall: weekdays and a time of day in a zone. So nine o'clock stays nine o'clock when the clocks
change, an hour that does not exist that day becomes the one after it, and of two the first counts.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AHEAD = timedelta(days=2)  # so long before it starts an order is placed: time enough to find somebody
MOST_STANDING = 10
LONGEST_DAYS = 365  # then the resident is asked whether it shall go on


class StandingState(StrEnum):
    """Where a standing order stands."""

    ACTIVE = "active"
    STOPPED = "stopped"
    OVER = "over"


class Obstacle(StrEnum):
    """Why an order of it can no longer be placed."""

    SERVICE_GONE = "service_gone"
    PERSON_GONE = "person_gone"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Rhythm:
    """On which weekdays (1 is Monday), from which minute of the day and for how many; `until` is the last day."""

    weekdays: frozenset[int]
    minute: int
    lasts: int
    zone: str
    until: date

    def starts_at(self, day: date) -> datetime:
        """When it begins on that day, in UTC."""
        hour, minute = divmod(self.minute, 60)
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.zone)).astimezone(UTC)

    def ends_at(self, day: date) -> datetime:
        """When it ends."""
        return self.starts_at(day) + timedelta(minutes=self.lasts)

    def places_at(self, day: date) -> datetime:
        """When the order for that day is placed."""
        return self.starts_at(day) - AHEAD

    def next_day(self, after: date) -> date | None:
        """The first of its days after that one; None when there is no more."""
        days = (after + timedelta(ahead) for ahead in range(1, 8))
        found = next((day for day in days if day.isoweekday() in self.weekdays), None)
        return found if found is not None and found <= self.until else None

    def coming(self, first: date, now: datetime) -> date | None:
        """The first of its days from `first` on that has not begun; days that were missed are let go."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        day: date | None = self.next_day(max(first, today - timedelta(1)) - timedelta(1))
        while day is not None and self.starts_at(day) <= now:
            day = self.next_day(day)
        return day


@dataclass(frozen=True)
class Step:
    """The day whose order is placed now, if one is; the day after it, None when it is over; when that is looked at."""

    place: date | None
    next_day: date | None
    next_at: datetime | None

    @property
    def over(self) -> bool:
        """Whether no day is left."""
        return self.next_day is None


def due(rhythm: Rhythm, next_day: date, now: datetime) -> Step:
    """What is to be done about a standing order whose next day this is: at most one order, for a day to come."""
    day = rhythm.coming(next_day, now)
    if day is None:
        return Step(None, None, None)
    if rhythm.places_at(day) > now:
        return Step(None, day, rhythm.places_at(day))
    after = rhythm.next_day(day)
    return Step(day, after, rhythm.places_at(after) if after else None)


def skipped(rhythm: Rhythm, next_day: date) -> Step:
    """The resident does not need that day: nothing is placed, and the one after it is next."""
    after = rhythm.next_day(next_day)
    return Step(None, after, rhythm.places_at(after) if after else None)


def begun(rhythm: Rhythm, last: date, now: datetime) -> Step:
    """A new standing order, made of an order for the day `last`: its first day is after that, and to come."""
    day = rhythm.coming(last + timedelta(1), now)
    return Step(None, day, rhythm.places_at(day) if day else None)
