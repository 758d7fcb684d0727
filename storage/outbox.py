"""The only door out, its inner side: what to say, show, strip of buttons or take away, written down with the move."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import AboutOrder, Alarm, Notice, View
from storage.posts import Subject, merge_key
from storage.schema import outbox
from storage.upsert import insert_or


async def put_say(
    connection: AsyncConnection, notice: Notice, now: datetime, *,
    chat_id: int, person_id: int | None = None, thread_id: int | None = None, edit_message_id: int | None = None,
) -> None:  # fmt: skip
    """One new message to a chat; `edit_message_id` names a message of ours that it should replace.

    While a reminder waits, the same one asks for nothing more.
    """
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "thread_id": thread_id, "kind": "say", "key": notice.key(),
        "fields": notice.fields(), "order_id": notice.order_id if isinstance(notice, AboutOrder) else None,
        "edit_message_id": edit_message_id, "not_before": now, "created_at": now,
    }  # fmt: skip
    if notice.is_reminder:
        about = values["order_id"]
        await _put_once(connection, {**values, "merge_key": f"{notice.key()}:{about}:{chat_id}"}, {"lane": chat_id})
        return
    await connection.execute(insert(outbox).values(values))


async def put_strip(
    connection: AsyncConnection, now: datetime, *, chat_id: int, person_id: int, message_id: int
) -> None:
    """Take the buttons from a message of ours whose time is over."""
    values = {
        "lane": chat_id, "person_id": person_id, "kind": "strip", "key": "strip", "fields": {},
        "edit_message_id": message_id, "not_before": now, "created_at": now,
    }  # fmt: skip
    await connection.execute(insert(outbox).values(values))


async def put_alarm(
    connection: AsyncConnection, alarm_id: int, now: datetime, *, chat_id: int, person_id: int
) -> None:
    """What is wrong, or right again, to an owner; while one waits it says what is so when it is sent."""
    notice = Alarm(alarm_id)
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "kind": "say", "key": notice.key(), "fields": notice.fields(),
        "merge_key": f"alarm:{alarm_id}:{person_id}", "not_before": now, "created_at": now,
    }  # fmt: skip
    await _put_once(connection, values, {"lane": chat_id})


async def put_retract(
    connection: AsyncConnection, notice: AboutOrder, now: datetime, *,
    chat_id: int, person_id: int | None, message_id: int,
) -> None:  # fmt: skip
    """Take a message of ours away; where Telegram keeps it, the notice stands in its place."""
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "kind": "retract", "key": notice.key(), "fields": notice.fields(),
        "order_id": notice.order_id, "edit_message_id": message_id, "not_before": now, "created_at": now,
    }  # fmt: skip
    await connection.execute(insert(outbox).values(values))


async def put_show(
    connection: AsyncConnection, view: View, order_id: int, now: datetime, *,
    chat_id: int, thread_id: int | None = None, person_id: int | None = None, claim_id: int = 0, position: int = 0,
) -> None:  # fmt: skip
    """A post to bring up to date; while one waits, a second asks for nothing more."""
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "thread_id": thread_id, "kind": "show", "key": view.value,
        "fields": {"position": position}, "order_id": order_id, "claim_id": claim_id or None,
        "merge_key": merge_key(Subject(order_id, view, claim_id, position)), "not_before": now, "created_at": now,
    }  # fmt: skip
    await _put_once(connection, values, {"lane": chat_id, "thread_id": thread_id})


async def _put_once(connection: AsyncConnection, values: dict[str, Any], where: dict[str, Any]) -> None:
    statement = insert_or(connection, outbox).values(values)
    again = {
        "generation": outbox.c.generation + 1, "dead_at": None, "why": "", "attempts": 0,
        # What was dead has not been waiting since it was first asked for.
        "created_at": case((outbox.c.dead_at.is_not(None), values["created_at"]), else_=outbox.c.created_at),
    }  # fmt: skip
    conflict = {"index_elements": [outbox.c.merge_key], "set_": {**again, **where}}
    await connection.execute(statement.on_conflict_do_update(**conflict))
