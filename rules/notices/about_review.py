"""What is said while an order is looked at before it goes out, to its resident and to the coordinators."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder, Notice


@dataclass(frozen=True)
class InReview(AboutOrder):
    """To the resident: the coordinators look at it first. Buttons: cancel, change."""

    earlier: tuple[str, ...] = ()


class ReviewPassed(AboutOrder):
    """To the resident: it is out now. Buttons: cancel, change."""


@dataclass(frozen=True)
class AskedBack(AboutOrder):
    """To the resident: a coordinator's question. Buttons: answer, cancel."""

    by: str
    question: str


@dataclass(frozen=True)
class OrderDeclined(AboutOrder):
    """To the resident: it does not go out, and why; a reason of ours by its name, else as it was typed."""

    reason: str


class NotDecidedInTime(AboutOrder):
    """To the resident: its time is over, and nobody has decided."""


class ReviewWaits(AboutOrder):
    """To the coordinators: no decision yet. Buttons as on the review card."""

    is_reminder = True


@dataclass(frozen=True)
class AnsweredBack(AboutOrder):
    """To whoever asked: the resident's answer. Buttons as on the review card."""

    answer: str


class NobodyDecided(AboutOrder):
    """To the coordinators: it expired in review; somebody should call."""


class ReviewDetails(AboutOrder):
    """To the coordinator who pressed Details: all of it, in private, while it waits for a decision."""


@dataclass(frozen=True)
class ReviewFile(AboutOrder):
    """One of its files, under the details."""

    position: int


class ReviewMoved(AboutOrder):
    """In place of a review card that stands in another group now."""


@dataclass(frozen=True)
class PossibleDuplicate(AboutOrder):
    """To the coordinators: an order that went straight out, for the same person and help as `earlier` ones."""

    earlier: tuple[str, ...]


class ChangedSinceReview(AboutOrder):
    """To the coordinators: what they let out has other details now."""

    is_reminder = True


@dataclass(frozen=True)
class DeskLost(Notice):
    """To the coordinators: the bot may no longer write to their group."""

    community_id: int


@dataclass(frozen=True)
class WallLost(Notice):
    """To the coordinators: the bot may no longer write to the group with all cards."""

    community_id: int


@dataclass(frozen=True)
class WallTopicLost(Notice):
    """To the coordinators: the topic with all cards is gone."""

    community_id: int


@dataclass(frozen=True)
class DeskTopicLost(Notice):
    """To the coordinators: the topic of their group is gone."""

    community_id: int
