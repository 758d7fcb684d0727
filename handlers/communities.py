"""Which community somebody means: their only one, the only one there is, or the one they pick."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, tell
from handlers.presses import Press
from rules.notices import Screen, theirs
from rules.refusals import NoCommunity
from storage import communities, people
from storage.desk import Turn

MOST_OFFERED = 90  # Telegram takes a hundred buttons


async def choose(turn: Turn, incoming: Incoming, house: House, verb: str) -> RowMapping | None:
    """The person's community; None when they are asked which, with buttons `Press(verb, id=community)`.

    Somebody new enters the community where there is only one. Raises NoCommunity.
    """
    mine = await people.communities_of(turn.connection, incoming.person)
    if not mine:
        mine = await communities.every(turn.connection)
        if len(mine) != 1:
            raise NoCommunity
        await people.enter(turn.connection, mine[0]["id"], incoming.person.id)
    if len(mine) == 1:
        return mine[0]
    await ask(turn, incoming, verb, mine)
    return None


async def of(turn: Turn, incoming: Incoming, community_id: int) -> RowMapping:
    """The community of that number, if the person belongs to it; raises NoCommunity."""
    for mine in await people.communities_of(turn.connection, incoming.person):
        if mine["id"] == community_id:
            return mine
    raise NoCommunity


async def ask(turn: Turn, incoming: Incoming, verb: str, offered: Sequence[RowMapping]) -> None:
    """Ask which of these is meant."""
    rows = tuple(((theirs(each["name"]), Press(verb, each["id"]).data(), ""),) for each in offered[:MOST_OFFERED])
    await tell(turn, incoming, Screen("which", {}, rows))
