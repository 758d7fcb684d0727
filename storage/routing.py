"""What coordinators have laid down about where orders go: routes, backup teams, neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dispatch import MOST_ROUTES, Route, Team, Wanted, Way, way_of
from rules.refusals import TooMany
from storage import dispatch
from storage.engine import hold
from storage.schema import neighbours, routes, services, teams


@dataclass(frozen=True)
class Roads:
    """All that decides where a community's orders go; a service is its group and its own team."""

    routes: tuple[Route, ...]
    teams: tuple[Team, ...]
    services: Mapping[int, tuple[str, int | None]]

    def way(self, service_id: int, district: str) -> Way:
        """Where an order for this service goes from that district."""
        group, team_id = self.services[service_id]
        return way_of(Wanted(service_id, group, district, team_id), self.routes, self.teams)

    def team_id(self, service_id: int, district: str) -> int | None:
        """The team that such an order is offered to; None while no team has a group."""
        found = self.way(service_id, district).team
        return found.id if found else None


async def roads(connection: AsyncConnection, community_id: int) -> Roads:
    """As they are now; a service that has left the list counts, for the sake of orders that are out."""
    own = select(services.c.id, services.c.beneficiary_group, services.c.team_id)
    rows = (await connection.execute(own.where(services.c.community_id == community_id))).all()
    return Roads(
        tuple(route_of(row) for row in await routes_of(connection, community_id)),
        await teams_of(connection, community_id),
        {row.id: (row.beneficiary_group, row.team_id) for row in rows},
    )


async def teams_of(connection: AsyncConnection, community_id: int) -> tuple[Team, ...]:
    """A community's teams with those that stand in for them, in the coordinators' order."""
    backups: dict[int, int] = {}
    near: dict[int, set[int]] = {}
    query = select(neighbours).where(neighbours.c.community_id == community_id).order_by(neighbours.c.id)
    for row in (await connection.execute(query)).mappings():
        if row["backup"]:
            backups[row["team_id"]] = row["neighbour_id"]
        else:
            near.setdefault(row["team_id"], set()).add(row["neighbour_id"])
    return tuple(
        Team(row["id"], row["chat_id"], row["thread_id"], backups.get(row["id"]), frozenset(near.get(row["id"], ())))
        for row in await dispatch.teams_of(connection, community_id)
    )


async def routes_of(connection: AsyncConnection, community_id: int) -> Sequence[RowMapping]:
    """A community's routes, in the coordinators' order, with what their service and their team are called."""
    query = _named().where(routes.c.community_id == community_id).order_by(routes.c.position, routes.c.id)
    found: Sequence[RowMapping] = (await connection.execute(query)).mappings().all()
    return found


def route_of(row: RowMapping) -> Route:
    """A route as the rules see it."""
    return Route(row["id"], row["team_id"], row["service_id"], row["beneficiary_group"], row["district"])


async def route(connection: AsyncConnection, route_id: int) -> RowMapping | None:
    """The route of that number, of whichever community, likewise."""
    found: RowMapping | None = (await connection.execute(_named().where(routes.c.id == route_id))).mappings().first()
    return found


async def add_route(connection: AsyncConnection, community_id: int, laid: Route) -> int:
    """A new route after all others, whatever its number was; raises TooMany."""
    await hold(connection, "community", community_id)
    there = await routes_of(connection, community_id)
    if len(there) >= MOST_ROUTES:
        raise TooMany(most=MOST_ROUTES)
    position = max((row["position"] for row in there), default=0) + 1
    row = {
        "community_id": community_id, "position": position, "service_id": laid.service_id,
        "beneficiary_group": laid.group, "district": laid.district, "team_id": laid.team_id,
    }  # fmt: skip
    return int((await connection.execute(insert(routes).values(row).returning(routes.c.id))).scalar_one())


async def raise_route(connection: AsyncConnection, community_id: int, route_id: int) -> None:
    """One place up among the routes; the first stays where it is."""
    await hold(connection, "community", community_id)
    there = [row["id"] for row in await routes_of(connection, community_id)]
    at = there.index(route_id)
    if at:
        there[at - 1 : at + 1] = [there[at], there[at - 1]]
    for position, each in enumerate(there, 1):
        await connection.execute(update(routes).where(routes.c.id == each).values(position=position))


async def remove_route(connection: AsyncConnection, community_id: int, route_id: int) -> None:
    """The route is gone; orders that are out stay where they are."""
    await connection.execute(delete(routes).where(routes.c.community_id == community_id, routes.c.id == route_id))


async def set_backup(connection: AsyncConnection, community_id: int, team_id: int, backup_id: int | None) -> bool:
    """From now on this team stands in for that one; None: nobody in particular. False when it was so before."""
    await hold(connection, "community", community_id)
    same = and_(neighbours.c.community_id == community_id, neighbours.c.team_id == team_id)
    before = select(neighbours.c.neighbour_id).where(same, neighbours.c.backup)
    if (await connection.execute(before)).scalar_one_or_none() == backup_id:
        return False
    await connection.execute(delete(neighbours).where(same, neighbours.c.backup))
    if backup_id is not None:
        await connection.execute(delete(neighbours).where(same, neighbours.c.neighbour_id == backup_id))
        row = {"community_id": community_id, "team_id": team_id, "neighbour_id": backup_id, "backup": True}
        await connection.execute(insert(neighbours).values(row))
    return True


async def set_neighbour(
    connection: AsyncConnection, community_id: int, team_id: int, neighbour_id: int, *, near: bool
) -> bool:
    """Whether that team is one of its neighbours; False when it was so before, or is the backup, which is nearer."""
    await hold(connection, "community", community_id)
    pair = and_(
        neighbours.c.community_id == community_id, neighbours.c.team_id == team_id,
        neighbours.c.neighbour_id == neighbour_id,
    )  # fmt: skip
    known = (await connection.execute(select(neighbours.c.backup).where(pair))).first()
    if near == (known is not None) or (known is not None and known.backup):
        return False
    if near:
        row = {"community_id": community_id, "team_id": team_id, "neighbour_id": neighbour_id}
        await connection.execute(insert(neighbours).values(row))
    else:
        await connection.execute(delete(neighbours).where(pair))
    return True


async def forget_team(connection: AsyncConnection, community_id: int, team_id: int) -> None:
    """A team is gone: no route leads to it, and it stands in for nobody."""
    leading = and_(routes.c.community_id == community_id, routes.c.team_id == team_id)
    await connection.execute(delete(routes).where(leading))
    either = or_(neighbours.c.team_id == team_id, neighbours.c.neighbour_id == team_id)
    await connection.execute(delete(neighbours).where(neighbours.c.community_id == community_id, either))


def _named() -> Select[Any]:
    """`service_name`, `team_emoji` and so on; a service that has left the list keeps its name."""
    of = {"service": services, "team": teams}
    names = [
        table.c[part].label(f"{what}_{part}") for what, table in of.items() for part in ("preset", "name", "emoji")
    ]
    return (
        select(routes, teams.c.chat_id, *names)
        .join(teams, teams.c.id == routes.c.team_id)
        .outerjoin(services, services.c.id == routes.c.service_id)
    )
