"""A reminder goes out: its recipients are fixed, those with quiet hours wait, and its author hears how it goes."""

from dataclasses import replace
from datetime import datetime, timedelta

from rules import reminders as rules
from rules.notices import Coordinators, ReminderOrphaned, ReminderProgress, ReminderSaid, Say
from rules.quiet import Quiet
from rules.reminders import Receipt, Reminder, ReminderState
from storage import outbox, people, reminders
from storage.desk import Turn
from storage.engine import hold

A_LOOK = 100  # a beat: what is urgent must not queue behind a thousand of them
UNTOLD_FOR = timedelta(minutes=10)  # then it ends also where its author could never be told that it began


async def start(turn: Turn, reminder_id: int) -> None:
    """Its time has come: once, however often it is asked for."""
    reminder = await _held(turn, reminder_id)
    if reminder is None or reminder.state not in rules.LIVING:
        return
    if reminder.next_at is None or reminder.next_at > turn.now:
        return
    author = await people.member(turn.connection, reminder.community_id, reminder.author_id)
    if not author.leads:
        await _orphan(turn, reminder)
        return
    if reminder.state is ReminderState.SENDING:  # last week's, held up until now
        await reminders.withdraw(turn.connection, reminder.id, reminder.run)
    started = rules.start(reminder, turn.now)
    await reminders.keep(turn.connection, started, anew=True)
    await _send(turn, started)
    await turn.note("remind", community_id=started.community_id, person_id=started.author_id, reason=str(started.id))
    await _tell(turn, started)


async def let_go(turn: Turn) -> None:
    """The next ones get it, and those whose quiet hours are over."""
    for row in await reminders.due_receipts(turn.connection, turn.now, A_LOOK):
        if await reminders.let_go(turn.connection, row["id"]):
            notice = ReminderSaid(row["id"], row["community_id"])
            await outbox.put_say(
                turn.connection, notice, turn.now, chat_id=row["lane"], person_id=row["person_id"],
                thread_id=row["thread_id"],
            )  # fmt: skip


async def report(turn: Turn, reminder_id: int) -> None:
    """Its author hears how far it has come, in the same message, each time it has passed a mark, and at the end."""
    reminder = await _held(turn, reminder_id)
    if reminder is None or reminder.state is not ReminderState.SENDING:
        return
    tally = await reminders.tally(turn.connection, reminder.id, reminder.run)
    if tally.mark <= reminder.told and tally.left:
        return
    if reminder.message_id is None and not _untold_for_good(reminder, turn.now):
        return
    after = replace(reminder, told=tally.mark) if tally.left else rules.finish(reminder)
    await reminders.keep(turn.connection, after)
    if reminder.message_id is not None:
        await _tell(turn, reminder)


async def stop(turn: Turn, reminder: Reminder) -> None:
    """No more of it: what has not gone out is withdrawn, and its author sees how far it came."""
    await reminders.keep(turn.connection, rules.stop(reminder))
    if reminder.state is ReminderState.SENDING:
        await reminders.withdraw(turn.connection, reminder.id, reminder.run)
        await _tell(turn, reminder)


async def _held(turn: Turn, reminder_id: int) -> Reminder | None:
    reminder = await reminders.by_id(turn.connection, reminder_id)
    if reminder is None:
        return None
    await hold(turn.connection, "community", reminder.community_id)
    return await reminders.by_id(turn.connection, reminder_id)


async def _send(turn: Turn, reminder: Reminder) -> None:
    rows = []
    for each in await reminders.recipients(turn.connection, reminder):
        due_at = _due_at(each["quiet_begins"], each["quiet_ends"], reminder.zone, turn.now)
        rows.append(
            {
                "reminder_id": reminder.id, "run": reminder.run, "lane": each["lane"], "person_id": each["person_id"],
                "state": (Receipt.HELD if due_at > turn.now else Receipt.WAITING).value, "due_at": due_at,
            }
        )  # fmt: skip
    await reminders.add_receipts(turn.connection, reminder, rows)
    await let_go(turn)


def _due_at(begins: int | None, ends: int | None, zone: str, now: datetime) -> datetime:
    return now if begins is None or ends is None else Quiet(begins, ends, zone).over(now)


def _untold_for_good(reminder: Reminder, now: datetime) -> bool:
    """Whether no first message will ever stand that could be brought up to date."""
    return reminder.started_at is None or reminder.started_at < now - UNTOLD_FOR


async def _tell(turn: Turn, reminder: Reminder) -> None:
    tally = await reminders.tally(turn.connection, reminder.id, reminder.run)
    progress = ReminderProgress(reminder.id, reminder.run, reminder.community_id, tally.of)
    await turn.say(Say(reminder.author_id, progress, reminder.message_id))


async def _orphan(turn: Turn, reminder: Reminder) -> None:
    """Whoever wrote it does not lead here any more: the others decide whether it goes on."""
    await reminders.keep(turn.connection, rules.stop(reminder))
    await turn.say(Say(Coordinators(reminder.community_id), ReminderOrphaned(reminder.id, reminder.community_id)))
