"""A coordinator's page of an order: it fits with the most that can stand on it, and offers what the state allows."""

from dataclasses import replace
from typing import Any

import pytest

from bot import keyboards, order_page, stand_ins
from bot.cards import Page
from bot.words import MOST_BUTTON, Words
from rules.dialogs import MOST_HELPERS
from rules.life import OVER, ClaimState, State
from tests.bot import samples
from tests.bot.reading import check

WORDS = Words()
LANGUAGES = pytest.mark.parametrize("language", WORDS.languages)


def labels(language: str = "en", **changes: Any) -> list[str]:
    """What can be pressed."""
    keyboard = keyboards.inline(order_page.buttons(samples.order(**changes)), WORDS, language)
    assert keyboard is not None
    return [button.text for row in keyboard.inline_keyboard for button in row]


@LANGUAGES
def test_it_fits_with_nine_helpers_and_everything_as_long_as_can_be(language: str) -> None:
    nine = tuple(samples.claim(ClaimState.FINISHED, number=number) for number in range(1, MOST_HELPERS + 1))
    order = samples.full(samples.order(state=State.DISPUTED, helpers=MOST_HELPERS, claims=nine))
    (data,) = [
        fields for name, fields in samples.notices(longest=True)
        if name.startswith("order_page (disputed") and fields["notes"]
    ]  # fmt: skip
    fields = {name: value for name, value in data.items() if name not in ("key", "order")}
    check(WORDS.text("order_page", language, order=order, **fields))


@LANGUAGES
def test_every_button_on_it_fits(language: str) -> None:
    taken = tuple(samples.claim(name=samples.long(128), number=number) for number in range(1, MOST_HELPERS + 1))
    many = samples.order(state=State.CLAIMED, helpers=MOST_HELPERS, claims=taken)
    order = replace(many, id=10**15, version=10**9 - 1)
    keyboard = keyboards.inline(order_page.buttons(order), WORDS, language)
    assert keyboard is not None
    for row in keyboard.inline_keyboard:
        for button in row:
            assert len(button.text) <= MOST_BUTTON
            assert len(str(button.callback_data).encode()) <= 64


def test_each_state_allows_what_the_rules_do() -> None:
    end = ["Choose another team", "Add a note", "Close order", "What needs a decision"]
    taken, arrived, finished = (
        samples.claim(state) for state in (ClaimState.TAKEN, ClaimState.ARRIVED, ClaimState.FINISHED)
    )
    assert labels() == ["Offer to somebody", *end]
    assert labels(state=State.CLAIMED, claims=(taken,)) == ["Take back from Boris", *end]
    assert labels(state=State.UNDER_WAY, claims=(arrived,)) == ["Take back from Boris", *end]
    both = (finished, replace(taken, id=2, name="Vera Li"))
    assert labels(state=State.UNDER_WAY, helpers=3, claims=both) == [
        "Offer to somebody", "Take back from Vera", "Choose another team", "Add a note", "What needs a decision",
    ]  # fmt: skip
    assert labels(state=State.FINISHED, claims=(finished,)) == ["Add a note", "What needs a decision"]
    assert labels(state=State.DISPUTED, claims=(finished,)) == ["Decide", "Add a note", "What needs a decision"]
    for state in OVER:
        assert labels(state=state) == ["Add a note", "What needs a decision"]


@LANGUAGES
def test_the_door_is_left_out_once_it_is_over(language: str) -> None:
    nothing = {"team": None, "offers": (), "notes": (), "moves": (), "now": samples.AT}
    for state in State:
        text = WORDS.text("order_page", language, order=samples.order(state=state), **nothing)
        assert ("302" in text) == (state not in OVER)


def test_the_slip_is_not_offered_to_who_helps() -> None:
    page = Page("", order_page.buttons(samples.order(resident_telegram_id=None)))
    pressed = [[label["key"] for label, _, _ in row] for row in page.rows]
    assert ["slip"] in pressed
    left = [[label["key"] for label, _, _ in row] for row in order_page.without_slip(page).rows]
    assert left == [row for row in pressed if row != ["slip"]]


@pytest.mark.parametrize("last", [False, True])
def test_who_stands_in_may_cancel_the_order_of_a_week_and_not_stop_all_weeks(last: bool) -> None:
    key, fields = "every_week_placed", {"standing_id": 1, "last": last, "earlier": ()}
    rows = stand_ins.buttons(samples.order(), key, fields, stand_ins.FAMILY, with_pin=False)
    verbs = [data.split("|")[1] for row in rows for _, data, _ in row]
    assert "cancel" in verbs
    assert not {"weekly_stop", "weekly"} & set(verbs)
