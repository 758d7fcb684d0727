"""Examples of what is said about residents without Telegram, and about acting for a relative."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.family import ProxyState
from rules.life import State

_ANY = frozenset(State)
_OPEN, _CLOSED, _REVIEW = frozenset({State.OPEN}), frozenset({State.CLOSED}), frozenset({State.REVIEW})
_EXPIRED, _CANCELLED = frozenset({State.EXPIRED}), frozenset({State.CANCELLED})
SAID_IN: Mapping[str, frozenset[State]] = {
    "confirmed_by_pin": _CLOSED, "confirmed_by": _CLOSED, "pin_slip": _OPEN, "caller_pin": _OPEN | _REVIEW,
    "about_taken": _ANY, "about_family": _ANY, "family_dispute_received": frozenset({State.DISPUTED}),
    "taken_placed": _OPEN, "taken_in_review": _REVIEW, "taken_helper_handed_back": _OPEN | {State.FINISHED},
    "taken_helper_silent": _OPEN | {State.FINISHED}, "taken_still_looking": _OPEN,
    "taken_helper_taken_back": _OPEN, "taken_ask_confirm": frozenset({State.FINISHED}),
    "taken_confirmed_by_clock": _CLOSED, "taken_order_expired": _EXPIRED, "taken_not_decided_in_time": _EXPIRED,
    "taken_order_cancelled": _CANCELLED, "taken_order_closed": _CANCELLED,
    "taken_order_declined": frozenset({State.DECLINED}), "called_twice": _OPEN,
}  # fmt: skip


def given(*, said: str, name: str) -> Mapping[str, list[dict[str, Any]]]:
    """The fields of what is said about an order."""
    none: dict[str, Any] = {"earlier": []}
    some = {"earlier": ["E-0139", "E-0140"]}
    back = [{"helper": name, "reopened": True}, {"helper": name, "reopened": False}]
    why = [{"reason": said}, {"reason": "nobody_can"}]
    return {
        "confirmed_by": [{"by": name}], "caller_pin": [{"pin": "4821"}], "called_twice": [some],
        "pin_slip": [{"pin": "4821", "phone": "+8613800138000"}, {"pin": "", "phone": None}],
        "taken_placed": [{}, none, some], "taken_in_review": [none, some], "taken_helper_handed_back": back,
        "taken_helper_silent": back,
        "taken_helper_taken_back": back[:1], "taken_order_closed": why, "taken_order_declined": why,
    }  # fmt: skip


def others(name: str, longest: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is said about acting for a relative, in each state of it."""
    for state in ProxyState:
        for caller in (True, False):
            proxy = {
                "name": longest or "Eva Lind", "relative": longest or "Li Guilan", "caller": caller,
                "relation": longest[:30] or "parent", "phone": "+8613900139000" if caller else None,
                "state": state.value,
            }  # fmt: skip
            fields = {"proxy": proxy, "own": caller, "zone": "Asia/Shanghai", "by": name[:24]}
            for key in ("proxy_asked", "proxy_answer", "proxy_over"):
                yield f"{key} ({state.value})", {"key": key, **fields}


def screens(name: str, longest: str, line: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages, and what stands on others."""
    who = longest or "Li Guilan"
    acting = [{"name": who, "waits": False}, {"name": who, "waits": True}]
    for mine, for_me in ((acting, [who]), (acting[:1], []), ([], [who, who]), ([], [])):
        yield "family", {"mine": mine, "for_me": for_me}
    yield "family_link", {"link": "https://t.me/paidan_bot?start=fam_" + "x" * 32}
    yield "family_sent", {"name": who}
    for own in (True, False):
        yield "family_end_sure", {"name": who, "relative": who, "own": own}
    yield "pin_spent", {"code": "E-0142"}
    yield "mine", {"orders": [], "claims": [], "others": [{**line, "name": name}] * 2}
