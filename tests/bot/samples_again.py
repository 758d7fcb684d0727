"""Examples of ordering once more, every week, and of simple mode."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.life import State
from rules.notices import Label, ours, theirs

WAITS = frozenset({State.REVIEW, State.OPEN})
SAID_IN: Mapping[str, frozenset[State]] = {
    "every_week_placed": WAITS, "every_week_over": frozenset({State.CLOSED}),
    "every_week_stopped": frozenset({State.CLOSED}), "every_week_stopped_for": frozenset({State.CLOSED}),
}  # fmt: skip
_WHY = [{"why": why} for why in ("service_gone", "too_many", "person_gone")]
GIVEN: Mapping[str, list[dict[str, Any]]] = {
    "every_week_placed": [
        {"standing_id": 7, "last": False, "earlier": []}, {"standing_id": 7, "last": True, "earlier": ["E-0139"]},
    ],
    "every_week_stopped": _WHY, "every_week_stopped_for": _WHY,
}  # fmt: skip
ABOUT: dict[str, object] = {
    "service": ours("named", prefix="service", preset="meals", name=None, emoji="🍲"),
    "time": ours("time", time="09:00-11:00"),
}
WEEKDAYS = [ours(f"weekday_{day}") for day in range(1, 8)]
ANSWERS: Mapping[str, Label] = {
    "days": ours("list", labels=WEEKDAYS[1:2]), "until": ours("full_day", date="2027-11-24"),
}  # fmt: skip
SIMPLE = ("for_whom", "service", "day", "time", "place", "door", "district", "phone")


def screens(
    service: Label, line: Mapping[str, Any], lines: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Lists, pages, and the questions of simple mode."""
    days = WEEKDAYS if "text" in service else WEEKDAYS[1:3]
    rhythm = ours("rhythm", days=days, time="09:00-11:00")
    standing = {"service": service, "rhythm": rhythm, "next": ours("day", date="2026-12-01")}
    ended = [{**each, "state": state} for each in lines[:3] for state in ("closed", "cancelled")]
    yield "again", {"standing": [standing] * 10, "ended": ended}
    yield "again", {"standing": [], "ended": ended[:1]}
    yield "again", {"standing": [standing], "ended": []}
    yield "again_none", {}
    page = {
        "service": service, "rhythm": rhythm, "next": "2026-12-01", "until": "2027-11-24",
        "places_at": "2026-11-29T01:00:00+00:00", "zone": "Asia/Shanghai",
    }  # fmt: skip
    yield "every_week_made", page
    yield "every_week_page", page
    yield "every_week_ended", {"service": service}
    yield "order_day", {"about": {"again": line["code"]}}
    for plain in ("simple_is_on", "simple_is_off", "welcome_simple"):
        yield plain, {}
    for question in SIMPLE:
        yield f"order_{question}_simple", {"about": {}}
    for files in (0, 1):
        yield "order_details_simple", {"about": {"files": files}}
    answers = [("service", service), ("details", theirs("x" * 600)), ("day", ours("now")), ("phone", theirs("138"))]
    for about in ({}, {"all": True}):
        yield "order_review_simple", {"lines": answers, "about": about}
