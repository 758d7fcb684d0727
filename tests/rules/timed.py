"""An order with a beginning, claimed on Monday morning, for which there is a day and a night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rules import orders
from rules.people import Member
from rules.quiet import Quiet
from tests.people import anna, hours
from tests.rules.play import Life, placed

EARLY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday
NIGHT = Quiet(22 * 60, 7 * 60, "UTC")
MINUTE = timedelta(minutes=1)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """That moment, on Tuesday unless told otherwise."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def taken(
    *people: Member, start: datetime, lasts: float = 2, moment: str = "window", urgent: bool = False,
    quiet: Quiet | None = NIGHT, since: datetime = EARLY,
) -> Life:  # fmt: skip
    """An order with a beginning that these have claimed, on Monday morning unless told otherwise."""
    life = Life(placed(helpers=len(people)).order, now=since, quiet=None if urgent else quiet)
    life.order = replace(
        life.order, starts_at=start, ends_at=start + hours(lasts), moment=moment, urgent=urgent
    )
    life.order = orders.place(life.facts(anna), has_group=True).order
    for person in people:
        life.move(person, orders.claim)
    return life
