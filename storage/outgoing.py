"""The only door out, its outer side: what the sender takes from the outbox, and how each row ends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import View
from storage import receipts
from storage.posts import Subject
from storage.prepared import Prepared
from storage.schema import drafts, outbox

DEAD_KEPT = timedelta(days=30)

_alive = outbox.c.dead_at.is_(None)
_COLUMNS = (
    outbox.c.id, outbox.c.lane, outbox.c.person_id, outbox.c.thread_id, outbox.c.kind, outbox.c.key, outbox.c.fields,
    outbox.c.order_id, outbox.c.claim_id, outbox.c.edit_message_id, outbox.c.generation, outbox.c.attempts,
    outbox.c.not_before, outbox.c.created_at, outbox.c.position, outbox.c.reply_to,
)  # fmt: skip
_WAITING = (
    select(*_COLUMNS)
    .where(_alive, outbox.c.lane.not_in(bindparam("except_lanes", expanding=True)))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_SENT = Prepared(
    delete(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.generation == bindparam("same"))
    .returning(outbox.c.dead_at)
)
_QUESTION = Prepared(select(drafts.c.message_id).where(drafts.c.id == bindparam("draft_id")))
_STANDS = Prepared(update(drafts).where(drafts.c.id == bindparam("draft_id")).values(message_id=bindparam("message")))


@dataclass(frozen=True)
class Outgoing:
    """One row: something to say (`key` is the notice), or a post to bring up to date (`key` is the view)."""

    id: int
    lane: int
    person_id: int | None
    thread_id: int | None
    kind: str
    key: str
    fields: Mapping[str, Any]
    order_id: int | None
    claim_id: int | None
    edit_message_id: int | None
    generation: int
    attempts: int
    not_before: datetime
    created_at: datetime
    position: int = 0
    reply_to: int | None = None

    @property
    def subject(self) -> Subject | None:
        """What is shown; None for what is only said."""
        if self.kind != "show":
            return None
        return Subject(self.order_id or 0, View(self.key), self.claim_id or 0, self.position)

    @property
    def draft_id(self) -> int | None:
        """The draft whose question this is."""
        return int(self.fields["draft_id"]) if self.key == "ask" else None


async def waiting(connection: AsyncConnection, except_lanes: Collection[int], limit: int) -> list[Outgoing]:
    """The oldest rows, save those of chats that are being written to or have to wait."""
    asked = {"except_lanes": list(except_lanes), "most": limit}
    rows: Iterable[Any] = await connection.execute(_WAITING, asked)
    return [Outgoing(*row) for row in rows]


async def is_waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Whether anything could be sent at this moment: a row that is due, with none before it that is not."""
    before = outbox.alias()
    held_up = exists().where(
        before.c.dead_at.is_(None), before.c.lane == outbox.c.lane, before.c.id <= outbox.c.id,
        before.c.not_before > now, before.c.not_before > before.c.created_at,
    )  # fmt: skip
    return bool((await connection.execute(select(exists().where(_alive, ~held_up)))).scalar_one())


async def sent(connection: AsyncConnection, row: Outgoing) -> bool:
    """Over and done, unless it was asked for again while it was on its way; False when its chat was lost meanwhile."""
    gone = await _SENT.row(connection, {"row_id": row.id, "same": row.generation})
    return gone is None or gone.dead_at is None


async def put_off(connection: AsyncConnection, row: Outgoing, not_before: datetime, *, tried: bool) -> None:
    """Not now; `tried` when it counts as an attempt."""
    values = {"not_before": not_before, "attempts": row.attempts + tried}
    await connection.execute(update(outbox).where(_as_it_was(row)).values(values))


async def bury(connection: AsyncConnection, row: Outgoing, now: datetime, why: str, *, lost: bool = False) -> None:
    """It will never be sent, its chat being `lost` or for another reason; kept for thirty days with it."""
    await receipts.not_delivered(connection, row, lost=lost)
    values = {"dead_at": now, "why": why[:200], "attempts": row.attempts + 1}
    await connection.execute(update(outbox).where(_as_it_was(row)).values(values))


async def bury_lane(connection: AsyncConnection, lane: int, now: datetime, why: str) -> None:
    """Nothing can be sent to this chat any more."""
    values = {"dead_at": now, "why": why[:200]}
    await connection.execute(update(outbox).where(_alive, outbox.c.lane == lane).values(values))
    await receipts.chat_lost(connection, lane)


async def revive_posts(connection: AsyncConnection, lane: int, now: datetime) -> None:
    """The chat can be written to again: its posts are brought up to date, so that no address is left standing."""
    posts = (outbox.c.dead_at.is_not(None), outbox.c.lane == lane, outbox.c.kind == "show")
    again = {"dead_at": None, "why": "", "attempts": 0, "not_before": now}
    await connection.execute(update(outbox).where(*posts).values(again))


async def move_lane(connection: AsyncConnection, lane: int, new_lane: int) -> None:
    """The chat has a new id."""
    await connection.execute(update(outbox).where(_alive, outbox.c.lane == lane).values(lane=new_lane))


async def leave_topic(connection: AsyncConnection, lane: int, thread_id: int) -> None:
    """The topic is gone: what waited for it goes to the group itself."""
    there = (_alive, outbox.c.lane == lane, outbox.c.thread_id == thread_id)
    await connection.execute(update(outbox).where(*there).values(thread_id=None))


async def forget_dead(connection: AsyncConnection, now: datetime) -> int:
    """Delete what died thirty days ago or earlier; how many."""
    return (await connection.execute(delete(outbox).where(outbox.c.dead_at <= now - DEAD_KEPT))).rowcount


async def question_of(connection: AsyncConnection, draft_id: int) -> int | None:
    """The message whose buttons answer a draft's question."""
    row = await _QUESTION.row(connection, {"draft_id": draft_id})
    return row.message_id if row else None


async def question_stands(connection: AsyncConnection, draft_id: int, message_id: int | None) -> None:
    """From now on the draft's question stands under the buttons of this message, or of none."""
    await _STANDS.done(connection, {"draft_id": draft_id, "message": message_id})


def _as_it_was(row: Outgoing) -> ColumnElement[bool]:
    """Not asked for again since it was read."""
    return and_(outbox.c.id == row.id, outbox.c.generation == row.generation)
