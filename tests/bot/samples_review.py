"""Examples of looking at orders first: the orders, what is said about them, and the pages of the set-up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rules.life import State
from storage.reviews import Kind, Review, Step
from storage.views import OrderView

WAITS = frozenset({State.REVIEW})
ENDED = frozenset({State.DECLINED, State.EXPIRED, State.CANCELLED})
SAID_IN: Mapping[str, frozenset[State]] = {
    "in_review": WAITS, "review_passed": frozenset({State.OPEN}), "asked_back": WAITS | ENDED,
    "order_declined": frozenset({State.DECLINED}), "not_decided_in_time": frozenset({State.EXPIRED}),
    "review_waits": WAITS, "answered_back": WAITS | ENDED, "nobody_decided": frozenset({State.EXPIRED}),
    "review_details": WAITS, "review_file": WAITS, "review_moved": WAITS, "changed_in_review": WAITS,
    "changed_since_review": frozenset({State.OPEN}), "possible_duplicate": frozenset({State.OPEN}),
    "review_card": WAITS | ENDED | {State.OPEN},
}  # fmt: skip
REVIEWED = frozenset({"asked_back", "answered_back", "review_waits", "review_details", "review_card"})


def step(order: OrderView, kind: Kind, words: str = "", name: str = "Li Na") -> Step:
    """Something that was asked, answered or decided."""
    return Step(kind, 4, name, words, order.placed_at)


def orders(usual: OrderView) -> Iterator[tuple[str, OrderView]]:
    """An order at each point of it, by a name for the reader."""
    asked = step(usual, Kind.ASKED, "Which floor, and is there a lift?")
    answered = step(usual, Kind.ANSWERED, "The third")
    waits = replace(usual, state=State.REVIEW, review=Review())
    yield "in review", waits
    yield "in review, one too many", replace(waits, review=Review((), ("E-0139", "E-0140")))
    yield "asked back", replace(waits, review=Review((asked,)))
    yield "answered", replace(waits, review=Review((asked, answered)))
    yield "approved", replace(usual, review=Review((step(usual, Kind.APPROVED),)))
    for state in (State.CANCELLED, State.EXPIRED):
        yield f"{state} in review", replace(usual, state=state, review=Review())
    typed = step(usual, Kind.DECLINED, "Please ask Mrs Schmidt, 138 0013 8000")
    for name, decided in (("a reason of ours", step(usual, Kind.DECLINED, "not_ours")), ("a typed reason", typed)):
        yield f"declined, {name}", replace(usual, state=State.DECLINED, review=Review((decided,)))


def full(view: OrderView, typed: str) -> OrderView:
    """The same with the longest words and names."""
    if view.review is None:
        return view
    steps = tuple(replace(each, name=typed[:128], words=typed[:500]) for each in view.review.steps)
    return replace(view, review=Review(steps, ("E-123456",) * 9))


def given(*, said: str, name: str) -> Mapping[str, list[dict[str, Any]]]:
    """The fields of what is said about an order."""
    none: dict[str, Any] = {"earlier": []}
    some = {"earlier": ["E-0139", "E-0140"]}
    return {
        "placed": [{}, none, some], "in_review": [none, some], "possible_duplicate": [some],
        "asked_back": [{"by": name, "question": said}], "answered_back": [{"answer": said}],
        "order_declined": [{"reason": said}, {"reason": "not_ours"}], "review_file": [{"position": 0}],
    }  # fmt: skip


def screens(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pages, and what stands on others."""
    yield "question_sent", {"code": "E-0142"}
    yield "answer_sent", {"code": "E-0142"}
    yield "order_turned_down", {"code": "E-0142", "reason": "not_ours"}
    for desk in (None, name):
        yield "desk_line", {"desk": desk}
        yield "setup_desk", {"desk": desk, "typed": "/bind ABCD2345"}
    for looks in (False, True):
        yield "service_review", {"review": looks}
        yield "desk_bound_told", {"community": name, "group": name, "moved": looks}
    yield "desk_bound", {"community": name}
    yield "desk_unbound", {"community": name}
