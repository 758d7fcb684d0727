"""Drafts: the answers somebody has given so far, which are all the state a dialog has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dialog import Draft
from storage.races import Stale
from storage.schema import drafts


@dataclass(frozen=True)
class Kept:
    """A draft with what stands on the screen: the values behind its buttons, an open reply keyboard, the message."""

    draft: Draft
    offered: Sequence[Any]
    reply_keyboard: bool
    message_id: int | None


async def start(connection: AsyncConnection, draft: Draft, now: datetime) -> Kept:
    """A fresh draft, in place of an older one of the same dialog."""
    old = (drafts.c.person_id == draft.person_id, drafts.c.dialog == draft.dialog)
    keyboard = (await connection.execute(select(drafts.c.reply_keyboard).where(*old))).scalar_one_or_none()
    await connection.execute(delete(drafts).where(*old))
    values: dict[str, Any] = {
        "person_id": draft.person_id, "community_id": draft.community_id, "dialog": draft.dialog,
        "subject_id": draft.subject_id, "answers": dict(draft.answers), "asking": draft.asking, "offered": [],
        "reply_keyboard": bool(keyboard), "updated_at": now,
    }  # fmt: skip
    number = (await connection.execute(insert(drafts).values(values).returning(drafts.c.id))).scalar_one()
    found = await by_id(connection, number)
    if found is None:
        raise AssertionError("a draft just kept is there")
    return found


async def keep(
    connection: AsyncConnection, before: Kept, draft: Draft, now: datetime, *,
    offered: Sequence[Any], reply_keyboard: bool,
) -> None:  # fmt: skip
    """Write a draft as it is now, if nobody changed it meanwhile."""
    values = {
        "answers": dict(draft.answers), "asking": draft.asking, "version": draft.version, "offered": list(offered),
        "reply_keyboard": reply_keyboard, "updated_at": now,
    }  # fmt: skip
    where = (drafts.c.id == draft.id, drafts.c.version == before.draft.version)
    if (await connection.execute(update(drafts).where(*where).values(values))).rowcount != 1:
        raise Stale


async def drop(connection: AsyncConnection, draft_id: int) -> None:
    """The dialog is over."""
    await connection.execute(delete(drafts).where(drafts.c.id == draft_id))


async def by_id(connection: AsyncConnection, draft_id: int) -> Kept | None:
    """The draft of that number."""
    return _kept((await connection.execute(select(drafts).where(drafts.c.id == draft_id))).mappings().first())


async def of(connection: AsyncConnection, person_id: int, dialog: str) -> Kept | None:
    """A person's draft in one dialog."""
    where = (drafts.c.person_id == person_id, drafts.c.dialog == dialog)
    return _kept((await connection.execute(select(drafts).where(*where))).mappings().first())


async def newest(connection: AsyncConnection, person_id: int) -> Kept | None:
    """The draft that what a person types belongs to: the one touched last."""
    statement = (
        select(drafts)
        .where(drafts.c.person_id == person_id)
        .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
        .limit(1)
    )
    return _kept((await connection.execute(statement)).mappings().first())


def _kept(row: RowMapping | None) -> Kept | None:
    if row is None:
        return None
    draft = Draft(
        id=row["id"], person_id=row["person_id"], community_id=row["community_id"], dialog=row["dialog"],
        subject_id=row["subject_id"], answers=row["answers"], asking=row["asking"], version=row["version"],
    )  # fmt: skip
    return Kept(draft, row["offered"], row["reply_keyboard"], row["message_id"])
