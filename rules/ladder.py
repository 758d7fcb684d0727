"""When nobody comes: the chain of timed steps by which more and more people are asked, as data.

On-call systems call it escalation (an acknowledged alert stops it, and so does a claim here).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.quiet import Quiet, after_quiet
from rules.refusals import BadLadder

GAP = timedelta(minutes=5)  # between two steps, however late the order came
MOST_STEPS = 10
MOST_MINUTES = 14 * 24 * 60


class Act(StrEnum):
    """What a step does."""

    REMIND = "remind"  # the team's group, by an answer to the card
    BACKUP = "backup"  # the card also to the backup team
    ALL = "all"  # the card also to all other teams
    DUTY = "duty"  # the coordinator on duty, in private
    OWNER = "owner"  # whoever runs the installation


@dataclass(frozen=True)
class Step:
    """It is due so long after the order was opened, or so long before it starts, whichever comes first."""

    act: Act
    after: timedelta
    before: timedelta

    @classmethod
    def of(cls, act: Act, after_minutes: int, before_minutes: int) -> "Step":
        """The same, in minutes."""
        return cls(act, timedelta(minutes=after_minutes), timedelta(minutes=before_minutes))

    @property
    def row(self) -> tuple[str, int, int]:
        """As it is kept: the act, and minutes."""
        return self.act.value, int(self.after.total_seconds()) // 60, int(self.before.total_seconds()) // 60


Ladder = tuple[Step, ...]

DEFAULT: Ladder = (
    Step.of(Act.REMIND, 12 * 60, 8 * 60),
    Step.of(Act.BACKUP, 24 * 60, 5 * 60),
    Step.of(Act.ALL, 36 * 60, 4 * 60),
    Step.of(Act.DUTY, 48 * 60, 3 * 60),
    Step.of(Act.OWNER, 7 * 24 * 60, 60),
)
URGENT: Ladder = (
    Step.of(Act.REMIND, 5, 8 * 60),
    Step.of(Act.BACKUP, 10, 5 * 60),
    Step.of(Act.ALL, 15, 4 * 60),
    Step.of(Act.DUTY, 20, 3 * 60),
    Step.of(Act.OWNER, 40, 60),
)


def read(rows: Sequence[Sequence[object]]) -> Ladder:
    """A ladder from its rows (act, minutes after, minutes before); raises BadLadder where a row makes no sense."""
    if len(rows) > MOST_STEPS:
        raise BadLadder(most=MOST_STEPS)
    steps = []
    for row in rows:
        if len(row) != 3:
            raise BadLadder(most=MOST_STEPS)
        act, after, before = row
        if act not in list(Act) or not _minutes(after) or not _minutes(before):
            raise BadLadder(most=MOST_STEPS)
        steps.append(Step.of(Act(str(act)), int(str(after)), int(str(before))))
    return tuple(steps)


@dataclass(frozen=True)
class Climb:
    """How far an order has come: opened and starting when, the next step, and when the last one was taken."""

    opened_at: datetime
    starts_at: datetime
    step: int = 0
    stepped_at: datetime | None = None


def due_at(ladder: Ladder, climb: Climb, quiet: Quiet | None) -> datetime | None:
    """When the next step is due; None at the top. Never in quiet hours: hand in None where it is urgent."""
    if climb.step >= len(ladder):
        return None
    step = ladder[climb.step]
    wanted = min(climb.opened_at + step.after, climb.starts_at - step.before)
    earliest = max(climb.opened_at, climb.stepped_at or climb.opened_at) + GAP
    return after_quiet(max(wanted, earliest), quiet)


def times(ladder: Ladder, climb: Climb, quiet: Quiet | None) -> list[tuple[Act, datetime]]:
    """Every step that is left, with its time, if nobody comes."""
    found = []
    while (at := due_at(ladder, climb, quiet)) is not None:
        found.append((ladder[climb.step].act, at))
        climb = Climb(climb.opened_at, climb.starts_at, climb.step + 1, at)
    return found


def was_taken(ladder: Ladder, taken: int, act: Act) -> bool:
    """Whether that is among the steps an order has behind it."""
    return any(step.act is act for step in ladder[:taken])


def carried(old: Ladder, new: Ladder, taken: int) -> int:
    """How many steps of the new ladder an order has behind it that took so many of the old: up to the last of those."""
    if [step.act for step in old] == [step.act for step in new]:
        return taken  # other times only
    acts = {step.act for step in old[:taken]}
    return max((place for place, step in enumerate(new, 1) if step.act in acts), default=0)


def _minutes(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MINUTES
