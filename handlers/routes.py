"""Routes in /setup: which orders go to which team, and a look at where an order would go."""

from sqlalchemy import RowMapping

from handlers import dialogs
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, led, led_row, named
from handlers.paging import last_page, turning
from handlers.presses import Press
from rules.dialog import Draft
from rules.dispatch import MOST_ROUTES, Route, Team, Way
from rules.notices import Label, Screen, ours
from rules.presets import GROUPS
from rules.refusals import EmptyRoute, RouteThere, StaleButton, TooMany
from storage import dispatch, routing, setup
from storage.desk import Turn

PER_PAGE = 10


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All routes, each with its button, a page at a time."""
    await _list(turn, incoming, await led(turn, incoming, press.id), press.page)
    return None


async def add(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A new one, after the others."""
    await led(turn, incoming, press.id)
    if len(await routing.routes_of(turn.connection, press.id)) >= MOST_ROUTES:
        raise TooMany(most=MOST_ROUTES)
    if not await dispatch.teams_of(turn.connection, press.id):
        raise StaleButton
    return await dialogs.begin(turn, incoming, house, "route", community_id=press.id)


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One route: for which orders, and where they go."""
    await _page(turn, incoming, await led_row(turn, incoming, press.id, routing.route))
    return None


async def move_up(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Before the one that stands above it: among equally narrow routes the first one counts."""
    row = await led_row(turn, incoming, press.id, routing.route)
    await routing.raise_route(turn.connection, row["community_id"], row["id"])
    await _note(turn, incoming, row["community_id"], "raise_route", row["id"])
    await _list(turn, incoming, await led(turn, incoming, row["community_id"]))
    return None


async def remove(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The route is gone, once it is pressed twice; orders that are out stay where they are."""
    row = await led_row(turn, incoming, press.id, routing.route)
    if press.arg != "yes":
        sure = button("set_remove", "s_cut_route", row["id"], "yes", "danger")
        rows = ((sure, button("back", "s_route", row["id"])),)
        await tell(turn, incoming, Screen("route_remove", {"route": _label(row)}, rows))
        return None
    await routing.remove_route(turn.connection, row["community_id"], row["id"])
    await _note(turn, incoming, row["community_id"], "remove_route", row["id"])
    await _list(turn, incoming, await led(turn, incoming, row["community_id"]))
    return None


async def try_out(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Where would an order go: for which service, from where?"""
    await led(turn, incoming, press.id)
    if not await dispatch.services_of(turn.connection, press.id):
        raise StaleButton
    return await dialogs.begin(turn, incoming, house, "preview", community_id=press.id)


async def end_route(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """The route counts from now on."""
    community = await led(turn, incoming, draft.community_id or 0)
    laid = await _laid(turn, community["id"], draft)
    for row in await routing.routes_of(turn.connection, community["id"]):
        if routing.route_of(row).asks_the_same(laid):
            language = house.language_of(incoming.person, community["language"])
            raise RouteThere(team=house.words.label(_team(row), language))
    number = await routing.add_route(turn.connection, community["id"], laid)
    await _note(turn, incoming, community["id"], "route", number)
    await _page(turn, incoming, await led_row(turn, incoming, number, routing.route))
    return None


async def end_preview(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Where it would go, why, and who comes after."""
    community = await led(turn, incoming, draft.community_id or 0)
    service = await setup.service(turn.connection, _number(draft, "service") or 0)
    if service is None or service["community_id"] != community["id"]:
        raise StaleButton  # it has left the list meanwhile
    district = str(draft.answers["district"])
    way = (await routing.roads(turn.connection, community["id"])).way(service["id"], district)
    data = {"service": named(service, "service"), "district": district, **await _told(turn, community["id"], way)}
    rows = (
        (button("set_try_another", "s_preview", community["id"]),),
        (button("back", "s_routes", community["id"]),),
    )
    await tell(turn, incoming, Screen("route_preview", data, rows))
    return None


async def _told(turn: Turn, community_id: int, way: Way) -> dict[str, object]:
    """A way in words: the team, the one that was meant, the route, and the others in their order."""
    names = {row["id"]: named(row, "team") for row in await dispatch.teams_of(turn.connection, community_id)}
    route = await routing.route(turn.connection, way.route.id) if way.route else None
    return {
        "team": names[way.team.id] if way.team else None,
        "meant": names[way.meant.id] if way.meant else None,
        "detour": way.meant is not None and way.team != way.meant,
        "route": _label(route) if route else None,
        "after": [ours("next_team", team=names[each.id], role=_role(way.meant, each)) for each in way.teams[1:]],
    }


def _role(meant: Team | None, other: Team) -> str:
    if meant is None:
        return ""
    if other.id == meant.backup_id:
        return "backup"
    return "neighbour" if other.id in meant.neighbour_ids else ""


async def _laid(turn: Turn, community_id: int, draft: Draft) -> Route:
    """The route of the answers; refused where a team or service has gone meanwhile."""
    service_id, team_id = _number(draft, "service"), _number(draft, "team")
    group, district = _text(draft, "group"), _text(draft, "district")
    if (service_id, group, district) == (None, None, None):
        raise EmptyRoute
    services = {row["id"] for row in await dispatch.services_of(turn.connection, community_id)}
    teams = {row["id"] for row in await dispatch.teams_of(turn.connection, community_id)}
    if team_id is None or team_id not in teams or (service_id is not None and service_id not in services):
        raise StaleButton
    if group is not None and group not in GROUPS:
        raise AssertionError(f"not one of the five groups: {group}")
    return Route(0, team_id, service_id, group, district)


def _number(draft: Draft, name: str) -> int | None:
    value = draft.answers.get(name)
    return value if isinstance(value, int) else None


def _text(draft: Draft, name: str) -> str | None:
    value = draft.answers.get(name)
    return value if isinstance(value, str) else None


async def _list(turn: Turn, incoming: Incoming, community: RowMapping, page: int = 0) -> None:
    every = await routing.routes_of(turn.connection, community["id"])
    teams = await dispatch.teams_of(turn.connection, community["id"])
    at = last_page(page, len(every), PER_PAGE)
    end = (at + 1) * PER_PAGE
    buttons: Rows = tuple(
        ((_label(row), Press("s_route", row["id"]).data(), ""),) for row in every[end - PER_PAGE : end]
    )
    more: Rows = ()
    if teams:
        more += ((button("set_add_route", "s_add_route", community["id"], style="" if every else "success"),),)
    if teams and await dispatch.services_of(turn.connection, community["id"]):
        more += ((button("set_try", "s_preview", community["id"]),),)
    back = (button("back", "s_open", community["id"]),)
    rows = (*buttons, *turning("s_routes", community["id"], at, more=len(every) > end), *more, back)
    await tell(turn, incoming, Screen("routes", {"count": len(every), "teams": len(teams)}, rows))


async def _page(turn: Turn, incoming: Incoming, row: RowMapping) -> None:
    rows = (
        (button("set_move_up", "s_up_route", row["id"]), button("set_remove", "s_cut_route", row["id"])),
        (button("back", "s_routes", row["community_id"]),),
    )
    data = {"what": _what(row), "team": _team(row), "bound": row["chat_id"] is not None}
    await tell(turn, incoming, Screen("route", data, rows))


def _label(row: RowMapping) -> Label:
    return ours("route", what=_what(row), team=_team(row))


def _what(row: RowMapping) -> Label:
    service = None
    if row["service_id"] is not None:
        preset, name, emoji = (row[f"service_{part}"] for part in ("preset", "name", "emoji"))
        service = ours("named", prefix="service", preset=preset, name=name, emoji=emoji)
    return ours("route_for", service=service, district=row["district"] or "", group=row["beneficiary_group"] or "")


def _team(row: RowMapping) -> Label:
    preset, name, emoji = (row[f"team_{part}"] for part in ("preset", "name", "emoji"))
    return ours("named", prefix="team", preset=preset, name=name, emoji=emoji)


async def _note(turn: Turn, incoming: Incoming, community_id: int, verb: str, route_id: int) -> None:
    await turn.note(verb, community_id=community_id, person_id=incoming.person.id, reason=str(route_id))


PRESSES = {
    "s_routes": listed, "s_add_route": add, "s_route": opened, "s_up_route": move_up, "s_cut_route": remove,
    "s_preview": try_out,
}  # fmt: skip
ENDINGS = {"route": gently(end_route), "preview": gently(end_preview)}
