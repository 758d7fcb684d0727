"""/hotline, the numbers to call when a neighbour is not enough; and words of crisis, which show them at once."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import RowMapping

from handlers import communities
from handlers.context import House, Incoming, Toast, tell
from handlers.parsing.regions import region_of
from handlers.presses import Press
from rules import crisis
from rules.hotlines import usual
from rules.notices import Button, Coordinators, CrisisHeard, Group, Label, Say, Screen, ours, theirs
from storage import communities as kept_communities
from storage import desks, drafts, people, setup
from storage.desk import Turn
from storage.desks import Room

TOLD_AGAIN_AFTER = timedelta(hours=1)  # somebody in need writes many lines; the coordinators are told of the first

Line = Mapping[str, object]  # {"name": Label, "number": "12345"}


async def hotline(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/hotline in private: the numbers of one's community, each with a button that copies it."""
    community = await communities.choose(turn, incoming, house, "hotline")
    if community is not None:
        await tell(turn, incoming, Screen("hotline", {"lines": lines_of(community)}, _copying(community)))


async def pressed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same, of the community that was meant."""
    community = await communities.of(turn, incoming, press.id)
    await tell(turn, incoming, Screen("hotline", {"lines": lines_of(community)}, _copying(community)))
    return None


async def in_group(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/hotline in a team's group, or in the coordinators': the numbers of its community."""
    team = await setup.team_at(turn.connection, incoming.chat_id, incoming.thread_id)
    community = await desks.at(turn.connection, Room.DESK, incoming.chat_id, incoming.thread_id)
    if team is not None:
        community = await kept_communities.get(turn.connection, team["community_id"])
    if community is not None:
        here = Group(incoming.chat_id, incoming.thread_id)
        await turn.say(Say(here, Screen("hotline", {"lines": lines_of(community)}, _copying(community))))


async def listen(turn: Turn, incoming: Incoming) -> None:
    """Somebody has written something in private: if it sounds like a crisis, the numbers, and a person is told."""
    if not incoming.text:
        return
    community = await _community_of(turn, incoming)
    if not sounds(community, incoming.text):
        return
    lines = lines_of(community) if community is not None else []
    rows = _copying(community) if community is not None else ()
    await turn.say(Say(incoming.person.id, Screen("crisis", {"lines": lines, "told": community is not None}, rows)))
    if community is not None and await people.is_newly_in_crisis(
        turn.connection, incoming.person.id, turn.now, turn.now - TOLD_AGAIN_AFTER
    ):
        heard = CrisisHeard(incoming.person.id, community["id"])
        await turn.note("crisis", community_id=community["id"], person_id=incoming.person.id)
        await turn.say(Say(Coordinators(community["id"], without=frozenset({incoming.person.id})), heard))


async def worries(turn: Turn, resident_id: int, community: RowMapping, text: str) -> bool:
    """Whether an order, or what its resident wrote just before it, should be read by a person before it goes out."""
    since = turn.now - TOLD_AGAIN_AFTER
    return sounds(community, text) or await people.is_in_crisis(turn.connection, resident_id, since)


def sounds(community: RowMapping | None, text: str) -> bool:
    """Whether a text has one of the community's words of crisis in it."""
    own = community["crisis_words"] if community is not None else None
    return crisis.heard(text, crisis.USUAL if own is None else own)


def lines_of(community: RowMapping) -> list[Line]:
    """The community's hotlines, or the usual ones of its country."""
    return [
        {"name": theirs(each["name"]) if each["name"] else ours(f"hotline_{each['number']}"), "number": each["number"]}
        for each in kept_lines(community)
    ]


def kept_lines(community: RowMapping) -> list[dict[str, str | None]]:
    """The same as it is kept: a usual number has no name of its own, and is called in the reader's language."""
    own = community["hotlines"]
    if own is None:
        return [{"name": None, "number": each} for each in usual(region_of(community["zone"]))]
    return [{"name": each["name"], "number": each["number"]} for each in own]


def _copying(community: RowMapping) -> tuple[tuple[Button, ...], ...]:
    def copy(line: Line) -> tuple[Label, str, str]:
        return ours("copy_number", number=line["number"]), f"copy:{line['number']}", ""

    buttons = [copy(line) for line in lines_of(community)]
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


async def _community_of(turn: Turn, incoming: Incoming) -> RowMapping | None:
    """The community of the dialog they are in, else the first they belong to."""
    mine = await people.communities_of(turn.connection, incoming.person)
    kept = await drafts.newest(turn.connection, incoming.person.id)
    here = [each for each in mine if kept is not None and each["id"] == kept.draft.community_id]
    return next(iter((*here, *mine)), None)


COMMANDS = {"hotline": hotline}
PRESSES = {"hotline": pressed}
GROUP_COMMANDS = {"hotline": in_group}
