"""The groups a community has besides its teams': the coordinators' and the one with all cards, in /setup and bound."""

from functools import partial

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, led
from handlers.presses import Press
from rules.notices import Group, Say, Screen, ours
from storage import communities, desks, links
from storage.desk import Turn
from storage.desks import Room
from storage.posting import fill_wall, post_reviews, take_from_wall


async def opened(turn: Turn, incoming: Incoming, house: House, press: Press, *, room: Room) -> Toast | None:
    """What the group is for, whether there is one, and a fresh code to bind one."""
    community = await led(turn, incoming, press.id)
    made = await links.binding(turn.connection, press.id, None, incoming.person.id, turn.now, room)
    typed, title = f"/bind {made.code}", title_of(community, room)
    given_up = ((button("set_no_wall", "s_no_wall", press.id),),) if room is Room.WALL and title is not None else ()
    rows: Rows = (
        ((ours("set_add_to_group"), f"url:{house.link(f'bind_{made.token}', group=True)}", "success"),),
        ((ours("set_copy_code"), f"copy:{typed}", ""),),
        *given_up,
        (button("back", "s_open", press.id),),
    )
    await tell(turn, incoming, Screen(f"setup_{room}", {room.value: title, "typed": typed}, rows))
    return None


async def no_wall(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The cards are shown to the teams alone; what stands in the group stays as it is."""
    community = await led(turn, incoming, press.id)
    if community["wall_chat_id"] is not None:
        await take_from_wall(turn, press.id)
        await desks.unbind(turn.connection, Room.WALL, press.id)
        await turn.note("unbind_wall", community_id=press.id, person_id=incoming.person.id)
        await turn.say(Say(_place(community, Room.WALL), Screen("wall_unbound", {"community": community["name"]})))
    return await opened(turn, incoming, house, press, room=Room.WALL)


async def bind(turn: Turn, incoming: Incoming, link: RowMapping) -> None:
    """From now on it is this group; the one that was it before is told."""
    room = room_of(link)
    before = await communities.get(turn.connection, link["community_id"])
    here, place = Group(incoming.chat_id, incoming.thread_id), _place(before, room)
    moved = place.chat_id is not None
    if room is Room.WALL and place != here:
        await take_from_wall(turn, before["id"])
    await desks.bind(turn.connection, room, before["id"], incoming.chat_id, incoming.thread_id, incoming.chat_title)
    await turn.note(
        f"bind_{room}", community_id=before["id"], person_id=link["created_by"], reason=incoming.chat_title
    )
    words = {"community": before["name"]}
    await turn.say(Say(here, Screen(f"{room}_bound", words)))
    if place == here:
        return
    if moved:
        await turn.say(Say(place, Screen(f"{room}_unbound", words)))
    if link["created_by"] is not None:
        back = (button("set_checklist", "s_open", before["id"]),)
        told = Screen(f"{room}_bound_told", {**words, "group": incoming.chat_title, "moved": moved}, (back,))
        await turn.say(Say(link["created_by"], told))
    await (post_reviews if room is Room.DESK else fill_wall)(turn, before["id"])


def room_of(link: RowMapping) -> Room:
    """Which of a community's own groups a link without a team makes."""
    return Room.WALL if link["room"] == Room.WALL else Room.DESK


def title_of(community: RowMapping, room: Room) -> str | None:
    """The name of the group as Telegram has it; None where there is no group."""
    return None if community[f"{room}_chat_id"] is None else community[f"{room}_title"] or "–"


def _place(community: RowMapping, room: Room) -> Group:
    return Group(community[f"{room}_chat_id"], community[f"{room}_thread_id"])


PRESSES = {
    "s_desk": partial(opened, room=Room.DESK), "s_wall": partial(opened, room=Room.WALL), "s_no_wall": no_wall,
}  # fmt: skip
