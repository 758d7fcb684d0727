"""Between a claim and its end: I am coming; Check on me, All right."""

from functools import partial

from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules import after_claim, alone
from rules.notices import Screen, ours
from rules.refusals import UnknownButton, UnknownOrder
from rules.watching import MINUTES
from storage import orders
from storage.desk import Turn

BESIDE = "beside"  # pressed on the private card, which has to stay


async def coming(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Asked whether they still come, the helper does."""
    await turn.move(press.id, incoming.person.id, after_claim.coming, edit=incoming.edit)
    return Toast("coming")


async def check_on_me(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """In how many minutes."""
    facts = await orders.facts(turn.connection, press.id, incoming.person.id, turn.now)
    if facts is None:
        raise UnknownOrder
    alone.check_on(facts, MINUTES[0])  # refused now rather than after the question
    buttons = tuple(
        (ours("minutes", minutes=each), Press("check_on", press.id, arg=str(each)).data(), "") for each in MINUTES
    )
    screen = Screen("check_on_me", {"code": facts.order.code}, (buttons,))
    await tell(turn, incoming.beside(), screen)
    return None


async def check_on(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """In so many, from now."""
    if not (press.arg.isdigit() and int(press.arg) in MINUTES):
        raise UnknownButton
    verb = partial(alone.check_on, minutes=int(press.arg))
    await turn.move(press.id, incoming.person.id, verb, edit=incoming.edit)
    return None


async def all_right(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The helper is well."""
    edit = None if press.arg == BESIDE else incoming.edit
    await turn.move(press.id, incoming.person.id, alone.all_right, edit=edit)
    return None


PRESSES = {"coming": coming, "check_me": check_on_me, "check_on": check_on, "all_right": all_right}
