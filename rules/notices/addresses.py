"""To whom something is said, and which post is brought up to date."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rules.notices.notice import Notice


class View(StrEnum):
    """The posts that are kept up to date: the card in the group, a claim's private card, the files under it.

    And the review card, in the coordinators' group or with each of them.
    """

    CARD = "card"
    CLAIM = "claim"
    FILE = "file"
    REVIEW = "review"


@dataclass(frozen=True)
class Coordinators:
    """All coordinators of a community but `without` those, found when the notice is written down; else the owners."""

    community_id: int
    without: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OnDuty:
    """The coordinator on duty in a community, or all of them where nobody is; found when the notice is written down.

    `without` are passed over, as whom it is about.
    """

    community_id: int
    without: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Owners:
    """Whoever runs the installation."""


@dataclass(frozen=True)
class UnderCard:
    """Every group in which an order's card stands, as an answer to the card."""

    order_id: int


@dataclass(frozen=True)
class Group:
    """A group's chat, or one topic of it."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True)
class Say:
    """One new message. `edit_message_id` names a message of ours that it should replace, where it can."""

    to: int | Coordinators | OnDuty | Owners | UnderCard | Group
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
