"""How much waits, and since when: what the metrics show and the owner is warned about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import UTCDateTime, inbox, orders, outbox

_unhandled = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_(None)
_unsent = outbox.c.dead_at.is_(None)


@dataclass(frozen=True)
class Backlog:
    """Counts, and the moment at which the longest waiting row was written; None where nothing waits."""

    updates: int
    oldest_update_at: datetime | None
    set_aside: int
    messages: int
    oldest_message_at: datetime | None
    dead: int


async def measure(connection: AsyncConnection) -> Backlog:
    """All of it as it is now, in one statement."""
    aside = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_not(None)
    statement = select(
        _count(inbox, _unhandled), select(func.min(inbox.c.received_at)).where(_unhandled).scalar_subquery(),
        _count(inbox, aside),
        _count(outbox, _unsent), select(func.min(outbox.c.created_at)).where(_unsent).scalar_subquery(),
        _count(outbox, outbox.c.dead_at.is_not(None)),
    )  # fmt: skip
    return Backlog(*(await connection.execute(statement)).one())


async def died_since(connection: AsyncConnection, moment: datetime, reasons: tuple[str, ...]) -> int:
    """How many messages have died since then for one of these reasons, by the beginning of what was noted."""
    why = or_(*(outbox.c.why.startswith(reason, autoescape=True) for reason in reasons))
    return int((await connection.execute(select(_count(outbox, why & (outbox.c.dead_at > moment))))).scalar_one())


async def deaths(connection: AsyncConnection, limit: int) -> Sequence[Row[tuple[str, str, int, datetime]]]:
    """What could never be sent (key, why, count, last_at), most frequent first."""
    many = func.count().label("count")
    statement = (
        select(outbox.c.key, outbox.c.why, many, func.max(outbox.c.dead_at, type_=UTCDateTime).label("last_at"))
        .where(outbox.c.dead_at.is_not(None))
        .group_by(outbox.c.key, outbox.c.why).order_by(many.desc(), outbox.c.key).limit(limit)
    )  # fmt: skip
    return (await connection.execute(statement)).all()


async def overdue(connection: AsyncConnection, moment: datetime) -> int:
    """How many orders should have been woken before then."""
    return int((await connection.execute(select(_count(orders, orders.c.wake_at < moment)))).scalar_one())


def _count(table: Table, where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(where).scalar_subquery()
