"""The person may not do this."""

from dataclasses import dataclass
from typing import ClassVar

from rules.refusals.refusal import Refusal


class NotAllowed(Refusal):
    """The person may not do this."""


@dataclass(eq=False)
class NotApproved(NotAllowed):
    """Only approved volunteers claim; `link` is the payload that opens the joining dialog."""

    loud: ClassVar[bool] = True
    link: str


class AwaitingApproval(NotAllowed):
    """The application is with the coordinators."""

    loud: ClassVar[bool] = True


class NoPrivateChat(NotAllowed):
    """We cannot write to the person, so the address would never reach them."""

    loud: ClassVar[bool] = True


@dataclass(eq=False)
class TooManyClaims(NotAllowed):
    """The person holds as many orders as one may in this community at a time."""

    loud: ClassVar[bool] = True
    most: int


class Paused(NotAllowed):
    """A volunteer whom the coordinators let rest takes no new orders."""

    loud: ClassVar[bool] = True


class NotVetted(NotAllowed):
    """The order is for checked volunteers only, and no check of this person counts today."""

    loud: ClassVar[bool] = True


class OwnCheck(NotAllowed):
    """Nobody vouches for themselves."""


class OwnOrder(NotAllowed):
    """Nobody claims an order of their own."""


class OwnMinutes(NotAllowed):
    """A coordinator who helped with the order: somebody else decides about those minutes."""


class NotYourClaim(NotAllowed):
    """The person holds no claim on this order."""


class NotYourOrder(NotAllowed):
    """Only the resident who placed it may do this."""


class NotACoordinator(NotAllowed):
    """Only coordinators of this community may do this."""


class NotAnOwner(NotAllowed):
    """Only the owner of the installation may do this."""


class NotOutYet(NotAllowed):
    """The coordinators look at the order first; nobody claims it before they let it out."""


class OwnReview(NotAllowed):
    """A coordinator's own order: somebody else decides about it."""


class CannotWriteToYou(NotAllowed):
    """What the button does goes on in private, and there we may not write."""

    loud: ClassVar[bool] = True


@dataclass(eq=False)
class CannotBeOffered(NotAllowed):
    """Not an approved volunteer who can be written to, or the very person who asked for help."""

    name: str


class NotOffered(NotAllowed):
    """No offer of this order waits for the person's answer."""


@dataclass(eq=False)
class TooManyOffers(NotAllowed):
    """So many people are being asked already."""

    most: int


class LooksForAnother(NotAllowed):
    """The two would rather not meet; whose wish it was is told to nobody."""


class NotYourWish(NotAllowed):
    """The person has not claimed this wish, or does so no longer."""


@dataclass(eq=False)
class TooManyWishes(NotAllowed):
    """The person has promised as many wishes as one may at a time."""

    most: int


class NoWishNow(NotAllowed):
    """The coordinators have turned the person away, or let them rest: no name and no address goes to them."""


class WishWasYours(NotAllowed):
    """A coordinator has taken this very wish back from the person."""
