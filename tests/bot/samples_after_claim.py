"""Examples of what is asked after a claim, and of the timer of who is alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rules.life import ClaimState, State
from storage.people import Person
from storage.views import OrderView

ALIVE = frozenset({State.OPEN, State.CLAIMED, State.UNDER_WAY})
HELD = frozenset({State.CLAIMED, State.UNDER_WAY})
SAID_IN: Mapping[str, frozenset[State]] = {
    "still_coming": frozenset({State.CLAIMED}), "coming_noted": frozenset({State.CLAIMED}),
    "have_you_arrived": frozenset({State.CLAIMED}), "done_yet": frozenset({State.UNDER_WAY}),
    "place_freed": frozenset({State.OPEN}), "helper_silent": frozenset({State.OPEN, State.FINISHED}),
    "please_confirm": frozenset({State.FINISHED}), "helper_well": HELD,
    **dict.fromkeys(("watch_noted", "is_all_well", "watch_over", "watch_stopped"), HELD),
    "helper_overdue": HELD | {State.CANCELLED},
}  # fmt: skip


def orders(usual: OrderView, at: datetime) -> Iterator[tuple[str, OrderView]]:
    """Helpers whom somebody checks on."""
    for state, place in ((State.CLAIMED, ClaimState.TAKEN), (State.UNDER_WAY, ClaimState.ARRIVED)):
        came = at if place is ClaimState.ARRIVED else None
        alone = replace(usual.claims[0], state=place, arrived_at=came, check_on_at=at)
        yield f"{state}, checked on", replace(usual, state=state, claims=(alone,))


def person(name: str) -> Person:
    """Somebody who helps."""
    return Person(1, 1, name, "en", None, "+8613800138000", False, True, True)


def given(at: datetime, name: str, whole_name: str) -> Mapping[str, list[dict[str, Any]]]:
    """The fields of what is said."""
    moment = at.isoformat()
    overdue, helper = {"since": moment, "person_id": 1}, person(whole_name)
    return {
        "still_coming": [{"until": moment}], "helper_well": [{"helper": name}],
        "helper_silent": [{"helper": name, "reopened": again} for again in (True, False)],
        "watch_noted": [{"at": moment}], "is_all_well": [{"until": moment}],
        "watch_over": [{"called": called} for called in (True, False)],
        "helper_overdue": [{**overdue, "helper": helper}, {**overdue, "helper": replace(helper, phone=None)}],
    }  # fmt: skip


def screens() -> Iterator[tuple[str, dict[str, Any]]]:
    """The question in how long."""
    yield "check_on_me", {"code": "E-0142"}
