"""The service list of a community: the five helps in one press, own services, whom each is for and who takes it."""

from sqlalchemy import RowMapping

from handlers import dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, in_pairs, led, led_service, named, split_sign
from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Screen, Show, View, ours
from rules.presets import FIVE_HELPS, GROUPS, MOST_SERVICES
from rules.refusals import StaleButton, TooMany
from storage import dispatch, order_lists, setup
from storage.desk import Turn

SIGN = "🤝"
PARTS = ("name", "group", "team")


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All services, each with its button."""
    await _list(turn, incoming, await led(turn, incoming, press.id))
    return None


async def five_helps(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Those of the five helps that are missing, in one press."""
    community = await led(turn, incoming, press.id)
    await setup.add_five_helps(turn.connection, press.id)
    await turn.note("five_helps", community_id=press.id, person_id=incoming.person.id)
    await _list(turn, incoming, community)
    return None


async def add(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A service of the community's own."""
    await led(turn, incoming, press.id)
    if len(await dispatch.services_of(turn.connection, press.id)) >= MOST_SERVICES:
        raise TooMany(most=MOST_SERVICES)
    without = await _without(turn, press.id)
    return await dialogs.begin(turn, incoming, house, "service", community_id=press.id, answers={"without": without})


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One service: its name, whom it is for, which team takes it."""
    await _page(turn, incoming, await led_service(turn, incoming, press.id))
    return None


async def edit(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One of the three again; the others stand."""
    row = await led_service(turn, incoming, press.id)
    without = await _without(turn, row["community_id"])
    if press.arg not in PARTS or press.arg in without:
        raise StaleButton
    stands = {"name": row["name"] or "", "group": row["beneficiary_group"], "team": row["team_id"]}
    others = {part: stands[part] for part in PARTS if part != press.arg}
    answers = {**others, "without": without, "about": {"named": named(row, "service")}}
    return await dialogs.begin(
        turn, incoming, house, "service", community_id=row["community_id"], subject_id=row["id"], answers=answers
    )


async def look_first(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Whether coordinators look at its orders before they go out; orders that are under way stay as they are."""
    row = await led_service(turn, incoming, press.id)
    if press.arg not in ("yes", "no"):
        raise StaleButton
    first = press.arg == "yes"
    if row["review"] != first:
        await setup.change_service(turn.connection, row["community_id"], row["id"], review=first)
        await _note(turn, incoming, row, "review_on" if first else "review_off")
    await _page(turn, incoming, await led_service(turn, incoming, press.id))
    return None


async def remove(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Off the list, once it is pressed twice; orders that are out go on."""
    row = await led_service(turn, incoming, press.id)
    if press.arg != "yes":
        rows = ((button("set_remove", "s_cut", row["id"], "yes", "danger"), button("back", "s_service", row["id"])),)
        await tell(turn, incoming, Screen("setup_service_remove", {"service": named(row, "service")}, rows))
        return None
    await setup.change_service(turn.connection, row["community_id"], row["id"], removed=True)
    await _note(turn, incoming, row, "remove_service")
    await _list(turn, incoming, await led(turn, incoming, row["community_id"]))
    return None


async def vetted(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """From now on only checked volunteers may take it, or all; who has a place keeps it."""
    row = await led_service(turn, incoming, press.id)
    only = press.arg == "on"
    if press.arg not in ("on", "off") or only == row["vetted_only"]:
        raise StaleButton
    await setup.change_service(turn.connection, row["community_id"], row["id"], vetted_only=only)
    await _note(turn, incoming, row, "checked_only" if only else "for_all")
    for order_id in await order_lists.living(turn.connection, row["community_id"], row["id"]):
        await turn.show(Show(order_id, View.CARD))
    await _page(turn, incoming, await led_service(turn, incoming, press.id))
    return None


async def end_service(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """A new service on the list, or the changed one."""
    if draft.community_id is None:
        raise AssertionError("a service belongs to a community")
    values = await _values(turn, draft)
    if draft.subject_id is None:
        community = await led(turn, incoming, draft.community_id)
        sign, name = split_sign(str(draft.answers["name"]), SIGN)
        number = await setup.add_service(turn.connection, community["id"], {**values, "emoji": sign, "name": name})
    else:
        row = await led_service(turn, incoming, draft.subject_id)
        number = row["id"]
        if draft.answers["name"]:  # a preset that keeps its name has none of its own
            sign, name = split_sign(str(draft.answers["name"]), row["emoji"])
            if row["name"] != name or row["emoji"] != sign:
                values |= {"emoji": sign, "name": name, "preset": None}
        await setup.change_service(turn.connection, row["community_id"], number, **values)
    kept = await led_service(turn, incoming, number)
    await _note(turn, incoming, kept, "service")
    await _page(turn, incoming, kept)
    return None


async def roles(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """What each helper is wanted for, where it is not the same."""
    row = await led_service(turn, incoming, press.id)
    about = {"named": named(row, "service"), "roles": row["roles"]}
    return await dialogs.begin(
        turn, incoming, house, "roles", community_id=row["community_id"], subject_id=row["id"], answers={"about": about}
    )


async def end_roles(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """From the next order on; skipped, and all do the same again."""
    row = await led_service(turn, incoming, draft.subject_id or 0)
    given = draft.answers["roles"]
    names = given.split(", ") if isinstance(given, str) else []
    await setup.change_service(turn.connection, row["community_id"], row["id"], roles=names)
    await _note(turn, incoming, row, "service_roles")
    await _page(turn, incoming, await led_service(turn, incoming, row["id"]))
    return None


async def _list(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    rows = await dispatch.services_of(turn.connection, community["id"])
    buttons = [(named(row, "service"), Press("s_service", row["id"]).data(), "") for row in rows]
    more = []
    if len({row["preset"] for row in rows} & {each.key for each in FIVE_HELPS}) < len(FIVE_HELPS):
        more.append(button("set_five_helps", "s_five", community["id"], style="" if rows else "success"))
    more.append(button("set_add_service", "s_add", community["id"]))
    shown: Rows = (*in_pairs(buttons), *((each,) for each in more), (button("back", "s_open", community["id"]),))
    await tell(turn, incoming, Screen("setup_services", {"services": [named(row, "service") for row in rows]}, shown))


async def _page(turn: Turn, incoming: Incoming, row: RowMapping) -> None:
    team = await setup.team(turn.connection, row["team_id"]) if row["team_id"] else None
    data = {
        "service": named(row, "service"), "group": row["beneficiary_group"],
        "team": named(team, "team") if team else None, "roles": row["roles"], "vetted": row["vetted_only"],
        "review": row["review"],
    }  # fmt: skip
    changes = [button("set_rename", "s_edit", row["id"], "name"), button("set_group", "s_edit", row["id"], "group")]
    if not await _without(turn, row["community_id"]):
        changes.append(button("set_team", "s_edit", row["id"], "team"))
    changes.append(button("set_roles", "s_roles", row["id"]))
    if row["vetted_only"]:
        changes.append(button("set_for_all", "s_vetted", row["id"], "off"))
    else:
        changes.append(button("set_for_checked", "s_vetted", row["id"], "on"))
    changes.append(button("set_remove", "s_cut", row["id"]))
    first = ("set_review_off", "no") if row["review"] else ("set_review_on", "yes")
    changes.append(button(first[0], "s_review", row["id"], first[1]))
    ladder, back = button("set_ladder", "s_ladder", row["id"]), button("back", "s_services", row["community_id"])
    rows = (*in_pairs(changes), (ladder, button("set_fair", "s_fair", row["id"])), (back,))
    await tell(turn, incoming, Screen("setup_service", data, rows))


async def _values(turn: Turn, draft: Draft) -> dict[str, object]:
    """Whom it is for and which team takes it; a team removed meanwhile is none."""
    team_id = draft.answers.get("team")
    team = await setup.team(turn.connection, team_id) if isinstance(team_id, int) else None
    group = str(draft.answers["group"])
    if group not in GROUPS:
        raise AssertionError(f"not one of the five groups: {group}")
    belongs = team is not None and team["community_id"] == draft.community_id
    return {"beneficiary_group": group, "team_id": team_id if belongs else None}


async def _without(turn: Turn, community_id: int) -> list[str]:
    """Which questions have nothing to choose from."""
    return [] if await dispatch.teams_of(turn.connection, community_id) else ["team"]


async def _note(turn: Turn, incoming: Incoming, row: RowMapping, verb: str) -> None:
    name = row["name"] or row["preset"]
    await turn.note(verb, community_id=row["community_id"], person_id=incoming.person.id, reason=name)


async def _groups(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(group, ours(f"group_{group}")) for group in GROUPS]


async def _teams(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    if draft.community_id is None:
        raise AssertionError("a service belongs to a community")
    rows = await dispatch.teams_of(turn.connection, draft.community_id)
    return [(row["id"], named(row, "team")) for row in rows]


PRESSES = {
    "s_services": listed, "s_five": five_helps, "s_add": add, "s_service": opened, "s_edit": edit, "s_roles": roles,
    "s_vetted": vetted, "s_review": look_first, "s_cut": remove,
}  # fmt: skip
ENDINGS = {"service": gently(end_service), "roles": gently(end_roles)}
CHOICES = {
    (dialog, question): offered
    for dialog in ("service", "route") for question, offered in (("group", _groups), ("team", _teams))
}  # fmt: skip
