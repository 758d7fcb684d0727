"""Dialogs and screens: questions, pages with buttons, refusals said in private."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.notices.notice import AboutOrder, Notice

Label = Mapping[str, object]  # {"text": theirs, shown as typed} or {"key": ours, …fields}
Button = tuple[Label, str, str]  # label, callback data or "url:…" or "copy:…", style: "", "success", "danger"


def ours(key: str, **fields: object) -> Label:
    """A label in our words, said in the reader's language."""
    return {"key": key, **fields}


def theirs(text: str) -> Label:
    """A label as somebody typed it."""
    return {"text": text}


@dataclass(frozen=True)
class Ask(Notice):
    """A dialog's next question, or (question "review") all answers once more before they count.

    `can_keep`: an answer stands already and may stay. `choices` are the labels offered, pressed by their place in
    the list; `chosen` the places ticked so far; `lines` the answers for the review, as (question, label); `about`
    fills the question's words.
    """

    draft_id: int
    version: int
    dialog: str
    question: str
    kind: str
    optional: bool = False
    can_go_back: bool = False
    can_keep: bool = False
    choices: tuple[Label, ...] = ()
    chosen: tuple[int, ...] = ()
    lines: tuple[tuple[str, Label], ...] = ()
    about: Mapping[str, object] = field(default_factory=dict)
    refusal: str = ""
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Noted(Notice):
    """A short word after an answer given by the reply keyboard, which it takes away."""

    answer: Label


@dataclass(frozen=True)
class Screen(Notice):
    """A page that a command or a button opens: `data` fills the words named `name`, `buttons` are rows."""

    name: str
    data: Mapping[str, object] = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True)
class OrderStatus(AboutOrder):
    """An order as its resident sees it now, with what they may do; who gave a place back is told so. From /mine.

    `more`: there are earlier orders to look at, or standing ones.
    """

    more: bool = False


@dataclass(frozen=True)
class Refused(Notice):
    """A refusal said in private, where there is no press to answer."""

    refusal: str
    given: Mapping[str, object] = field(default_factory=dict)


class Trouble(Notice):
    """What a person sent could not be handled, whatever was tried; somebody will look at it."""
