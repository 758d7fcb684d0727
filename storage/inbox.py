"""Updates as they arrived: kept before Telegram is told so, and marked done in the commit of what they caused."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.schema import inbox
from storage.upsert import insert_or

# Telegram delivers for 24 hours, so a repeat finds its row; and it may start a new, lower count of update ids after
# a week of silence, when nothing of the old count may be left in the way.
REMEMBERED = timedelta(days=2)
LOOKED_AT = 1000  # updates in a backlog, for lanes that are free
SET_ASIDE_KEPT = timedelta(days=30)  # it holds what somebody wrote

_WAITING = (
    inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.attempts, inbox.c.retry_at, inbox.c.received_at,
)  # fmt: skip
_undone = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_(None)
_aside = inbox.c.done_at.is_(None) & inbox.c.set_aside_at.is_not(None)
_DONE = Prepared(
    update(inbox).where(inbox.c.update_id == bindparam("id"), _undone).values(done_at=bindparam("now"), body="")
)


class AlreadyDone(Exception):
    """Not ours to handle: done in another life, or in the hands of another process. Look again at what is waiting."""


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
    received_at: datetime

    @property
    def parsed(self) -> dict[str, Any]:
        """The update as Telegram sent it."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


async def receive(connection: AsyncConnection, arrived: Sequence[Arrived], now: datetime) -> None:
    """Keep these updates; those that were kept before stay as they are."""
    rows = [
        {"update_id": one.update_id, "lane": one.lane, "body": _whole(one.body), "received_at": now}
        for one in sorted(arrived, key=lambda one: one.update_id)  # two who keep the same wait in line, in no circle
    ]
    if rows:
        await connection.execute(insert_or(connection, inbox).on_conflict_do_nothing(), rows)


def _whole(body: Mapping[str, Any]) -> str:
    """As JSON, without halves of surrogate pairs: a string to JSON, and an error to a database or a hash."""
    text = json.dumps(body, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


async def waiting(connection: AsyncConnection, except_lanes: Collection[int], limit: int) -> list[Waiting]:
    """The oldest updates to handle, save in lanes that are being handled already."""
    return await _oldest(connection, inbox.c.lane.not_in(except_lanes), limit)


async def free_to_take(
    connection: AsyncConnection, except_lanes: Collection[int], limit: int
) -> tuple[list[Waiting], bool]:
    """The same where other processes handle lanes, too; and whether anything was left out because one of them does.

    It looks, and holds nothing; which process has a lane is decided by `take`.
    """
    if connection.dialect.name == "sqlite":
        return await waiting(connection, except_lanes, limit), False
    near = select(inbox.c.lane, inbox.c.update_id).where(_undone, inbox.c.lane.not_in(except_lanes))
    near_rows = near.order_by(inbox.c.update_id).limit(LOOKED_AT).subquery()
    first = func.min(near_rows.c.update_id).label("first")
    lanes = select(near_rows.c.lane, first).group_by(near_rows.c.lane).order_by(first).limit(limit).subquery()
    is_free = func.pg_try_advisory_xact_lock_shared(_lock_of(lanes.c.lane))  # let go of at the end of this look
    found = (await connection.execute(select(lanes.c.lane, is_free))).all()
    free = [lane for lane, free in found if free]
    rows = await _oldest(connection, inbox.c.lane.in_(free), limit) if free else []
    return rows, len(free) < len(found)


async def _oldest(connection: AsyncConnection, where: ColumnElement[bool], limit: int) -> list[Waiting]:
    query = (
        select(*_WAITING)
        .where(_undone, where)
        .order_by(inbox.c.update_id)
        .limit(limit)
    )
    return [Waiting(*row) for row in await connection.execute(query)]


async def is_waiting(connection: AsyncConnection, now: datetime) -> bool:
    """Whether anything could be handled at this moment: not put off itself, nor behind something that is."""
    before = inbox.alias()
    held_up = exists().where(
        before.c.done_at.is_(None), before.c.set_aside_at.is_(None), before.c.lane == inbox.c.lane,
        before.c.update_id <= inbox.c.update_id, before.c.retry_at > now,
    )  # fmt: skip
    return bool((await connection.execute(select(exists().where(_undone, ~held_up)))).scalar_one())


async def take(connection: AsyncConnection, update_id: int, now: datetime) -> None:
    """The first thing in a turn: this update is done, if the turn is. Raises AlreadyDone.

    Where several processes handle updates it also holds the person's lane, as SKIP LOCKED would a row: who cannot
    have it at once leaves it. And the database itself keeps the order: an update that is put off, or behind one that
    is not done, cannot be taken, however old the list is in which it was found.
    """
    if connection.dialect.name == "sqlite":
        await mark_done(connection, update_id, now)
        return
    before = inbox.alias()
    is_behind = exists().where(
        before.c.lane == inbox.c.lane, before.c.update_id < inbox.c.update_id, before.c.done_at.is_(None),
        before.c.set_aside_at.is_(None),
    )  # fmt: skip
    done = update(inbox).where(
        inbox.c.update_id == update_id, _undone, or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= now),
        func.pg_try_advisory_xact_lock(_lock_of(inbox.c.lane)), ~is_behind,
    )  # fmt: skip
    if (await connection.execute(done.values(done_at=now, body=""))).rowcount != 1:
        raise AlreadyDone


async def mark_done(connection: AsyncConnection, update_id: int, now: datetime) -> None:
    """Handled; what it said is forgotten, its number is kept against repeats. Raises AlreadyDone."""
    if await _DONE.done(connection, {"id": update_id, "now": now}) != 1:
        raise AlreadyDone


async def is_done(connection: AsyncConnection, update_id: int) -> bool:
    """Whether nothing is left to do for it."""
    query = select(exists().where(inbox.c.update_id == update_id, _undone))
    return not (await connection.execute(query)).scalar_one()


async def put_off(
    connection: AsyncConnection, update_id: int, retry_at: datetime, *, tried: int | None = None
) -> None:
    """One more attempt failed; the next not before that time. Nothing, if it was tried elsewhere since `tried`."""
    values = {"attempts": inbox.c.attempts + 1, "retry_at": retry_at}
    await connection.execute(update(inbox).where(_as_found(update_id, tried)).values(values))


async def set_aside(
    connection: AsyncConnection, update_id: int, now: datetime, why: str = "", *, tried: int | None = None
) -> bool:
    """No attempt is left; the update is kept for somebody to look at and its lane goes on. False: not any more."""
    values = {"attempts": inbox.c.attempts + 1, "set_aside_at": now, "why": why[:300]}
    return (await connection.execute(update(inbox).where(_as_found(update_id, tried)).values(values))).rowcount == 1


async def aside(connection: AsyncConnection, limit: int) -> Sequence[RowMapping]:
    """What was set aside (update_id, lane, body, received_at, set_aside_at, why), longest ago first."""
    columns = (inbox.c.update_id, inbox.c.lane, inbox.c.body, inbox.c.received_at, inbox.c.set_aside_at, inbox.c.why)
    query = select(*columns).where(_aside).order_by(inbox.c.set_aside_at, inbox.c.update_id).limit(limit)
    return (await connection.execute(query)).mappings().all()


async def retry(connection: AsyncConnection, update_id: int) -> bool:
    """Let an update that was set aside be handled once more; False when it was not."""
    values = {"attempts": 0, "set_aside_at": None, "retry_at": None}
    again = update(inbox).where(inbox.c.update_id == update_id, _aside).values(values)
    return (await connection.execute(again)).rowcount == 1


async def drop(connection: AsyncConnection, update_id: int, now: datetime) -> bool:
    """Nobody will handle it: as good as done, and what it said is forgotten; False when it was not set aside."""
    values = {"set_aside_at": None, "done_at": now, "body": "", "why": ""}
    done = update(inbox).where(inbox.c.update_id == update_id, _aside).values(values)
    return (await connection.execute(done)).rowcount == 1


async def forget_done(connection: AsyncConnection, now: datetime) -> int:
    """Delete what was done two days ago, or set aside a month ago, or earlier; how many."""
    done = delete(inbox).where(inbox.c.done_at <= now - REMEMBERED)
    set_aside = delete(inbox).where(inbox.c.done_at.is_(None), inbox.c.set_aside_at <= now - SET_ASIDE_KEPT)
    # One by one: no index finds what is old in the one way or the other.
    return sum([(await connection.execute(old)).rowcount for old in (done, set_aside)])


def _as_found(update_id: int, tried: int | None) -> ColumnElement[bool]:
    """Unless it is done by now, or another process has tried it since."""
    as_often = inbox.c.attempts == (inbox.c.attempts if tried is None else tried)
    return and_(inbox.c.update_id == update_id, as_often, _undone)


def _lock_of(lane: ColumnElement[int]) -> ColumnElement[int]:
    return func.hashtextextended("paidan lane", lane)
