"""What came of a day: how many orders were claimed and when, how it was shared out, and how much was said."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import func, select

from storage.engine import reading
from storage.schema import claims, orders
from tests.townlife.day import Day
from tests.townlife.town import MORNING, Town

HOURS = (0.25, 0.5, 1, 2, 4, 8, 16, 24)


@dataclass(frozen=True)
class Figures:
    """Of one arrangement."""

    name: str
    orders: int
    claimed: float  # share of all
    median_minutes: float  # of those that were claimed
    by_hours: tuple[float, ...]  # share of all that was claimed so soon
    claimants: int
    busiest: float  # share of the claims that the busiest tenth of the volunteers has
    fresh: float  # share of the claims by volunteers who had never helped
    to_resident: float  # messages a person
    to_volunteer: float
    to_coordinator: float
    to_group: float


async def figures(name: str, day: Day) -> Figures:
    """Counted in the database and in the chats."""
    town, codes = day.town, len(day.placed)
    first = func.min(claims.c.claimed_at).label("at")
    async with reading(town.house.app.engine) as connection:
        placed = orders.c.placed_at >= MORNING
        query = select(orders.c.placed_at, first).outerjoin(claims, claims.c.order_id == orders.c.id)
        rows = (await connection.execute(query.where(placed).group_by(orders.c.id, orders.c.placed_at))).all()
        kept = select(claims.c.person_id).join(orders, orders.c.id == claims.c.order_id).where(placed)
        by = Counter((await connection.execute(kept)).scalars())
    waits = [(row.at - row.placed_at) / timedelta(minutes=1) for row in rows if row.at is not None]
    new = {town.numbers[each.telegram_id] for each in town.helpers if each.habits.helped_days_ago is None}
    total = max(1, sum(by.values()))
    return Figures(
        name, codes, len(waits) / max(1, len(rows)), median(waits) if waits else 0.0,
        tuple(sum(wait <= hours * 60 for wait in waits) / max(1, len(rows)) for hours in HOURS),
        len(by), sum(count for _, count in by.most_common(len(town.helpers) // 10)) / total,
        sum(count for person, count in by.items() if person in new) / total,
        _a_head(town, town.residents), _a_head(town, [each.telegram_id for each in town.helpers]),
        _a_head(town, town.coordinators), _a_head(town, town.groups),
    )  # fmt: skip


def _a_head(town: Town, chats: list[int]) -> float:
    said = [sum(each.by_bot for each in town.house.box.world.chat(chat).messages.values()) for chat in chats]
    return sum(said) / max(1, len(said))
