"""Check reply markup as strictly as Telegram does, and keep what a client would show of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox import limits
from sandbox.markup import web_address
from sandbox.refusals import Refused, bad_request

Button = dict[str, Any]
Rows = list[list[Button]]

STYLES = {"primary", "success", "danger"}
OTHER_KINDS = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "callback_game",
    "pay",
)
OTHER_KEYS = ("request_users", "request_chat", "request_poll", "web_app")


@dataclass(slots=True, frozen=True)
class Markup:
    """What came as reply_markup: an inline keyboard, or something about the keyboard under the text field."""

    inline: Rows | None = None
    keys: Rows | None = None
    remove: bool = False
    force_reply: bool = False
    selective: bool = False
    one_time: bool = False
    placeholder: str = ""

    @property
    def freezes(self) -> bool:
        """Whether the message can no longer be edited, as with every markup that is not an inline keyboard."""
        return self.keys is not None or self.remove or self.force_reply


NOTHING = Markup()


def read_markup(given: Any, *, private: bool) -> Markup:
    """The markup, checked.

    Raises Refused in Telegram's words when a client could not show it.
    """
    if given is None or given == "":
        return NOTHING
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    keys = _rows(given.get("keyboard"), "keyboard")
    if keys:
        checked = [[_key(button, private=private) for button in row] for row in keys]
        _count(checked, limits.KEYS_A_ROW)
        return Markup(
            keys=checked,
            selective=bool(given.get("selective")),
            one_time=bool(given.get("one_time_keyboard")),
            placeholder=str(given.get("input_field_placeholder") or "")[:64],
        )
    inline = _rows(given.get("inline_keyboard"), "inline_keyboard")
    if inline:
        buttons = [row for row in ([_inline(button) for button in row] for row in inline) if row]
        _count(buttons, limits.BUTTONS_A_ROW)
        return Markup(inline=buttons or None)
    if given.get("remove_keyboard"):
        return Markup(remove=True, selective=bool(given.get("selective")))
    if given.get("force_reply"):
        return Markup(force_reply=True, selective=bool(given.get("selective")))
    return NOTHING


def _rows(given: Any, name: str) -> list[list[Any]]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        whose = "" if name == "keyboard" else " of the InlineKeyboardMarkup"
        raise bad_request(f'field "{name}"{whose} must be an Array of Arrays')
    return given


def _count(rows: Rows, a_row: int) -> None:
    if sum(map(len, rows)) > limits.BUTTONS or any(len(row) > a_row for row in rows):
        raise bad_request("reply markup is too long")


def _label(button: Any, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        problem = 'Can\'t find field "text"' if text is None else 'Field "text" must be of type String'
        raise bad_request(f"can't parse {what}: {problem}")
    if not text.strip():
        raise bad_request(f"{what} text must be non-empty" if what == "keyboard button" else "BUTTON_TEXT_INVALID")
    return text


def _style(button: Button, what: str) -> Button:
    style = button.get("style") or ""
    if not isinstance(style, str) or style.lower() not in STYLES | {"", "default"}:
        raise bad_request(f"can't parse {what}: invalid button style specified")
    return {"style": style.lower()} if style.lower() in STYLES else {}


def _inline(button: Any) -> Button:
    what = "inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: InlineKeyboardButton must be an Object")
    kept: Button = {"text": _label(button, what)}
    style = _style(button, what)
    kind = next((name for name in ("url", "callback_data", *OTHER_KINDS, "copy_text") if button.get(name)), None)
    if kind is None:
        raise bad_request(f"can't parse {what}: Text buttons are unallowed in the inline keyboard")
    check = {"url": _url, "callback_data": _data, "copy_text": _copy}.get(kind)
    return {**kept, kind: check(button[kind]) if check else button[kind], **style}


def _url(address: Any) -> str:
    if not isinstance(address, str):
        raise _unparsed("url")
    if re.match(r"tg://|https?://t\.me/", address):
        return address
    checked = web_address(address)
    if checked is None:
        scheme = re.match(r"([a-z][a-z0-9+.-]*)://", address, re.IGNORECASE)
        odd = scheme and scheme[1].lower() not in ("http", "https")
        words = "Unsupported URL protocol" if odd else "Wrong HTTP URL"
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {words}")
    return checked


def _data(data: Any) -> str:
    if not isinstance(data, str):
        raise _unparsed("callback_data")
    if len(data.encode("utf-8")) > limits.BUTTON_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return data


def _copy(given: Any) -> dict[str, str]:
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise _unparsed("copy_text")
    if not 1 <= len(text) <= limits.COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _unparsed(name: str) -> Refused:
    return bad_request(f'can\'t parse inline keyboard button: Field "{name}" must be of type String')


def _key(button: Any, *, private: bool) -> Button:
    what = "keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: KeyboardButton must be a String or an Object")
    kept: Button = {"text": _label(button, what), **_style(button, what)}
    for name, words in (("request_contact", "phone number"), ("request_location", "location")):
        if button.get(name):
            if not private:
                raise bad_request(f"{words} can be requested in private chats only")
            kept[name] = True
    for name in OTHER_KEYS:
        if button.get(name):
            kept[name] = button[name]
    return kept


def key_kind(button: Button) -> str:
    """What a key of the reply keyboard sends: "text", "contact", "location", or "other" which is not played."""
    if button.get("request_contact"):
        return "contact"
    if any(name in button for name in OTHER_KEYS):
        return "other"
    return "location" if button.get("request_location") else "text"


def button_kind(button: Button) -> str:
    """What pressing an inline button does: "callback", "url", "copy", or "other" which the sandbox does not play."""
    for name, kind in (("callback_data", "callback"), ("url", "url"), ("copy_text", "copy")):
        if name in button:
            return kind
    return "other"
