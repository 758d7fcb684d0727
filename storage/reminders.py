"""Reminders as they are kept: their words and times, who receives them, and what became of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ALIVE, HOLDING
from rules.people import Standing
from rules.reminders import LIVING, UNDER_WAY, Audience, Receipt, Reminder, ReminderState, Tally
from storage.schema import claims, memberships, orders, people, teams
from storage.schema_people import reminder_receipts as receipts
from storage.schema_people import reminders

RUNS_KEPT = 4

_KEPT = ("author_id", "state", "run", "told", "next_at", "started_at", "text", "weekday", "minutes", "zone")


async def by_id(connection: AsyncConnection, reminder_id: int) -> Reminder | None:
    """The reminder of that number, of whichever community."""
    row = (await connection.execute(select(reminders).where(reminders.c.id == reminder_id))).mappings().first()
    return _reminder(row) if row else None


async def add(connection: AsyncConnection, now: datetime, **values: Any) -> int:
    """A new one, to be looked at before it goes out; the one its author had not confirmed is forgotten."""
    unconfirmed = (
        reminders.c.community_id == values["community_id"], reminders.c.author_id == values["author_id"],
        reminders.c.state == ReminderState.PREVIEW.value,
    )  # fmt: skip
    await connection.execute(delete(reminders).where(*unconfirmed))
    row = {"state": ReminderState.PREVIEW.value, "created_at": now, **values}
    return int((await connection.execute(insert(reminders).values(row).returning(reminders.c.id))).scalar_one())


async def keep(connection: AsyncConnection, reminder: Reminder, *, anew: bool = False) -> None:
    """Write it as the rule, or its author, made it; where it goes out `anew`, no message tells of it yet.

    Which one does is for the sender to note, who may do so at this very moment.
    """
    values = {name: getattr(reminder, name) for name in _KEPT} | ({"message_id": None} if anew else {})
    await connection.execute(update(reminders).where(reminders.c.id == reminder.id).values(values))


async def discard(connection: AsyncConnection, reminder_id: int) -> None:
    """One that was never confirmed."""
    unconfirmed = (reminders.c.id == reminder_id, reminders.c.state == ReminderState.PREVIEW.value)
    await connection.execute(delete(reminders).where(*unconfirmed))


async def listed(connection: AsyncConnection, community_id: int, limit: int) -> list[Reminder]:
    """Those that go out or will, and then those that have, latest first."""
    here = reminders.c.community_id == community_id
    living = reminders.c.state.in_([state.value for state in LIVING])
    past = reminders.c.state.in_([ReminderState.SENT.value, ReminderState.STOPPED.value])
    found: list[Reminder] = []
    for which in (living, past):
        query = select(reminders).where(here, which).order_by(reminders.c.id.desc()).limit(limit - len(found))
        found += [_reminder(row) for row in (await connection.execute(query)).mappings()]
    return found


async def count_living(connection: AsyncConnection, community_id: int) -> int:
    """How many are not over."""
    living = reminders.c.state.in_([state.value for state in LIVING])
    counted = select(func.count()).select_from(reminders).where(reminders.c.community_id == community_id, living)
    return int((await connection.execute(counted)).scalar_one())


async def due_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """Whose time has come."""
    query = select(reminders.c.id).where(reminders.c.next_at <= now, _confirmed()).order_by(reminders.c.next_at)
    return list((await connection.execute(query.limit(limit))).scalars())


async def under_way_ids(connection: AsyncConnection) -> list[int]:
    """Those that go out at this moment."""
    query = select(reminders.c.id).where(reminders.c.state == ReminderState.SENDING.value).order_by(reminders.c.id)
    return list((await connection.execute(query)).scalars())


async def recipients(connection: AsyncConnection, reminder: Reminder) -> Sequence[Mapping[str, Any]]:
    """To whom it would go now (lane, person_id, quiet_begins, quiet_ends); not to who rests or cannot be reached."""
    if reminder.audience is Audience.GROUP:
        here = (teams.c.id == reminder.team_id, teams.c.community_id == reminder.community_id)
        bound = select(teams.c.chat_id).where(*here, teams.c.removed.is_(False), teams.c.chat_id.is_not(None))
        groups = (await connection.execute(bound)).scalars()
        return [{"lane": lane, "person_id": None, "quiet_begins": None, "quiet_ends": None} for lane in groups]
    query = (
        select(
            people.c.telegram_id.label("lane"), people.c.id.label("person_id"), people.c.quiet_begins,
            people.c.quiet_ends, memberships.c.teams,
        )
        .select_from(memberships)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.community_id == reminder.community_id,
            memberships.c.standing == Standing.APPROVED.value, people.c.started, people.c.reachable,
        )
        .order_by(people.c.id)
    )  # fmt: skip
    if reminder.audience is Audience.CLAIMS:
        query = query.where(people.c.id.in_(_holders(reminder.community_id)))
    rows = [dict(row) for row in (await connection.execute(query)).mappings()]
    if reminder.audience is Audience.TEAM:  # a list in a JSON column, which is not asked in SQL
        return [row for row in rows if reminder.team_id in row["teams"]]
    return rows


async def add_receipts(
    connection: AsyncConnection, reminder: Reminder, rows: Sequence[dict[str, Any]]
) -> None:  # fmt: skip
    """One for each recipient, as it starts; of a weekly one, what became of it long ago is forgotten."""
    long_ago = (receipts.c.reminder_id == reminder.id, receipts.c.run < reminder.run - RUNS_KEPT)
    await connection.execute(delete(receipts).where(*long_ago))
    if rows:
        await connection.execute(insert(receipts), list(rows))


async def due_receipts(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[RowMapping]:
    """Those whose turn has come, or whose quiet hours are over (id, lane, person_id, community_id, thread_id)."""
    topic = case((receipts.c.lane == teams.c.chat_id, teams.c.thread_id)).label("thread_id")
    query = (
        select(receipts.c.id, receipts.c.lane, receipts.c.person_id, reminders.c.community_id, topic)
        .join(reminders, reminders.c.id == receipts.c.reminder_id)
        .outerjoin(teams, teams.c.id == reminders.c.team_id)
        .where(receipts.c.due_at <= now)
        .order_by(receipts.c.due_at, receipts.c.id).limit(limit)
    )  # fmt: skip
    return (await connection.execute(query)).mappings().all()


async def let_go(connection: AsyncConnection, receipt_id: int) -> bool:
    """It waits in the outbox from now on; False when it was withdrawn meanwhile."""
    waits = (receipts.c.id == receipt_id, receipts.c.due_at.is_not(None))
    values = {"state": Receipt.WAITING.value, "due_at": None}
    return (await connection.execute(update(receipts).where(*waits).values(values))).rowcount == 1


async def withdraw(connection: AsyncConnection, reminder_id: int, run: int) -> None:
    """What has not gone out is not to go out any more."""
    left = and_(_of_run(reminder_id, run), receipts.c.state.in_([each.value for each in UNDER_WAY]))
    values = {"state": Receipt.WITHDRAWN.value, "due_at": None}
    await connection.execute(update(receipts).where(left).values(values))


async def tally(connection: AsyncConnection, reminder_id: int, run: int) -> Tally:
    """What became of one run, counted."""
    query = (
        select(receipts.c.state, func.count()).where(_of_run(reminder_id, run)).group_by(receipts.c.state)
    )
    return Tally({str(state): int(count) for state, count in await connection.execute(query)})


async def receipt(connection: AsyncConnection, receipt_id: int) -> RowMapping | None:
    """One recipient (state), with the reminder's text, author and community."""
    query = (
        select(receipts.c.state, reminders.c.text, reminders.c.author_id, reminders.c.community_id)
        .join(reminders, reminders.c.id == receipts.c.reminder_id)
        .where(receipts.c.id == receipt_id)
    )
    return (await connection.execute(query)).mappings().first()


def _holders(community_id: int) -> Any:
    states = [state.value for state in HOLDING]
    return (
        select(claims.c.person_id)
        .join(orders, orders.c.id == claims.c.order_id)
        .where(
            orders.c.community_id == community_id, orders.c.state.in_([state.value for state in ALIVE]),
            claims.c.state.in_(states),
        )
    )  # fmt: skip


def _of_run(reminder_id: int, run: int) -> ColumnElement[bool]:
    return and_(receipts.c.reminder_id == reminder_id, receipts.c.run == run)


def _confirmed() -> ColumnElement[bool]:
    return reminders.c.state.in_([state.value for state in LIVING])


def _reminder(row: RowMapping) -> Reminder:
    values = {name: row[name] for name in Reminder.__dataclass_fields__}
    return Reminder(**{**values, "audience": Audience(row["audience"]), "state": ReminderState(row["state"])})
