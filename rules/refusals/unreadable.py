"""An answer could not be taken; the question is asked again."""

from dataclasses import dataclass

from rules.refusals.refusal import Refusal


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


@dataclass(eq=False)
class BadLadder(Unreadable):
    """Steps that make no sense, or too many of them."""

    most: int


class DayPassed(Unreadable):
    """A day before today."""


@dataclass(eq=False)
class DateTooFar(Unreadable):
    """More years ahead than a check may be good for."""

    years: int


class EmptyRoute(Unreadable):
    """A route for all orders would be no route."""


class NoDayLeft(Unreadable):
    """Until the last day that was chosen, none of the weekdays comes."""


@dataclass(eq=False)
class BadValue(Unreadable):
    """Not about how much something costs: a whole number from 0 to `most`."""

    most: int


@dataclass(eq=False)
class OverWishLimit(Unreadable):
    """It costs more than the community lets a wish cost."""

    most: int
    currency: str


class NotAPhoto(Unreadable):
    """A photo is asked for, and something else was sent."""
