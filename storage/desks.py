"""The coordinators' group of a community: where orders that are looked at first appear, and nowhere else."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import hold
from storage.schema import communities


async def bind(
    connection: AsyncConnection, community_id: int, chat_id: int, thread_id: int | None, title: str
) -> None:
    """From now on this group, or this topic of it, is the coordinators'."""
    await hold(connection, "community", community_id)
    place = {"desk_chat_id": chat_id, "desk_thread_id": thread_id, "desk_title": title[:128]}
    await connection.execute(update(communities).where(communities.c.id == community_id).values(place))


async def at(connection: AsyncConnection, chat_id: int, thread_id: int | None) -> RowMapping | None:
    """The community whose coordinators have this group, or this topic of it."""
    there = (communities.c.desk_chat_id == chat_id, communities.c.desk_thread_id.is_not_distinct_from(thread_id))
    return (await connection.execute(select(communities).where(*there))).mappings().first()


async def in_chat(connection: AsyncConnection, chat_id: int) -> Sequence[RowMapping]:
    """The communities whose coordinators have this group, or a topic of it (id, desk_thread_id)."""
    query = select(communities.c.id, communities.c.desk_thread_id).where(communities.c.desk_chat_id == chat_id)
    return (await connection.execute(query.order_by(communities.c.id))).mappings().all()


async def leave(connection: AsyncConnection, chat_id: int) -> None:
    """No coordinators have this group any more."""
    nowhere = {"desk_chat_id": None, "desk_thread_id": None, "desk_title": ""}
    await connection.execute(update(communities).where(communities.c.desk_chat_id == chat_id).values(nowhere))


async def move(connection: AsyncConnection, chat_id: int, new_chat_id: int) -> None:
    """The group has a new id."""
    there = communities.c.desk_chat_id == chat_id
    await connection.execute(update(communities).where(there).values(desk_chat_id=new_chat_id))


async def leave_topic(connection: AsyncConnection, community_id: int) -> None:
    """The topic is gone; the group is not."""
    await connection.execute(update(communities).where(communities.c.id == community_id).values(desk_thread_id=None))
