"""A village small enough for one test: one community, one team with a group, Anna's order, Boris who may claim it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.people import Standing
from rules.wakes import EXPIRES_AFTER
from storage import communities, orders, people
from storage.people import Person
from storage.schema import orders as orders_table
from storage.schema import outbox, services, teams
from tests.people import MONDAY, TUESDAY

GROUP = -100_7
TOPIC = 77


@dataclass(frozen=True)
class Village:
    """Who and what is there."""

    community: int
    team: int
    service: int
    anna: Person
    boris: Person
    dora: Person
    order: int


async def found(connection: AsyncConnection) -> Village:
    """Everything in place: the order is open, its card not yet posted."""
    community = await communities.add(connection, "wenfeng", "Wenfeng", "en", "Asia/Shanghai", MONDAY)
    team = await _add(
        connection, teams, community_id=community, preset="unity", position=1, chat_id=GROUP, thread_id=TOPIC
    )  # fmt: skip
    service = await _add(
        connection, services,
        community_id=community, preset="mobility", beneficiary_group="old", team_id=team, position=1,
    )  # fmt: skip
    anna = await people.met(connection, 11, "Anna Petrova", "en", MONDAY, private=True)
    boris = await people.met(connection, 12, "Boris Novak", "en", MONDAY, private=True)
    dora = await people.met(connection, 13, "Dora", "en", MONDAY, private=True)
    place = await people.enter(connection, community, boris.id)
    await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
    place = await people.enter(connection, community, dora.id)
    await people.change_membership(connection, place.id, coordinator=True)
    order, _ = await orders.add(
        connection, community,
        {
            "resident_id": anna.id, "service_id": service, "team_id": team, "details": "Rice and eggs", "moment": "at",
            "starts_at": TUESDAY, "ends_at": TUESDAY, "door": "Building 7, door 302", "district": "Eastgate",
            "helpers": 1, "state": "open", "answers": {}, "placed_at": MONDAY,
        },
    )  # fmt: skip
    return Village(community, team, service, anna, boris, dora, order)


async def wake_at(connection: AsyncConnection, order: int, moment: datetime) -> None:
    """Let the order wake at that moment, because its time is over."""
    await connection.execute(update(orders_table).where(orders_table.c.id == order).values(over_by(moment)))


def over_by(moment: datetime) -> dict[str, datetime]:
    """The times of an order that expires at that moment."""
    end = moment - EXPIRES_AFTER
    return {"starts_at": end, "ends_at": end, "wake_at": moment}


async def keys(connection: AsyncConnection, lane: int | None = None, *, dead: bool = False) -> list[str]:
    """What waits in the outbox, or died in it, oldest first."""
    query = select(outbox.c.key).where(outbox.c.dead_at.is_not(None) if dead else outbox.c.dead_at.is_(None))
    if lane is not None:
        query = query.where(outbox.c.lane == lane)
    return list((await connection.execute(query.order_by(outbox.c.id))).scalars())


async def _add(connection: AsyncConnection, table: Table, **values: object) -> int:
    statement = insert(table).values(**values).returning(table.c.id)
    return int((await connection.execute(statement)).scalar_one())
