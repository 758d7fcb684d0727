"""Reminders that coordinators write: to whom, when, how far they have gone out, and what may be done with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rules.hours import next_at
from rules.refusals import NobodyToRemind, ReminderOver, StaleButton, TimePassed

MOST_CHARACTERS = 500
MOST_LIVING = 20  # of one community at a time
MARKS = (10, 50, 75, 90)  # per cent after which the author hears how it goes, and then at the end


class Audience(StrEnum):
    """Who reads it."""

    VOLUNTEERS = "volunteers"
    CLAIMS = "claims"  # those who hold a place in an order that is not over
    TEAM = "team"  # the volunteers of a team, each in private
    GROUP = "group"  # a team's group, as one message


class ReminderState(StrEnum):
    """Where a reminder stands; only `waiting` ones have a time."""

    PREVIEW = "preview"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class Receipt(StrEnum):
    """What became of it for one recipient."""

    HELD = "held"
    WAITING = "waiting"
    DELIVERED = "delivered"
    BLOCKED = "blocked"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


LIVING = (ReminderState.WAITING, ReminderState.SENDING)
UNDER_WAY = (Receipt.HELD, Receipt.WAITING)


@dataclass(frozen=True)
class Reminder:
    """One reminder; `weekday` and `minutes` where it goes out every week, on the clocks of `zone`."""

    id: int
    community_id: int
    author_id: int
    text: str
    audience: Audience
    team_id: int | None
    weekday: int | None
    minutes: int | None
    zone: str
    next_at: datetime | None
    state: ReminderState
    run: int = 0
    told: int = 0
    message_id: int | None = None
    started_at: datetime | None = None

    @property
    def weekly(self) -> bool:
        """Whether it goes out again and again."""
        return self.weekday is not None and self.minutes is not None

    def next_after(self, now: datetime) -> datetime | None:
        """When it goes out next; None where it goes out only once."""
        if self.weekday is None or self.minutes is None:
            return None
        return next_at(now, self.minutes, self.zone, self.weekday)


@dataclass(frozen=True)
class Tally:
    """How many recipients it has reached, and what became of the others."""

    of: Mapping[str, int]

    def __getitem__(self, receipt: str) -> int:
        return self.of.get(receipt, 0)

    @property
    def total(self) -> int:
        """How many there were when it started."""
        return sum(self.of.values())

    @property
    def left(self) -> int:
        """How many are still to come, those in their quiet hours included."""
        return sum(self[each] for each in UNDER_WAY)

    @property
    def mark(self) -> int:
        """How far it has come: 100 at the end, else the last mark it has passed."""
        if not self.left:
            return 100
        done = (self.total - self.left) * 100 // self.total
        return max((each for each in MARKS if each <= done), default=0)


def confirm(reminder: Reminder, recipients: int, now: datetime) -> Reminder:
    """The preview is right: it waits for its time, and where it has none its time is now."""
    if reminder.state is not ReminderState.PREVIEW:
        raise StaleButton
    if not recipients:
        raise NobodyToRemind
    at = reminder.next_after(now) or reminder.next_at
    if at is not None and at < now:
        raise TimePassed(earliest=(int(now.timestamp()) // 300 + 1) * 300)
    return replace(reminder, state=ReminderState.WAITING, next_at=at or now)


def check_change(reminder: Reminder) -> None:
    """Refuse unless its words and its time may still be others."""
    if reminder.state not in (ReminderState.PREVIEW, ReminderState.WAITING):
        raise ReminderOver


def start(reminder: Reminder, now: datetime) -> Reminder:
    """It goes out; a weekly one knows already when it does so again, once however long nobody was there."""
    if reminder.state not in LIVING or reminder.next_at is None or reminder.next_at > now:
        raise StaleButton
    return replace(
        reminder, state=ReminderState.SENDING, run=reminder.run + 1, told=0, message_id=None, started_at=now,
        next_at=reminder.next_after(now),
    )  # fmt: skip


def finish(reminder: Reminder) -> Reminder:
    """Everybody has it who can have it."""
    state = ReminderState.WAITING if reminder.weekly else ReminderState.SENT
    return replace(reminder, state=state, told=100)


def stop(reminder: Reminder) -> Reminder:
    """No more of it, now or ever."""
    if reminder.state in (ReminderState.SENT, ReminderState.STOPPED):
        raise ReminderOver
    return replace(reminder, state=ReminderState.STOPPED, next_at=None)
