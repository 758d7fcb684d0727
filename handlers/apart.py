"""/apart: somebody would rather not meet a neighbour again; it is private, works both ways, and can be undone."""

from sqlalchemy import RowMapping

from handlers import communities
from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules.notices import Button, Screen, ours
from rules.people import first_name
from rules.refusals import StaleButton, TooMany
from rules.standby import step_down
from storage import apart as kept
from storage import order_lists
from storage.desk import Turn
from storage.engine import hold

MOST_MET = 8
MOST_APART = 20


async def keep_apart(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """Those one has met lately, and those one is kept apart from, each with a button."""
    community = await communities.choose(turn, incoming, house, "apart")
    if community is not None:
        await _page(turn, incoming, community)


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same, by a button, of the community that was meant."""
    await _page(turn, incoming, await communities.of(turn, incoming, press.id))
    return None


async def wish(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """These two do not meet from now on; an order that is under way is not touched."""
    community = await communities.of(turn, incoming, press.id)
    await hold(turn.connection, "apart", incoming.person.id)
    wished = {row["id"] for row in await kept.wished_by(turn.connection, press.id, incoming.person.id)}
    met = {row["id"] for row in await kept.met_lately(turn.connection, press.id, incoming.person.id, MOST_MET)}
    other_id = _person_in(press)
    if other_id in wished or other_id not in met:
        raise StaleButton
    if len(wished) >= MOST_APART:
        raise TooMany(most=MOST_APART)
    await kept.keep(turn.connection, press.id, incoming.person.id, other_id, turn.now)
    for one, other in ((incoming.person.id, other_id), (other_id, incoming.person.id)):
        for order_id in await order_lists.waited_for(turn.connection, press.id, one, of_resident=other):
            await turn.move(order_id, one, step_down)  # else a place would bring them together
    await _page(turn, incoming, community)
    return None


async def undo(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """They may meet again."""
    community = await communities.of(turn, incoming, press.id)
    if not await kept.let_meet(turn.connection, press.id, incoming.person.id, _person_in(press)):
        raise StaleButton
    await _page(turn, incoming, community)
    return None


async def _page(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    number, person_id = community["id"], incoming.person.id
    wished = await kept.wished_by(turn.connection, number, person_id)
    met = await kept.met_lately(turn.connection, number, person_id, MOST_MET)
    known = {row["id"] for row in wished}

    def button(words: str, verb: str, row: RowMapping) -> tuple[Button, ...]:
        label = ours(words, name=first_name(row["name"]))
        return ((label, Press(verb, number, arg=str(row["id"])).data(), ""),)

    rows = (
        *(button("not_again", "apart_wish", row) for row in met if row["id"] not in known),
        *(button("may_meet", "apart_undo", row) for row in wished),
    )
    await tell(turn, incoming, Screen("apart", {"apart": [first_name(row["name"]) for row in wished]}, rows))


def _person_in(press: Press) -> int:
    if not press.arg.isdigit():
        raise StaleButton
    return int(press.arg)


COMMANDS = {"apart": keep_apart}
PRESSES = {"apart": opened, "apart_wish": wish, "apart_undo": undo}
