"""Examples of what is said about routes, teams that stand in, volunteers and their checks."""

from collections.abc import Iterator
from typing import Any

from rules.notices import Label, ours

LONGEST_NAME, LONGEST_DISTRICT, LONGEST_CHECK, MOST = 60, 40, 120, 20


def screens(service: Label, team: Label, typed: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every page of routes.j2 and volunteers.j2; `typed` is cut to what each field holds, "" for the usual values."""
    yield from _routes(service, team, typed[:LONGEST_DISTRICT] or "Eastgate")
    yield from _volunteers(service, team, typed)


def _routes(service: Label, team: Label, district: str) -> Iterator[tuple[str, dict[str, Any]]]:
    what = ours("route_for", service=service, district=district, group="emotional")
    route = ours("route", what=what, team=team)
    after = [ours("next_team", team=team, role=role) for role in ("backup", "neighbour", *[""] * (MOST - 3))]
    for count in (0, 1, 40):
        yield "routes", {"count": count, "teams": min(count, 1)}
    for bound in (True, False):
        yield "route", {"what": what, "team": team, "bound": bound}
    yield "route_remove", {"route": route}
    way = {"service": service, "district": district, "team": team, "meant": team, "detour": False, "route": route}
    yield "route_preview", {**way, "after": after}
    yield "route_preview", {**way, "after": [], "detour": True, "route": None}
    yield "route_preview", {**way, "after": after[:1], "meant": None, "route": None}
    yield "route_preview", {**way, "after": [], "team": None, "meant": None, "route": None}
    for name in ("team_backup", "team_neighbours"):
        for others in (0, MOST - 1):
            yield name, {"team": team, "others": others}


def _volunteers(service: Label, team: Label, typed: str) -> Iterator[tuple[str, dict[str, Any]]]:
    community = typed[:LONGEST_NAME] or "Wenfeng"
    name, what = typed[:128] or "Boris Petrov", typed[:LONGEST_CHECK] or "ID card and police record"
    first = typed[:24] or "Boris"
    until = "2027-11-24"
    check = {"what": what, "by": first, "until": until, "counts": True}
    checks = [check, {**check, "until": ""}, {**check, "counts": False}, check, check]
    for count in (0, 1, 12):
        yield "volunteers", {"community": community, "count": count}
    known = {
        "name": name, "phone": "+8613800138000", "zone": "Asia/Shanghai",
        "services": [service] * (MOST if typed else 2), "teams": [team] * (MOST if typed else 2),
        "holds": ["E-123456"] * 10, "paused": True, "checks": checks,
    }  # fmt: skip
    yield "volunteer", known
    nothing: dict[str, Any] = {"services": [], "teams": [], "holds": [], "checks": []}
    yield "volunteer", {**known, **nothing, "phone": "", "paused": False}
    for holds in ([], ["E-0142", "E-0143"]):
        yield "check_take_back", {"name": first, "what": what, "holds": holds}
    for day in (until, ""):
        yield "check_noted", {"community": community, "what": what, "until": day}
    yield "check_taken_back", {"community": community, "what": what}
    for told in ("volunteer_paused", "volunteer_resumed"):
        yield told, {"community": community}
