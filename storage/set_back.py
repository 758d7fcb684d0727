"""The clock was set back: what was put off by the hour it showed before would wait too long by the one it shows."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import inbox, outbox


async def let_go(connection: AsyncConnection, now: datetime) -> int:
    """Whatever waits for a moment that is still to come may go now; how many rows.

    What Telegram asked for beyond that is known to the sender, whose clock never jumps.
    """
    waits = outbox.c.dead_at.is_(None) & (outbox.c.not_before > now)
    messages = await connection.execute(update(outbox).where(waits).values(not_before=now))
    updates = await connection.execute(update(inbox).where(inbox.c.retry_at > now).values(retry_at=now))
    return messages.rowcount + updates.rowcount
