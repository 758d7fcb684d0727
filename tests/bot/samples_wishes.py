"""Examples of wishes: each point of a wish's life, the board, and what is asked of coordinators."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.notices import Label, ours, theirs
from rules.wish_life import Claimant, GrantState, WishState
from storage.wish_views import GrantView, WishView

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ABOUT: Mapping[str, dict[str, object]] = {"new_wish": {"community": "Wenfeng", "most": 300, "currency": "yuan"}}
ANSWERS: Mapping[str, Label] = {
    "group": ours("group_hardship"), "wish": theirs("A desk lamp for homework"),
    "cost": ours("list", labels=[theirs("200")]), "photo": ours("photo_sent"),
}  # fmt: skip
GRANT = GrantView(
    id=5, person_id=2, name="Boris Petrov", phone="+8613800138000", kind=Claimant.PERSON, organisation="",
    state=GrantState.LIVE, claimed_at=AT, contacted_at=None, delivered_at=None, photo=None,
)  # fmt: skip
WISH = WishView(
    id=3, community_id=1, community="Wenfeng", slug="wenfeng", language="en", zone="Asia/Shanghai", number=12,
    version=2, name="Grandma Li", phone="+8613900139000", district="Eastgate", door="Eastgate Road 5, door 302",
    group="hardship", words="A desk lamp for homework", cost=200, currency="yuan", photo="p", state=WishState.CLAIMED,
    wake_at=AT + timedelta(days=5), reminded=False, collected_by=4, collector="Dora Klein", collected_at=AT,
    verifier="Li Na", verified_at=AT, returned_at=None, end_reason="", grants=(GRANT,),
)  # fmt: skip


def others(long: Callable[[int], str], *, longest: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every notice about a wish, and what stands on its card and its page."""
    for name, wish, grant in wishes(long, longest=longest):
        for key, fields in _said(long, longest=longest):
            yield f"{key}: {name}", {"key": key, "wish": wish, "grant": grant, **fields}


def wishes(long: Callable[[int], str], *, longest: bool) -> Iterator[tuple[str, WishView, GrantView]]:
    """A wish, and a claim of it."""
    wish, grant = WISH, GRANT
    if longest:
        typed = {"name": long(60), "district": long(40), "door": long(200), "words": long(300), "currency": long(20)}
        wish = replace(wish, number=123456, cost=1_000_000, **typed)  # type: ignore[arg-type] # all of them are texts
        grant = replace(grant, name=long(128), kind=Claimant.ORGANISATION, organisation=long(80))
    for state in (WishState.CLAIMED, WishState.IN_TOUCH, WishState.DELIVERED):
        yield state, replace(wish, state=state, grants=(grant,)), grant
    firm = replace(grant, kind=Claimant.ORGANISATION, organisation=grant.organisation or "Spring Bakery")
    yield "by a firm, unknown phones", replace(wish, phone=None, grants=(firm,)), firm
    for end in (GrantState.FULFILLED, GrantState.RELEASED):
        over = replace(grant, state=end, phone=None)
        yield f"claim {end}", replace(wish, state=WishState.FULFILLED, cost=0, grants=(over,)), over
    alone = replace(wish, state=WishState.COLLECTED, verifier=None, verified_at=None, currency="", grants=())
    yield "collected", alone, grant
    gone = replace(alone, state=WishState.WITHDRAWN, end_reason=long(300) if longest else "other_help")
    yield "withdrawn", gone, grant
    yield "checked by who collected it", replace(wish, verifier=wish.collector, grants=(grant,)), grant


def _said(long: Callable[[int], str], *, longest: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in (
        "wish_card", "wish_card_over", "wish_page", "wish_photo", "wish_collected", "wish_claimed", "wish_reminder",
        "wish_nudge", "wish_released", "wish_handed_back", "wish_delivery_noted", "wish_delivered", "wish_waits",
        "wish_long_out", "wish_fulfilled", "wish_ask_thanks", "wish_moved",
    ):  # fmt: skip
        yield key, {}
    for back in (False, True):
        yield "wish_on_board", {"back": back}
    for why in ("released", "handed_back", "taken_back"):
        yield "wish_returned", {"why": why}
    for key in ("wish_taken_back", "wish_withdrawn"):
        yield key, {"reason": long(300) if longest else "other_help"}
    for words in ("", long(300) if longest else "The whole lamp, please"):
        yield "wish_photo_again", {"words": words}
    yield "wish_thanks", {"words": long(500) if longest else "He reads every evening now. Call 138 0013 8000"}


def screens(long: Callable[[int], str], *, longest: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The board, one wish of it, the coordinators' list, and the limit."""
    name = long(60) if longest else "Wenfeng"
    shown = [wish.line for _, wish, _ in wishes(long, longest=longest)]
    board = {"community": name, "gone": "", "own": [], "leads": False, "count": len(shown), "lines": shown[:5]}
    yield "wishes", board
    yield "wishes", {**board, "count": 1, "lines": shown[:1], "gone": "W-0012", "own": ["W-123456"] * 10}
    for leads in (False, True):
        yield "wishes", {**board, "count": 0, "lines": [], "leads": leads}
    yield "wish_one", {"line": shown[0]}
    yield "wish_is_yours", {"code": "W-0012"}
    yield "wish_thanks_noted", {"code": "W-0012"}
    lines = [{"code": "W-0012", "state": state.value} for state in WishState]
    for count, some in ((8, lines), (1, lines[:1]), (0, [])):
        yield "wish_list", {"community": name, "count": count, "lines": some}
    currency = long(20) if longest else "yuan"
    for most, word in ((300, currency), (None, currency), (None, "")):
        yield "setup_wishes", {"most": most, "currency": word}
        about = {"most": most, "currency": word}
        yield "new_wish_cost", {"about": about}
    for known in ("Boris", ""):
        yield "wish_end_reason", {"about": {"code": "W-0012", "name": known}}
