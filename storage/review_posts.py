"""Where the review card of an order stands: in the coordinators' group, or with each of them where there is none."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import ReviewMoved, View
from storage import outbox, people, posts
from storage.posts import Subject
from storage.schema import communities, orders

IN_GROUP = 0  # the position of the group's; a coordinator's own has their number


def card(order_id: int, position: int = IN_GROUP) -> Subject:
    """The group's review card of an order, or one coordinator's."""
    return Subject(order_id, View.REVIEW, 0, position)


async def show(connection: AsyncConnection, order_id: int, now: datetime) -> None:
    """Bring it up to date wherever it stands or belongs; where nobody has to decide any more, none is sent anew."""
    asked = (
        select(orders.c.community_id, orders.c.resident_id, communities.c.desk_chat_id, communities.c.desk_thread_id)
        .join(communities, communities.c.id == orders.c.community_id)
        .where(orders.c.id == order_id)
    )
    home = (await connection.execute(asked)).one()
    leading = await people.coordinators(connection, home.community_id, (home.resident_id,))
    private = {person.id: person.telegram_id for person in leading if person.started and person.reachable}
    belongs = private if home.desk_chat_id is None else {IN_GROUP: home.desk_chat_id}
    stands = {
        position: chat_id
        for position, chat_id in await posts.places(connection, order_id, View.REVIEW)
        if position == IN_GROUP or position in private
    }
    for position, chat_id in {**belongs, **stands}.items():
        in_topic = position == IN_GROUP and chat_id == home.desk_chat_id
        await outbox.put_post(
            connection, card(order_id, position), now, chat_id=chat_id, person_id=position or None,
            thread_id=home.desk_thread_id if in_topic else None,
        )  # fmt: skip


async def leave(connection: AsyncConnection, order_id: int, chat_id: int, now: datetime) -> None:
    """The coordinators have another group than this: the card in it is taken away."""
    post = await posts.find(connection, card(order_id))
    if post is None or post.chat_id == chat_id:
        return
    await outbox.put_retract(
        connection, ReviewMoved(order_id), now, chat_id=post.chat_id, person_id=None, message_id=post.message_id
    )
    await posts.forget(connection, card(order_id))
