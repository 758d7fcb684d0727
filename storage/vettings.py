"""What coordinators have checked in a person, until when, and what they have taken back since."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, RowMapping, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.vetting import Check
from storage.schema import people, vettings


async def standing(connection: AsyncConnection, community_id: int, person_ids: Collection[int]) -> tuple[Check, ...]:
    """The checks of these people that nobody has taken back, over or not."""
    query = select(vettings.c.person_id, vettings.c.until).where(
        _standing(community_id), vettings.c.person_id.in_(person_ids)
    )
    return tuple(Check(row.person_id, row.until) for row in await connection.execute(query))


async def of(connection: AsyncConnection, community_id: int, person_id: int) -> Sequence[RowMapping]:
    """One person's checks that stand, with the name of who made each (`by`), latest first."""
    query = (
        select(vettings, people.c.name.label("by"))
        .join(people, people.c.id == vettings.c.checked_by)
        .where(_standing(community_id), vettings.c.person_id == person_id)
        .order_by(vettings.c.id.desc())
    )
    return (await connection.execute(query)).mappings().all()


async def by_id(connection: AsyncConnection, vetting_id: int) -> RowMapping | None:
    """The check of that number, of whichever community, taken back or not."""
    return (await connection.execute(select(vettings).where(vettings.c.id == vetting_id))).mappings().first()


async def add(
    connection: AsyncConnection, community_id: int, person_id: int, what: str, by: int, until: date | None,
    now: datetime,
) -> None:  # fmt: skip
    """Somebody has looked at this, and it is good until that day."""
    row = {
        "community_id": community_id, "person_id": person_id, "what": what, "checked_by": by, "checked_at": now,
        "until": until,
    }  # fmt: skip
    await connection.execute(insert(vettings).values(row))


async def revoke(connection: AsyncConnection, vetting_id: int, now: datetime) -> bool:
    """It no longer counts; False when it did not before."""
    stands = and_(vettings.c.id == vetting_id, vettings.c.revoked_at.is_(None))
    return (await connection.execute(update(vettings).where(stands).values(revoked_at=now))).rowcount == 1


def _standing(community_id: int) -> ColumnElement[bool]:
    return and_(vettings.c.community_id == community_id, vettings.c.revoked_at.is_(None))
