"""Routes, backups and neighbours as they are kept; and whose checks count in which community."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.dispatch import MOST_ROUTES, Route
from rules.refusals import TooMany
from rules.vetting import Check
from storage import communities, orders, people, routing, setup, vettings
from storage.schema import neighbours, routes, services
from tests.people import MONDAY
from tests.storage import village
from tests.storage.village import Village


async def teams(connection: AsyncConnection, there: Village, *names: str) -> list[int]:
    """More teams, each with a group."""
    made = []
    for at, name in enumerate(names):
        number = await setup.add_team(connection, there.community, {"name": name})
        await setup.bind(connection, there.community, number, -200_0 - at, None, name)
        made.append(number)
    return made


async def test_an_order_goes_by_its_route_also_when_its_service_left_the_list(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    (other,) = await teams(connection, there, "Other")
    await routing.add_route(connection, there.community, Route(0, other, there.service, district="Eastgate"))
    await setup.change_service(connection, there.community, there.service, removed=True)
    roads = await routing.roads(connection, there.community)
    assert roads.team_id(there.service, "EASTGATE ") == other
    assert roads.team_id(there.service, "Westgate") == there.team


async def test_routes_keep_the_order_that_coordinators_give_them(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    made = [
        await routing.add_route(connection, there.community, Route(0, there.team, district=name))
        for name in ("A", "B", "C")
    ]
    await routing.raise_route(connection, there.community, made[2])
    await routing.raise_route(connection, there.community, made[0])
    assert [row["district"] for row in await routing.routes_of(connection, there.community)] == ["A", "C", "B"]
    await routing.remove_route(connection, there.community, made[0])
    await routing.add_route(connection, there.community, Route(0, there.team, district="D"))
    assert [row["district"] for row in await routing.routes_of(connection, there.community)] == ["C", "B", "D"]


async def test_there_is_a_limit_to_routes(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    for number in range(MOST_ROUTES):
        await routing.add_route(connection, there.community, Route(0, there.team, district=str(number)))
    with pytest.raises(TooMany):
        await routing.add_route(connection, there.community, Route(0, there.team, district="more"))


async def test_a_backup_is_one_team_and_no_neighbour_besides(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    first, second = await teams(connection, there, "First", "Second")
    await routing.set_neighbour(connection, there.community, there.team, first, near=True)
    await routing.set_neighbour(connection, there.community, there.team, first, near=True)
    await routing.set_backup(connection, there.community, there.team, second)
    await routing.set_backup(connection, there.community, there.team, first)
    await routing.set_neighbour(connection, there.community, there.team, first, near=True)
    await routing.set_neighbour(connection, there.community, there.team, first, near=False)
    own = next(team for team in await routing.teams_of(connection, there.community) if team.id == there.team)
    assert (own.backup_id, own.neighbour_ids) == (first, frozenset())
    await routing.set_backup(connection, there.community, there.team, None)
    assert (await connection.execute(select(neighbours))).first() is None


async def test_nothing_leads_to_a_team_that_is_gone(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    (other,) = await teams(connection, there, "Other")
    await routing.add_route(connection, there.community, Route(0, other, district="Eastgate"))
    await routing.set_backup(connection, there.community, there.team, other)
    await routing.set_neighbour(connection, there.community, other, there.team, near=True)
    await setup.remove_team(connection, there.community, other)
    for table in (routes, neighbours):
        assert (await connection.execute(select(table))).first() is None


async def test_a_check_counts_where_it_was_made(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    elsewhere = await communities.add(connection, "other", "Other", "en", "UTC", MONDAY)
    boris, dora = there.boris.id, there.dora.id
    last = date(2027, 1, 31)
    await vettings.add(connection, there.community, boris, "ID card", dora, last, MONDAY)
    assert await vettings.standing(connection, there.community, [boris, dora]) == (Check(boris, last),)
    assert await vettings.standing(connection, elsewhere, [boris]) == ()


async def test_a_check_is_taken_back_once_and_stays_to_be_read(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    boris, dora = there.boris.id, there.dora.id
    await vettings.add(connection, there.community, boris, "ID card", dora, None, MONDAY)
    (row,) = await vettings.of(connection, there.community, boris)
    assert (row["what"], row["by"], row["until"]) == ("ID card", "Dora", None)
    assert await vettings.revoke(connection, row["id"], MONDAY)
    assert not await vettings.revoke(connection, row["id"], MONDAY)
    assert await vettings.of(connection, there.community, boris) == []
    kept = await vettings.by_id(connection, row["id"])
    assert kept is not None
    assert kept["revoked_at"] == MONDAY


async def test_the_day_is_that_of_the_community(connection: AsyncConnection) -> None:
    """It is Monday noon in Greenwich, and Monday still in Wenfeng; at 17:00 it is Tuesday there."""
    there = await village.found(connection)
    await connection.execute(services.update().values(vetted_only=True))
    await vettings.add(connection, there.community, there.boris.id, "ID card", there.dora.id, MONDAY.date(), MONDAY)
    for hour, admitted in ((12, True), (15, True), (16, False)):
        facts = await orders.facts(connection, there.order, there.boris.id, MONDAY.replace(hour=hour))
        assert facts is not None
        assert facts.vetting.admits(there.boris.id) is admitted, hour


async def test_other_services_need_no_look_at_anybodys_checks(connection: AsyncConnection) -> None:
    there = await village.found(connection)
    facts = await orders.facts(connection, there.order, there.anna.id, MONDAY)
    assert facts is not None
    assert not facts.vetting.only
    assert (await people.member(connection, there.community, there.anna.id)).person_id == there.anna.id
