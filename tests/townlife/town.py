"""The town itself: a community with three teams, moved into the sandbox, and in the arrangement that is tried."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ClaimState
from rules.people import Standing
from storage import communities, dispatch, duty, orders, people, routing, setup
from storage.engine import writing
from storage.schema import claims
from tests.databases import fresh
from tests.house_of_paidan import House, open_house
from tests.townlife.habits import COORDINATORS, TEAMS, Volunteer, volunteers

MORNING = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # seven on a Tuesday in Shanghai
ZONE = "Asia/Shanghai"
FAIR_MINUTES = 15


@dataclass(frozen=True)
class Arrangement:
    """What is tried."""

    name: str
    ladder: bool
    fair: bool


@dataclass
class Town:
    """Everybody's Telegram number by what they are, and the groups."""

    house: House
    home: int
    helpers: list[Volunteer]
    residents: list[int] = field(default_factory=list)
    coordinators: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)  # Telegram number to ours


@asynccontextmanager
async def town(folder: Path, seed: int, count: int, residents: int, how: Arrangement) -> AsyncIterator[Town]:
    """All have moved in, at seven in the morning."""
    dice = Random(seed)
    with fresh("sqlite", folder) as place:
        async with open_house(place, start=MORNING, log="error") as house:
            made = Town(house, 0, volunteers(dice, count))
            world = house.box.world
            moving = ((made.residents, "Resident", residents), (made.coordinators, "Leader", COORDINATORS))
            for folk, name, many in moving:
                folk += [world.add_person(f"{name}{number}", language_code="en").id for number in range(many)]
            for each in made.helpers:
                each.telegram_id = world.add_person(each.name, language_code="en").id
            crews = [[each.telegram_id for each in made.helpers if each.team == at] for at in range(len(TEAMS))]
            for name, crew in zip(TEAMS, crews, strict=True):
                made.groups.append(await house.play.group(f"Team {name}", [*made.coordinators, *crew], supergroup=True))
            for person in (*made.residents, *made.coordinators, *(each.telegram_id for each in made.helpers)):
                world.chat(person).started = True
            await house.settled()
            async with writing(house.app.engine) as connection:
                await _found(connection, made, dice, how)
            yield made


async def _found(connection: AsyncConnection, made: Town, dice: Random, how: Arrangement) -> None:
    home = made.home = await communities.add(connection, "wenfeng", "Wenfeng", "en", ZONE, MORNING)
    await communities.change(connection, home, credit_rule="jishui")
    await setup.add_seven_colours(connection, home)
    await setup.add_five_helps(connection, home)
    teams = {row["preset"]: row["id"] for row in await dispatch.teams_of(connection, home)}
    for at, name in enumerate(TEAMS):
        await setup.bind(connection, home, teams[name], made.groups[at], None, name)
        await routing.set_backup(connection, home, teams[name], teams[TEAMS[(at + 1) % len(TEAMS)]])
    changes: dict[str, object] = {} if how.ladder else {"ladder": []}
    if how.fair:
        changes["fair_minutes"] = FAIR_MINUTES
    for at, row in enumerate(await dispatch.services_of(connection, home)):
        made.services.append(row["id"])
        await setup.change_service(
            connection, home, row["id"], team_id=teams[TEAMS[at % len(TEAMS)]], **changes
        )
    for telegram_id in (*made.residents, *made.coordinators):
        await _moves_in(connection, made, telegram_id)
    for each in made.helpers:
        await _moves_in(connection, made, each.telegram_id, each)
    leading = [made.numbers[each] for each in made.coordinators]
    for weekday in range(7):
        await duty.set_day(connection, home, weekday, leading[weekday % len(leading)])
    for each in made.helpers:
        await _helped_before(connection, made, each, dice)


async def _moves_in(connection: AsyncConnection, made: Town, telegram_id: int, helper: Volunteer | None = None) -> None:
    name = made.house.box.world.person(telegram_id).name
    person = await people.met(connection, telegram_id, name, "en", MORNING, private=True)
    made.numbers[telegram_id] = person.id
    membership = await people.enter(connection, made.home, person.id)
    if helper is not None:
        ticked = [made.services[at] for at in sorted(helper.services)]
        approved = {"standing": Standing.APPROVED.value, "services": ticked, "decided_at": MORNING}
        await people.change_membership(connection, membership.id, **approved)
    if telegram_id in made.coordinators:
        await people.change_membership(connection, membership.id, coordinator=True)
        await people.change(connection, person.id, owner=telegram_id == made.coordinators[0])


async def _helped_before(connection: AsyncConnection, made: Town, helper: Volunteer, dice: Random) -> None:
    """An order that is closed long ago, for whoever has helped before."""
    if helper.habits.helped_days_ago is None:
        return
    done = MORNING - timedelta(days=dice.uniform(*helper.habits.helped_days_ago))
    order, _ = await orders.add(connection, made.home, {
        "resident_id": made.numbers[dice.choice(made.residents)], "service_id": made.services[0], "team_id": None,
        "details": "", "moment": "at", "starts_at": done, "ends_at": done, "door": "1", "district": "Eastgate",
        "helpers": 1, "state": "closed", "answers": {}, "placed_at": done, "closed_at": done,
    })  # fmt: skip
    await connection.execute(insert(claims).values(
        order_id=order, person_id=made.numbers[helper.telegram_id], state=ClaimState.CONFIRMED.value, claimed_at=done,
        arrived_at=done, finished_at=done, minutes=60,
    ))  # fmt: skip
