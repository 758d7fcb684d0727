"""Services for checked volunteers only, such as help for children: whose check counts, and until when."""

from dataclasses import dataclass
from datetime import date

MOST_YEARS = 10  # that a check may be good for, where it ends at all
MOST_CHECKS = 5  # that stand at a time, of one person in one community
USUAL_YEARS = (1, 2, 3)


@dataclass(frozen=True)
class Check:
    """What the coordinators have looked at in a person still stands; `until` is its last day, None no end."""

    person_id: int
    until: date | None = None

    def counts_on(self, today: date) -> bool:
        """Whether it is good on that day, the last one included."""
        return self.until is None or self.until >= today


@dataclass(frozen=True)
class Vetting:
    """Whether an order is for checked volunteers only, and the checks of those it is about, on a community's day."""

    only: bool = False
    checks: tuple[Check, ...] = ()
    today: date = date.min

    def admits(self, person_id: int) -> bool:
        """Whether this person may hold a place in it."""
        return not self.only or any(
            check.person_id == person_id and check.counts_on(self.today) for check in self.checks
        )


def years_on(today: date, years: int) -> date:
    """The same day so many years on; of a 29 February, the day before where there is none."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)
