"""Communities: their names, zones and rules, and what their members may pick from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import addresses, communities, orders

LATEST_ORDERS = 500  # where a community's life is now; all of them may be a million


async def get(connection: AsyncConnection, community_id: int) -> RowMapping:
    """The community of that number, which must exist."""
    return (await connection.execute(select(communities).where(communities.c.id == community_id))).mappings().one()


async def by_slug(connection: AsyncConnection, slug: str) -> RowMapping | None:
    """The community of an invitation link."""
    return (await connection.execute(select(communities).where(communities.c.slug == slug))).mappings().first()


async def every(connection: AsyncConnection) -> Sequence[RowMapping]:
    """All communities of the installation, oldest first."""
    return (await connection.execute(select(communities).order_by(communities.c.id))).mappings().all()


async def add(connection: AsyncConnection, slug: str, name: str, language: str, zone: str, now: datetime) -> int:
    """A new community; its credit rule is chosen later, its nights are quiet."""
    values = {
        "slug": slug, "name": name, "language": language, "zone": zone, "created_at": now,
        "quiet_from": 22 * 60, "quiet_to": 7 * 60,
    }  # fmt: skip
    return int((await connection.execute(insert(communities).values(values).returning(communities.c.id))).scalar_one())


async def change(connection: AsyncConnection, community_id: int, **values: Any) -> None:
    """Set a community's columns: name, language, zone, credit rule."""
    await connection.execute(update(communities).where(communities.c.id == community_id).values(values))


async def districts(connection: AsyncConnection, community_id: int, limit: int) -> list[str]:
    """The districts that a community's latest orders have named, most frequent first."""
    latest = (
        select(orders.c.district)
        .where(orders.c.community_id == community_id)
        .order_by(orders.c.number.desc())
        .limit(LATEST_ORDERS)
        .subquery()
    )
    statement = (
        select(latest.c.district)
        .group_by(latest.c.district)
        .order_by(func.count().desc(), latest.c.district)
        .limit(limit)
    )
    return list((await connection.execute(statement)).scalars())


async def saved_addresses(
    connection: AsyncConnection, community_id: int, person_id: int, limit: int
) -> Sequence[RowMapping]:
    """Where a person has asked for help before, latest first."""
    own = (addresses.c.person_id == person_id, addresses.c.community_id == community_id)
    statement = select(addresses).where(*own).order_by(addresses.c.used_at.desc()).limit(limit)
    return (await connection.execute(statement)).mappings().all()


async def save_address(
    connection: AsyncConnection, community_id: int, person_id: int, values: dict[str, Any], now: datetime
) -> None:
    """Remember an address for the next order; a known one only becomes the latest."""
    same = (
        addresses.c.person_id == person_id, addresses.c.community_id == community_id,
        addresses.c.door == values["door"], addresses.c.district == values["district"],
    )  # fmt: skip
    changed = await connection.execute(update(addresses).where(*same).values(used_at=now, **values))
    if changed.rowcount == 0:
        row = {"person_id": person_id, "community_id": community_id, "used_at": now, **values}
        await connection.execute(insert(addresses).values(row))
