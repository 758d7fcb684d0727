"""On and off duty: a volunteer's own choice; for coordinators the door to their rota."""

from sqlalchemy import RowMapping

from handlers import communities, rota
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button
from handlers.presses import Press
from rules.duty import off_until
from rules.notices import Screen
from rules.people import Standing, check_volunteer
from rules.refusals import StaleButton
from storage import hearing, people
from storage.desk import Turn


async def duty(turn: Turn, incoming: Incoming, house: House, _rest: str) -> None:
    """`/duty`: on or off; a coordinator who does not volunteer sees the rota."""
    community = await communities.choose(turn, incoming, house, "duty")
    if community is not None:
        await _show(turn, incoming, community)


async def duty_pressed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same for one community."""
    await _show(turn, incoming, await communities.of(turn, incoming, press.id))
    return None


async def go_off(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Off duty until they say so, or until tomorrow morning."""
    community = await _volunteers_in(turn, incoming, press)
    if press.arg not in ("", "morning"):
        raise StaleButton
    until = off_until(turn.now, community["zone"]) if press.arg else None
    await hearing.set_duty(turn.connection, community["id"], incoming.person.id, off=True, until=until)
    await turn.note("off_duty", community_id=community["id"], person_id=incoming.person.id, reason=press.arg)
    await _show(turn, incoming, community)
    return None


async def go_on(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """On duty again."""
    community = await _volunteers_in(turn, incoming, press)
    await hearing.set_duty(turn.connection, community["id"], incoming.person.id, off=False)
    await turn.note("on_duty", community_id=community["id"], person_id=incoming.person.id)
    await _show(turn, incoming, community)
    return None


async def _volunteers_in(turn: Turn, incoming: Incoming, press: Press) -> RowMapping:
    community = await communities.of(turn, incoming, press.id)
    await people.enter(turn.connection, community["id"], incoming.person.id)
    member = await people.member(turn.connection, community["id"], incoming.person.id)
    check_volunteer(member, join_link=f"join_{community['slug']}")
    return community


async def _show(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    member = await people.member(turn.connection, community["id"], incoming.person.id)
    if member.standing is not Standing.APPROVED:
        if not member.leads:
            check_volunteer(member, join_link=f"join_{community['slug']}")
        await rota.show(turn, incoming, community)
        return
    chosen = await hearing.of(turn.connection, community["id"], incoming.person.id, turn.now)
    number = community["id"]
    rows: Rows = ((button("on_duty", "on_duty", number, style="success"),),) if chosen.off_duty else (
        (button("off_duty", "off_duty", number),), (button("off_duty_morning", "off_duty", number, "morning"),),
    )  # fmt: skip
    more: Rows = ((button("what_i_hear", "hear", number),),)
    more += ((button("rota", "rota", number),),) if member.leads else ()
    until = chosen.off_until.isoformat() if chosen.off_until is not None else ""
    data = {"community": community["name"], "off": chosen.off_duty, "until": until, "zone": community["zone"]}
    await tell(turn, incoming, Screen("duty", data, (*rows, *more)))


COMMANDS = {"duty": duty}
PRESSES = {"duty": duty_pressed, "off_duty": go_off, "on_duty": go_on}
