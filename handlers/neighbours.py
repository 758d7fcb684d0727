"""Which teams stand in for a team: its backup, and its neighbours."""

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, in_pairs, led_team, named
from handlers.presses import Press
from rules.dispatch import Team
from rules.notices import Button, Label, Screen, ours
from rules.refusals import StaleButton
from storage import dispatch, routing
from storage.desk import Turn

NOBODY = "none"
ADD, TAKE_AWAY = "add-", "cut-"


async def of_team(turn: Turn, row: RowMapping) -> dict[str, Label | list[Label] | None]:
    """Who stands in for a team, for its page."""
    own, others = await _around(turn, row)
    return {
        "backup": next((named(each, "team") for each in others if each["id"] == own.backup_id), None),
        "neighbours": [named(each, "team") for each in others if each["id"] in own.neighbour_ids],
    }


async def backup(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The other teams to choose from; pressed with one, that is it, and with the one that is, nobody is."""
    row = await led_team(turn, incoming, press.id)
    if press.arg:
        chosen = None if press.arg == NOBODY else await _other(turn, row, press.arg)
        if not await routing.set_backup(turn.connection, row["community_id"], row["id"], chosen):
            raise StaleButton
        await _note(turn, incoming, row, "backup", chosen)
    own, others = await _around(turn, row)
    choices = []
    for each in others:
        chosen_now = each["id"] == own.backup_id
        arg = NOBODY if chosen_now else str(each["id"])
        choices.append(_choice("s_backup", row, each, arg, chosen=chosen_now))
    rows: Rows = (*in_pairs(choices), (button("back", "s_team", row["id"]),))
    data = {"team": named(row, "team"), "others": len(others)}
    await tell(turn, incoming, Screen("team_backup", data, rows))
    return None


async def near(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The other teams, each ticked or not; a press says which it shall be, so that a doubled one does no harm."""
    row = await led_team(turn, incoming, press.id)
    if press.arg:
        adds = press.arg.startswith(ADD)
        if not adds and not press.arg.startswith(TAKE_AWAY):
            raise StaleButton
        other = await _other(turn, row, press.arg[len(ADD) :])
        if not await routing.set_neighbour(turn.connection, row["community_id"], row["id"], other, near=adds):
            raise StaleButton
        await _note(turn, incoming, row, "neighbour" if adds else "no_neighbour", other)
    own, others = await _around(turn, row)
    choices = []
    for each in others:
        if each["id"] == own.backup_id:
            continue  # it stands nearer already
        ticked = each["id"] in own.neighbour_ids
        arg = f"{TAKE_AWAY if ticked else ADD}{each['id']}"
        choices.append(_choice("s_near", row, each, arg, chosen=ticked))
    rows: Rows = (*in_pairs(choices), (button("back", "s_team", row["id"]),))
    data = {"team": named(row, "team"), "others": len(choices)}
    await tell(turn, incoming, Screen("team_neighbours", data, rows))
    return None


async def _around(turn: Turn, row: RowMapping) -> tuple[Team, list[RowMapping]]:
    """The team as dispatch sees it, and the other teams of its community."""
    teams = await routing.teams_of(turn.connection, row["community_id"])
    rows = await dispatch.teams_of(turn.connection, row["community_id"])
    own = next(team for team in teams if team.id == row["id"])
    return own, [each for each in rows if each["id"] != row["id"]]


async def _other(turn: Turn, row: RowMapping, number: str) -> int:
    """Another team of the same community; what a button carries is a claim."""
    for each in await dispatch.teams_of(turn.connection, row["community_id"]):
        if str(each["id"]) == number and each["id"] != row["id"]:
            return int(each["id"])
    raise StaleButton


def _choice(verb: str, row: RowMapping, other: RowMapping, arg: str, *, chosen: bool) -> Button:
    label = ours("set_chosen", named=named(other, "team"), chosen=chosen)
    return label, Press(verb, row["id"], arg=arg).data(), ""


async def _note(turn: Turn, incoming: Incoming, row: RowMapping, verb: str, other: int | None) -> None:
    reason = f"{row['id']} {other or NOBODY}"
    await turn.note(verb, community_id=row["community_id"], person_id=incoming.person.id, reason=reason)


PRESSES = {"s_backup": backup, "s_near": near}
