"""The duty rota as it is kept: a coordinator a weekday, days that are swapped, and notes for the next one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.duty import Rota, SwapState
from storage import people as kept_people
from storage.schema import communities, memberships, people
from storage.schema_people import duty_days, duty_notes, duty_swaps
from storage.upsert import insert_or


async def rota(connection: AsyncConnection, community_id: int, now: datetime) -> Rota:
    """Who is on duty when, as far as swaps can matter from now on."""
    where = communities.c.id == community_id
    home = select(communities.c.zone, communities.c.handover_minutes).where(where)
    row = (await connection.execute(home)).one()
    weekly = select(duty_days.c.weekday, duty_days.c.person_id).where(duty_days.c.community_id == community_id)
    swapped = (
        select(duty_swaps.c.day, duty_swaps.c.other_id)
        .where(
            duty_swaps.c.community_id == community_id, duty_swaps.c.day >= (now - timedelta(days=4)).date(),
            duty_swaps.c.state == SwapState.ACCEPTED.value,
        )
        .order_by(duty_swaps.c.answered_at, duty_swaps.c.id)
    )  # fmt: skip
    return Rota(
        row.zone, row.handover_minutes,
        {each.weekday: each.person_id for each in await connection.execute(weekly)},
        {each.day: each.other_id for each in await connection.execute(swapped)},  # the latest one counts
    )  # fmt: skip


async def on_duty(
    connection: AsyncConnection, community_id: int, now: datetime, without: Collection[int] = ()
) -> list[int]:
    """Who is asked at this moment: the one on duty who leads and can be reached, else all who lead."""
    person_id = (await rota(connection, community_id, now)).on_duty(now)
    if person_id is not None and person_id not in without and await can_be_asked(connection, community_id, person_id):
        return [person_id]
    return [person.id for person in await kept_people.coordinators(connection, community_id, without)]


async def can_be_asked(connection: AsyncConnection, community_id: int, person_id: int) -> bool:
    """Whether this person leads here and can be reached."""
    query = (
        select(people.c.id)
        .join(memberships, and_(memberships.c.person_id == people.c.id, memberships.c.community_id == community_id))
        .where(people.c.id == person_id, memberships.c.coordinator, people.c.started, people.c.reachable)
    )
    return (await connection.execute(query)).first() is not None


async def set_day(connection: AsyncConnection, community_id: int, weekday: int, person_id: int | None) -> None:
    """This weekday is this coordinator's, or nobody's."""
    if person_id is None:
        one = (duty_days.c.community_id == community_id, duty_days.c.weekday == weekday)
        await connection.execute(delete(duty_days).where(*one))
        return
    fresh = insert_or(connection, duty_days).values(community_id=community_id, weekday=weekday, person_id=person_id)
    of_day = ["community_id", "weekday"]
    await connection.execute(fresh.on_conflict_do_update(index_elements=of_day, set_={"person_id": person_id}))


async def set_handover(connection: AsyncConnection, community_id: int, at: datetime | None, **values: Any) -> None:
    """When duty changes next, and at which hour."""
    changed = {"handover_at": at, **values}
    await connection.execute(update(communities).where(communities.c.id == community_id).values(changed))


async def due_ids(connection: AsyncConnection, now: datetime) -> list[int]:
    """The communities in which duty changes now."""
    return list((await connection.execute(select(communities.c.id).where(communities.c.handover_at <= now))).scalars())


async def ask_swap(
    connection: AsyncConnection, community_id: int, day: date, person_id: int, other_id: int, now: datetime
) -> int:
    """Somebody would like another to take over a day; whom they asked for it before is asked no more."""
    earlier = (
        duty_swaps.c.community_id == community_id, duty_swaps.c.day == day, duty_swaps.c.person_id == person_id,
        duty_swaps.c.state == SwapState.ASKED.value,
    )  # fmt: skip
    await connection.execute(delete(duty_swaps).where(*earlier))
    row = {
        "community_id": community_id, "day": day, "person_id": person_id, "other_id": other_id,
        "state": SwapState.ASKED.value, "asked_at": now,
    }  # fmt: skip
    return int((await connection.execute(insert(duty_swaps).values(row).returning(duty_swaps.c.id))).scalar_one())


async def swap(connection: AsyncConnection, swap_id: int) -> RowMapping | None:
    """The wish of that number, of whichever community."""
    return (await connection.execute(select(duty_swaps).where(duty_swaps.c.id == swap_id))).mappings().first()


async def answer_swap(connection: AsyncConnection, swap_id: int, state: SwapState, now: datetime) -> None:
    """Accepted or declined."""
    values = {"state": state.value, "answered_at": now}
    await connection.execute(update(duty_swaps).where(duty_swaps.c.id == swap_id).values(values))


async def add_note(
    connection: AsyncConnection, community_id: int, day: date, person_id: int, words: str, now: datetime
) -> None:
    """What the next one should know; who writes again has thought better of it."""
    before = (duty_notes.c.community_id == community_id, duty_notes.c.day == day, duty_notes.c.person_id == person_id)
    await connection.execute(delete(duty_notes).where(*before))
    row = {"community_id": community_id, "day": day, "person_id": person_id, "words": words, "at": now}
    await connection.execute(insert(duty_notes).values(row))


async def notes(connection: AsyncConnection, community_id: int, day: date) -> Sequence[RowMapping]:
    """The notes of one day's duty (name, words)."""
    query = (
        select(people.c.name, duty_notes.c.words, duty_notes.c.person_id)
        .join(people, people.c.id == duty_notes.c.person_id)
        .where(duty_notes.c.community_id == community_id, duty_notes.c.day == day)
        .order_by(duty_notes.c.id)
    )
    return (await connection.execute(query)).mappings().all()
