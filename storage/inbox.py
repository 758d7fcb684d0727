"""Updates as they arrived: kept before Telegram is told so, and marked done in the commit of what they caused."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.schema import inbox
from storage.upsert import insert_or

# Telegram delivers for 24 hours, so a repeat finds its row; and it may start a new, lower count of update ids after
# a week of silence, so what is older than this must not decide where we go on.
REMEMBERED = timedelta(days=2)
SET_ASIDE_KEPT = timedelta(days=30)  # it holds what somebody wrote

_undone = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_(None)
_DONE = Prepared(
    update(inbox).where(inbox.c.update_id == bindparam("id"), _undone).values(done_at=bindparam("now"), body="")
)
_WAITING = (
    select(inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.attempts, inbox.c.retry_at)
    .where(_undone, inbox.c.lane.not_in(bindparam("except_lanes", expanding=True)))
    .order_by(inbox.c.update_id)
    .limit(bindparam("most"))
)


class AlreadyDone(Exception):
    """The update was handled before, by somebody else or in another life: roll back whatever this one did."""


@dataclass(frozen=True)
class Arrived:
    """An update from Telegram, and the lane in which order matters: its person, else its chat."""

    update_id: int
    lane: int
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """An update that is not handled yet."""

    update_id: int
    lane: int
    body: str
    attempts: int
    retry_at: datetime | None

    @property
    def parsed(self) -> dict[str, Any]:
        """The update as Telegram sent it."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


async def receive(connection: AsyncConnection, arrived: Sequence[Arrived], now: datetime) -> None:
    """Keep these updates; those that were kept before stay as they are."""
    rows = [
        {"update_id": one.update_id, "lane": one.lane, "body": _whole(one.body), "received_at": now}
        for one in arrived
    ]
    if rows:
        await connection.execute(insert_or(connection, inbox).on_conflict_do_nothing(), rows)


def _whole(body: Mapping[str, Any]) -> str:
    """As JSON, without halves of surrogate pairs: a string to JSON, and an error to a database or a hash."""
    text = json.dumps(body, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


async def newest_id(connection: AsyncConnection, now: datetime) -> int | None:
    """The highest update id of the last two days: what Telegram need not send again."""
    recent = select(inbox.c.update_id).where(inbox.c.received_at > now - REMEMBERED)
    newest = recent.order_by(inbox.c.update_id.desc()).limit(1)
    return (await connection.execute(newest)).scalar_one_or_none()


async def waiting(connection: AsyncConnection, except_lanes: Collection[int], limit: int) -> list[Waiting]:
    """The oldest updates to handle, save in lanes that are being handled already."""
    asked = {"except_lanes": list(except_lanes), "most": limit}
    return [Waiting(*row) for row in await connection.execute(_WAITING, asked)]


async def is_waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Whether anything could be handled at this moment: not put off itself, nor behind something that is."""
    before = inbox.alias()
    held_up = exists().where(
        before.c.done_at.is_(None), before.c.set_aside_at.is_(None), before.c.lane == inbox.c.lane,
        before.c.update_id <= inbox.c.update_id, before.c.retry_at > now,
    )  # fmt: skip
    return bool((await connection.execute(select(exists().where(_undone, ~held_up)))).scalar_one())


async def mark_done(connection: AsyncConnection, update_id: int, now: datetime) -> None:
    """Handled; what it said is forgotten, its number is kept against repeats. Raises AlreadyDone."""
    if await _DONE.done(connection, {"id": update_id, "now": now}) != 1:
        raise AlreadyDone


async def is_done(connection: AsyncConnection, update_id: int) -> bool:
    """Whether nothing is left to do for it."""
    query = select(exists().where(inbox.c.update_id == update_id, _undone))
    return not (await connection.execute(query)).scalar_one()


async def put_off(connection: AsyncConnection, update_id: int, retry_at: datetime) -> None:
    """One more attempt failed; the next not before that time."""
    values = {"attempts": inbox.c.attempts + 1, "retry_at": retry_at}
    await connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(values))


async def set_aside(connection: AsyncConnection, update_id: int, now: datetime) -> None:
    """No attempt is left; the update is kept for somebody to look at and its lane goes on."""
    values = {"attempts": inbox.c.attempts + 1, "set_aside_at": now}
    await connection.execute(update(inbox).where(inbox.c.update_id == update_id).values(values))


async def forget_done(connection: AsyncConnection, now: datetime) -> int:
    """Delete what was done two days ago, or set aside a month ago, or earlier; how many."""
    done = delete(inbox).where(inbox.c.done_at <= now - REMEMBERED)
    set_aside = delete(inbox).where(inbox.c.done_at.is_(None), inbox.c.set_aside_at <= now - SET_ASIDE_KEPT)
    # One by one: no index finds what is old in the one way or the other.
    return sum([(await connection.execute(old)).rowcount for old in (done, set_aside)])
