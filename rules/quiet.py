"""Quiet hours: from one hour of the clock to another, in somebody's own zone, nothing goes out that can wait."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Quiet:
    """From `begins` to `ends`, minutes after midnight on the clocks of the zone; over midnight, if it ends earlier."""

    begins: int
    ends: int
    zone: str

    def __post_init__(self) -> None:
        if not (0 <= self.begins < MOST_MINUTES and 0 <= self.ends < MOST_MINUTES and self.begins != self.ends):
            raise AssertionError(f"no hours of a day: {self.begins} to {self.ends}")

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet at this moment."""
        local = at.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        if self.begins < self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends

    def began(self, at: datetime) -> datetime:
        """When the quiet hours began into which this moment falls."""
        zone = ZoneInfo(self.zone)
        local = at.astimezone(zone)
        hour = time(self.begins // 60, self.begins % 60)
        begin = datetime.combine(local.date(), hour, zone)
        if begin > local:
            begin = datetime.combine(local.date() - timedelta(days=1), hour, zone)
        return begin.astimezone(at.tzinfo)

    def over(self, at: datetime) -> datetime:
        """This moment, or the end of the quiet hours it falls into."""
        if not self.holds(at):
            return at
        zone = ZoneInfo(self.zone)
        local = at.astimezone(zone)
        end = datetime.combine(local.date(), time(self.ends // 60, self.ends % 60), zone)
        if end <= local:
            end = datetime.combine(local.date() + timedelta(days=1), time(self.ends // 60, self.ends % 60), zone)
        # Where the clocks are put forward, an hour of that name does not exist: ask UTC for what it means.
        return end.astimezone(at.tzinfo)


def after_quiet(at: datetime, *quiet: Quiet | None) -> datetime:
    """The first moment from then on at which none of them holds; that moment itself, where they leave none."""
    for _ in range(2 * len(quiet) + 1):
        moved = at
        for each in quiet:
            moved = each.over(moved) if each is not None else moved
        if moved == at:
            return at
        at = moved
    return at
