"""The coordinators' rota: who is on duty on which weekday, when it changes, and the note for whoever comes next."""

from datetime import date, timedelta

from sqlalchemy import RowMapping

from handlers import communities as which
from handlers import dialogs
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, in_pairs, led
from handlers.parsing.clock import written
from handlers.presses import Press
from rules.dialog import Draft
from rules.duty import Rota
from rules.notices import Button, Say, Screen, ours
from rules.people import first_name
from rules.refusals import NotACoordinator, StaleButton, UnknownButton
from storage import communities, duty, memberships, people
from storage.desk import Turn

MOST_LEADERS = 20
HOURS = (6, 7, 8, 9, 10, 12, 18, 20)  # offered: when duty changes
WEEKDAYS = range(7)


async def rota(turn: Turn, incoming: Incoming, _house: House, _rest: str) -> None:
    """`/rota`: who is on duty now, and on which days."""
    led_here = await people.led_by(turn.connection, incoming.person)
    if not led_here:
        raise NotACoordinator
    if len(led_here) > 1:
        await which.ask(turn, incoming, "rota", led_here)
        return
    await show(turn, incoming, led_here[0])


async def rota_pressed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same for one community."""
    await show(turn, incoming, await led(turn, incoming, press.id))
    return None


async def day(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Whose is this weekday?"""
    community = await led(turn, incoming, press.id)
    weekday = _weekday(press.arg)
    rows = await memberships.leaders(turn.connection, community["id"], MOST_LEADERS)
    named = [
        (ours("person", name=first_name(row["name"])), Press("rota_set", row["id"], arg=str(weekday)).data(), "")
        for row in rows
    ]
    more: Rows = (
        (button("rota_nobody", "rota_clear", community["id"], str(weekday)),),
        (button("back", "rota", community["id"]),),
    )
    await tell(turn, incoming, Screen("rota_day", {"weekday": weekday}, (*in_pairs(named), *more)))
    return None


async def name(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """This coordinator's, every week from now on; who is named by somebody else hears of it."""
    weekday, community_id = _weekday(press.arg), await memberships.community_of(turn.connection, press.id)
    if community_id is None:
        raise NotACoordinator
    community = await led(turn, incoming, community_id)
    place = await people.membership_by_id(turn.connection, press.id)
    if place is None or not place.coordinator:
        raise StaleButton
    await duty.set_day(turn.connection, community["id"], weekday, place.person_id)
    if place.person_id != incoming.person.id:
        data = {"community": community["name"], "weekday": weekday}
        await turn.say(_told(place.person_id, community["id"], data))
    await _changed(turn, incoming, community)
    return None


async def clear(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Nobody's: then all coordinators are asked."""
    community = await led(turn, incoming, press.id)
    await duty.set_day(turn.connection, community["id"], _weekday(press.arg), None)
    await _changed(turn, incoming, community)
    return None


async def hours(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """At which hour does duty change?"""
    community = await led(turn, incoming, press.id)
    offered = [
        (ours("time", time=f"{hour:02d}:00"), Press("rota_hour", press.id, arg=str(hour * 60)).data(), "")
        for hour in HOURS
    ]
    rows = (*in_pairs(offered), (button("back", "rota", press.id),))
    await tell(turn, incoming, Screen("rota_hours", {"clock": written(community["handover_minutes"])}, rows))
    return None


async def hour(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """From now on at this hour."""
    community = await led(turn, incoming, press.id)
    if press.arg not in [str(each * 60) for each in HOURS]:
        raise StaleButton
    at = community["handover_at"]
    await duty.set_handover(turn.connection, community["id"], at, handover_minutes=int(press.arg))
    await _changed(turn, incoming, community)
    return None


async def write_note(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """What should the next one know?"""
    community = await led(turn, incoming, press.id)
    return await dialogs.begin(turn, incoming, house, "duty_note", community_id=community["id"])


async def end_note(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """It is kept with today's duty, and told at the hand-over."""
    community = await led(turn, incoming, draft.community_id or 0)
    today = (await duty.rota(turn.connection, community["id"], turn.now)).day_at(turn.now)
    words = str(draft.answers["note"])
    await duty.add_note(turn.connection, community["id"], today, incoming.person.id, words, turn.now)
    await show(turn, incoming, community)
    return None


async def show(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    """Who is on duty now and until when, the week, days that are swapped, and the notes that matter now."""
    plan = await duty.rota(turn.connection, community["id"], turn.now)
    today = plan.day_at(turn.now)
    on = plan.on_duty(turn.now)
    notes = [
        note
        for when in (today - timedelta(1), today)
        for note in await duty.notes(turn.connection, community["id"], when)
    ]
    data = {
        "community": community["name"], "zone": plan.zone, "clock": written(plan.handover),
        "on": await _first(turn, on), "own": on == incoming.person.id,
        "until": plan.begins(today + timedelta(1)).isoformat(),
        "week": [[day, await _first(turn, plan.weekly.get(day))] for day in WEEKDAYS if plan.weekly],
        "swaps": await _swaps(turn, plan, today),
        "notes": [{"name": first_name(note["name"]), "words": note["words"]} for note in notes][-3:],
    }  # fmt: skip
    await tell(turn, incoming, Screen("rota", data, _buttons(community["id"], plan)))


async def _swaps(turn: Turn, plan: Rota, today: date) -> list[list[str]]:
    coming = sorted(day for day in plan.swapped if day >= today)
    return [[day.isoformat(), await _first(turn, plan.swapped[day])] for day in coming][:5]


def _buttons(number: int, plan: Rota) -> Rows:
    days: list[Button] = [
        (ours("weekday", weekday=weekday), Press("rota_day", number, arg=str(weekday)).data(), "")
        for weekday in WEEKDAYS
    ]
    more: Rows = ((button("rota_hours", "rota_hours", number),),)
    if plan.weekly:
        more = ((button("swap", "swap", number), button("duty_note", "duty_note", number)), *more)
    return (tuple(days[:4]), tuple(days[4:]), *more)


async def _changed(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    """The next change of duty follows the rota as it is now; where it was laid down first, it begins at once."""
    plan = await duty.rota(turn.connection, community["id"], turn.now)
    at = plan.next_handover(turn.now) if plan.weekly else None
    await duty.set_handover(turn.connection, community["id"], at)
    await turn.note("rota", community_id=community["id"], person_id=incoming.person.id)
    await show(turn, incoming, await communities.get(turn.connection, community["id"]))


async def _first(turn: Turn, person_id: int | None) -> str:
    return "" if person_id is None else first_name((await people.get(turn.connection, person_id)).name)


def _told(person_id: int, community_id: int, data: dict[str, object]) -> Say:
    return Say(person_id, Screen("rota_named", data, ((button("rota", "rota", community_id),),)))


def _weekday(arg: str) -> int:
    if arg not in [str(weekday) for weekday in WEEKDAYS]:
        raise UnknownButton
    return int(arg)


COMMANDS = {"rota": rota}
PRESSES = {
    "rota": rota_pressed, "rota_day": day, "rota_set": name, "rota_clear": clear, "rota_hours": hours,
    "rota_hour": hour, "duty_note": write_note,
}  # fmt: skip
ENDINGS = {"duty_note": gently(end_note)}
