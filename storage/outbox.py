"""The only door out, its inner side: what to say, show, strip of buttons or take away, written down with the move."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import AboutOrder, Alarm, Notice, View
from storage.posts import Subject, merge_key
from storage.prepared import Prepared
from storage.schema import orders, outbox, people, posts, teams
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
_FROM_VIEW = ("kind", "key", "fields", "order_id", "claim_id", "merge_key", "not_before", "created_at")


async def put_say(
    connection: AsyncConnection, notice: Notice, now: datetime, *,
    chat_id: int, person_id: int | None = None, thread_id: int | None = None, edit_message_id: int | None = None,
) -> None:  # fmt: skip
    """One new message to a chat; `edit_message_id` names a message of ours that it should replace.

    While a reminder waits, the same one asks for nothing more.
    """
    values: dict[str, Any] = {
        "lane": chat_id, "person_id": person_id, "thread_id": thread_id,
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
    """An order's card to bring up to date where it stands, or to post in its team's group; nothing without a group."""
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
        "kind": "show", "key": subject.view.value, "fields": {"position": subject.position},
        "order_id": subject.order_id or None, "claim_id": subject.claim_id or None, "merge_key": merge_key(subject),
        "not_before": now, "created_at": now,
    }  # fmt: skip


def _showing(dialect: str, whither: Select[Any]) -> Any:
    return _once(insert_into(dialect, outbox).from_select(["lane", "thread_id", "person_id", *_FROM_VIEW], whither))


def _once(fresh: Any) -> Any:
    """What waits already is only counted up, goes where it should now, and is alive again."""
    again = {
        "generation": outbox.c.generation + 1, "dead_at": None, "why": "", "attempts": 0,
        "lane": fresh.excluded.lane, "thread_id": fresh.excluded.thread_id,
        # What was dead has not been waiting since it was first asked for.
        "created_at": case((outbox.c.dead_at.is_not(None), fresh.excluded.created_at), else_=outbox.c.created_at),
    }  # fmt: skip
    return fresh.on_conflict_do_update(index_elements=[outbox.c.merge_key], set_=again)


def _card_place() -> Select[Any]:
    """The group in which a card stands, or is to be posted; in the topic that its team has there."""
    chat = func.coalesce(posts.c.chat_id, teams.c.chat_id)
    card = and_(posts.c.order_id == orders.c.id, posts.c.view == View.CARD.value)
    topic, nobody = case((chat == teams.c.chat_id, teams.c.thread_id)), literal(None, people.c.id.type)
    return (
        select(chat, topic, nobody, *_given(_FROM_VIEW))
        .select_from(orders)
        .outerjoin(posts, card)
        .outerjoin(teams, teams.c.id == orders.c.team_id)
        .where(orders.c.id == bindparam("order_id", type_=orders.c.id.type), chat.is_not(None))
    )


def _private_chat() -> Select[Any]:
    nowhere = literal(None, outbox.c.thread_id.type)
    return select(people.c.telegram_id, nowhere, people.c.id, *_given(_FROM_VIEW)).where(people.c.id == bindparam("to"))


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
_SHOW_CARD = Prepared(lambda dialect: _showing(dialect, _card_place()))
_SHOW_PRIVATE = Prepared(lambda dialect: _showing(dialect, _private_chat()))
