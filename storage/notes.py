"""What coordinators note about an order for each other; nobody else ever reads it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import notes, people


async def add(connection: AsyncConnection, order_id: int, person_id: int, words: str, now: datetime) -> None:
    """One more note."""
    values = {"order_id": order_id, "person_id": person_id, "words": words[:500], "at": now}
    await connection.execute(insert(notes).values(values))


async def latest(connection: AsyncConnection, order_id: int, limit: int) -> Sequence[RowMapping]:
    """The latest few with who wrote them (words, at, name), oldest of them first."""
    statement = (
        select(notes.c.words, notes.c.at, people.c.name)
        .join(people, people.c.id == notes.c.person_id)
        .where(notes.c.order_id == order_id)
        .order_by(notes.c.id.desc())
        .limit(limit)
    )
    return (await connection.execute(statement)).mappings().all()[::-1]
