"""When the owner is told that something is wrong: once when it begins, once when it is over, and not too often."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

COOL_DOWN = timedelta(hours=1)  # what comes and goes is told once an hour at most


class Kind(StrEnum):
    """What may stay wrong; the names stand in the database, in the metrics and in the words."""

    UPDATES = "updates"  # what people send is not handled
    MESSAGES = "messages"  # what we say is not sent
    REFUSED = "refused"  # messages that Telegram never took
    INTAKE = "intake"  # no updates can be fetched
    DATABASE = "database"
    GROUP = "group"  # a team's group is lost; the subject is the team
    SET_ASIDE = "set_aside"  # updates that failed again and again


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong, or was; `told` tells whether this time somebody has heard of it."""

    kind: Kind
    subject: int
    began_at: datetime
    over_at: datetime | None = None
    told: bool = False
    told_at: datetime | None = None  # when somebody last heard that it began, this time or before

    @property
    def on(self) -> bool:
        """Whether it is still wrong."""
        return self.over_at is None


@dataclass(frozen=True)
class Step:
    """The alarm as it shall be kept, and whether it is to be told now."""

    alarm: Alarm
    tell: bool


def begins(known: Alarm | None, kind: Kind, subject: int, now: datetime, since: datetime | None = None) -> Step | None:
    """It is wrong, perhaps `since` some time; None when nothing follows from that."""
    if known is None or not known.on:
        known = Alarm(kind, subject, since or now, told_at=known.told_at if known else None)
    elif known.told:
        return None
    if known.told_at is not None and now - known.told_at < COOL_DOWN:
        return Step(known, tell=False)
    return Step(replace(known, told=True, told_at=now), tell=True)


def ends(known: Alarm | None, now: datetime) -> Step | None:
    """It is right again; told to those who heard that it was wrong."""
    if known is None or not known.on:
        return None
    return Step(replace(known, over_at=now), tell=known.told)
