"""What nobody needs any more is deleted: done updates, dead rows, forgotten drafts, spent links."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import inbox, outgoing
from storage.schema import drafts, links

DRAFTS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=30)  # so that somebody who opens an old one is told what happened to it


async def clear(connection: AsyncConnection, now: datetime) -> dict[str, int]:
    """Delete what is too old; how many of each."""
    forgotten = delete(drafts).where(drafts.c.updated_at <= now - DRAFTS_KEPT)
    spent = delete(links).where(
        or_(links.c.used_at <= now - LINKS_KEPT, links.c.expires_at <= now - LINKS_KEPT)
    )  # fmt: skip
    return {
        "updates": await inbox.forget_done(connection, now),
        "messages": await outgoing.forget_dead(connection, now),
        "drafts": (await connection.execute(forgotten)).rowcount,
        "links": (await connection.execute(spent)).rowcount,
    }
