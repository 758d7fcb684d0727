"""The only door out, its inner side: what to say, show, strip of buttons or take away, written down with the move."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, cast, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import AboutOrder, Alarm, Notice, View
from storage import cards
from storage.posts import Subject, merge_key
from storage.prepared import Prepared
from storage.schema import orders, outbox, people
from storage.upsert import insert_into, insert_or


def _given(names: Iterable[str]) -> list[Any]:
    """What is handed in, each as its column has it."""
    return [bindparam(name, type_=outbox.c[name].type) for name in names]


_SAY = Prepared(insert(outbox))
_FROM_NOTICE = ("kind", "key", "fields", "order_id", "edit_message_id", "not_before", "created_at")
_SAY_TO = Prepared(
    insert(outbox).from_select(
        ["lane", "person_id", *_FROM_NOTICE],
        select(people.c.telegram_id, people.c.id, *_given(_FROM_NOTICE))
        .where(people.c.id == bindparam("to"), people.c.started, people.c.reachable),
    )
)  # fmt: skip
_FROM_VIEW = ("kind", "key", "fields", "order_id", "claim_id", "not_before", "created_at")


async def put_say(
    connection: AsyncConnection, notice: Notice, now: datetime, *,
    chat_id: int, person_id: int | None = None, thread_id: int | None = None, edit_message_id: int | None = None,
    reply_to: int | None = None,
) -> None:  # fmt: skip
    """One new message to a chat; `edit_message_id` names one of ours that it should replace, `reply_to` one to answer.

    While a reminder waits, the same one asks for nothing more.
    """
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "thread_id": thread_id, "reply_to": reply_to,
        **_said("say", notice, now, edit_message_id),
    }  # fmt: skip
    if notice.is_reminder:
        key = f"{_reminder(values)}{chat_id}"
        await connection.execute(_once(insert_or(connection, outbox).values({**values, "merge_key": key})))
        return
    await _SAY.done(connection, values)


async def put_say_to(
    connection: AsyncConnection, notice: Notice, now: datetime, *, person_id: int, edit_message_id: int | None = None
) -> None:
    """One new message to a person; none to somebody who cannot be reached."""
    values = {"to": person_id, **_said("say", notice, now, edit_message_id)}
    if notice.is_reminder:
        await _REMIND.done(connection, {**values, "about": _reminder(values)})
    else:
        await _SAY_TO.done(connection, values)


def _reminder(values: Mapping[str, Any]) -> str:
    """What names a reminder where it waits, but for the chat."""
    return f"{values['key']}:{values['order_id']}:"


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
    await connection.execute(_once(insert_or(connection, outbox).values(values)))


async def put_retract(
    connection: AsyncConnection, notice: Notice, now: datetime, *,
    chat_id: int, person_id: int | None, message_id: int,
) -> None:  # fmt: skip
    """Take a message of ours away; where Telegram keeps it, the notice stands in its place."""
    values = {"lane": chat_id, "person_id": person_id, **_said("retract", notice, now, message_id)}
    await connection.execute(insert(outbox).values(values))


async def put_card(connection: AsyncConnection, order_id: int, now: datetime) -> None:
    """An order's card to bring up to date wherever it stands or belongs; nothing without a group."""
    await _SHOW_CARD.done(connection, _shown(Subject(order_id, View.CARD), now))


async def put_post(
    connection: AsyncConnection, subject: Subject, now: datetime, *,
    chat_id: int, person_id: int | None, thread_id: int | None,
) -> None:  # fmt: skip
    """A post to bring up to date in this very chat, or to send there; while one waits, a second asks for no more."""
    values = {"lane": chat_id, "person_id": person_id, "thread_id": thread_id, **_shown(subject, now)}
    await connection.execute(_once(insert_or(connection, outbox).values(values)))


async def put_private(connection: AsyncConnection, subject: Subject, person_id: int, now: datetime) -> None:
    """A helper's private card, or a file under it, to bring up to date; while one waits, a second asks for no more."""
    await _SHOW_PRIVATE.done(connection, {"to": person_id, **_shown(subject, now)})


def _said(kind: str, notice: Notice, now: datetime, edit_message_id: int | None) -> dict[str, Any]:
    return {
        "kind": kind, "key": notice.key(), "fields": notice.fields(),
        "order_id": notice.order_id if isinstance(notice, AboutOrder) else None,
        "edit_message_id": edit_message_id, "not_before": now, "created_at": now,
    }  # fmt: skip


def _shown(subject: Subject, now: datetime) -> dict[str, Any]:
    return {
        "kind": "show", "key": subject.view.value, "fields": {}, "position": subject.position,
        "order_id": subject.order_id or None, "claim_id": subject.claim_id or None, "merge_key": merge_key(subject),
        "not_before": now, "created_at": now,
    }  # fmt: skip


def _showing(dialect: str, whither: Select[Any]) -> Any:
    into = ["lane", "thread_id", "person_id", "position", "merge_key", *_FROM_VIEW]
    return _once(insert_into(dialect, outbox).from_select(into, whither))


def _once(fresh: Any) -> Any:
    """What waits already is only counted up, goes where it should now, and is alive again."""
    again = {
        "generation": outbox.c.generation + 1, "dead_at": None, "why": "", "attempts": 0,
        "lane": fresh.excluded.lane, "thread_id": fresh.excluded.thread_id,
        # What was dead has not been waiting since it was first asked for.
        "created_at": case((outbox.c.dead_at.is_not(None), fresh.excluded.created_at), else_=outbox.c.created_at),
    }  # fmt: skip
    return fresh.on_conflict_do_update(index_elements=[outbox.c.merge_key], set_=again)


def _private_chat() -> Select[Any]:
    nowhere = literal(None, outbox.c.thread_id.type)
    given = _given(("position", "merge_key", *_FROM_VIEW))
    return select(people.c.telegram_id, nowhere, people.c.id, *given).where(people.c.id == bindparam("to"))


def _reminded() -> Select[Any]:
    key = bindparam("about", type_=outbox.c.merge_key.type) + cast(people.c.telegram_id, outbox.c.merge_key.type)
    return (
        select(people.c.telegram_id, people.c.id, key, *_given(_FROM_NOTICE))
        .where(people.c.id == bindparam("to"), people.c.started, people.c.reachable)
    )  # fmt: skip


def _reminding(dialect: str) -> Any:
    into = ["lane", "person_id", "merge_key", *_FROM_NOTICE]
    return _once(insert_into(dialect, outbox).from_select(into, _reminded()))


_REMIND = Prepared(_reminding)
_SHOW_CARD = Prepared(
    lambda dialect: _showing(dialect, cards.places(bindparam("order_id", type_=orders.c.id.type), _given(_FROM_VIEW)))
)
_SHOW_PRIVATE = Prepared(lambda dialect: _showing(dialect, _private_chat()))
