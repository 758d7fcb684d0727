"""The posts that are kept up to date: the card in the group, a helper's private card, its files, the review card."""

from dataclasses import dataclass

from bot.keyboards import Rows, buttons_for
from bot.words import Words
from rules.life import OVER
from storage.views import ClaimView, FileView, OrderView


@dataclass(frozen=True)
class Page:
    """What a message says, and the buttons under it."""

    text: str
    rows: Rows = ()


def card(order: OrderView, words: Words) -> Page:
    """The order as its group sees it, in the group's language; nothing private, no buttons once it is closed."""
    return Page(words.text("card", order.language, order=order), buttons_for(order, None, "card"))


def review_card(order: OrderView, words: Words, language: str) -> Page:
    """The order as coordinators see it who decide whether it goes out; in a group, and so nothing private in it."""
    return Page(words.text("review_card", language, order=order), buttons_for(order, None, "review"))


def claim_card(order: OrderView, claim: ClaimView, words: Words, language: str) -> Page:
    """The order as whoever holds a place sees it, with name, phone and address; redacted once the place is given up."""
    if is_given_up(order, claim):
        return Page(words.text("claim_over", language, order=order, claim=claim))
    text = words.text("claim", language, order=order, claim=claim)
    return Page(text, buttons_for(order, claim, "claim"))


def is_given_up(order: OrderView, claim: ClaimView) -> bool:
    """Whether the helper has no more right to see where the order was."""
    return order.state in OVER or not claim.holds


def file_at(order: OrderView, position: int) -> FileView | None:
    """One of the order's files; None when it has been taken out since."""
    return order.files[position] if 0 <= position < len(order.files) else None
