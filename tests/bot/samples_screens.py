"""Examples of every page that a command or a button opens."""

from collections.abc import Iterator
from typing import Any

from rules.notices import Label, ours, theirs
from tests.bot import (
    routing_samples,
    samples_after_claim,
    samples_again,
    samples_calls,
    samples_dispatch,
    samples_fair,
    samples_ladder,
    samples_people,
    samples_review,
    samples_wishes,
)
from tests.bot.samples import FLAGS, MOMENT, NAME, SERVICE, TEAM, TEXT, long


def screens(*, longest: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every page of screens.j2 and coordinating.j2 with its data."""
    name = long(NAME) if longest else "Wenfeng"
    service = theirs(long(NAME)) if longest else SERVICE
    district = long(40) if longest else "Eastgate"
    line = {"code": "E-0142", "service": service, "moment": MOMENT, "state": "open"}
    states = ("review", "open", "claimed", "under_way", "finished", "disputed")
    lines = [{**line, "state": state} for state in states]
    link = "https://t.me/c/1234567890/12345/123456"
    wait = {**line, "district": district, "wanted": 1, "link": link, "vetted": False}
    entry = {"code": "E-0142", "service": service, "at": "2026-11-24T02:00:00+00:00", "minutes": 140, "credits": 25}
    yield "welcome", {"community": name, "communities": [name], **FLAGS}
    yield "welcome", {"community": name, "communities": [name], **FLAGS, "volunteer": True}
    yield "welcome", {"community": None, "communities": [name] * (50 if longest else 2), **FLAGS}
    yield "welcome", {"community": None, "communities": [], **FLAGS}
    yield "welcome", {"community": None, "communities": [], **FLAGS, "owner": True}
    yield "help", dict(FLAGS)
    yield "help", {"volunteer": True, "coordinator": True, "owner": True}
    yield "mine", {"orders": lines * (2 if longest else 1), "claims": lines * (2 if longest else 1)}
    yield "mine", {"orders": [], "claims": lines[:1]}
    waits = [wait, {**wait, "wanted": 3, "link": None, "vetted": True}] * (4 if longest else 1)
    yield "open", {"community": name, "orders": waits}
    yield "open_empty", {"community": name}
    book = {"community": name, "balance": 800, "minutes": 4800, "page": 1, "zone": "Asia/Shanghai"}
    yield "passbook", {**book, "pages": 3, "entries": [entry] * 6}
    yield "passbook", {**book, "pages": 1, "entries": [{**entry, "credits": 0}]}
    yield "passbook_empty", {"community": name}
    why = {"code": "E-0142", "credits": 25, "rule": "jishui", "version": 1, "community": name, "per_hour": "10"}
    yield "why", {**why, "minutes": 140, "counted": 150, "step": 30, "rounding": "up"}
    yield "why", {**why, "minutes": 119, "counted": 60, "step": 60, "rounding": "down", "per_hour": "1", "credits": 1}
    yield "why", {**why, "minutes": 120, "counted": 120, "step": 1, "rounding": "down", "per_hour": "1/2", "credits": 1}
    yield from samples_dispatch.hotlines(theirs(long(40)) if longest else ours("hotline_12345"))
    yield from ((each, {"code": "E-0142"}) for each in ("handed_back", "settled"))
    yield from (("thanks_noted", {"code": "E-0142", "passed_on": each}) for each in (True, False))
    yield from samples_dispatch.decisions(long(24) if longest else "", long(NAME))
    for dialog in ("order", "hand_back", "take_back", "thanks"):
        yield "dialog_cancelled", {"dialog": dialog, "remove_keyboard": False}
    yield from routing_samples.screens(service, theirs(name) if longest else TEAM, long(TEXT) if longest else "")
    yield from _of_features(name, service, lines, longest=longest)
    for plain in ("language", "language_set", "mine_empty", "draft_kept", "not_understood", "only_private", "which"):
        yield plain, {}


def _of_features(
    name: str, service: Label, lines: list[dict[str, Any]], *, longest: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    line = lines[0]
    yield from (*samples_review.screens(name), *samples_people.screens(service, name, long(TEXT) if longest else ""))
    yield from (*samples_ladder.screens(name, service), *samples_again.screens(service, line, lines))
    yield from (*samples_fair.screens(service), *samples_after_claim.screens())
    yield from samples_wishes.screens(long, longest=longest)
    yield from samples_calls.screens(name, long(60) if longest else "", line)
