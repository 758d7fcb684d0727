"""Everything that can be said, without sentences: a key and its fields, to whom, or which post to bring up to date.

Fields are plain JSON values. Whatever is private (names, phones, addresses) is not a field: it is read from the
order when the message is sent, for the person it is sent to.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True)
class Notice:
    """Something to say; the class name in snake case names its template."""

    is_reminder: ClassVar[bool] = False
    """Asks for something: said once however often it was asked for before it could be sent, and not if it is over."""

    @classmethod
    def key(cls) -> str:
        """The template's name."""
        name = cls.__name__
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def fields(self) -> dict[str, object]:
        """The fields as they are kept in the outbox."""
        return asdict(self)


@dataclass(frozen=True)
class AboutOrder(Notice):
    """A notice whose template may read the order as it stands when it is sent."""

    order_id: int


# --- to the resident ---------------------------------------------------------------------------------------------


class Placed(AboutOrder):
    """The order is out; what happens next. Buttons: cancel, change."""


@dataclass(frozen=True)
class HelperComing(AboutOrder):
    """A volunteer has claimed a place."""

    helper: str


@dataclass(frozen=True)
class HelperArrived(AboutOrder):
    """A volunteer has checked in."""

    helper: str


@dataclass(frozen=True)
class HelperHandedBack(AboutOrder):
    """A volunteer cannot come; the place is open again, unless all the others have finished (`reopened` false)."""

    helper: str
    reopened: bool = True


class AskConfirm(AboutOrder):
    """All who came have finished. Buttons: confirm, something is wrong."""

    is_reminder = True


class ConfirmedByClock(AboutOrder):
    """Three days of silence count as yes."""


class OrderCancelled(AboutOrder):
    """The resident's own cancelling has been done."""


class OrderChanged(AboutOrder):
    """The resident's change has been made and passed on."""


class OrderExpired(AboutOrder):
    """Nobody came forward in time."""


class OrderLapsed(AboutOrder):
    """Claimed, and nobody ever said it was done: over, without credits. Told to the coordinators as well."""


class DisputeReceived(AboutOrder):
    """The coordinators know; credits wait."""


@dataclass(frozen=True)
class DisputeSettled(AboutOrder):
    """What the coordinators decided, with their reason; `credited` tells whether credits were given."""

    reason: str
    credited: bool


# --- to the volunteer --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CancelledForHelper(AboutOrder):
    """An order they held was cancelled by the resident."""

    reason: str


class ChangedForHelper(AboutOrder):
    """An order they hold was changed; the private card shows the new details."""


@dataclass(frozen=True)
class FinishNoted(AboutOrder):
    """Their minutes are with the resident."""

    minutes: int


@dataclass(frozen=True)
class Earned(AboutOrder):
    """Confirmed: minutes, credits and the new balance; `by_clock` when nobody answered in time."""

    minutes: int
    credits: int
    balance: int
    by_clock: bool = False


class DisputedForHelper(AboutOrder):
    """The resident says that something is wrong; credits wait for the coordinators."""


@dataclass(frozen=True)
class SettledForHelper(AboutOrder):
    """What the coordinators decided about their minutes."""

    minutes: int
    credits: int
    balance: int
    reason: str


class CardMoved(AboutOrder):
    """In place of a card whose order another team's group shows now."""


class ClaimMoved(AboutOrder):
    """Left where the private card stood, if it could not be taken away: the card has been brought down."""


class PlaceReleased(AboutOrder):
    """Asked whether they are done and silent for three days, they no longer hold their place."""


@dataclass(frozen=True)
class ThanksPassedOn(AboutOrder):
    """The resident's words."""

    words: str


class AreYouDone(AboutOrder):
    """A day has passed since the agreed time or the check-in. Buttons as on the private card."""

    is_reminder = True


# --- to the coordinators -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DisputeOpened(AboutOrder):
    """A decision is needed. Buttons: as reported, other minutes, no credits."""

    reason: str


class NobodyCame(AboutOrder):
    """An order expired without a helper; somebody should call."""


class OverdueClaim(AboutOrder):
    """Claimed, and a day after the agreed time still not finished."""

    is_reminder = True


class NoGroupYet(AboutOrder):
    """An order is open and no group is bound to show it."""

    is_reminder = True


@dataclass(frozen=True)
class Application(Notice):
    """Somebody wants to volunteer; read from the person when sent. Buttons: approve, decline."""

    person_id: int
    community_id: int


@dataclass(frozen=True)
class Unreachable(Notice):
    """The bot can no longer write to somebody who has open orders or claims."""

    name: str
    community_id: int


@dataclass(frozen=True)
class ApplicationDecided(Notice):
    """To the applicant: approved, or declined with the reason told."""

    community_id: int
    approved: bool
    reason: str = ""


@dataclass(frozen=True)
class GroupLost(Notice):
    """The bot was removed from a team's group, or may not write there."""

    team_id: int
    community_id: int


@dataclass(frozen=True)
class TopicLost(Notice):
    """The topic a team was bound to is gone; its cards go to the group itself until it is bound again."""

    team_id: int
    community_id: int


# --- to the owner ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alarm(Notice):
    """Something is wrong with the installation, or right again; read from the alarm as it stands when it is sent."""

    alarm_id: int


# --- dialogs and screens -----------------------------------------------------------------------------------------

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
    """An order as its resident sees it now, with what they may do; who gave a place back is told so. From /mine."""


@dataclass(frozen=True)
class Refused(Notice):
    """A refusal said in private, where there is no press to answer."""

    refusal: str
    given: Mapping[str, object] = field(default_factory=dict)


class Trouble(Notice):
    """What a person sent could not be handled, whatever was tried; somebody will look at it."""


# --- addresses ---------------------------------------------------------------------------------------------------


class View(StrEnum):
    """The posts that are kept up to date: the card in the group, a claim's private card, and the files under it."""

    CARD = "card"
    CLAIM = "claim"
    FILE = "file"


@dataclass(frozen=True)
class Coordinators:
    """All coordinators of a community but `without` those, found when the notice is written down; else the owners."""

    community_id: int
    without: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Group:
    """A group's chat, or one topic of it."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True)
class Say:
    """One new message. `edit_message_id` names a message of ours that it should replace, where it can."""

    to: int | Coordinators | Group
    notice: Notice
    edit_message_id: int | None = None

    kind: ClassVar[str] = "say"


@dataclass(frozen=True)
class Show:
    """Bring a post up to date; rendered from the order as it stands when it is sent, so repeats are harmless.

    The card goes to the team's group; a claim's private card to the helper `person_id`.
    """

    order_id: int
    view: View
    person_id: int | None = None

    kind: ClassVar[str] = "show"
