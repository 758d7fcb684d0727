"""Which buttons stand under what: an order's by its state, a dialog's by its question, and how Telegram takes them."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot import keyboards_again
from bot.words import Words
from handlers.presses import Press
from rules.life import ALIVE, ClaimState, State
from rules.notices import Button, Label, ours
from rules.standby import MOST_STANDING_BY
from storage.views import ClaimView, OrderView

Rows = tuple[tuple[Button, ...], ...]

ROW_WIDTH = 36  # narrow letters that a telephone shows on one line of buttons
MOST_IN_ROW = 5
PLAIN, GREEN, RED = "", "success", "danger"
BY_REPLY_KEYBOARD = frozenset({"phone", "place"})

HELPER_COMES = ("helper_coming", "stand_in_coming")  # by then the details are settled: cancel, but do not change
RESIDENT_WAITS = (
    "placed", "in_review", "review_passed", "helper_handed_back", "helper_taken_back", "order_changed", "still_looking",
    "helper_silent", *HELPER_COMES, "asked_first", "cannot_this_time", "open_to_all",
)  # fmt: skip
COORDINATORS_LOOK = (
    "dispute_opened", "nobody_came", "overdue_claim", "no_group_yet", "offer_accepted", "offer_declined",
    "nobody_decided", "possible_duplicate", "changed_since_review", "nobody_yet", "nobody_yet_at_all",
    "helper_overdue", "helper_well",
)  # fmt: skip
OVER_FOR_RESIDENT = (
    "order_cancelled", "order_closed", "order_declined", "order_expired", "order_lapsed", "not_decided_in_time",
)  # fmt: skip
OVER_FOR_HELPER = (
    "cancelled_for_helper", "closed_for_helper", "place_released", "place_taken_back", "not_needed", "stepped_down",
    "place_freed",
)  # fmt: skip
NO_FIELDS: Mapping[str, Any] = {}


def buttons_for(order: OrderView, claim: ClaimView | None, key: str, fields: Mapping[str, Any] = NO_FIELDS) -> Rows:
    """The buttons under a view or notice about an order; only what the order's state allows now.

    `claim` is the reader's own place, `fields` are the notice's.
    """
    under = _UNDER.get(key)
    return under(_About(order, claim, key, fields)) if under else ()


def decide_application(membership_id: int) -> Rows:
    """Approve or decline a volunteer."""
    return (
        (
            (ours("approve"), Press("approve", membership_id).data(), GREEN),
            (ours("decline"), Press("decline", membership_id).data(), PLAIN),
        ),
    )


def question_rows(ask: Mapping[str, Any], words: Words, language: str, *, simple: bool = False) -> Rows:
    """The inline buttons of a dialog's question or review; `ask` are the fields of `notices.Ask`."""
    if simple and ask["kind"] == "review" and not ask["about"].get("all"):
        return keyboards_again.simple_review(ask)
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
    leaving = keyboards_again.one_way_out(ask, asked.leaving()) if simple else asked.leaving()
    rows = (tuple(top), *_filled(choices, words, language), *choices_done, asked.passing(), leaving)
    return keyboards_again.one_a_row(rows) if simple else tuple(row for row in rows if row)


def reply_keyboard(ask: Mapping[str, Any], words: Words, language: str) -> ReplyKeyboardMarkup:
    """The keyboard of a question that takes a contact or a location; its words come back as text."""

    def say(label: Label) -> KeyboardButton:
        return KeyboardButton(words.label(label, language))

    rows: list[list[KeyboardButton]] = []
    if ask["kind"] == "place" and ask["dialog"] != "call":  # whoever types it is not there
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


@dataclass(frozen=True)
class _About:
    """What the buttons of an order depend on."""

    order: OrderView
    claim: ClaimView | None
    key: str
    fields: Mapping[str, Any]

    def button(self, key: str, style: str = PLAIN, verb: str = "") -> Button:
        """One of the order's own buttons; its words are named like the verb, unless told otherwise."""
        return ours(key), Press(verb or key, self.order.id).data(), style


def _card(about: _About) -> Rows:
    order = about.order
    if order.state not in ALIVE:
        return ()
    if order.wanted:
        return _by_role(about, "claim", order.free_roles, GREEN) or ((about.button("claim", GREEN),),)
    may_fail = [claim.role for claim in order.holding if claim.state is ClaimState.TAKEN]
    if may_fail and len(order.standing_by) < MOST_STANDING_BY:
        return _by_role(about, "stand_by", order.roles and may_fail, PLAIN) or ((about.button("stand_by"),),)
    return ()


def _by_role(about: _About, verb: str, roles: Sequence[str], style: str, press: str = "") -> Rows:
    """One button a role, each once."""
    order, does = about.order, press or verb
    return tuple(
        ((ours(f"{verb}_role", role=role), Press(does, order.id, arg=str(order.roles.index(role))).data(), style),)
        for role in dict.fromkeys(roles) if role in order.roles
    )  # fmt: skip


def _stands_by(about: _About) -> Rows:
    waits = about.claim is not None and about.claim.state is ClaimState.STANDBY
    return ((about.button("step_down"),),) if waits else ()


def _one_too_many(about: _About) -> Rows:
    """Hand back one of two orders at the same time."""
    if about.claim is None or not about.claim.holds:
        return ()
    both = ((about.order.code, about.order.id), (str(about.fields["other_code"]), int(about.fields["other_id"])))
    return (tuple((ours("back_out_code", code=code), Press("back_out", at).data(), PLAIN) for code, at in both),)


def _resident_waits(about: _About) -> Rows:
    somebody_there = any(claim.state is not ClaimState.TAKEN for claim in about.order.holding)
    if about.order.state not in (State.REVIEW, *ALIVE) or somebody_there:
        return ()
    cancel = about.button("cancel_order", RED, "cancel")
    may_change = about.key not in (*HELPER_COMES, "asked_back")
    return ((cancel, about.button("change")),) if may_change else ((cancel,),)


def _answer(about: _About) -> Rows:
    """The resident's, while a coordinator's question waits."""
    order = about.order
    if order.state is not State.REVIEW or order.review is None or order.review.question is None:
        return ()
    return ((about.button("answer", GREEN),),)


def _decide(about: _About) -> Rows:
    """The coordinators', until one of them has decided."""
    order = about.order
    if order.state is not State.REVIEW:
        return ()
    let_out = ours("approve"), Press("let_out", order.id, order.version).data(), GREEN  # as it is read here
    both = (let_out, about.button("ask_back"))
    decline = about.button("decline", PLAIN, "turn_down")
    if about.key != "review_details":
        return (both, (decline, about.button("look_closer", PLAIN, "look")))
    if order.latitude is None or order.longitude is None:
        return (both, (decline,))
    return (both, (decline, _map(order.latitude, order.longitude)))


def _map(latitude: float, longitude: float) -> Button:
    return ours("map"), f"url:{map_address(latitude, longitude)}", PLAIN


def _helper_acts(about: _About) -> Rows:
    order, claim = about.order, about.claim
    if claim is None or order.state not in ALIVE or claim.state not in (ClaimState.TAKEN, ClaimState.ARRIVED):
        return ()
    there = claim.state is ClaimState.ARRIVED or about.key == "are_you_done"
    finish = about.button("finish", GREEN if there else PLAIN)
    hand_back = about.button("back_out")
    here: tuple[Button, ...] = ()
    # On the private card alone: no other message is redacted in the end, and a pin is an address.
    if about.key == "claim" and order.latitude is not None and order.longitude is not None:
        here = (_map(order.latitude, order.longitude),)
    alone = (_check_on_me(about, claim),) if about.key == "claim" else ()
    if there:
        return ((finish,), (*here, hand_back), alone)
    # Who forgot to check in can still finish: the minutes are asked.
    return ((about.button("arrive", GREEN),), (finish, hand_back), (*here, *alone))


def _check_on_me(about: _About, claim: ClaimView) -> Button:
    """Begin a timer, or end the one that runs; the private card stays as it is."""
    if claim.check_on_at is None:
        return about.button("check_on_me", verb="check_me")
    return ours("i_am_all_right"), Press("all_right", about.order.id, arg="beside").data(), PLAIN


def _asked(about: _About) -> Rows:
    """What a helper answers whom the clock has asked."""
    order, claim = about.order, about.claim
    if claim is None or order.state not in ALIVE or claim.state not in (ClaimState.TAKEN, ClaimState.ARRIVED):
        return ()
    if claim.state is ClaimState.ARRIVED or about.key == "done_yet":
        return ((about.button("finish", GREEN),),)
    words, verb = ("i_am_coming", "coming") if about.key == "still_coming" else ("arrive", "arrive")
    return ((about.button(words, GREEN, verb), about.button("back_out")),)


def _well(about: _About) -> Rows:
    """All right, and half an hour more where they were asked."""
    claim = about.claim
    if claim is None or about.order.state not in ALIVE or claim.check_on_at is None:
        return ()
    well = about.button("i_am_all_right", GREEN, "all_right")
    if about.key != "is_all_well":
        return ((well,),)
    more = ours("more_minutes", minutes=30), Press("check_on", about.order.id, arg="30").data(), PLAIN
    return ((well, more),)


def _coordinators_look(about: _About) -> Rows:
    look: Button = (ours("look_at_it"), Press("d_order", about.order.id, arg="beside").data(), PLAIN)
    if about.key == "dispute_opened" and about.order.state is State.DISPUTED:
        return ((about.button("settle"), look),)
    return ((look,),)


def _answer_offer(about: _About) -> Rows:
    if about.order.state not in ALIVE or not about.order.wanted:
        return ()
    accept, decline = about.button("accept_offer", GREEN, "accept"), about.button("decline_offer", PLAIN, "no_thanks")
    by_role = _by_role(about, "claim", about.order.free_roles, GREEN, press="accept")
    return (*by_role, (decline,)) if by_role else ((accept, decline),)


def _alert(about: _About) -> Rows:
    """The card's own, and where to say that one would rather not hear of it."""
    return (*_card(about), ((ours("what_i_hear"), Press("hear", about.order.community_id).data(), PLAIN),))


def _confirm(about: _About) -> Rows:
    if about.order.state is not State.FINISHED:
        return ()
    return ((about.button("confirm", GREEN), about.button("wrong")),)


def _credited(about: _About) -> Rows:
    credits = int(about.fields.get("credits", 0))
    if not credits:
        return ()
    why = (ours("why", credits=credits), Press("why", about.order.id).data(), PLAIN)
    return (((ours("passbook"), Press("book").data(), PLAIN), why),)


def _ask_again(_: _About) -> Rows:
    return (((ours("ask_for_help"), Press("order").data(), GREEN),),)


def _call(about: _About) -> Rows:
    """What else there is for whoever was let down."""
    return (((ours("numbers_to_call"), Press("hotline", about.order.community_id).data(), PLAIN),),)


def _look_elsewhere(_: _About) -> Rows:
    return (((ours("open_orders"), Press("open").data(), PLAIN),),)


_UNDER: Mapping[str, Callable[[_About], Rows]] = {  # what stands under which view or notice
    "card": _card,
    **dict.fromkeys(RESIDENT_WAITS, _resident_waits),
    **dict.fromkeys(("claim", "are_you_done", "changed_for_helper"), _helper_acts),
    "standing_by": _stands_by,
    "claims_overlap": _one_too_many,
    **dict.fromkeys(("ask_confirm", "please_confirm"), _confirm),
    **dict.fromkeys(("still_coming", "have_you_arrived", "done_yet"), _asked),
    **dict.fromkeys(("watch_noted", "is_all_well"), _well),
    "asked_back": lambda about: (*_answer(about), *_resident_waits(about)),
    "order_status": lambda about: (
        *((*_answer(about), *_resident_waits(about)) or _confirm(about)),
        *keyboards_again.under_status(about.order, about.fields),
    ),
    **dict.fromkeys(("review", "review_waits", "review_details", "answered_back"), _decide),
    **dict.fromkeys(("earned", "settled_for_helper"), _credited),
    **dict.fromkeys(COORDINATORS_LOOK, _coordinators_look),
    **dict.fromkeys(("order_offered", "wished_for"), _answer_offer),
    "order_alert": _alert,
    **dict.fromkeys(OVER_FOR_RESIDENT, _ask_again),
    "order_expired": lambda about: (*_ask_again(about), *_call(about)),
    **dict.fromkeys(OVER_FOR_HELPER, _look_elsewhere),
    "every_week_placed": lambda about: (
        *_resident_waits(about), *keyboards_again.under_weekly(about.order, about.fields),
    ),
    "every_week_over": lambda about: keyboards_again.go_on(about.order),
    "every_week_stopped": _ask_again,
    "every_week_stopped_for": _coordinators_look,
}


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
