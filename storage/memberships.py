"""Volunteers and coordinators of a community: who applies, who decides, who leads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.people import Standing
from storage.schema import memberships, people


async def apply(
    connection: AsyncConnection, membership_id: int, services: Sequence[int], teams: Sequence[int], now: datetime
) -> None:
    """The person would like to volunteer; what was decided before is forgotten."""
    values = {
        "standing": Standing.APPLIED.value, "services": list(services), "teams": list(teams), "applied_at": now,
        "decided_at": None, "decided_by": None, "decision_reason": "",
    }  # fmt: skip
    await connection.execute(update(memberships).where(memberships.c.id == membership_id).values(values))


async def decide(
    connection: AsyncConnection, membership_id: int, standing: Standing, by: int, reason: str, now: datetime
) -> bool:
    """Approve or decline an application; False when it is not waiting any more."""
    values = {"standing": standing.value, "decided_at": now, "decided_by": by, "decision_reason": reason[:300]}
    waiting = (memberships.c.id == membership_id, memberships.c.standing == Standing.APPLIED.value)
    return (await connection.execute(update(memberships).where(*waiting).values(values))).rowcount == 1


async def waiting(connection: AsyncConnection, community_id: int, limit: int) -> list[int]:
    """The people whose applications wait, longest first."""
    statement = (
        select(memberships.c.person_id)
        .where(memberships.c.community_id == community_id, memberships.c.standing == Standing.APPLIED.value)
        .order_by(memberships.c.applied_at, memberships.c.id)
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())


async def set_standing(
    connection: AsyncConnection, membership_id: int, before: Standing, after: Standing, by: int, now: datetime
) -> bool:
    """Let a volunteer rest, or go on; False when they do not stand as before any more."""
    same = (memberships.c.id == membership_id, memberships.c.standing == before.value)
    values = {"standing": after.value, "decided_at": now, "decided_by": by}
    return (await connection.execute(update(memberships).where(*same).values(values))).rowcount == 1


async def community_of(connection: AsyncConnection, membership_id: int) -> int | None:
    """In which community that place is; it is not held."""
    statement = select(memberships.c.community_id).where(memberships.c.id == membership_id)
    return (await connection.execute(statement)).scalar_one_or_none()


async def volunteers(
    connection: AsyncConnection, community_id: int, limit: int, offset: int = 0
) -> Sequence[RowMapping]:  # fmt: skip
    """Who helps in a community or rests from it, by name: membership id, name, standing."""
    statement = (
        select(memberships.c.id, people.c.name, memberships.c.standing)
        .join(people, people.c.id == memberships.c.person_id)
        .where(_volunteers(community_id))
        .order_by(people.c.name, memberships.c.id)
        .limit(limit).offset(offset)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


async def count_volunteers(connection: AsyncConnection, community_id: int) -> int:
    """How many they are."""
    counted = select(func.count()).select_from(memberships).where(_volunteers(community_id))
    return int((await connection.execute(counted)).scalar_one())


async def leaders(connection: AsyncConnection, community_id: int, limit: int) -> Sequence[RowMapping]:
    """The coordinators of a community: membership id, person id, name."""
    statement = (
        select(memberships.c.id, memberships.c.person_id, people.c.name)
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.community_id == community_id, memberships.c.coordinator)
        .order_by(memberships.c.id)
        .limit(limit)
    )
    return (await connection.execute(statement)).mappings().all()


def _volunteers(community_id: int) -> ColumnElement[bool]:
    standing = memberships.c.standing.in_([Standing.APPROVED.value, Standing.PAUSED.value])
    return and_(memberships.c.community_id == community_id, standing)
