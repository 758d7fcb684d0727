"""What is said to the coordinators, and to the owner about the installation."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder, Notice


@dataclass(frozen=True)
class DisputeOpened(AboutOrder):
    """A decision is needed. Buttons: as reported, other minutes, no credits."""

    reason: str


class NobodyCame(AboutOrder):
    """An order expired without a helper; somebody should call."""


class NobodyYet(AboutOrder):
    """To whoever is on duty: it waits, and nobody has said yes. Buttons: open the order, call."""


class NobodyYetAtAll(AboutOrder):
    """To the owner: the coordinator on duty has been asked, and still nobody comes."""


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
class CrisisHeard(Notice):
    """Somebody has written words of crisis; read from the person when sent. What they wrote is not kept."""

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


@dataclass(frozen=True)
class Alarm(Notice):
    """Something is wrong with the installation, or right again; read from the alarm as it stands when it is sent."""

    alarm_id: int


class OrderPage(AboutOrder):
    """An order in full with its helpers, offers, notes and latest moves, for a coordinator who looks at it."""


@dataclass(frozen=True)
class WhoCanHelp(AboutOrder):
    """Volunteers to whom an order may be offered, one page of them, each as a button; their names are read when sent.

    `found` tells that they were looked for by a part of their names.
    """

    people: tuple[int, ...]
    page: int = 0
    more: bool = False
    found: bool = False


@dataclass(frozen=True)
class OfferAccepted(AboutOrder):
    """To who offered: the helper takes it."""

    helper: str


@dataclass(frozen=True)
class OfferDeclined(AboutOrder):
    """To who offered: not this time. A place may still be free."""

    helper: str
