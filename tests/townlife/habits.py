"""Who lives in the town, by a seed: volunteers with their habits, and what residents ask for in a day."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

TEAMS = ("green", "blue", "pink")
SERVICES = 5
COORDINATORS = 5


@dataclass(frozen=True)
class Habits:
    """What a kind of volunteer does: `notices` and `willing` are chances, at a message and at an order that is seen."""

    kind: str
    share: float  # of all volunteers
    notices: float  # looks into the group when something new is said there
    glance_hours: float  # and now and then without a reason
    willing: float  # claims an order that suits
    accepts: float  # says yes when asked in person
    a_day: int  # orders at most
    helped_days_ago: tuple[int, int] | None  # when they last helped; None: never


HABITS = (
    Habits("eager", 0.08, 0.45, 1.0, 0.75, 0.6, 5, (1, 3)),
    Habits("steady", 0.32, 0.05, 4.0, 0.2, 0.45, 2, (3, 30)),
    Habits("quiet", 0.40, 0.015, 8.0, 0.1, 0.4, 1, (20, 90)),
    Habits("new", 0.20, 0.06, 5.0, 0.2, 0.4, 1, None),
)
AWAKE = (7, 22)  # hours of the clock


@dataclass
class Volunteer:
    """One of them."""

    name: str
    habits: Habits
    team: int
    services: frozenset[int]  # places in the service list
    telegram_id: int = 0
    taken: int = 0


@dataclass(frozen=True)
class Ask:
    """Something that is asked for: after so long, for a time so much later."""

    at: timedelta  # after seven in the morning
    service: int
    ahead: timedelta
    lasts: timedelta
    moment: str
    resident: int


def volunteers(dice: Random, count: int) -> list[Volunteer]:
    """As many of each kind as their shares say; each wants to help with one to three services."""
    found: list[Volunteer] = []
    for habits in HABITS:
        for _ in range(round(count * habits.share)):
            services = frozenset(dice.sample(range(SERVICES), dice.choice((1, 2, 2, 3))))
            found.append(Volunteer(f"Helper{len(found)}", habits, len(found) % len(TEAMS), services))
    dice.shuffle(found)
    return found


def asks(dice: Random, count: int, residents: int) -> list[Ask]:
    """A day of orders, most in the morning: a sixth at once, a third for later today, the others for tomorrow."""
    found = []
    for _ in range(count):
        at = timedelta(minutes=dice.choice((dice.uniform(0, 13 * 60), dice.triangular(0, 13 * 60, 150))))
        kind = dice.random()
        service = dice.choices(range(SERVICES), (10, 30, 25, 25, 10))[0]
        hour = 7 + at / timedelta(hours=1)
        if kind < 0.16:
            ahead, lasts, moment = timedelta(), timedelta(hours=2), "now"
        elif kind < 0.5 and hour < 17:
            ahead, lasts, moment = timedelta(hours=dice.uniform(2, 20 - hour)), timedelta(hours=1), "at"
        else:
            ahead, lasts, moment = timedelta(hours=24 - hour + dice.uniform(8, 18)), timedelta(hours=1), "at"
        found.append(Ask(at, service, ahead, lasts, moment, dice.randrange(residents)))
    return sorted(found, key=lambda each: each.at)
