"""What is said to those who help."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder


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


class StandingBy(AboutOrder):
    """They stand by for an order whose places are all taken. Button: step down."""


class SteppedDown(AboutOrder):
    """They stand by no more, as they wished."""


class NotNeeded(AboutOrder):
    """The order has ended, or is finished, without them; they need not hold themselves ready."""


class PlaceIsYours(AboutOrder):
    """They stood by, and a place is theirs now; the private card follows. Button: hand back."""


@dataclass(frozen=True)
class ClaimsOverlap(AboutOrder):
    """What they have just claimed falls into the time of another order they hold. Buttons: hand back either."""

    other_id: int
    other_code: str


class OrderOffered(AboutOrder):
    """A coordinator asks whether they could take it; says no more than the card. Buttons: accept, decline."""


@dataclass(frozen=True)
class PlaceTakenBack(AboutOrder):
    """The coordinators have freed their place, with a reason."""

    reason: str


@dataclass(frozen=True)
class ClosedForHelper(AboutOrder):
    """An order they held was ended by the coordinators, with their reason."""

    reason: str
