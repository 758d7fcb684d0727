"""The volunteers of a community, for its coordinators: who they are, what was checked, and a rest."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from handlers import dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, led, named
from handlers.paging import last_page, turning
from handlers.presses import Press
from rules.dialog import Draft
from rules.life import order_code
from rules.notices import Button, Say, Screen, ours
from rules.people import Standing, check_checker, first_name, pause, resume
from rules.refusals import StaleButton, TooMany, UnknownButton
from rules.standby import step_down
from rules.vetting import MOST_CHECKS, USUAL_YEARS, Check, years_on
from storage import communities, dispatch, memberships, order_lists, orders, people, vettings
from storage.desk import Turn
from storage.opening import open_what_is_kept_for
from storage.people import Membership

PER_PAGE = 8
MOST_HELD = 10
VOLUNTEERS = (Standing.APPROVED, Standing.PAUSED)


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Who helps here, or rests from it, a page at a time."""
    community = await led(turn, incoming, press.id)
    count = await memberships.count_volunteers(turn.connection, press.id)
    at = last_page(press.page, count, PER_PAGE)
    rows = await memberships.volunteers(turn.connection, press.id, PER_PAGE + 1, at * PER_PAGE)
    buttons: Rows = tuple((_line(row),) for row in rows[:PER_PAGE])
    turn_page = turning("s_people", press.id, at, more=len(rows) > PER_PAGE)
    waiting = await memberships.waiting(turn.connection, press.id, 1)
    more: Rows = ((button("set_waiting", "s_waiting", press.id, style="success"),),) if waiting else ()
    back = (button("back", "s_open", press.id),)
    data = {"community": community["name"], "count": count}
    await tell(turn, incoming, Screen("volunteers", data, (*buttons, *turn_page, *more, back)))
    return None


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One volunteer: name, phone, what they help with, what was checked."""
    await _page(turn, incoming, await _mine(turn, incoming, press.id))
    return None


async def add_check(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """What was checked, and until when it is good."""
    place = await _mine(turn, incoming, press.id)
    check_checker(incoming.person.id, place.person_id)
    await _check_room(turn, place)
    name = first_name((await people.get(turn.connection, place.person_id)).name)
    return await dialogs.begin(
        turn, incoming, house, "vet",
        community_id=place.community_id, subject_id=place.id, answers={"about": {"name": name}},
    )  # fmt: skip


async def end_check(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The check counts from now on, and the volunteer hears of it."""
    place = await _mine(turn, incoming, draft.subject_id or 0)
    check_checker(incoming.person.id, place.person_id)
    await _check_room(turn, place)
    what, until = str(draft.answers["what"]), draft.answers.get("until")
    last = date.fromisoformat(str(until)) if until else None
    await vettings.add(turn.connection, place.community_id, place.person_id, what, incoming.person.id, last, turn.now)
    await _note(turn, incoming, place, "check", what)
    data = {"community": await _name(turn, place), "what": what, "until": until or ""}
    await turn.say(Say(place.person_id, Screen("check_noted", data)))
    await _page(turn, incoming, place)
    return None


async def take_back(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The check no longer counts, once it is pressed twice; what the volunteer holds stays theirs."""
    row = await vettings.by_id(turn.connection, press.id)
    if row is None:
        raise UnknownButton
    await led(turn, incoming, row["community_id"])
    known = await people.membership(turn.connection, row["community_id"], row["person_id"])
    if known is None or row["revoked_at"] is not None:
        raise StaleButton
    place = await _mine(turn, incoming, known.id)
    if press.arg != "yes":
        await _ask_twice(turn, incoming, place, row)
        return None
    if not await vettings.revoke(turn.connection, row["id"], turn.now):
        raise StaleButton
    await _note(turn, incoming, place, "uncheck", row["what"])
    data = {"community": await _name(turn, place), "what": row["what"]}
    await turn.say(Say(place.person_id, Screen("check_taken_back", data)))
    await _page(turn, incoming, place)
    return None


async def let_rest(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """No new orders for this volunteer until somebody lets them go on."""
    place = await _mine(turn, incoming, press.id)
    await _stand(turn, incoming, place, pause(place.standing), "volunteer_paused")
    await open_what_is_kept_for(turn, place.person_id, place.community_id)
    for order_id in await order_lists.waited_for(turn.connection, place.community_id, place.person_id):
        await turn.move(order_id, place.person_id, step_down)  # else a place would be theirs all the same
    return None


async def let_go_on(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """They may take orders again."""
    place = await _mine(turn, incoming, press.id)
    await _stand(turn, incoming, place, resume(place.standing), "volunteer_resumed")
    return None


async def _stand(turn: Turn, incoming: Incoming, place: Membership, standing: Standing, told: str) -> None:
    by = incoming.person.id
    if not await memberships.set_standing(turn.connection, place.id, place.standing, standing, by, turn.now):
        raise StaleButton
    verb = "pause" if standing is Standing.PAUSED else "resume"
    await turn.note(
        verb, community_id=place.community_id, person_id=by, before=place.standing.value, after=standing.value,
        reason=str(place.person_id),
    )  # fmt: skip
    rows: Rows = (((ours("open_orders"), Press("open").data(), ""),),) if standing is Standing.APPROVED else ()
    await turn.say(Say(place.person_id, Screen(told, {"community": await _name(turn, place)}, rows)))
    await _page(turn, incoming, await _mine(turn, incoming, place.id))


async def _mine(turn: Turn, incoming: Incoming, membership_id: int) -> Membership:
    """A volunteer of a community that this person leads, both held; anybody else is not there."""
    community_id = await memberships.community_of(turn.connection, membership_id)
    if community_id is None:
        raise UnknownButton
    await led(turn, incoming, community_id)
    place = await people.membership_by_id(turn.connection, membership_id)
    if place is None or place.standing not in VOLUNTEERS:
        raise UnknownButton
    return place


async def _page(turn: Turn, incoming: Incoming, place: Membership) -> None:
    checks = await vettings.of(turn.connection, place.community_id, place.person_id)
    rows: list[tuple[Button, ...]] = [(button("set_add_check", "s_vet", place.id),)]
    rows += [((ours("set_take_back", what=each["what"]), Press("s_unvet", each["id"]).data(), ""),) for each in checks]
    paused = place.standing is Standing.PAUSED
    if paused:
        rows.append((button("set_resume", "s_resume", place.id, style="success"),))
    else:
        rows.append((button("set_pause", "s_pause", place.id),))
    rows.append((button("back", "s_people", place.community_id),))
    data = {**await _known(turn, place), "paused": paused, "checks": await _checks(turn, place, checks)}
    await tell(turn, incoming, Screen("volunteer", data, tuple(rows)))


async def _known(turn: Turn, place: Membership) -> dict[str, object]:
    """What the person has told the community, and what they have taken on."""
    person = await people.get(turn.connection, place.person_id)
    services = await dispatch.services_of(turn.connection, place.community_id)
    teams = await dispatch.teams_of(turn.connection, place.community_id)
    community = await communities.get(turn.connection, place.community_id)
    return {
        "name": person.name, "phone": person.phone or "", "zone": community["zone"],
        "services": [named(row, "service") for row in services if row["id"] in place.services],
        "teams": [named(row, "team") for row in teams if row["id"] in place.teams],
        "holds": await _held(turn, place),
    }  # fmt: skip


async def _checks(turn: Turn, place: Membership, rows: Sequence[RowMapping]) -> list[dict[str, object]]:
    today = await _today(turn, place.community_id)
    return [
        {
            "what": row["what"], "by": first_name(row["by"]), "until": row["until"].isoformat() if row["until"] else "",
            "counts": Check(place.person_id, row["until"]).counts_on(today),
        }
        for row in rows
    ]  # fmt: skip


async def _ask_twice(turn: Turn, incoming: Incoming, place: Membership, row: RowMapping) -> None:
    name = first_name((await people.get(turn.connection, place.person_id)).name)
    data = {"name": name, "what": row["what"], "holds": await _held(turn, place)}
    sure = button("set_take_back_now", "s_unvet", row["id"], "yes", "danger")
    rows = ((sure, button("back", "s_person", place.id)),)
    await tell(turn, incoming, Screen("check_take_back", data, rows))


async def _held(turn: Turn, place: Membership) -> list[str]:
    numbers = await orders.held_in(turn.connection, place.community_id, place.person_id, MOST_HELD)
    return [order_code(number) for number in numbers]


async def _check_room(turn: Turn, place: Membership) -> None:
    if len(await vettings.of(turn.connection, place.community_id, place.person_id)) >= MOST_CHECKS:
        raise TooMany(most=MOST_CHECKS)


async def _today(turn: Turn, community_id: int) -> date:
    zone = (await communities.get(turn.connection, community_id))["zone"]
    return turn.now.astimezone(ZoneInfo(zone)).date()


async def _name(turn: Turn, place: Membership) -> str:
    return str((await communities.get(turn.connection, place.community_id))["name"])


def _line(row: RowMapping) -> Button:
    label = ours("volunteer_line", name=row["name"], paused=row["standing"] == Standing.PAUSED.value)
    return label, Press("s_person", row["id"]).data(), ""


async def _note(turn: Turn, incoming: Incoming, place: Membership, verb: str, what: str) -> None:
    reason = f"{place.person_id} {what}"
    await turn.note(verb, community_id=place.community_id, person_id=incoming.person.id, reason=reason)


async def _until(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    today = await _today(turn, draft.community_id or 0)
    days = {years: years_on(today, years).isoformat() for years in USUAL_YEARS}
    return [(day, ours("years_until", years=years, date=day)) for years, day in days.items()]


PRESSES = {
    "s_people": listed, "s_person": opened, "s_vet": add_check, "s_unvet": take_back, "s_pause": let_rest,
    "s_resume": let_go_on,
}  # fmt: skip
ENDINGS = {"vet": gently(end_check)}
CHOICES = {("vet", "until"): _until}
