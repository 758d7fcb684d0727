"""Who would rather not meet again: known to the person who wishes it, and to nobody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ClaimState
from storage.schema import apart, claims, orders, people

MET = (ClaimState.TAKEN, ClaimState.ARRIVED, ClaimState.FINISHED, ClaimState.CONFIRMED, ClaimState.HANDED_BACK)


def kept_apart(
    community_id: ColumnElement[int], one: ColumnElement[int], other: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether either of the two has wished not to meet the other, in this community."""
    there = apart.alias("kept_apart")
    return exists().where(
        there.c.community_id == community_id,
        or_(
            and_(there.c.person_id == one, there.c.other_id == other),
            and_(there.c.person_id == other, there.c.other_id == one),
        ),
    )  # fmt: skip


async def others_of(connection: AsyncConnection, community_id: int, person_id: int) -> set[int]:
    """All from whom this person is kept apart, whoever wished it."""
    here = apart.c.community_id == community_id
    wished = select(apart.c.other_id).where(here, apart.c.person_id == person_id)
    wished_by_others = select(apart.c.person_id).where(here, apart.c.other_id == person_id)
    return set((await connection.execute(wished.union(wished_by_others))).scalars())


async def wished_by(connection: AsyncConnection, community_id: int, person_id: int) -> Sequence[RowMapping]:
    """From whom the person has wished to be kept apart (id, name), latest first."""
    statement = (
        select(people.c.id, people.c.name)
        .join(apart, apart.c.other_id == people.c.id)
        .where(apart.c.community_id == community_id, apart.c.person_id == person_id)
        .order_by(apart.c.id.desc())
    )
    return (await connection.execute(statement)).mappings().all()


async def met_lately(
    connection: AsyncConnection, community_id: int, person_id: int, limit: int
) -> Sequence[RowMapping]:
    """Those with whom the person has had an order (id, name), whichever of them helped, latest first."""
    helped = (
        select(claims.c.person_id.label("id"), orders.c.id.label("met"))
        .join(orders, orders.c.id == claims.c.order_id)
        .where(orders.c.community_id == community_id, orders.c.resident_id == person_id, claims.c.state.in_(MET))
    )
    ordered = (
        select(orders.c.resident_id.label("id"), orders.c.id.label("met"))
        .join(claims, claims.c.order_id == orders.c.id)
        .where(orders.c.community_id == community_id, claims.c.person_id == person_id, claims.c.state.in_(MET))
    )
    every = helped.union_all(ordered).subquery()
    statement = (
        select(people.c.id, people.c.name)
        .join(every, every.c.id == people.c.id)
        .group_by(people.c.id, people.c.name).order_by(func.max(every.c.met).desc()).limit(limit)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


async def keep(connection: AsyncConnection, community_id: int, person_id: int, other_id: int, now: datetime) -> None:
    """From now on these two do not meet."""
    row = {"community_id": community_id, "person_id": person_id, "other_id": other_id, "since": now}
    await connection.execute(insert(apart).values(row))


async def let_meet(connection: AsyncConnection, community_id: int, person_id: int, other_id: int) -> bool:
    """What this person wished is over; False when they had not."""
    wish = (apart.c.community_id == community_id, apart.c.person_id == person_id, apart.c.other_id == other_id)
    return (await connection.execute(delete(apart).where(*wish))).rowcount == 1
