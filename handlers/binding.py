"""A group becomes a team's, or the coordinators': /bind with the code typed in it, or the link that adds the bot."""

from sqlalchemy import RowMapping
from telegram import ChatMember, ChatMemberRestricted

from handlers import own_groups
from handlers.context import House, Incoming
from handlers.leading import button, named
from rules.notices import Group, Label, Refused, Say, Screen, ours
from rules.refusals import BadLink, GroupTaken, LinkUnknown, LinkUsed, NotAGroup
from storage import communities, desks, links, setup
from storage.desk import Turn
from storage.desks import Room
from storage.engine import hold
from storage.links import Kind
from storage.posting import post_waiting

ANONYMOUS = 1087968824  # the name under which Telegram lets all anonymous administrators write


async def bind(turn: Turn, incoming: Incoming, house: House, code: str) -> None:
    """The code is the authority, whoever types it; a wrong one is counted, so that nobody can try them all."""
    if incoming.private:
        raise NotAGroup
    person_id = None if incoming.person.telegram_id == ANONYMOUS else incoming.person.id
    await hold(turn.connection, "group", incoming.chat_id)
    try:
        if await links.too_many_wrong(turn.connection, person_id, incoming.chat_id, turn.now):
            raise LinkUnknown
        await _bind(turn, incoming, house, code)
    except BadLink as refusal:
        await turn.note(links.WRONG, person_id=person_id, reason=str(incoming.chat_id))
        await turn.say(Say(_here(incoming), Refused(refusal.key, refusal.given)))


async def in_private(_turn: Turn, _incoming: Incoming, _house: House, _code: str) -> None:
    """/bind or the add-to-group link, opened in the private chat."""
    raise NotAGroup


def rights_lacking(member: ChatMember) -> tuple[str, ...]:
    """What the bot needs in a group and has not: "member", "send_messages"."""
    if member.status in (ChatMember.LEFT, ChatMember.BANNED):
        return ("member",)
    if isinstance(member, ChatMemberRestricted):
        if not member.is_member:
            return ("member",)
        if not member.can_send_messages:
            return ("send_messages",)
    return ()


async def _bind(turn: Turn, incoming: Incoming, house: House, code: str) -> None:
    link = await links.find(turn.connection, code, Kind.BIND)
    await hold(turn.connection, "community", link["community_id"])
    team = await setup.team(turn.connection, link["team_id"]) if link["team_id"] is not None else None
    if team is None and link["team_id"] is not None:
        raise LinkUnknown
    bound = await _is_bound(turn, incoming, house, link)
    if not bound or link["used_at"] is None:
        await links.use(turn.connection, code, Kind.BIND, incoming.person.id, turn.now)
    if team is None:
        await own_groups.bind(turn, incoming, link)
        return
    await setup.bind(
        turn.connection, team["community_id"], team["id"], incoming.chat_id, incoming.thread_id, incoming.chat_title
    )
    await turn.note("bind", community_id=team["community_id"], person_id=link["created_by"], reason=incoming.chat_title)
    await _tell(turn, incoming, house, link, team)
    await post_waiting(turn, team["community_id"])


async def _is_bound(turn: Turn, incoming: Incoming, house: House, link: RowMapping) -> bool:
    """Whether it is bound to the same already; refused where it is bound to another team, or to coordinators."""
    team = await setup.team_at(turn.connection, incoming.chat_id, incoming.thread_id)
    if team is not None and team["id"] != link["team_id"]:
        await _check_open(turn, link)
        raise GroupTaken(team=await _said(turn, house, named(team, "team"), team["community_id"]))
    own = (link["community_id"], own_groups.room_of(link)) if link["team_id"] is None else None
    bound = team is not None
    for room, name in ((Room.DESK, "coordinators"), (Room.WALL, "all_cards")):
        there = await desks.at(turn.connection, room, incoming.chat_id, incoming.thread_id)
        if there is not None and (there["id"], room) != own:
            await _check_open(turn, link)
            raise GroupTaken(team=await _said(turn, house, ours(name), there["id"]))
        bound = bound or there is not None
    return bound


async def _check_open(turn: Turn, link: RowMapping) -> None:
    """A dead code learns nothing about the group."""
    if link["used_at"] is not None:
        raise LinkUsed
    if link["expires_at"] <= turn.now:
        raise LinkUnknown


async def _tell(turn: Turn, incoming: Incoming, house: House, link: RowMapping, team: RowMapping) -> None:
    """The group itself, the group the team had before, and whoever made the code."""
    here, before = _here(incoming), Group(team["chat_id"], team["thread_id"]) if team["chat_id"] else None
    words = {"team": named(team, "team")}
    community = await communities.get(turn.connection, team["community_id"])
    link_to_join = house.link(f"join_{community['slug']}")
    join = ((ours("i_want_to_help"), f"url:{link_to_join}", ""),)
    await turn.say(Say(here, Screen("group_bound", {**words, "community": community["name"]}, (join,))))
    if before == here:
        return
    if before is not None:
        await turn.say(Say(before, Screen("group_unbound", words)))
    if link["created_by"] is not None:
        data = {**words, "group": incoming.chat_title, "moved": before is not None}
        on = (button("set_groups", "s_groups", community["id"]), button("set_checklist", "s_open", community["id"]))
        await turn.say(Say(link["created_by"], Screen("group_bound_told", data, (on,))))


async def _said(turn: Turn, house: House, label: Label, community_id: int) -> str:
    """A label in the language of its community."""
    language = str((await communities.get(turn.connection, community_id))["language"])
    return house.words.label(label, language)


def _here(incoming: Incoming) -> Group:
    return Group(incoming.chat_id, incoming.thread_id)


COMMANDS = {"bind": in_private}
GROUP_COMMANDS = {"bind": bind}
LINKS = {"bind": in_private}
