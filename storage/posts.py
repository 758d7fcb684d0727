"""Which message shows which order: the card in the group, a helper's private card, the files under it, the review."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dialogs import MOST_FILES
from rules.life import HOLDING, OVER, State
from rules.notices import View
from storage import wish_posts
from storage.prepared import Prepared
from storage.schema import claims, order_files, orders, outbox, posts
from storage.upsert import insert_into


@dataclass(frozen=True)
class Subject:
    """What a post shows; `claim_id` is 0 for the card, `position` counts the files of a claim.

    Of a review card it is the coordinator in whose private chat it stands, 0 for the group's; of a wish, which is no
    order, the number of its claim.
    """

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


OWN, WALL = 0, -1  # the position of a card: its own team's, and the wall's; of a team asked as well, its number
OWN_CARD = and_(posts.c.view == View.CARD.value, posts.c.position == OWN)
_THIS = and_(
    posts.c.order_id == bindparam("of_order"), posts.c.view == bindparam("of_view"),
    posts.c.claim_id == bindparam("of_claim"), posts.c.position == bindparam("at"),
)  # fmt: skip
_FIND = Prepared(select(posts.c.chat_id, posts.c.message_id, posts.c.digest).where(_THIS))
_FORGET = Prepared(delete(posts).where(_THIS))
_EDITED = Prepared(
    update(posts)
    .where(_THIS, posts.c.chat_id == bindparam("in_chat"), posts.c.message_id == bindparam("in_message"))
    .values(digest=bindparam("says"))
)
_CARD = Prepared(
    select(posts.c.chat_id, posts.c.message_id, posts.c.digest, orders.c.state)
    .select_from(orders).outerjoin(posts, _THIS)
    .where(orders.c.id == bindparam("of_order"))
)  # fmt: skip
_PRIVATE = Prepared(
    select(posts.c.chat_id, posts.c.message_id, posts.c.digest, claims.c.state)
    .select_from(claims).outerjoin(posts, _THIS)
    .where(claims.c.id == bindparam("of_claim"))
)  # fmt: skip
_POSITIONS = range(MOST_FILES)
_FILES = Prepared(
    union(
        select(cast(order_files.c.position, String)).where(order_files.c.order_id == bindparam("of_order")),
        select(cast(posts.c.position, String)).where(
            posts.c.order_id == bindparam("of_order"), posts.c.view == View.FILE.value,
            posts.c.claim_id == bindparam("of_claim"),
        ),
        select(outbox.c.merge_key).where(or_(*(outbox.c.merge_key == bindparam(f"at_{at}") for at in _POSITIONS))),
    )
)  # fmt: skip


@Prepared
def _remembering(dialect: str) -> Any:
    statement = insert_into(dialect, posts)
    new = {name: statement.excluded[name] for name in ("chat_id", "message_id", "digest")}
    what = ["order_id", "view", "claim_id", "position"]
    return statement.on_conflict_do_update(index_elements=what, set_=new)


async def find(connection: AsyncConnection, subject: Subject) -> Post | None:
    """The message that shows it, if one was sent."""
    row = await _FIND.row(connection, _named(subject))
    return Post(*row) if row else None


async def file_positions(connection: AsyncConnection, order_id: int, claim_id: int) -> list[int]:
    """Which files a helper is to have, was sent or is about to be sent, whatever has become of them in the order."""
    keys = {f"at_{at}": merge_key(Subject(order_id, View.FILE, claim_id, at)) for at in _POSITIONS}
    found = await _FILES.rows(connection, {"of_order": order_id, "of_claim": claim_id, **keys})
    return sorted({int(name.rpartition(":")[2]) for (name,) in found})


def merge_key(subject: Subject) -> str:
    """What names a post in the outbox, where it waits at most once."""
    return f"{subject.view.value}:{subject.order_id}:{subject.claim_id}:{subject.position}"


async def remember(connection: AsyncConnection, subject: Subject, post: Post) -> None:
    """From now on this message shows it."""
    if subject.view is View.WISH:
        await wish_posts.remember(connection, subject.position, post.chat_id, post.message_id, post.digest)
        return
    values = {
        "order_id": subject.order_id, "view": subject.view.value, "claim_id": subject.claim_id,
        "position": subject.position, "chat_id": post.chat_id, "message_id": post.message_id, "digest": post.digest,
    }  # fmt: skip
    await _remembering.done(connection, values)


async def edited(connection: AsyncConnection, subject: Subject, post: Post) -> None:
    """The message that shows it says something new, if it shows it still."""
    if subject.view is View.WISH:
        await wish_posts.edited(connection, subject.position, post.chat_id, post.message_id, post.digest)
        return
    stands = {"in_chat": post.chat_id, "in_message": post.message_id, "says": post.digest}
    await _EDITED.done(connection, {**_named(subject), **stands})


async def forget(connection: AsyncConnection, subject: Subject) -> None:
    """The message is gone."""
    if subject.view is View.WISH:
        await wish_posts.forget(connection, subject.position)
        return
    await _FORGET.done(connection, _named(subject))


async def living_cards(connection: AsyncConnection, chat_id: int) -> list[int]:
    """The orders that are not over and whose card stands in this chat."""
    query = (
        select(orders.c.id)
        .join(posts, posts.c.order_id == orders.c.id)
        .where(posts.c.chat_id == chat_id, posts.c.view == View.CARD.value, orders.c.state.not_in(OVER))
        .order_by(orders.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def living_reviews(connection: AsyncConnection, chat_id: int) -> list[int]:
    """The orders that wait for a decision and whose review card stands in this chat."""
    query = (
        select(orders.c.id)
        .join(posts, posts.c.order_id == orders.c.id)
        .where(posts.c.chat_id == chat_id, posts.c.view == View.REVIEW.value, orders.c.state == State.REVIEW.value)
        .order_by(orders.c.id)
    )
    return list((await connection.execute(query)).scalars())


async def places(connection: AsyncConnection, order_id: int, view: View) -> list[tuple[int, int]]:
    """Where posts of one kind show an order: position and chat."""
    query = select(posts.c.position, posts.c.chat_id).where(posts.c.order_id == order_id, posts.c.view == view.value)
    return [(row.position, row.chat_id) for row in await connection.execute(query.order_by(posts.c.position))]


async def forget_chat(connection: AsyncConnection, chat_id: int) -> None:
    """None of our messages in this chat can be reached any more."""
    await connection.execute(delete(posts).where(posts.c.chat_id == chat_id))


async def forget_wall(connection: AsyncConnection, community_id: int, chat_id: int) -> None:
    """The cards of a community on its wall in this chat are not kept up to date any more, nor sent there."""
    there = (posts.c.chat_id == chat_id, posts.c.view == View.CARD.value, posts.c.position == WALL)
    own = exists().where(orders.c.id == posts.c.order_id, orders.c.community_id == community_id)
    await connection.execute(delete(posts).where(*there, own))
    waiting = (outbox.c.dead_at.is_(None), outbox.c.lane == chat_id, outbox.c.position == WALL)
    own = exists().where(orders.c.id == outbox.c.order_id, orders.c.community_id == community_id)
    await connection.execute(delete(outbox).where(*waiting, outbox.c.key == View.CARD.value, own))


async def is_wanted(connection: AsyncConnection, subject: Subject) -> bool:
    """Whether somebody still needs to see it: an order that is out and not over, a place that is held, a decision."""
    return (await standing(connection, subject))[1]


async def standing(connection: AsyncConnection, subject: Subject) -> tuple[Post | None, bool]:
    """The message that shows it, if one was sent, and whether it is wanted."""
    if subject.view is View.WISH:
        place, lives = await wish_posts.standing(connection, subject.position)
        return (Post(*place) if place is not None else None), lives
    asked = _CARD if subject.view in _OF_ORDER else _PRIVATE
    row = await asked.row(connection, _named(subject))
    if row is None:
        return None, False
    *post, state = row
    wanted = _WANTED.get(subject.view, _is_held)(state)
    if subject.view is View.CARD and subject.position > 0:  # nobody has to be asked as well
        wanted = state in (State.OPEN, State.UNDER_WAY)
    return Post(*post) if post[0] is not None else None, wanted


def _is_held(state: str) -> bool:
    return state in HOLDING


_WANTED: Mapping[View, Callable[[str], bool]] = {
    View.CARD: lambda state: state not in OVER and state != State.REVIEW,
    View.REVIEW: lambda state: state == State.REVIEW,
}
_OF_ORDER = frozenset(_WANTED)  # the others are of a claim


def _named(subject: Subject) -> dict[str, object]:
    return {
        "of_order": subject.order_id, "of_view": subject.view.value, "of_claim": subject.claim_id,
        "at": subject.position,
    }  # fmt: skip
