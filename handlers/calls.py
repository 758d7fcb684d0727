"""Orders for residents without Telegram: /call while they are on the telephone, and the slip with their PIN."""

from dataclasses import replace

from handlers import communities, dialogs, request
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import led, order_led
from handlers.presses import Press
from rules.dialog import Draft
from rules.life import OVER
from rules.notices import PinSlip, theirs
from rules.refusals import NotACoordinator, OrderOver, OwnSlip, StaleButton
from storage import callers, people
from storage.desk import Turn
from storage.people import Person

SHORT_DOOR = 40


async def call(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/call: an order for somebody who calls, in one of the communities that this person leads."""
    leading = await people.led_by(turn.connection, incoming.person)
    if not leading:
        raise NotACoordinator
    if len(leading) > 1:
        await communities.ask(turn, incoming, "call", leading)
    else:
        await _begin(turn, incoming, house, leading[0]["id"])


async def pressed(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The same by a button, in that community."""
    return await _begin(turn, incoming, house, (await led(turn, incoming, press.id))["id"])


async def end_call(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """Send was pressed: who calls is known from now on, and the order goes its way as any other."""
    await led(turn, incoming, draft.community_id or 0)
    answers = {"for_whom": "myself", "helpers": 1, "phone": draft.answers["caller_phone"], **draft.answers}
    return await request.put_out(
        turn, incoming, house, replace(draft, answers=answers), await _who_calls(turn, draft)
    )  # fmt: skip


async def slip(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """What is printed for the caller, once more; for coordinators who do not help in it."""
    facts = await order_led(turn, incoming, press.id)
    if not facts.behalf.pin:
        raise StaleButton
    if facts.order.state in OVER:
        raise OrderOver(state=facts.order.state)
    if any(held.person_id == incoming.person.id for held in facts.holding):
        raise OwnSlip
    await tell(turn, incoming.beside(), PinSlip(press.id))
    return None


async def _begin(turn: Turn, incoming: Incoming, house: House, community_id: int) -> Toast | None:
    return await dialogs.begin(turn, incoming, house, "call", community_id=community_id)


async def _who_calls(turn: Turn, draft: Draft) -> Person:
    who, phone, community_id = draft.answers["caller"], str(draft.answers["caller_phone"]), draft.community_id or 0
    if not isinstance(who, int):
        return await callers.met(turn.connection, community_id, str(who), phone, turn.now)
    if who not in [row["id"] for row in await callers.at_number(turn.connection, community_id, phone)]:
        raise StaleButton
    return await people.get(turn.connection, who)


async def _known(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    """Who has called from that number before, with the door that tells them apart."""
    phone = str(draft.answers.get("caller_phone"))
    if not (await people.member(turn.connection, draft.community_id or 0, draft.person_id)).leads:
        return []  # any more, while the draft was open
    rows = await callers.at_number(turn.connection, draft.community_id or 0, phone)
    return [
        (row["id"], theirs(f"{row['name']} · {row['door'][:SHORT_DOOR]}" if row["door"] else row["name"]))
        for row in rows
    ]


COMMANDS = {"call": call}
PRESSES = {"call": pressed, "slip": slip}
ENDINGS = {"call": end_call}
CHOICES = {("call", "caller"): _known}
