"""Minutes into credits: the rule sets of real cities, and the arithmetic."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

MOST_MINUTES = 24 * 60


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


# Sources are press and government pages: Jishui's example of 2 h 20 min = 25 points; Tangshan 30 min = 1;
# Guangzhou whole hours only. `timebank` is the international custom, an hour for an hour, kept in minutes.
PRESETS: dict[str, RuleSet] = {
    "jishui": RuleSet("jishui", 1, Fraction(10), 30, Rounding.UP),
    "tangshan": RuleSet("tangshan", 1, Fraction(2), 30, Rounding.UP),
    "guangzhou": RuleSet("guangzhou", 1, Fraction(1), 60, Rounding.DOWN),
    "timebank": RuleSet("timebank", 1, Fraction(60), 1, Rounding.UP),
}
DEFAULT_PRESET = "jishui"
