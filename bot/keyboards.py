"""Which buttons stand under what: an order's by its state, a dialog's by its question, and how Telegram takes them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.words import Words
from handlers.presses import Press
from rules.life import ALIVE, ClaimState, State
from rules.notices import Button, Label, ours
from storage.views import ClaimView, OrderView

Rows = tuple[tuple[Button, ...], ...]

ROW_WIDTH = 36  # narrow letters that a telephone shows on one line of buttons
MOST_IN_ROW = 5
PLAIN, GREEN, RED = "", "success", "danger"
BY_REPLY_KEYBOARD = frozenset({"phone", "place"})

RESIDENT_WAITS = frozenset({"placed", "helper_coming", "helper_handed_back", "helper_taken_back", "order_changed"})
HELPER_ACTS = frozenset({"claim", "are_you_done", "changed_for_helper"})
CREDITED = frozenset({"earned", "settled_for_helper"})
ASK_AGAIN: Button = (ours("ask_for_help"), Press("order").data(), GREEN)
LOOK_ELSEWHERE: Button = (ours("open_orders"), Press("open").data(), PLAIN)
ONWARD: Mapping[str, Button] = {  # where to go from what is over
    **dict.fromkeys(("order_cancelled", "order_closed", "order_expired", "order_lapsed"), ASK_AGAIN),
    **dict.fromkeys(
        ("cancelled_for_helper", "closed_for_helper", "place_released", "place_taken_back"), LOOK_ELSEWHERE
    ),
}
COORDINATORS_LOOK = frozenset({
    "dispute_opened", "nobody_came", "overdue_claim", "no_group_yet", "offer_accepted", "offer_declined",
})  # fmt: skip


def buttons_for(order: OrderView, claim: ClaimView | None, key: str, credits: int = 0) -> Rows:
    """The buttons under a view or notice about an order; only what the order's state allows now.

    `claim` is the reader's own place, `credits` what a notice of earnings says.
    """
    if key == "card":
        return _claim(order)
    if key in RESIDENT_WAITS:
        return _resident_waits(order, may_change=key != "helper_coming")
    if key in HELPER_ACTS:
        return _helper_acts(order, claim, key)
    if key == "ask_confirm":
        return _confirm(order)
    if key == "order_status":
        return _resident_waits(order, may_change=True) or _confirm(order)
    if key in CREDITED and credits:
        why = (ours("why", credits=credits), Press("why", order.id).data(), PLAIN)
        return (((ours("passbook"), Press("book").data(), PLAIN), why),)
    if key in COORDINATORS_LOOK:
        return _coordinators_look(order, key)
    if key == "order_offered":
        return _answer_offer(order)
    onward = ONWARD.get(key)
    return ((onward,),) if onward else ()


def decide_application(membership_id: int) -> Rows:
    """Approve or decline a volunteer."""
    return (
        (
            (ours("approve"), Press("approve", membership_id).data(), GREEN),
            (ours("decline"), Press("decline", membership_id).data(), PLAIN),
        ),
    )


def question_rows(ask: Mapping[str, Any], words: Words, language: str) -> Rows:
    """The inline buttons of a dialog's question or review; `ask` are the fields of `notices.Ask`."""
    asked = _Asked(ask)
    choices: list[Button] = []
    for at, label in enumerate(ask["choices"]):
        shown = label
        if ask["kind"] == "choices":
            key = "ticked" if at in ask["chosen"] else "unticked"
            shown = ours(key, words=words.label(label, language))
        choices.append((shown, asked.data("pick", at), PLAIN))
    top: list[Button] = []
    if ask["kind"] == "review":
        top.append((ours("send"), asked.data("send"), GREEN))
        for at, (name, _) in enumerate(ask["lines"]):
            named = words.label(ours(f"field_{name}"), language)
            choices.append((ours("edit", words=named), asked.data("edit", at), PLAIN))
    if ask["kind"] == "choices" or (ask["kind"] == "files" and ask["about"].get("files")):
        choices_done: Rows = (((ours("done"), asked.data("done"), GREEN),),)
    else:
        choices_done = ()
    rows = (tuple(top), *_filled(choices, words, language), *choices_done, asked.passing(), asked.leaving())
    return tuple(row for row in rows if row)


def reply_keyboard(ask: Mapping[str, Any], words: Words, language: str) -> ReplyKeyboardMarkup:
    """The keyboard of a question that takes a contact or a location; its words come back as text."""

    def say(label: Label) -> KeyboardButton:
        return KeyboardButton(words.label(label, language))

    rows: list[list[KeyboardButton]] = []
    if ask["kind"] == "place":
        rows.append([KeyboardButton(words.label(ours("share_place"), language), request_location=True)])
    elif ask["question"] == "phone":
        rows.append([KeyboardButton(words.label(ours("share_number"), language), request_contact=True)])
    rows += [[say(label)] for label in ask["choices"]]
    passing = [say(ours(key)) for key in ("keep", "skip") if ask["can_keep" if key == "keep" else "optional"]]
    leaving = [say(ours(key)) for key in ("back", "cancel") if key == "cancel" or ask["can_go_back"]]
    return ReplyKeyboardMarkup([row for row in (*rows, passing, leaving) if row], resize_keyboard=True)


def inline(rows: Iterable[Sequence[Any]], words: Words, language: str) -> InlineKeyboardMarkup | None:
    """Rows of `notices.Button` as Telegram takes them; None when there is none."""
    keyboard = [[_inline(button, words, language) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(keyboard) if keyboard else None


def map_address(latitude: float, longitude: float) -> str:
    """Where a pin is shown, in any country."""
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"


class _Asked:
    """The buttons that every question has, for one draft as it stands."""

    def __init__(self, ask: Mapping[str, Any]) -> None:
        self.ask = ask

    def data(self, verb: str, arg: int | str = "") -> str:
        return Press(verb, self.ask["draft_id"], self.ask["version"], str(arg)).data()

    def passing(self) -> tuple[Button, ...]:
        keys = (("keep", self.ask["can_keep"]), ("skip", self.ask["optional"]))
        return tuple((ours(key), self.data(key), PLAIN) for key, shown in keys if shown)

    def leaving(self) -> tuple[Button, ...]:
        verbs = (("back", "back", self.ask["can_go_back"]), ("cancel", "drop", True))
        return tuple((ours(key), self.data(verb), PLAIN) for key, verb, shown in verbs if shown)


def _claim(order: OrderView) -> Rows:
    if order.state not in ALIVE or not order.wanted:
        return ()
    return (((ours("claim"), Press("claim", order.id).data(), GREEN),),)


def _resident_waits(order: OrderView, *, may_change: bool) -> Rows:
    somebody_there = any(claim.state is not ClaimState.TAKEN for claim in order.holding)
    if order.state not in ALIVE or somebody_there:
        return ()
    cancel: Button = (ours("cancel_order"), Press("cancel", order.id).data(), RED)
    change: Button = (ours("change"), Press("change", order.id).data(), PLAIN)
    return ((cancel, change),) if may_change else ((cancel,),)


def _helper_acts(order: OrderView, claim: ClaimView | None, key: str) -> Rows:
    if claim is None or order.state not in ALIVE or claim.state not in (ClaimState.TAKEN, ClaimState.ARRIVED):
        return ()
    there = claim.state is ClaimState.ARRIVED or key == "are_you_done"
    finish: Button = (ours("finish"), Press("finish", order.id).data(), GREEN if there else PLAIN)
    hand_back: Button = (ours("back_out"), Press("back_out", order.id).data(), PLAIN)
    here: tuple[Button, ...] = ()
    # On the private card alone: no other message is redacted in the end, and a pin is an address.
    if key == "claim" and order.latitude is not None and order.longitude is not None:
        here = ((ours("map"), f"url:{map_address(order.latitude, order.longitude)}", PLAIN),)
    if there:
        return ((finish,), (*here, hand_back))
    arrive: Button = (ours("arrive"), Press("arrive", order.id).data(), GREEN)
    return ((arrive,), (finish, hand_back), here)  # who forgot to check in can still finish: the minutes are asked


def _coordinators_look(order: OrderView, key: str) -> Rows:
    look: Button = (ours("look_at_it"), Press("d_order", order.id, arg="beside").data(), PLAIN)
    if key == "dispute_opened" and order.state is State.DISPUTED:
        return (((ours("settle"), Press("settle", order.id).data(), PLAIN), look),)
    return ((look,),)


def _answer_offer(order: OrderView) -> Rows:
    if order.state not in ALIVE or not order.wanted:
        return ()
    accept: Button = (ours("accept_offer"), Press("accept", order.id).data(), GREEN)
    return ((accept, (ours("decline_offer"), Press("no_thanks", order.id).data(), PLAIN)),)


def _confirm(order: OrderView) -> Rows:
    if order.state is not State.FINISHED:
        return ()
    wrong: Button = (ours("wrong"), Press("wrong", order.id).data(), PLAIN)
    return (((ours("confirm"), Press("confirm", order.id).data(), GREEN), wrong),)


def _filled(buttons: Sequence[Button], words: Words, language: str) -> Rows:
    """As many in a row as the longest of them allows."""
    if not buttons:
        return ()
    longest = max(_width(words.label(label, language)) for label, _, _ in buttons)
    count = min(max(ROW_WIDTH // (longest + 4), 1), MOST_IN_ROW)
    return tuple(tuple(buttons[at : at + count]) for at in range(0, len(buttons), count))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _inline(button: Sequence[Any], words: Words, language: str) -> InlineKeyboardButton:
    label: Label
    label, action, style = button
    text = words.label(label, language)
    kind, _, rest = str(action).partition(":")
    if kind == "url":
        return InlineKeyboardButton(text, url=rest, style=style or None)
    if kind == "copy":
        return InlineKeyboardButton(text, copy_text=CopyTextButton(rest), style=style or None)
    return InlineKeyboardButton(text, callback_data=str(action), style=style or None)
