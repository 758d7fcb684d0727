"""The coordinators' group: its page in the checklist, and how a group becomes it by the same codes as a team's."""

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, led
from handlers.presses import Press
from rules.notices import Group, Say, Screen, ours
from storage import communities, desks, links
from storage.desk import Turn
from storage.posting import post_reviews


async def opened(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """What the group is for, whether there is one, and a fresh code to bind one."""
    community = await led(turn, incoming, press.id)
    made = await links.binding(turn.connection, press.id, None, incoming.person.id, turn.now)
    typed = f"/bind {made.code}"
    rows: Rows = (
        ((ours("set_add_to_group"), f"url:{house.link(f'bind_{made.token}', group=True)}", "success"),),
        ((ours("set_copy_code"), f"copy:{typed}", ""),),
        (button("back", "s_open", press.id),),
    )
    await tell(turn, incoming, Screen("setup_desk", {"desk": title_of(community), "typed": typed}, rows))
    return None


async def bind(turn: Turn, incoming: Incoming, link: RowMapping) -> None:
    """From now on what has to be decided appears here; the group that had it before is told."""
    before = await communities.get(turn.connection, link["community_id"])
    here, place = Group(incoming.chat_id, incoming.thread_id), Group(before["desk_chat_id"], before["desk_thread_id"])
    await desks.bind(turn.connection, before["id"], incoming.chat_id, incoming.thread_id, incoming.chat_title)
    await turn.note(
        "bind_desk", community_id=before["id"], person_id=link["created_by"], reason=incoming.chat_title
    )
    words = {"community": before["name"]}
    await turn.say(Say(here, Screen("desk_bound", words)))
    if place == here:
        return
    moved = before["desk_chat_id"] is not None
    if moved:
        await turn.say(Say(place, Screen("desk_unbound", words)))
    if link["created_by"] is not None:
        back = (button("set_checklist", "s_open", before["id"]),)
        told = Screen("desk_bound_told", {**words, "group": incoming.chat_title, "moved": moved}, (back,))
        await turn.say(Say(link["created_by"], told))
    await post_reviews(turn, before["id"])


def title_of(community: RowMapping) -> str | None:
    """The name of the group as Telegram has it; None where there is no group."""
    return None if community["desk_chat_id"] is None else community["desk_title"] or "–"


PRESSES = {"s_desk": opened}
