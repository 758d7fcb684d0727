"""The order has moved on."""

from dataclasses import dataclass

from rules.refusals.refusal import Refusal


class TooLate(Refusal):
    """The order has moved on."""


@dataclass(eq=False)
class AlreadyClaimed(TooLate):
    """All places are taken; `by` is the first name of the last one who was faster, `others` counts open orders."""

    by: str
    others: int


class AlreadyYours(TooLate):
    """The person already holds a place in this order."""


class AlreadyStandingBy(TooLate):
    """The person stands by for this order already."""


class PlaceIsFree(TooLate):
    """Nobody has to stand by: a place has fallen free, and can be claimed."""


@dataclass(eq=False)
class EnoughStandBy(TooLate):
    """As many stand by for this order as can hope for a place."""

    most: int


class NobodyNeeded(TooLate):
    """All helpers have arrived, so nobody has to stand by any more."""


class ChooseRole(TooLate):
    """Helpers do different things in this order, and several are wanted: which one has to be said, under the card."""


@dataclass(eq=False)
class RoleTaken(TooLate):
    """Somebody was faster for this role; others are free."""

    role: str


class RolesTaken(TooLate):
    """Somebody has accepted already, so the kind of help, and with it what helpers do, can no longer change."""


class AlreadyArrived(TooLate):
    """The person has checked in before; the first time counts."""


class NotChecked(TooLate):
    """No timer runs, or it has been answered."""


class AlreadyFinished(TooLate):
    """The person's own part is finished and reported."""


@dataclass(eq=False)
class OrderOver(TooLate):
    """The order is finished, closed, cancelled, expired or disputed."""

    state: str


@dataclass(eq=False)
class SomebodyArrived(TooLate):
    """The resident can no longer change or cancel: a helper is there."""

    by: str


@dataclass(eq=False)
class FewerThanClaimed(TooLate):
    """The resident wants fewer helpers than the `held` who are coming already."""

    held: int


@dataclass(eq=False)
class HelperNotVetted(TooLate):
    """The resident wants help that is for checked volunteers only, and `by`, who is coming, is not one."""

    by: str


class NotFinishedYet(TooLate):
    """Nothing to confirm yet."""


class NotDisputed(TooLate):
    """Nothing to decide: the order is not disputed."""


class AlreadyDecided(TooLate):
    """Another coordinator has decided this application."""


@dataclass(eq=False)
class RouteThere(TooLate):
    """There is a route for the very same orders, to `team`."""

    team: str


@dataclass(eq=False)
class AlreadyReviewed(TooLate):
    """A coordinator has let the order out, or has declined it; `by` is the first name."""

    by: str
    declined: bool


class NotInReview(TooLate):
    """Nothing to decide: the order went straight out."""


class NothingAsked(TooLate):
    """No question waits for an answer of the resident."""


class HoldsNothing(TooLate):
    """The helper whose place is to be freed holds none any more."""


@dataclass(eq=False)
class HoldsAlready(TooLate):
    """The person to be asked has a place in this order."""

    by: str


@dataclass(eq=False)
class HelperFinished(TooLate):
    """Somebody's work is done: neither taken back nor closed, but confirmed or disputed."""

    by: str


class NoPlaceLeft(TooLate):
    """As many helpers as are wanted: nothing is left to offer."""


@dataclass(eq=False)
class OfferedAlready(TooLate):
    """The person has been asked and may still answer."""

    name: str


@dataclass(eq=False)
class HasDeclined(TooLate):
    """The person has said no to this order, and is not asked twice."""

    by: str


class NoOtherTeam(TooLate):
    """No other team has a group."""


class NobodyToAsk(TooLate):
    """No volunteer is left to whom it could be offered, or none of that name."""


class EveryWeekIsOver(TooLate):
    """The standing order has been stopped, or has ended."""


class ServiceGone(TooLate):
    """The service of an order has left the list, so it cannot be ordered every week."""


class WishTaken(TooLate):
    """Somebody else has claimed this wish; who, is told to coordinators alone."""


class WishYours(TooLate):
    """The person has claimed this wish before."""


class WishOver(TooLate):
    """The wish has been granted, or withdrawn."""


class WishMovedOn(TooLate):
    """The wish stands elsewhere by now, so this can no longer be done with it."""
