"""What is said to the person who ordered help."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder


@dataclass(frozen=True)
class Placed(AboutOrder):
    """The order is out; what happens next. Buttons: cancel, change. `earlier` orders may mean the same."""

    earlier: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class StandInComing(AboutOrder):
    """A volunteer cannot come, and whoever stood by comes instead."""

    helper: str
    stand_in: str


class AskConfirm(AboutOrder):
    """All who came have finished. Buttons: confirm, something is wrong."""

    is_reminder = True


class ConfirmedByClock(AboutOrder):
    """Three days of silence count as yes."""


class OrderCancelled(AboutOrder):
    """The resident's own cancelling has been done."""


class OrderChanged(AboutOrder):
    """The resident's change has been made and passed on."""


class StillLooking(AboutOrder):
    """A helper is still wanted, and the coordinators have been told. Buttons: cancel, change."""


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


@dataclass(frozen=True)
class HelperTakenBack(AboutOrder):
    """The coordinators have freed a helper's place; it is open again, unless all others have finished."""

    helper: str
    reopened: bool = True


@dataclass(frozen=True)
class OrderClosed(AboutOrder):
    """The coordinators have ended the order, with their reason."""

    reason: str
