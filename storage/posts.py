"""Which message shows which order: the card in the group, a helper's private card, the files under it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dialogs import MOST_FILES
from rules.life import HOLDING, OVER
from rules.notices import View
from storage.schema import claims, orders, outbox, posts
from storage.upsert import insert_or


@dataclass(frozen=True)
class Subject:
    """What a post shows; `claim_id` is 0 for the card, `position` counts the files of a claim."""

    order_id: int
    view: View
    claim_id: int = 0
    position: int = 0


@dataclass(frozen=True)
class Post:
    """Where it stands, and the digest of what it says, which spares an edit that changes nothing."""

    chat_id: int
    message_id: int
    digest: str = ""


async def find(connection: AsyncConnection, subject: Subject) -> Post | None:
    """The message that shows it, if one was sent."""
    query = select(posts.c.chat_id, posts.c.message_id, posts.c.digest).where(_is(subject))
    row = (await connection.execute(query)).first()
    return Post(*row) if row else None


async def file_positions(connection: AsyncConnection, order_id: int, claim_id: int) -> list[int]:
    """Which files a helper was sent, or is about to be, whatever has become of them in the order since."""
    shown = select(posts.c.position).where(
        posts.c.order_id == order_id, posts.c.view == View.FILE.value, posts.c.claim_id == claim_id
    )
    keys = {merge_key(Subject(order_id, View.FILE, claim_id, at)): at for at in range(MOST_FILES)}
    waiting = select(outbox.c.merge_key).where(outbox.c.merge_key.in_(keys))
    on_their_way = {keys[key] for key in (await connection.execute(waiting)).scalars()}
    return sorted({*(await connection.execute(shown)).scalars(), *on_their_way})


def merge_key(subject: Subject) -> str:
    """What names a post in the outbox, where it waits at most once."""
    return f"{subject.view.value}:{subject.order_id}:{subject.claim_id}:{subject.position}"


async def remember(connection: AsyncConnection, subject: Subject, post: Post) -> None:
    """From now on this message shows it."""
    where = {"chat_id": post.chat_id, "message_id": post.message_id, "digest": post.digest}
    what = {
        "order_id": subject.order_id, "view": subject.view.value,
        "claim_id": subject.claim_id, "position": subject.position,
    }  # fmt: skip
    statement = insert_or(connection, posts).values(**what, **where)
    await connection.execute(statement.on_conflict_do_update(index_elements=list(what), set_=where))


async def forget(connection: AsyncConnection, subject: Subject) -> None:
    """The message is gone."""
    await connection.execute(delete(posts).where(_is(subject)))


async def living_cards(connection: AsyncConnection, chat_id: int) -> list[int]:
    """The orders that are not over and whose card stands in this chat."""
    query = (
        select(orders.c.id)
        .join(posts, posts.c.order_id == orders.c.id)
        .where(posts.c.chat_id == chat_id, posts.c.view == View.CARD.value, orders.c.state.not_in(OVER))
        .order_by(orders.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def forget_chat(connection: AsyncConnection, chat_id: int) -> None:
    """None of our messages in this chat can be reached any more."""
    await connection.execute(delete(posts).where(posts.c.chat_id == chat_id))


async def is_wanted(connection: AsyncConnection, subject: Subject) -> bool:
    """Whether somebody still needs to see it: an order that is not over, a place that is held."""
    if subject.view is View.CARD:
        query = select(orders.c.id).where(orders.c.id == subject.order_id, orders.c.state.not_in(OVER))
    else:
        query = select(claims.c.id).where(claims.c.id == subject.claim_id, claims.c.state.in_(HOLDING))
    return (await connection.execute(query)).first() is not None


def _is(subject: Subject) -> ColumnElement[bool]:
    return and_(
        posts.c.order_id == subject.order_id,
        posts.c.view == subject.view.value,
        posts.c.claim_id == subject.claim_id,
        posts.c.position == subject.position,
    )
