"""Reminders by coordinators: the list, one of them with its preview, let go and stopped."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from handlers import communities as which
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, led, named
from handlers.parsing.clock import written
from handlers.presses import Press
from rules import reminders as rules
from rules.notices import Label, Screen, ours
from rules.people import first_name
from rules.refusals import NotACoordinator, StaleButton, UnknownButton
from rules.reminders import Audience, Receipt, Reminder, ReminderState
from storage import communities, people, reminders, reminding, setup
from storage.desk import Turn

MOST_LISTED = 12
SHORT = 40


async def remind(turn: Turn, incoming: Incoming, _house: House, _rest: str) -> None:
    """`/remind`: what goes out, will, and has; and a new one."""
    led_here = await people.led_by(turn.connection, incoming.person)
    if not led_here:
        raise NotACoordinator
    if len(led_here) > 1:
        await which.ask(turn, incoming, "rem_list", led_here)
        return
    await show_list(turn, incoming, led_here[0])


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same for one community."""
    await show_list(turn, incoming, await led(turn, incoming, press.id))
    return None


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One reminder, as it reads, to whom and when."""
    await page(turn, incoming, await mine(turn, incoming, press.id))
    return None


async def let_go(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The preview is right: now, or from its time on."""
    reminder = await mine(turn, incoming, press.id)
    many = len(await reminders.recipients(turn.connection, reminder))
    if reminder.state is not ReminderState.PREVIEW or reminder.author_id != incoming.person.id:
        raise StaleButton  # who sends it has written it, and has seen it as it is
    confirmed = rules.confirm(reminder, many, turn.now)
    await reminders.keep(turn.connection, confirmed)
    by = incoming.person.id
    await turn.note("let_remind", community_id=reminder.community_id, person_id=by, reason=str(press.id))
    if confirmed.next_at is not None and confirmed.next_at <= turn.now:
        await tell(turn, incoming, Screen("reminder_goes", {"count": many}))
        await reminding.start(turn, reminder.id)
    else:
        await page(turn, incoming, confirmed)
    return None


async def stop(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """No more of it; what has not gone out is withdrawn. A preview is simply forgotten."""
    reminder = await mine(turn, incoming, press.id)
    if reminder.state is ReminderState.PREVIEW:
        await reminders.discard(turn.connection, reminder.id)
    else:
        await reminding.stop(turn, reminder)
        await turn.note(
            "stop_remind", community_id=reminder.community_id, person_id=incoming.person.id, reason=str(reminder.id)
        )
    if incoming.message_id is not None and incoming.message_id == reminder.message_id:
        return Toast("reminder_stopped")  # its own message says how far it came
    await show_list(turn, incoming, await communities.get(turn.connection, reminder.community_id))
    return Toast("reminder_stopped")


async def mine(turn: Turn, incoming: Incoming, reminder_id: int) -> Reminder:
    """A reminder of a community that this person leads, which is held; anybody else's is not there."""
    found = await reminders.by_id(turn.connection, reminder_id)
    if found is None:
        raise UnknownButton
    await led(turn, incoming, found.community_id)
    found = await reminders.by_id(turn.connection, reminder_id)  # as it is now that nobody else can change it
    if found is None:
        raise UnknownButton
    return found


async def show_list(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    """All that is not over, and the latest that is."""
    every = await reminders.listed(turn.connection, community["id"], MOST_LISTED)
    lines: Rows = tuple(((_line(each), Press("rem_open", each.id).data(), ""),) for each in every)
    new = (button("rem_new", "rem_new", community["id"], style="" if every else "success"),)
    data = {"community": community["name"], "count": len(every)}
    await tell(turn, incoming, Screen("reminders", data, (*lines, new)))


async def page(turn: Turn, incoming: Incoming, reminder: Reminder) -> None:
    """One of them: what is read, by how many, and what can be done with it."""
    data: dict[str, Any] = {
        "community": (await communities.get(turn.connection, reminder.community_id))["name"],
        "author": first_name((await people.get(turn.connection, reminder.author_id)).name),
        "words": reminder.text, "audience": await audience_of(turn, reminder), "when": when_of(reminder),
        "state": reminder.state.value, "count": len(await reminders.recipients(turn.connection, reminder)),
        "counts": await _counts(turn, reminder),
    }  # fmt: skip
    await tell(turn, incoming, Screen("reminder", data, _buttons(reminder, data["count"])))


async def audience_of(turn: Turn, reminder: Reminder) -> Label:
    """To whom, in words."""
    team = await setup.team(turn.connection, reminder.team_id) if reminder.team_id is not None else None
    return ours("rem_audience", audience=reminder.audience.value, team=named(team, "team") if team else None)


def when_of(reminder: Reminder) -> Label:
    """When, in words."""
    at = reminder.next_at.isoformat() if reminder.next_at is not None else ""
    weekday = reminder.weekday if reminder.weekly else None
    clock = written(reminder.minutes or 0)
    return ours("rem_when_label", at=at, weekday=weekday, clock=clock, zone=reminder.zone)


async def _counts(turn: Turn, reminder: Reminder) -> Mapping[str, int]:
    tally = await reminders.tally(turn.connection, reminder.id, reminder.run)
    return {**{each.value: tally[each] for each in Receipt}, "left": tally.left}


def _buttons(reminder: Reminder, count: int) -> Rows:
    back = (button("back", "rem_list", reminder.community_id),)
    change = (button("rem_words", "rem_words", reminder.id), button("rem_time", "rem_time", reminder.id))
    if reminder.state is ReminderState.PREVIEW:
        go: Rows = (((ours("rem_go", count=count), Press("rem_go", reminder.id).data(), "success"),),) if count else ()
        return (*go, change, (button("rem_discard", "rem_stop", reminder.id),))
    if reminder.state is ReminderState.WAITING:
        return (change, (button("rem_stop", "rem_stop", reminder.id, style="danger"),), back)
    if reminder.state is ReminderState.SENDING:
        return ((button("rem_stop", "rem_stop", reminder.id, style="danger"),), back)
    return (back,)


def _line(reminder: Reminder) -> Label:
    words = " ".join(reminder.text.split())[:SHORT]
    return ours("rem_line", state=reminder.state.value, weekly=reminder.weekly, words=words)


GROUPS = (Audience.TEAM, Audience.GROUP)
COMMANDS = {"remind": remind}
PRESSES = {"rem_list": listed, "rem_open": opened, "rem_go": let_go, "rem_stop": stop}
