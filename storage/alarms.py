"""What is wrong with the installation as it is kept: one row a matter, and the owners told in the same commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules import alarms as rules
from rules.alarms import Alarm, Kind, Step
from storage import outbox, people
from storage.desk import Turn
from storage.engine import hold
from storage.people import Person
from storage.schema import alarms, teams

_ALARM = (alarms.c.kind, alarms.c.subject, alarms.c.began_at, alarms.c.over_at, alarms.c.told, alarms.c.told_at)


async def begin(turn: Turn, kind: Kind, subject: int = 0, *, since: datetime | None = None) -> bool:
    """It is wrong; whether the owners are told now."""
    await hold(turn.connection, "alarms")
    known = await find(turn.connection, kind, subject)
    return await _keep(turn, rules.begins(known, kind, subject, turn.now, since), known)


async def end(turn: Turn, kind: Kind, subject: int = 0) -> bool:
    """It is right; whether the owners are told now. Whoever decided that by what he read holds the alarms before."""
    await hold(turn.connection, "alarms")
    known = await find(turn.connection, kind, subject)
    return await _keep(turn, rules.ends(known, turn.now), known)


async def was_told(turn: Turn, kind: Kind, since: datetime) -> None:
    """It has been wrong since then, and the owners have heard of it while nothing could be kept."""
    known = await find(turn.connection, kind, 0)
    await _write(turn.connection, Alarm(kind, 0, since, told=True, told_at=since), known)


async def find(connection: AsyncConnection, kind: Kind, subject: int = 0) -> Alarm | None:
    """The alarm about that, on or over."""
    row = (await connection.execute(select(*_ALARM).where(_is(kind, subject)))).mappings().first()
    return _alarm(row) if row else None


async def by_id(connection: AsyncConnection, alarm_id: int) -> Alarm | None:
    """The alarm of that number."""
    row = (await connection.execute(select(*_ALARM).where(alarms.c.id == alarm_id))).mappings().first()
    return _alarm(row) if row else None


async def on(connection: AsyncConnection) -> Sequence[Alarm]:
    """All that is wrong now, longest first."""
    rows = await connection.execute(select(*_ALARM).where(alarms.c.over_at.is_(None)).order_by(alarms.c.began_at))
    return [_alarm(row) for row in rows.mappings()]


async def groups_found_again(connection: AsyncConnection) -> list[int]:
    """Teams with an alarm about their group that have one again, or are gone themselves."""
    lost = (
        select(alarms.c.subject)
        .outerjoin(teams, teams.c.id == alarms.c.subject)
        .where(
            alarms.c.kind == Kind.GROUP.value, alarms.c.over_at.is_(None),
            or_(teams.c.id.is_(None), teams.c.removed, teams.c.chat_id.is_not(None)),
        )
    )  # fmt: skip
    return list((await connection.execute(lost)).scalars())


async def _keep(turn: Turn, step: Step | None, known: Alarm | None) -> bool:
    if step is None:
        return False
    alarm_id = await _write(turn.connection, step.alarm, known)
    if step.tell:
        for person in await _listeners(turn.connection, step.alarm):
            await outbox.put_alarm(turn.connection, alarm_id, turn.now, chat_id=person.telegram_id, person_id=person.id)
    return step.tell


async def _write(connection: AsyncConnection, alarm: Alarm, known: Alarm | None) -> int:
    values = {
        "kind": alarm.kind.value, "subject": alarm.subject, "began_at": alarm.began_at, "over_at": alarm.over_at,
        "told": alarm.told, "told_at": alarm.told_at,
    }  # fmt: skip
    statement = insert(alarms) if known is None else update(alarms).where(_is(alarm.kind, alarm.subject))
    return int((await connection.execute(statement.values(values).returning(alarms.c.id))).scalar_one())


async def _listeners(connection: AsyncConnection, alarm: Alarm) -> list[Person]:
    """The owners who can be written to; of a lost group, those who did not hear of it as coordinators."""
    found = [person for person in await people.owners(connection) if person.started and person.reachable]
    if alarm.kind is not Kind.GROUP:
        return found
    home = (await connection.execute(select(teams.c.community_id).where(teams.c.id == alarm.subject))).scalar_one()
    heard = {person.id for person in await people.coordinators(connection, home)}
    return [person for person in found if person.id not in heard]


def _is(kind: Kind, subject: int) -> ColumnElement[bool]:
    return and_(alarms.c.kind == kind.value, alarms.c.subject == subject)


def _alarm(row: RowMapping) -> Alarm:
    return Alarm(Kind(row["kind"]), row["subject"], row["began_at"], row["over_at"], row["told"], row["told_at"])
