"""Who of the coordinators is on duty: one a weekday, from hand-over to hand-over, and single days that are swapped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rules.hours import instant, next_at
from rules.refusals import DutyOver, NotYourDuty, StaleButton, SwapAnswered

SWAP_DAYS = 14  # ahead, that can be swapped
MORNING = 7 * 60  # when "until tomorrow morning" ends


class SwapState(StrEnum):
    """Where a wish to swap stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Rota:
    """Who is on duty on which weekday (0 is Monday), and the days that somebody has taken over."""

    zone: str
    handover: int = 8 * 60
    weekly: Mapping[int, int] = field(default_factory=dict)
    swapped: Mapping[date, int] = field(default_factory=dict)

    def begins(self, day: date) -> datetime:
        """When the duty of that day begins; it ends when the next one does."""
        return instant(day, self.handover, self.zone)

    def day_at(self, now: datetime) -> date:
        """Which day's duty it is: before the hand-over still the day before's."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return next(day for day in (today + timedelta(ahead) for ahead in (1, 0, -1, -2)) if self.begins(day) <= now)

    def person_on(self, day: date) -> int | None:
        """Whose duty that day is; None where nobody was named."""
        return self.swapped.get(day, self.weekly.get(day.weekday()))

    def on_duty(self, now: datetime) -> int | None:
        """Who is asked at this moment."""
        return self.person_on(self.day_at(now))

    def next_handover(self, now: datetime) -> datetime:
        """When duty changes next."""
        return next_at(now, self.handover, self.zone)

    def days_of(self, person_id: int, now: datetime) -> list[date]:
        """The days this person has in the next two weeks, today's included."""
        today = self.day_at(now)
        days = (today + timedelta(ahead) for ahead in range(SWAP_DAYS))
        return [day for day in days if self.person_on(day) == person_id]


def check_swap(rota: Rota, day: date, person_id: int, other_id: int, now: datetime) -> None:
    """Refuse unless this day is still theirs to give away to another."""
    if other_id == person_id:
        raise StaleButton
    if rota.begins(day + timedelta(1)) <= now:
        raise DutyOver
    if day > rota.day_at(now) + timedelta(SWAP_DAYS) or rota.person_on(day) != person_id:
        raise NotYourDuty


def check_answer(rota: Rota, state: SwapState, day: date, person_id: int, now: datetime) -> None:
    """Refuse unless the wish is open, the day is not over, and it is still theirs who asked."""
    if state is not SwapState.ASKED:
        raise SwapAnswered
    if rota.begins(day + timedelta(1)) <= now:
        raise DutyOver
    if rota.person_on(day) != person_id:
        raise SwapAnswered


def off_until(now: datetime, zone: str) -> datetime:
    """Tomorrow morning, or this one where it is still night."""
    return next_at(now, MORNING, zone)
