"""Where cards go: teams, their groups, and the place of an order's card."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import HOLDING, State
from storage.desks import Room
from storage.posts import OWN_CARD
from storage.schema import claims, communities, orders, posts, services, teams


async def service_of(connection: AsyncConnection, order_id: int) -> RowMapping:
    """The service an order is for, on the list or not."""
    statement = select(services).join(orders, orders.c.service_id == services.c.id).where(orders.c.id == order_id)
    return (await connection.execute(statement)).mappings().one()


async def team_of(connection: AsyncConnection, order_id: int) -> RowMapping | None:
    """The team an order is offered to; None while no team has a group."""
    statement = select(teams).join(orders, orders.c.team_id == teams.c.id).where(orders.c.id == order_id)
    return (await connection.execute(statement)).mappings().first()


async def stands_elsewhere(connection: AsyncConnection, order_id: int) -> bool:
    """Whether an order's card stands in another chat than its team's group."""
    card = and_(posts.c.order_id == orders.c.id, OWN_CARD)
    statement = (
        select(posts.c.id)
        .join(orders, card)
        .join(teams, teams.c.id == orders.c.team_id)
        .where(orders.c.id == order_id, teams.c.chat_id != posts.c.chat_id)
    )
    return (await connection.execute(statement)).first() is not None


async def teams_of(connection: AsyncConnection, community_id: int) -> Sequence[RowMapping]:
    """A community's teams, in the coordinators' order."""
    where = and_(teams.c.community_id == community_id, teams.c.removed.is_(False))
    statement = select(teams).where(where).order_by(teams.c.position, teams.c.id)
    return (await connection.execute(statement)).mappings().all()


async def groups(connection: AsyncConnection) -> Sequence[RowMapping]:
    """Every group that cards go to, once (chat_id, name): the name its team has, or its own."""
    statement = (
        select(teams.c.chat_id, func.min(func.coalesce(teams.c.name, teams.c.preset)).label("name"))
        .where(teams.c.chat_id.is_not(None), teams.c.removed.is_(False))
        .group_by(teams.c.chat_id).order_by(func.min(teams.c.position), teams.c.chat_id)
    )  # fmt: skip
    found = list((await connection.execute(statement)).mappings())
    for room in Room:
        chat, title = communities.c[f"{room}_chat_id"], communities.c[f"{room}_title"]
        own = select(chat.label("chat_id"), title.label("name")).where(chat.is_not(None)).order_by(communities.c.id)
        known = {row["chat_id"] for row in found}
        found += [row for row in (await connection.execute(own)).mappings() if row["chat_id"] not in known]
    return found


async def services_for_change(connection: AsyncConnection, community_id: int, order_id: int) -> list[RowMapping]:
    """What an order may be changed to: its own service, also when it left the list, and the others on the list.

    Once it is out, not those whose orders are looked at first: such an order has to begin anew.
    """
    own = await service_of(connection, order_id)
    state = (await connection.execute(select(orders.c.state).where(orders.c.id == order_id))).scalar_one()
    listed = await services_of(connection, community_id)
    may = [row for row in listed if not row["review"] or state == State.REVIEW.value or row["id"] == own["id"]]
    return may + ([own] if own["removed"] else [])


async def services_of(connection: AsyncConnection, community_id: int) -> Sequence[RowMapping]:
    """A community's services, in the coordinators' order."""
    where = and_(services.c.community_id == community_id, services.c.removed.is_(False))
    statement = select(services).where(where).order_by(services.c.position, services.c.id)
    return (await connection.execute(statement)).mappings().all()



async def roles_held(connection: AsyncConnection, order_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The roles that somebody has in each of these orders."""
    if not order_ids:
        return {}
    holds = and_(claims.c.order_id.in_(order_ids), claims.c.state.in_([state.value for state in HOLDING]))
    found: dict[int, list[str]] = {}
    for row in await connection.execute(select(claims.c.order_id, claims.c.role).where(holds).order_by(claims.c.id)):
        found.setdefault(row.order_id, []).append(row.role)
    return found
