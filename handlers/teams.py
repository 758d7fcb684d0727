"""A community's teams: the seven colours in one press, or its own, and the group that each is bound to."""

from sqlalchemy import RowMapping

from handlers import dialogs, neighbours
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, in_pairs, led, led_team, named, split_sign
from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Group, Label, Say, Screen, ours
from rules.presets import MOST_TEAMS, SEVEN_COLOURS
from rules.refusals import TooMany
from storage import dispatch, links, setup
from storage.desk import Turn
from storage.posting import post_waiting

SIGN = "👥"


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All teams, each with its button."""
    await _list(turn, incoming, await led(turn, incoming, press.id))
    return None


async def seven_colours(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Those of the seven colours that are missing, in one press."""
    community = await led(turn, incoming, press.id)
    await setup.add_seven_colours(turn.connection, press.id)
    await turn.note("seven_colours", community_id=press.id, person_id=incoming.person.id)
    await _list(turn, incoming, community)
    return None


async def add(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A team of the community's own."""
    await led(turn, incoming, press.id)
    if len(await dispatch.teams_of(turn.connection, press.id)) >= MOST_TEAMS:
        raise TooMany(most=MOST_TEAMS)
    return await dialogs.begin(turn, incoming, house, "team", community_id=press.id)


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One team: its name and its group."""
    await _page(turn, incoming, await led_team(turn, incoming, press.id))
    return None


async def rename(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Another name for it."""
    row = await led_team(turn, incoming, press.id)
    return await dialogs.begin(
        turn, incoming, house, "team", community_id=row["community_id"], subject_id=row["id"],
        answers={"about": {"named": named(row, "team")}},
    )  # fmt: skip


async def remove(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The team is gone, once it is pressed twice; its group is free and hears of it, its orders go elsewhere."""
    row = await led_team(turn, incoming, press.id)
    if press.arg != "yes":
        rows = ((button("set_remove", "s_cut_team", row["id"], "yes", "danger"), button("back", "s_team", row["id"])),)
        await tell(turn, incoming, Screen("setup_team_remove", _data(row), rows))
        return None
    await setup.remove_team(turn.connection, row["community_id"], row["id"])
    await _note(turn, incoming, row, "remove_team")
    if row["chat_id"] is not None:
        said = Screen("group_unbound", {"team": named(row, "team")})
        await turn.say(Say(Group(row["chat_id"], row["thread_id"]), said))
    await post_waiting(turn, row["community_id"])
    await _list(turn, incoming, await led(turn, incoming, row["community_id"]))
    return None


async def groups(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Which team has a group, and a button to bind one to each."""
    await led(turn, incoming, press.id)
    rows = await dispatch.teams_of(turn.connection, press.id)
    buttons = [
        (named(row, "team"), Press("s_bind", row["id"]).data(), "" if row["chat_id"] else "success") for row in rows
    ]
    data = {"teams": [_data(row) for row in rows]}
    more = () if rows else ((button("set_teams", "s_teams", press.id, style="success"),),)
    shown: Rows = (*in_pairs(buttons), *more, (button("back", "s_open", press.id),))
    await tell(turn, incoming, Screen("setup_groups", data, shown))
    return None


async def code(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A fresh code to type in the team's group, and a link that adds the bot to one."""
    row = await led_team(turn, incoming, press.id)
    made = await links.binding(turn.connection, row["community_id"], row["id"], incoming.person.id, turn.now)
    typed = f"/bind {made.code}"
    rows: Rows = (
        ((ours("set_add_to_group"), f"url:{house.link(f'bind_{made.token}', group=True)}", "success"),),
        ((ours("set_copy_code"), f"copy:{typed}", ""),),
        (button("back", "s_groups", row["community_id"]),),
    )
    await tell(turn, incoming, Screen("setup_bind", {**_data(row), "typed": typed}, rows))
    return None


async def end_team(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """A new team, or its new name."""
    if draft.community_id is None:
        raise AssertionError("a team belongs to a community")
    if draft.subject_id is None:
        community = await led(turn, incoming, draft.community_id)
        sign, name = split_sign(str(draft.answers["name"]), SIGN)
        number = await setup.add_team(turn.connection, community["id"], {"emoji": sign, "name": name})
    else:
        row = await led_team(turn, incoming, draft.subject_id)
        number = row["id"]
        sign, name = split_sign(str(draft.answers["name"]), row["emoji"])
        values = {"emoji": sign, "name": name, "preset": None}
        await setup.change_team(turn.connection, row["community_id"], number, **values)
    kept = await led_team(turn, incoming, number)
    await _note(turn, incoming, kept, "team")
    await _page(turn, incoming, kept)
    return None


async def _list(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    rows = await dispatch.teams_of(turn.connection, community["id"])
    buttons = [(named(row, "team"), Press("s_team", row["id"]).data(), "") for row in rows]
    more = []
    if len({row["preset"] for row in rows} & {each.key for each in SEVEN_COLOURS}) < len(SEVEN_COLOURS):
        more.append(button("set_seven_colours", "s_seven", community["id"], style="" if rows else "success"))
    more.append(button("set_add_team", "s_add_team", community["id"]))
    if rows:
        more.append(button("set_groups", "s_groups", community["id"]))
    shown: Rows = (*in_pairs(buttons), *((each,) for each in more), (button("back", "s_open", community["id"]),))
    await tell(turn, incoming, Screen("setup_teams", {"teams": [named(row, "team") for row in rows]}, shown))


async def _page(turn: Turn, incoming: Incoming, row: RowMapping) -> None:
    standing_in = await neighbours.of_team(turn, row)
    rows = (
        (button("set_bind", "s_bind", row["id"], style="" if row["chat_id"] else "success"),),
        (button("set_backup", "s_backup", row["id"]), button("set_neighbours", "s_near", row["id"])),
        (button("set_rename", "s_rename", row["id"]), button("set_remove", "s_cut_team", row["id"])),
        (button("back", "s_teams", row["community_id"]),),
    )
    await tell(turn, incoming, Screen("setup_team", {**_data(row), **standing_in}, rows))


def _data(row: RowMapping) -> dict[str, Label | str | bool]:
    return {"team": named(row, "team"), "group": row["chat_title"], "bound": row["chat_id"] is not None}


async def _note(turn: Turn, incoming: Incoming, row: RowMapping, verb: str) -> None:
    name = row["name"] or row["preset"]
    await turn.note(verb, community_id=row["community_id"], person_id=incoming.person.id, reason=name)


PRESSES = {
    "s_teams": listed, "s_seven": seven_colours, "s_add_team": add, "s_team": opened, "s_rename": rename,
    "s_cut_team": remove, "s_groups": groups, "s_bind": code,
}  # fmt: skip
ENDINGS = {"team": gently(end_team)}
