"""Examples of what coordinators decide, and of the numbers to call in need."""

from collections.abc import Iterator
from typing import Any

from rules.notices import Label


def hotlines(name: Label) -> Iterator[tuple[str, dict[str, Any]]]:
    """The numbers to call, as many as there may be, and none."""
    for lines in ([{"name": name, "number": "400161999512345"}] * 8, []):
        yield "hotline", {"lines": lines}
        yield "setup_hotlines", {"lines": lines, "words": 37}
        for told in (True, False):
            yield "crisis", {"lines": lines, "told": told}


def decisions(long_code: str, long_name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What waits for coordinators, and what they and those they ask see after a press."""
    about = {"what": "E-0142", "since": "2026-11-24T01:00:00+00:00", "starts_at": None, "zone": "Asia/Shanghai"}
    kinds = ("dispute", "review", "overdue", "no_group", "soon", "stale", "application")
    waits = [{**about, "kind": kind, "community": "", "starts_at": about["since"]} for kind in kinds]
    if long_code:
        waits = [{**each, "what": long_code, "community": long_name} for each in [*waits, waits[0]]]
    yield "decisions", {"count": len(waits), "lines": waits}
    yield "decisions", {"count": 1, "lines": waits[:1]}
    yield "decisions_none", {}
    for names in ([], [long_code or "Boris"] * 20):
        yield "apart", {"apart": names}
    yield "choose_team", {"code": "E-0142"}
    yield "offer_declined_noted", {"code": "E-0142"}
