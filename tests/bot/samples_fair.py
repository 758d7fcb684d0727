"""Examples of who may take an order first."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rules.life import State
from rules.notices import Label
from storage.views import OrderView

WAITING = frozenset({State.OPEN})
SAID_IN: Mapping[str, frozenset[State]] = dict.fromkeys(
    ("asked_first", "wished_for", "cannot_this_time", "open_to_all"), WAITING
)
UNTIL = {"until": "21:30"}


def orders(usual: OrderView, now: datetime) -> Iterator[tuple[str, OrderView]]:
    """An open one, kept for those who helped least lately, or for the helper of last time."""
    until = now + timedelta(minutes=75)
    yield "open, shared out", replace(usual, reserved_until=until)
    yield "open, somebody is asked first", replace(usual, reserved_until=until, reserved_for=11)


def given(helper: str) -> Mapping[str, list[dict[str, Any]]]:
    """The fields of each notice."""
    return {
        "asked_first": [{"helper": helper, "earlier": each, **UNTIL} for each in ((), ("E-0140", "E-0141"))],
        "wished_for": [UNTIL], "cannot_this_time": [{"helper": helper}],
    }  # fmt: skip


def screens(service: Label) -> Iterator[tuple[str, dict[str, Any]]]:
    """The page in the set-up, and what whoever declines sees."""
    for minutes in (0, 5, 60):
        for urgent in (False, True):
            yield "setup_fair", {"service": service, "minutes": minutes, "urgent": urgent, "fewest": 4}
    yield "wish_declined_noted", {"code": "E-0142"}
