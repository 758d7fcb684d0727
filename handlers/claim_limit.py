"""How many orders a helper may hold at a time: one line of /setup."""

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import led
from handlers.presses import Press
from handlers.setup import checklist
from rules.notices import Button, Screen, ours
from rules.refusals import StaleButton
from storage import communities
from storage.desk import Turn

OFFERED = (1, 2, 3, 5, 10)
NO_LIMIT = "any"


async def limits(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """What holds now, and what it could be."""
    community = await led(turn, incoming, press.id)
    most = community["most_claims"]

    def choice(words: str, arg: str, *, chosen: bool) -> Button:
        return ours(words, most=arg, chosen=chosen), Press("s_limit", press.id, arg=arg).data(), ""

    numbers = tuple(choice("set_limit", str(each), chosen=each == most) for each in OFFERED)
    rows = (
        numbers,
        (choice("set_no_limit", NO_LIMIT, chosen=most is None),),
        ((ours("back"), Press("s_open", press.id).data(), ""),),
    )
    await tell(turn, incoming, Screen("setup_claim_limit", {"most": most}, rows))
    return None


async def limit(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """From the next claim on; whoever holds more already keeps them."""
    await led(turn, incoming, press.id)
    if press.arg not in (NO_LIMIT, *map(str, OFFERED)):
        raise StaleButton
    most = None if press.arg == NO_LIMIT else int(press.arg)
    await communities.change(turn.connection, press.id, most_claims=most)
    await turn.note("claim_limit", community_id=press.id, person_id=incoming.person.id, reason=press.arg)
    await checklist(turn, incoming, house, await communities.get(turn.connection, press.id))
    return None


PRESSES = {"s_limits": limits, "s_limit": limit}
