"""What a volunteer wants to hear in private, and when: which services, at once or once a day, and quiet hours."""

from sqlalchemy import RowMapping

from handlers import communities
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import button, in_pairs, named
from handlers.parsing.clock import written
from handlers.presses import Press
from rules.hearing import DIGESTS, QUIET_HOURS
from rules.notices import Button, Screen, ours
from rules.people import check_volunteer
from rules.refusals import StaleButton, UnknownButton
from storage import dispatch, hearing, people
from storage.desk import Turn
from storage.setup import service

AT_ONCE, NEVER = "once", "none"


async def hear(turn: Turn, incoming: Incoming, house: House, _rest: str) -> None:
    """`/hear`: one page of it."""
    community = await communities.choose(turn, incoming, house, "hear")
    if community is not None:
        await _check(turn, incoming, community)
        await _show(turn, incoming, community)


async def hear_pressed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same for one community."""
    await _show(turn, incoming, await _mine(turn, incoming, press.id))
    return None


async def tick(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Hear of this service's orders, or no more."""
    row = await service(turn.connection, press.id)
    if row is None:
        raise UnknownButton
    community = await _mine(turn, incoming, row["community_id"])
    if press.id not in [each["id"] for each in await dispatch.services_of(turn.connection, community["id"])]:
        raise StaleButton
    await hearing.toggle(turn.connection, community["id"], incoming.person.id, press.id)
    await _planned(turn, incoming, community)
    return None


async def how(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Each order as it opens, or all of a day at once?"""
    community = await _mine(turn, incoming, press.id)
    offered: list[Button] = [
        (ours("hear_daily", clock=written(minutes)), Press("hear_at", press.id, arg=str(minutes)).data(), "")
        for minutes in DIGESTS
    ]
    at_once = (button("hear_at_once", "hear_at", press.id, AT_ONCE),)
    rows = (at_once, *in_pairs(offered), (button("back", "hear", press.id),))
    await tell(turn, incoming, Screen("hear_how", {"community": community["name"]}, rows))
    return None


async def choose_how(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """From now on like this."""
    community = await _mine(turn, incoming, press.id)
    if press.arg not in (AT_ONCE, *map(str, DIGESTS)):
        raise StaleButton
    minutes = None if press.arg == AT_ONCE else int(press.arg)
    await hearing.set_digest(turn.connection, community["id"], incoming.person.id, minutes)
    await _planned(turn, incoming, community)
    return None


async def quiet(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """At which hours should it be quiet?"""
    await _mine(turn, incoming, press.id)
    offered: list[Button] = [
        (ours("hours", begins=written(begins), ends=written(ends)),
         Press("hear_hush", press.id, arg=f"{begins}-{ends}").data(), "")
        for begins, ends in QUIET_HOURS
    ]  # fmt: skip
    none, back = button("no_quiet", "hear_hush", press.id, NEVER), button("back", "hear", press.id)
    rows = (*in_pairs(offered), (none,), (back,))
    await tell(turn, incoming, Screen("hear_quiet", {}, rows))
    return None


async def choose_quiet(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """These hours, or none; for all communities of this person."""
    community = await _mine(turn, incoming, press.id)
    hours = {f"{begins}-{ends}": (begins, ends) for begins, ends in QUIET_HOURS}
    if press.arg != NEVER and press.arg not in hours:
        raise StaleButton
    await hearing.set_quiet(turn.connection, incoming.person.id, hours.get(press.arg))
    await _planned(turn, incoming, community)
    return None


async def _mine(turn: Turn, incoming: Incoming, community_id: int) -> RowMapping:
    community = await communities.of(turn, incoming, community_id)
    await people.enter(turn.connection, community["id"], incoming.person.id)
    await _check(turn, incoming, community)
    return community


async def _check(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    """Orders are offered to approved volunteers alone."""
    member = await people.member(turn.connection, community["id"], incoming.person.id)
    check_volunteer(member, join_link=f"join_{community['slug']}")


async def _planned(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    await hearing.plan(turn.connection, incoming.person.id, turn.now)
    await _show(turn, incoming, community)


async def _show(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    chosen = await hearing.of(turn.connection, community["id"], incoming.person.id, turn.now)
    services = await dispatch.services_of(turn.connection, community["id"])
    ticks: list[Button] = [
        (ours("hear_tick", on=row["id"] in chosen.services, what=named(row, "service")),
         Press("hear_svc", row["id"]).data(), "")
        for row in services
    ]  # fmt: skip
    rows = (
        *in_pairs(ticks),
        (button("hear_how", "hear_how", community["id"]), button("hear_quiet", "hear_quiet", community["id"])),
        (button("my_duty", "duty", community["id"]),),
    )
    data = {
        "community": community["name"],
        "services": [named(row, "service") for row in services if row["id"] in chosen.services],
        "digest": "" if chosen.digest is None else written(chosen.digest),
        "quiet": [] if chosen.quiet is None else [written(minutes) for minutes in chosen.quiet], "off": chosen.off_duty,
    }  # fmt: skip
    await tell(turn, incoming, Screen("hear", data, rows))


COMMANDS = {"hear": hear}
PRESSES = {
    "hear": hear_pressed, "hear_svc": tick, "hear_how": how, "hear_at": choose_how, "hear_quiet": quiet,
    "hear_hush": choose_quiet,
}  # fmt: skip
