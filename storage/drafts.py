"""Drafts: the answers somebody has given so far, which are all the state a dialog has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dialog import Draft
from storage.prepared import Prepared
from storage.races import Stale
from storage.schema import drafts


@dataclass(frozen=True)
class Kept:
    """A draft with what stands on the screen: the values behind its buttons, an open reply keyboard, the message."""

    draft: Draft
    offered: Sequence[Any]
    reply_keyboard: bool
    message_id: int | None


_MINE = and_(drafts.c.person_id == bindparam("whose"), drafts.c.dialog == bindparam("which"))
_THIS = drafts.c.id == bindparam("number")
_REPLACE = Prepared(delete(drafts).where(_MINE).returning(drafts.c.reply_keyboard))
_START = Prepared(insert(drafts).returning(drafts))
_CHANGES = ("answers", "asking", "version", "offered", "reply_keyboard", "updated_at")
_KEEP = Prepared(
    update(drafts)
    .where(_THIS, drafts.c.version == bindparam("was"))
    .values({name: bindparam(name) for name in _CHANGES})
)
_DROP = Prepared(delete(drafts).where(_THIS))
_BY_ID = Prepared(select(drafts).where(_THIS))
_OF = Prepared(select(drafts).where(_MINE))
_NEWEST = Prepared(
    select(drafts)
    .where(drafts.c.person_id == bindparam("whose"))
    .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
    .limit(1)
)


async def start(connection: AsyncConnection, draft: Draft, now: datetime) -> Kept:
    """A fresh draft, in place of an older one of the same dialog."""
    old = await _REPLACE.row(connection, {"whose": draft.person_id, "which": draft.dialog})
    values: dict[str, Any] = {
        "person_id": draft.person_id, "community_id": draft.community_id, "dialog": draft.dialog,
        "subject_id": draft.subject_id, "answers": dict(draft.answers), "asking": draft.asking, "version": 0,
        "offered": [], "reply_keyboard": bool(old and old.reply_keyboard), "message_id": None, "updated_at": now,
    }  # fmt: skip
    return _kept(await _START.row(connection, values))


async def keep(
    connection: AsyncConnection, before: Kept, draft: Draft, now: datetime, *,
    offered: Sequence[Any], reply_keyboard: bool,
) -> None:  # fmt: skip
    """Write a draft as it is now, if nobody changed it meanwhile."""
    values = {
        "answers": dict(draft.answers), "asking": draft.asking, "version": draft.version, "offered": list(offered),
        "reply_keyboard": reply_keyboard, "updated_at": now,
    }  # fmt: skip
    same = {"number": draft.id, "was": before.draft.version}
    if await _KEEP.done(connection, {**same, **values}) != 1:
        raise Stale


async def drop(connection: AsyncConnection, draft_id: int) -> None:
    """The dialog is over."""
    await _DROP.done(connection, {"number": draft_id})


async def by_id(connection: AsyncConnection, draft_id: int) -> Kept | None:
    """The draft of that number."""
    row = await _BY_ID.row(connection, {"number": draft_id})
    return _kept(row) if row else None


async def of(connection: AsyncConnection, person_id: int, dialog: str) -> Kept | None:
    """A person's draft in one dialog."""
    row = await _OF.row(connection, {"whose": person_id, "which": dialog})
    return _kept(row) if row else None


async def newest(connection: AsyncConnection, person_id: int) -> Kept | None:
    """The draft that what a person types belongs to: the one touched last."""
    row = await _NEWEST.row(connection, {"whose": person_id})
    return _kept(row) if row else None


def _kept(row: Any) -> Kept:
    draft = Draft(
        id=row.id, person_id=row.person_id, community_id=row.community_id, dialog=row.dialog,
        subject_id=row.subject_id, answers=row.answers, asking=row.asking, version=row.version,
    )  # fmt: skip
    return Kept(draft, row.offered, row.reply_keyboard, row.message_id)
