"""Which private message shows a claimed wish with name, phone and door: kept with the claim, one message a claim."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.wish_life import GrantState
from storage.schema_wishes import wish_claims

Place = tuple[int, int, str]  # chat, message, digest of what it says


async def standing(connection: AsyncConnection, claim_id: int) -> tuple[Place | None, bool]:
    """The message, if one was sent, and whether the claim lives, so that one is needed."""
    asked = select(
        wish_claims.c.chat_id, wish_claims.c.message_id, wish_claims.c.digest, wish_claims.c.state
    ).where(wish_claims.c.id == claim_id)  # fmt: skip
    row = (await connection.execute(asked)).first()
    if row is None:
        return None, False
    place = (row.chat_id, row.message_id, row.digest) if row.chat_id is not None else None
    return place, row.state == GrantState.LIVE.value


async def remember(connection: AsyncConnection, claim_id: int, chat_id: int, message_id: int, digest: str) -> None:
    """From now on this message shows it."""
    values = {"chat_id": chat_id, "message_id": message_id, "digest": digest}
    await connection.execute(update(wish_claims).where(wish_claims.c.id == claim_id).values(values))


async def edited(connection: AsyncConnection, claim_id: int, chat_id: int, message_id: int, digest: str) -> None:
    """The message says something new, if it shows the claim still."""
    this = (wish_claims.c.id == claim_id, wish_claims.c.chat_id == chat_id, wish_claims.c.message_id == message_id)
    await connection.execute(update(wish_claims).where(*this).values(digest=digest))


async def forget(connection: AsyncConnection, claim_id: int) -> None:
    """The message is gone."""
    nowhere = {"chat_id": None, "message_id": None, "digest": ""}
    await connection.execute(update(wish_claims).where(wish_claims.c.id == claim_id).values(nowhere))
