"""Minutes into credits: the rule sets of real cities, and the arithmetic."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

MOST_MINUTES = 24 * 60


def served_minutes(arrived_at: datetime, finished_at: datetime) -> int:
    """Whole minutes from arrival to finish, as proposed to the helper: at least one, at most a day."""
    return max(1, min(MOST_MINUTES, int((finished_at - arrived_at).total_seconds()) // 60))


class Rounding(StrEnum):
    """Which way the given minutes go to the next whole step."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class RuleSet:
    """How one community turns minutes into credits; `name` and `version` stay with every entry it makes."""

    name: str
    version: int
    credits_per_hour: Fraction
    step_minutes: int
    rounding: Rounding

    def counted_minutes(self, minutes: int) -> int:
        """The minutes after rounding to whole steps."""
        steps = Fraction(minutes, self.step_minutes)
        return self.step_minutes * (ceil(steps) if self.rounding is Rounding.UP else floor(steps))

    def credits_for(self, minutes: int) -> int:
        """Whole credits for verified minutes; a part of a credit is not given."""
        if not 0 <= minutes <= 1_000_000:
            raise AssertionError(minutes)
        return floor(self.credits_per_hour * self.counted_minutes(minutes) / 60)


# Only what a press or government page states. Jishui's direction follows from its example (2 h 20 min at night = 25
# points). Where a source names no rounding, minutes count as they are; everywhere a part of a credit is not given.
# `timebank` is the international custom, an hour for an hour, kept in minutes. Nanjing and Shanghai are missing: what
# they give for an hour stands in no source we have.
PRESETS: dict[str, RuleSet] = {
    "jishui": RuleSet("jishui", 1, Fraction(10), 30, Rounding.UP),
    "qufu": RuleSet("qufu", 1, Fraction(10), 1, Rounding.DOWN),  # 402 h = 4,020
    "tangshan": RuleSet("tangshan", 1, Fraction(2), 30, Rounding.DOWN),  # each half hour = 1
    "guangzhou": RuleSet("guangzhou", 1, Fraction(1), 60, Rounding.DOWN),  # whole hours only
    "huangshi": RuleSet("huangshi", 1, Fraction(1), 1, Rounding.DOWN),
    "beijing": RuleSet("beijing", 1, Fraction(1), 1, Rounding.DOWN),  # 1 h = 1 time coin (trial plan of 2022)
    "huangyan": RuleSet("huangyan", 1, Fraction(1, 2), 1, Rounding.DOWN),  # 2 h = 1
    "timebank": RuleSet("timebank", 1, Fraction(60), 1, Rounding.DOWN),
}
DEFAULT_PRESET = "jishui"
