"""What needs a decision in the communities somebody leads: one statement over orders and applications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, RowMapping, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ALIVE, State
from rules.people import Standing
from storage.schema import communities, journal, memberships, orders, people, teams

SOON = timedelta(hours=2)
LONG = timedelta(hours=24)

_ASKED = (State.REVIEW, State.DISPUTED, *sorted(ALIVE))


@dataclass(frozen=True)
class _Kind:
    """One way in which an order needs somebody, and since when it does."""

    name: str
    wrong: ColumnElement[bool]
    since: ColumnElement[datetime]


def _kinds(now: datetime) -> tuple[_Kind, ...]:
    """An order stands in the list once, under the first of these that holds of it."""
    alive = orders.c.state.in_([state.value for state in ALIVE])
    unclaimed = orders.c.state == State.OPEN.value
    disputed_at = (
        select(func.max(journal.c.at)).where(journal.c.order_id == orders.c.id, journal.c.verb == "dispute")
    ).scalar_subquery()
    return (
        _Kind("dispute", orders.c.state == State.DISPUTED.value, func.coalesce(disputed_at, orders.c.placed_at)),
        _Kind("review", orders.c.state == State.REVIEW.value, orders.c.placed_at),
        _Kind("overdue", and_(alive, orders.c.reminded_at.is_not(None)), orders.c.ends_at),
        _Kind("no_group", and_(alive, teams.c.chat_id.is_(None)), orders.c.placed_at),
        _Kind("soon", and_(unclaimed, orders.c.starts_at < now + SOON), orders.c.placed_at),
        _Kind("stale", and_(unclaimed, orders.c.placed_at < now - LONG), orders.c.placed_at),
    )


async def count(connection: AsyncConnection, community_ids: Collection[int], now: datetime) -> int:
    """How many things wait."""
    every = _every(community_ids, now).subquery()
    return int((await connection.execute(select(func.count()).select_from(every))).scalar_one())


async def waiting(
    connection: AsyncConnection, community_ids: Collection[int], now: datetime, *, limit: int, offset: int = 0
) -> Sequence[RowMapping]:
    """One page of them, longest waiting first.

    `kind` names what is wrong; `number` an order's, None for an application; `id` the order or the membership; `name`
    of who applies; `starts_at` of an order; `community` and its `zone`.
    """
    every = _every(community_ids, now).subquery()
    statement = (
        select(every, communities.c.name.label("community"), communities.c.zone)
        .join(communities, communities.c.id == every.c.community_id)
        .order_by(every.c.since, every.c.kind, every.c.id).limit(limit).offset(offset)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


def _every(community_ids: Collection[int], now: datetime) -> CompoundSelect[Any]:
    kinds = _kinds(now)
    # The states and the standing are what the indexes know; all else is looked at row by row, of what is not over.
    needing = (
        select(
            case(*((each.wrong, literal(each.name)) for each in kinds)).label("kind"),
            case(*((each.wrong, each.since) for each in kinds)).label("since"),
            orders.c.community_id, orders.c.id, orders.c.number, literal(None, people.c.name.type).label("name"),
            orders.c.starts_at,
        )
        .outerjoin(teams, teams.c.id == orders.c.team_id)
        .where(
            orders.c.community_id.in_(community_ids), orders.c.state.in_([state.value for state in _ASKED]),
            or_(*(each.wrong for each in kinds)),
        )
    )  # fmt: skip
    applying = (
        select(
            literal("application"), memberships.c.applied_at, memberships.c.community_id, memberships.c.id,
            literal(None, orders.c.number.type), people.c.name, literal(None, orders.c.starts_at.type),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.community_id.in_(community_ids), memberships.c.standing == Standing.APPLIED.value,
            memberships.c.applied_at.is_not(None),
        )
    )  # fmt: skip
    return union_all(needing, applying)
