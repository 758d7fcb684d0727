"""Examples of reminders, duty and what people hear."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.life import State
from rules.notices import Label, ours, theirs
from storage.views import OrderView

SAID_IN: Mapping[str, frozenset[State]] = {"order_alert": frozenset({State.OPEN})}
USUAL = "The keys of the hall are with Mei."
UNTIL, ZONE = "2026-11-25T00:00:00+00:00", "Asia/Shanghai"
PARTS = (
    "reminder_counts", "duty_notes", "ask_when", "ask_day", "ask_time", "ask_weekday", "ask_hour", "remind_time",
)  # fmt: skip


def others(order: OrderView, typed: str, community: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is said by itself; `typed` is the longest that somebody may write, or nothing."""
    for key, values in _others(order, typed or USUAL, typed[:24] or "Dora", community):
        yield key, {"key": key, **values}


def _others(order: OrderView, words: str, name: str, community: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "reminder_said", {"community": community, "author": name, "words": words}
    for total, left, counts in ((0, 0, {}), (12, 5, _counts(7, 5)), (12, 0, _counts(12, 0)), (9, 0, _counts(4, 0, 5))):
        of = {**_counts(0, 0), **counts}
        yield "reminder_progress", {"total": total, "left": left, "counts": of, "words": words[:60]}
    yield "reminder_orphaned", {"author": name, "words": words[:60]}
    for own in (True, False):
        notes = [{"name": name, "words": words}] if own else []
        given = {"community": community, "name": name, "own": own, "until": UNTIL, "zone": ZONE, "notes": notes}
        yield "hand_over", given
    yield "swap_asked", {"community": community, "name": name, "day": "2026-11-30"}
    for yes in (True, False):
        yield "swap_decided", {"name": name, "day": "2026-11-30", "accepted": yes}
    yield "orders_digest", {"orders": [order], "since": UNTIL}
    yield "orders_digest", {"orders": [order] * 5, "since": ""}


def screens(service: Label, community: str, typed: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pages."""
    words, name, team = typed or USUAL, typed[:24] or "Dora", theirs(typed[:60] or "Repairs")
    for count in (0, 3):
        yield "reminders", {"community": community, "count": count}
    for state in ("preview", "waiting", "sending", "sent", "stopped"):
        for audience in ("volunteers", "claims", "team", "group"):
            weekday = 2 if audience == "team" else None
            of_team = team if audience in ("team", "group") else None
            yield "reminder", {
                "community": community, "author": name, "words": words, "state": state, "count": 12,
                "audience": ours("rem_audience", audience=audience, team=of_team), "counts": _counts(3, 2, 1),
                "when": ours("rem_when_label", at=UNTIL, weekday=weekday, clock="08:00", zone=ZONE),
            }  # fmt: skip
    yield "reminder", {
        "community": community, "author": name, "words": words, "state": "preview", "count": 0,
        "audience": ours("rem_audience", audience="claims", team=None),
        "when": ours("rem_when_label", at="", weekday=None, clock="00:00", zone=ZONE), "counts": _counts(0, 0),
    }  # fmt: skip
    yield "reminder_goes", {"count": 12}
    yield from _duty(words=words, name=name, community=community)
    for chosen, digest, quiet, off in (([], "", [], False), ([service] * 3, "18:00", ["22:00", "07:00"], True)):
        yield "hear", {"community": community, "services": chosen, "digest": digest, "quiet": quiet, "off": off}
    yield "hear", {"community": community, "services": [service], "digest": "", "quiet": [], "off": False}
    yield "hear_how", {"community": community}
    yield "hear_quiet", {}


def _duty(*, words: str, name: str, community: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for off, until in ((False, ""), (True, ""), (True, UNTIL)):
        yield "duty", {"community": community, "off": off, "until": until, "zone": ZONE}
    week = [[day, name if day < 5 else ""] for day in range(7)]
    given = {
        "community": community, "zone": ZONE, "clock": "08:00", "on": name, "own": True, "until": UNTIL, "week": week,
        "swaps": [["2026-11-30", name]], "notes": [{"name": name, "words": words}],
    }  # fmt: skip
    others_days: tuple[dict[str, Any], ...] = ({"own": False}, {"own": False, "on": ""}, {"week": []})
    for more in ({}, *others_days):
        yield "rota", {**given, **more}
    yield "rota_day", {"weekday": 6}
    yield "rota_hours", {"clock": "08:00"}
    yield "rota_named", {"community": community, "weekday": 0}
    for count in (0, 2):
        yield "swap", {"count": count}
        yield "swap_whom", {"day": "2026-11-30", "count": count}
    yield "swap_sent", {"name": name, "day": "2026-11-30"}
    yield "swap_declined_noted", {"day": "2026-11-30"}


def _counts(delivered: int, waiting: int, withdrawn: int = 0) -> dict[str, int]:
    some = {"held": 1 if waiting else 0, "blocked": 1, "failed": 1}
    return {"delivered": delivered, "waiting": waiting, "withdrawn": withdrawn, "left": waiting, **some}
