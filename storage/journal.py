"""Who moved what, as it is read again; it is written by the desk alone."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import journal, people


async def latest(connection: AsyncConnection, order_id: int, limit: int) -> Sequence[RowMapping]:
    """An order's latest moves (verb, at, reason, name; without a name it was the clock), oldest of them first."""
    statement = (
        select(journal.c.verb, journal.c.at, journal.c.reason, people.c.name)
        .outerjoin(people, people.c.id == journal.c.person_id)
        .where(journal.c.order_id == order_id)
        .order_by(journal.c.id.desc())
        .limit(limit)
    )
    return (await connection.execute(statement)).mappings().all()[::-1]
