"""In which groups an order's card stands: its own team's, those of teams that are asked as well, and the wall."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dispatch import chain
from rules.escalating import Near
from rules.notices import View
from storage import routing
from storage.posts import OWN, WALL, Subject, merge_key
from storage.schema import communities, order_teams, orders, outbox, posts, teams
from storage.upsert import insert_or


def places(order_id: Any, given: Sequence[Any]) -> Any:
    """Lane, topic, position, merge key and what is given, for each group that shows the card or is to show it."""
    return union_all(*(_place(order_id, given, *place) for place in (_own(), _asked(), _on_the_wall())))


async def near(connection: AsyncConnection, order_id: int, community_id: int) -> Near:
    """The teams with a group in which an order's card does not stand yet."""
    own = (await connection.execute(select(orders.c.team_id).where(orders.c.id == order_id))).scalar_one()
    asked = select(order_teams.c.team_id).where(order_teams.c.order_id == order_id)
    shown = {own, *(await connection.execute(asked)).scalars()}
    there = await routing.teams_of(connection, community_id)
    team = next((each for each in there if each.id == own), None)
    chats = {each.chat_id for each in there if each.id in shown}
    left = []
    for each in chain(team, there):
        if each.id not in shown and each.chat_id not in chats:  # two teams may share a group
            left.append(each.id)
            chats.add(each.chat_id)
    backup = tuple(each for each in left if team is not None and each == team.backup_id)
    return Near(backup, tuple(each for each in left if each not in backup))


async def ask(connection: AsyncConnection, order_id: int, team_ids: Iterable[int], now: datetime) -> None:
    """These teams are asked as well."""
    for team_id in team_ids:
        row = {"order_id": order_id, "team_id": team_id, "since": now}
        once = insert_or(connection, order_teams).values(row)
        await connection.execute(once.on_conflict_do_nothing(index_elements=["order_id", "team_id"]))


async def ask_no_more(connection: AsyncConnection, order_id: int, team_id: int) -> None:
    """This team is not one of those that are asked as well."""
    this = (order_teams.c.order_id == order_id, order_teams.c.team_id == team_id)
    await connection.execute(delete(order_teams).where(*this))


async def become_own(connection: AsyncConnection, order_id: int, team_id: int) -> None:
    """A team that was asked as well is the order's own now: the card that stands with it is its card."""
    await ask_no_more(connection, order_id, team_id)
    await forget_waiting(connection, order_id, team_id)
    there = (posts.c.order_id == order_id, posts.c.view == View.CARD.value, posts.c.claim_id == 0)
    own = select(posts.c.id).where(*there, posts.c.position == OWN)
    if (await connection.execute(own)).first() is None:
        await connection.execute(update(posts).where(*there, posts.c.position == team_id).values(position=OWN))


async def forget_waiting(connection: AsyncConnection, order_id: int, position: int) -> None:
    """A card that is to be shown at a place where it does not belong any more."""
    named = merge_key(Subject(order_id, View.CARD, 0, position))
    await connection.execute(delete(outbox).where(outbox.c.merge_key == named))


async def standing(connection: AsyncConnection, order_id: int) -> Sequence[Any]:
    """The cards under which something can be said (chat_id, message_id, thread_id), the wall's not among them."""
    its_team = teams.c.id == case((posts.c.position == OWN, orders.c.team_id), else_=posts.c.position)
    topic = case((posts.c.chat_id == teams.c.chat_id, teams.c.thread_id))
    query = (
        select(posts.c.chat_id, posts.c.message_id, topic.label("thread_id"))
        .join(orders, orders.c.id == posts.c.order_id).outerjoin(teams, its_team)
        .where(posts.c.order_id == order_id, posts.c.view == View.CARD.value, posts.c.position != WALL)
        .order_by(posts.c.position)
    )  # fmt: skip
    return (await connection.execute(query)).all()


def _place(order_id: Any, given: Sequence[Any], source: Any, chat: Any, topic: Any, position: Any) -> Select[Any]:
    key = literal(f"{View.CARD.value}:", String) + cast(orders.c.id, String) + ":0:" + cast(position, String)
    nobody = cast(null(), BigInteger)
    return select(chat, topic, nobody, position, key, *given).select_from(source).where(
        orders.c.id == order_id, chat.is_not(None)
    )  # fmt: skip


def _own() -> tuple[Any, ...]:
    chat = func.coalesce(posts.c.chat_id, teams.c.chat_id)
    source = orders.outerjoin(posts, _card_at(literal(OWN))).outerjoin(teams, teams.c.id == orders.c.team_id)
    return source, chat, case((chat == teams.c.chat_id, teams.c.thread_id)), literal(OWN)


def _asked() -> tuple[Any, ...]:
    chat = func.coalesce(posts.c.chat_id, teams.c.chat_id)
    source = orders.join(order_teams, order_teams.c.order_id == orders.c.id)
    source = source.join(teams, teams.c.id == order_teams.c.team_id)
    source = source.outerjoin(posts, _card_at(order_teams.c.team_id))
    return source, chat, case((chat == teams.c.chat_id, teams.c.thread_id)), order_teams.c.team_id


def _on_the_wall() -> tuple[Any, ...]:
    chat = func.coalesce(posts.c.chat_id, communities.c.wall_chat_id)
    source = orders.join(communities, communities.c.id == orders.c.community_id)
    source = source.outerjoin(posts, _card_at(literal(WALL)))
    return source, chat, case((chat == communities.c.wall_chat_id, communities.c.wall_thread_id)), literal(WALL)


def _card_at(position: Any) -> Any:
    return and_(
        posts.c.order_id == orders.c.id, posts.c.view == View.CARD.value, posts.c.claim_id == 0,
        posts.c.position == position,
    )  # fmt: skip
