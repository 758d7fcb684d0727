"""The clock was set back: what was put off by the hour it showed before would wait too long by the one it shows."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import drafts, inbox, outbox

UNHEARD_OF = timedelta(minutes=1)  # no update that failed waits as long, and no two machines' clocks differ so much


async def let_go(connection: AsyncConnection, now: datetime) -> None:
    """Whatever waits for a moment that is still to come may go now.

    What Telegram asked for beyond that is known to the sender, whose clock never jumps.
    """
    waits = outbox.c.dead_at.is_(None) & (outbox.c.not_before > now)
    await connection.execute(update(outbox).where(waits).values(not_before=now))
    await let_go_unheard_of(connection, now, timedelta(0))


async def let_go_unheard_of(connection: AsyncConnection, now: datetime, beyond: timedelta = UNHEARD_OF) -> None:
    """The same for what nobody who begins could tell from a clock that was set while nobody was there.

    A draft of the hour before would take all words until then: whoever types means the one that was touched last.
    """
    undone = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_(None)
    await connection.execute(update(inbox).where(undone, inbox.c.retry_at > now + beyond).values(retry_at=now))
    await connection.execute(update(drafts).where(drafts.c.updated_at > now + beyond).values(updated_at=now))
