"""Where cards go: teams, their groups, and the place of an order's card."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dispatch import Team, team_for
from storage.schema import orders, posts, services, teams


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
    card = and_(posts.c.order_id == orders.c.id, posts.c.view == "card")
    statement = (
        select(posts.c.id)
        .join(orders, card)
        .join(teams, teams.c.id == orders.c.team_id)
        .where(orders.c.id == order_id, teams.c.chat_id != posts.c.chat_id)
    )
    return (await connection.execute(statement)).first() is not None


async def team_of_service(connection: AsyncConnection, community_id: int, service_id: int) -> int | None:
    """The team that an order for this service is offered to; None while no team has a group."""
    wanted = (await connection.execute(select(services.c.team_id).where(services.c.id == service_id))).scalar_one()
    known = [Team(row["id"], row["chat_id"], row["thread_id"]) for row in await teams_of(connection, community_id)]
    found = team_for(wanted, known)
    return found.id if found else None


async def teams_of(connection: AsyncConnection, community_id: int) -> Sequence[RowMapping]:
    """A community's teams, in the coordinators' order."""
    where = and_(teams.c.community_id == community_id, teams.c.removed.is_(False))
    statement = select(teams).where(where).order_by(teams.c.position, teams.c.id)
    return (await connection.execute(statement)).mappings().all()


async def groups(connection: AsyncConnection) -> Sequence[RowMapping]:
    """Every group that cards go to, once (chat_id, name), with the name its team has."""
    statement = (
        select(teams.c.chat_id, func.min(func.coalesce(teams.c.name, teams.c.preset)).label("name"))
        .where(teams.c.chat_id.is_not(None), teams.c.removed.is_(False))
        .group_by(teams.c.chat_id).order_by(func.min(teams.c.position), teams.c.chat_id)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


async def services_of(connection: AsyncConnection, community_id: int) -> Sequence[RowMapping]:
    """A community's services, in the coordinators' order."""
    where = and_(services.c.community_id == community_id, services.c.removed.is_(False))
    statement = select(services).where(where).order_by(services.c.position, services.c.id)
    return (await connection.execute(statement)).mappings().all()

