"""Residents without Telegram: found again by their number, and the PIN with which they confirm."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.behalf import PIN_FIGURES
from storage import people
from storage.people import Person
from storage.schema import addresses, memberships, orders
from storage.schema import people as people_table

MOST_AT_A_NUMBER = 5  # people who share a telephone


def new_pin() -> str:
    """Four figures."""
    return "".join(secrets.choice("0123456789") for _ in range(PIN_FIGURES))


async def pin_of(connection: AsyncConnection, order_id: int) -> str:
    """The PIN of an order, "" where there is none."""
    found = await connection.execute(select(orders.c.pin).where(orders.c.id == order_id))
    return str(found.scalar_one_or_none() or "")


async def at_number(connection: AsyncConnection, community_id: int, phone: str) -> Sequence[RowMapping]:
    """Who of a community has called from that number (id, name, door of the last address), who has one first."""
    latest = (
        select(addresses.c.door)
        .where(addresses.c.person_id == people_table.c.id, addresses.c.community_id == community_id)
        .order_by(addresses.c.used_at.desc()).limit(1).scalar_subquery()
    )  # fmt: skip
    statement = (
        select(people_table.c.id, people_table.c.name, latest.label("door"))
        .join(memberships, memberships.c.person_id == people_table.c.id)
        .where(
            people_table.c.phone == phone, people_table.c.telegram_id.is_(None),
            memberships.c.community_id == community_id,
        )
        .order_by(latest.is_(None), people_table.c.id.desc()).limit(MOST_AT_A_NUMBER)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


async def met(connection: AsyncConnection, community_id: int, name: str, phone: str, now: datetime) -> Person:
    """The person of that name at that number, kept at the first call; nothing is ever sent to them."""
    for known in await at_number(connection, community_id, phone):
        if _folded(known["name"]) == _folded(name):
            return await people.get(connection, known["id"])
    values = {
        "telegram_id": None, "name": name, "telegram_name": "", "phone": phone, "started": False, "reachable": False,
        "created_at": now,
    }  # fmt: skip
    kept = await connection.execute(insert(people_table).values(values).returning(people_table.c.id))
    person_id = int(kept.scalar_one())
    await people.enter(connection, community_id, person_id)
    return await people.get(connection, person_id)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
