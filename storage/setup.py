"""A community's service list and teams as coordinators arrange them; what is removed stays behind a flag."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Table, and_, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ALIVE
from rules.people import Standing
from rules.presets import FIVE_HELPS, MOST_SERVICES, MOST_TEAMS, SEVEN_COLOURS
from rules.refusals import TooMany
from storage import routing
from storage.engine import hold
from storage.posts import OWN_CARD
from storage.schema import memberships, orders, posts, services, teams


@dataclass(frozen=True)
class Progress:
    """How far a community's set-up has come, in numbers."""

    services: int
    teams: int
    bound: int
    volunteers: int
    waiting: int


async def progress(connection: AsyncConnection, community_id: int) -> Progress:
    """What stands behind each line of the checklist."""
    members = memberships.c.community_id == community_id
    counts = select(
        _count(services, _here(services, community_id)),
        _count(teams, _here(teams, community_id)),
        _count(teams, and_(_here(teams, community_id), teams.c.chat_id.is_not(None))),
        _count(memberships, and_(members, memberships.c.standing == Standing.APPROVED.value)),
        _count(memberships, and_(members, memberships.c.standing == Standing.APPLIED.value)),
    )
    return Progress(*(await connection.execute(counts)).one())


async def service(connection: AsyncConnection, service_id: int) -> RowMapping | None:
    """The service of that number, of whichever community, unless it was removed."""
    return await _one(connection, services, service_id)


async def any_service(connection: AsyncConnection, service_id: int) -> RowMapping:
    """The service of that number, on the list or not."""
    return (await connection.execute(select(services).where(services.c.id == service_id))).mappings().one()


async def team(connection: AsyncConnection, team_id: int) -> RowMapping | None:
    """The team of that number, of whichever community, unless it was removed."""
    return await _one(connection, teams, team_id)


async def add_service(connection: AsyncConnection, community_id: int, values: dict[str, Any]) -> int:
    """A new service at the end of the list; raises TooMany."""
    return await _add(connection, services, community_id, values, MOST_SERVICES)


async def add_team(connection: AsyncConnection, community_id: int, values: dict[str, Any]) -> int:
    """A new team at the end of the list; raises TooMany."""
    return await _add(connection, teams, community_id, values, MOST_TEAMS)


async def change_service(connection: AsyncConnection, community_id: int, service_id: int, **values: Any) -> None:
    """Set a service's columns: name, emoji, beneficiary group, team, vetted only, removed."""
    await connection.execute(_change(services, community_id, service_id, values))


async def change_team(connection: AsyncConnection, community_id: int, team_id: int, **values: Any) -> None:
    """Set a team's columns: name, emoji, removed."""
    await connection.execute(_change(teams, community_id, team_id, values))


async def bind(
    connection: AsyncConnection, community_id: int, team_id: int, chat_id: int, thread_id: int | None, title: str
) -> None:
    """From now on this group, or this topic of it, is where the team's cards appear."""
    await hold(connection, "community", community_id)
    place = {"chat_id": chat_id, "thread_id": thread_id, "chat_title": title[:128]}
    await connection.execute(_change(teams, community_id, team_id, place))


async def remove_team(connection: AsyncConnection, community_id: int, team_id: int) -> None:
    """The team is gone, its group free again, its services are anybody's, and no route leads to it."""
    await hold(connection, "community", community_id)
    gone = {"removed": True, "chat_id": None, "thread_id": None, "chat_title": ""}
    await connection.execute(_change(teams, community_id, team_id, gone))
    theirs = and_(services.c.community_id == community_id, services.c.team_id == team_id)
    await connection.execute(update(services).where(theirs).values(team_id=None))
    await routing.forget_team(connection, community_id, team_id)


async def team_at(connection: AsyncConnection, chat_id: int, thread_id: int | None) -> RowMapping | None:
    """The team of a group, or of one topic of it, in whichever community."""
    there = (teams.c.chat_id == chat_id, teams.c.thread_id.is_not_distinct_from(thread_id))
    return (await connection.execute(select(teams).where(*there, teams.c.removed.is_(False)))).mappings().first()


async def add_five_helps(connection: AsyncConnection, community_id: int) -> None:
    """Those of the five helps that are missing; raises TooMany."""
    await hold(connection, "community", community_id)
    for each in FIVE_HELPS:
        values = {"emoji": each.emoji, "beneficiary_group": each.group}
        await _add_preset(connection, services, community_id, each.key, values, MOST_SERVICES)
    await _pair(connection, community_id)


async def add_seven_colours(connection: AsyncConnection, community_id: int) -> None:
    """Those of the seven colour teams that are missing; raises TooMany."""
    await hold(connection, "community", community_id)
    for each in SEVEN_COLOURS:
        await _add_preset(connection, teams, community_id, each.key, {"emoji": each.emoji}, MOST_TEAMS)
    await _pair(connection, community_id)


async def cardless_orders(connection: AsyncConnection, community_id: int) -> list[tuple[int, int, str]]:
    """Living orders that no group shows, with their services and districts; to be posted when a group is there."""
    statement = (
        select(orders.c.id, orders.c.service_id, orders.c.district)
        .where(
            orders.c.community_id == community_id,
            orders.c.state.in_([state.value for state in ALIVE]),
            ~exists().where(posts.c.order_id == orders.c.id, OWN_CARD),
        )
        .order_by(orders.c.id)
    )
    return [(row.id, row.service_id, row.district) for row in await connection.execute(statement)]


async def _pair(connection: AsyncConnection, community_id: int) -> None:
    """Each of the five helps that has no team gets the colour that usually takes it, where both are there."""
    for each in FIVE_HELPS:
        colour = select(teams.c.id).where(_here(teams, community_id), teams.c.preset == each.team).limit(1)
        lonely = and_(_here(services, community_id), services.c.preset == each.key, services.c.team_id.is_(None))
        await connection.execute(update(services).where(lonely).values(team_id=colour.scalar_subquery()))


async def _add_preset(
    connection: AsyncConnection, table: Table, community_id: int, preset: str, values: dict[str, Any], most: int
) -> None:
    there = select(table.c.id, table.c.removed).where(table.c.community_id == community_id, table.c.preset == preset)
    known = (await connection.execute(there)).first()
    if known is None:
        await _add(connection, table, community_id, {"preset": preset, **values}, most)
    elif known.removed:
        await _room(connection, table, community_id, most)
        await connection.execute(update(table).where(table.c.id == known.id).values(removed=False, **values))


async def _add(
    connection: AsyncConnection, table: Table, community_id: int, values: dict[str, Any], most: int
) -> int:
    await hold(connection, "community", community_id)
    await _room(connection, table, community_id, most)
    last = select(func.coalesce(func.max(table.c.position), 0)).where(table.c.community_id == community_id)
    position = (await connection.execute(last)).scalar_one() + 1
    row = {"community_id": community_id, "position": position, **values}
    return int((await connection.execute(insert(table).values(row).returning(table.c.id))).scalar_one())


async def _room(connection: AsyncConnection, table: Table, community_id: int, most: int) -> None:
    counted = select(func.count()).select_from(table).where(_here(table, community_id))
    if (await connection.execute(counted)).scalar_one() >= most:
        raise TooMany(most=most)


async def _one(connection: AsyncConnection, table: Table, number: int) -> RowMapping | None:
    statement = select(table).where(table.c.id == number, table.c.removed.is_(False))
    return (await connection.execute(statement)).mappings().first()


def _here(table: Table, community_id: int) -> Any:
    return and_(table.c.community_id == community_id, table.c.removed.is_(False))


def _change(table: Table, community_id: int, number: int, values: dict[str, Any]) -> Any:
    return update(table).where(table.c.community_id == community_id, table.c.id == number).values(values)


def _count(table: Table, where: Any) -> Any:
    return select(func.count()).select_from(table).where(where).scalar_subquery()
