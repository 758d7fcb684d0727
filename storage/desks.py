"""The groups a community has besides its teams': the coordinators', and the wall that shows every card."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import hold
from storage.schema import communities


class Room(StrEnum):
    """Which of them; its columns are named after it."""

    DESK = "desk"
    WALL = "wall"


async def bind(
    connection: AsyncConnection, room: Room, community_id: int, chat_id: int, thread_id: int | None, title: str
) -> None:
    """From now on it is this group, or this topic of it."""
    await hold(connection, "community", community_id)
    await _place(connection, room, communities.c.id == community_id, chat_id, thread_id, title[:128])


async def unbind(connection: AsyncConnection, room: Room, community_id: int) -> None:
    """The community has none any more."""
    await hold(connection, "community", community_id)
    await _place(connection, room, communities.c.id == community_id, None, None, "")


async def at(connection: AsyncConnection, room: Room, chat_id: int, thread_id: int | None) -> RowMapping | None:
    """The community that has it in this group, or this topic of it."""
    chat, topic = _columns(room)
    there = (chat == chat_id, topic.is_not_distinct_from(thread_id))
    return (await connection.execute(select(communities).where(*there))).mappings().first()


async def in_chat(connection: AsyncConnection, room: Room, chat_id: int) -> Sequence[RowMapping]:
    """The communities that have it in this group, or in a topic of it (id, thread_id)."""
    chat, topic = _columns(room)
    query = select(communities.c.id, topic.label("thread_id")).where(chat == chat_id).order_by(communities.c.id)
    return (await connection.execute(query)).mappings().all()


async def leave(connection: AsyncConnection, room: Room, chat_id: int) -> None:
    """Nobody has it in this group any more."""
    await _place(connection, room, _columns(room)[0] == chat_id, None, None, "")


async def move(connection: AsyncConnection, chat_id: int, new_chat_id: int) -> None:
    """The group has a new id."""
    for room in Room:
        chat, _ = _columns(room)
        await connection.execute(update(communities).where(chat == chat_id).values({chat: new_chat_id}))


async def leave_topic(connection: AsyncConnection, room: Room, community_id: int) -> None:
    """The topic is gone; the group is not."""
    _, topic = _columns(room)
    await connection.execute(update(communities).where(communities.c.id == community_id).values({topic: None}))


async def _place(
    connection: AsyncConnection, room: Room, where: Any, chat_id: int | None, thread_id: int | None, title: str
) -> None:
    values = {f"{room}_chat_id": chat_id, f"{room}_thread_id": thread_id, f"{room}_title": title}
    await connection.execute(update(communities).where(where).values(values))


def _columns(room: Room) -> tuple[Any, Any]:
    return communities.c[f"{room}_chat_id"], communities.c[f"{room}_thread_id"]
