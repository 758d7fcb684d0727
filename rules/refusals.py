"""Every way to say no, as a code with fields; the sentences live in bot/messages/refusals.

Refusal
├── Unknown            the thing is not there, or not for this person to see (told alike, on purpose)
│   ├── UnknownOrder · UnknownButton · StaleButton · NoCommunity · NothingToCancel
├── NotAllowed         the person may not do this
│   ├── NotApproved · AwaitingApproval · OwnOrder · OwnMinutes · NotYourClaim · NotYourOrder · NotACoordinator
│   ├── NotAnOwner · NoPrivateChat · CannotBeOffered · NotOffered
│   └── TooManyOffers
├── TooLate            the order has moved on
│   ├── AlreadyClaimed · AlreadyYours · AlreadyArrived · AlreadyFinished · OrderOver · SomebodyArrived
│   ├── FewerThanClaimed · NotFinishedYet · NotDisputed · AlreadyDecided
│   ├── HoldsNothing · HoldsAlready · HelperFinished · NoPlaceLeft · OfferedAlready · HasDeclined
│   └── NoOtherTeam · NobodyToAsk
├── Unreadable         an answer could not be taken; the question is asked again
│   ├── EmptyAnswer · TooLong · NotAChoice · NotAPhone · SomeoneElsesContact · TimeNotUnderstood · NoSuchDay
│   ├── NoSuchTime · TimePassed · TimeTooFar · BadMinutes · BadCount · WrongKind · FileTooLarge · TooManyFiles
│   └── NothingChosen · UnknownZone
├── BadLink            a deep link or code that opens nothing
│   ├── LinkUnknown · LinkUsed · LinkExpired · LinkNotYours
└── BadGroup           a group that cannot be bound
    └── NotAGroup · GroupTaken · TooMany · TooManyOrders
"""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """Something did not happen; `key` names the sentence, the fields fill it."""

    loud: ClassVar[bool] = False  # a loud toast stays until it is read

    @property
    def key(self) -> str:
        """The name of the sentence: the class name in snake case."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))

    @property
    def given(self) -> dict[str, str | int]:
        """The fields that fill the sentence."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Unknown(Refusal):
    """Not there, or not for this person to see."""


class UnknownOrder(Unknown):
    """No such order in any community of this person."""


class UnknownButton(Unknown):
    """Data that no button of ours carries."""


class StaleButton(Unknown):
    """A button of a question that has been answered, or of a screen that is gone."""


class NoCommunity(Unknown):
    """The person belongs to no community yet, and there are several to choose from, or none."""


class NothingToCancel(Unknown):
    """/cancel with no dialog open."""


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


class TooLate(Refusal):
    """The order has moved on."""


@dataclass(eq=False)
class AlreadyClaimed(TooLate):
    """All places are taken; `by` is the first name of the last one who was faster, `others` counts open orders."""

    by: str
    others: int


class AlreadyYours(TooLate):
    """The person already holds a place in this order."""


class AlreadyArrived(TooLate):
    """The person has checked in before; the first time counts."""


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


class NotFinishedYet(TooLate):
    """Nothing to confirm yet."""


class NotDisputed(TooLate):
    """Nothing to decide: the order is not disputed."""


class AlreadyDecided(TooLate):
    """Another coordinator has decided this application."""


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


class Unreadable(Refusal):
    """An answer could not be taken; nothing changed and the question stands."""


class EmptyAnswer(Unreadable):
    """Nothing but spaces, or nothing to read in it."""


@dataclass(eq=False)
class TooLong(Unreadable):
    """More characters than the answer may have."""

    limit: int
    given_length: int


class NotAChoice(Unreadable):
    """Typed, where one of the buttons is wanted."""


@dataclass(eq=False)
class NotAPhone(Unreadable):
    """Not a telephone number anywhere; `example` is a valid one of the community's country."""

    example: str


class SomeoneElsesContact(Unreadable):
    """A shared contact that is not the person's own."""


@dataclass(eq=False)
class TimeNotUnderstood(Unreadable):
    """No day or time could be read."""


class NoSuchDay(Unreadable):
    """31 February."""


class NoSuchTime(Unreadable):
    """The clocks go forward over this time."""


@dataclass(eq=False)
class TimePassed(Unreadable):
    """In the past; `earliest` is a UTC instant in seconds, the first that would do."""

    earliest: int


@dataclass(eq=False)
class TimeTooFar(Unreadable):
    """Further ahead than orders are taken."""

    days: int


@dataclass(eq=False)
class BadMinutes(Unreadable):
    """Not between 1 and `most` minutes."""

    most: int


@dataclass(eq=False)
class BadCount(Unreadable):
    """Not a whole number between 1 and `most`."""

    most: int


class WrongKind(Unreadable):
    """A sticker where words are wanted, a video where a photo is."""


@dataclass(eq=False)
class FileTooLarge(Unreadable):
    """More megabytes than can be passed on."""

    megabytes: int


@dataclass(eq=False)
class TooManyFiles(Unreadable):
    """More files than an order carries."""

    most: int


class NothingChosen(Unreadable):
    """At least one is needed."""


class UnknownZone(Unreadable):
    """No such time zone."""


class BadLink(Refusal):
    """A deep link or code that opens nothing."""


class LinkUnknown(BadLink):
    """Never issued, or mistyped."""


class LinkUsed(BadLink):
    """One-time, and used."""


class LinkExpired(BadLink):
    """Past its date."""


class LinkNotYours(BadLink):
    """Meant for somebody with other rights."""


class BadGroup(Refusal):
    """A group that cannot be bound."""


class NotAGroup(BadGroup):
    """/bind outside a group."""


@dataclass(eq=False)
class GroupTaken(BadGroup):
    """This group, or this topic of it, is bound to another team already."""

    team: str


@dataclass(eq=False)
class TooMany(BadGroup):
    """A limit on how many services, teams or drafts there may be."""

    most: int


@dataclass(eq=False)
class TooManyOrders(TooMany):
    """More open orders than one resident may have at a time."""
