"""Refusals about residents without Telegram, and relatives who act for each other."""

from dataclasses import dataclass
from typing import ClassVar

from rules.refusals.not_allowed import NotAllowed
from rules.refusals.too_late import TooLate
from rules.refusals.unreadable import Unreadable


class ActsForResident(NotAllowed):
    """Whoever took the call, or acts for the resident, neither helps nor is asked to."""

    loud: ClassVar[bool] = True


class OwnFinish(NotAllowed):
    """Whoever helped does not confirm in the resident's name."""


class OwnSlip(NotAllowed):
    """Whoever helps does not read the PIN with which their own minutes are confirmed."""


class NotYourRelative(NotAllowed):
    """The person does not act for that relative, or not any more."""


class NotAsked(NotAllowed):
    """What is to be answered or ended is between two others."""


class OwnRequest(NotAllowed):
    """A coordinator's own request: another one decides about it."""


@dataclass(eq=False)
class TooManyRelatives(NotAllowed):
    """The person acts for as many relatives as one may."""

    most: int


class ActsAlready(TooLate):
    """The person acts for this relative already."""


class ProxyAnswered(TooLate):
    """It has been answered, or has ended."""


@dataclass(eq=False)
class WrongPin(Unreadable):
    """Not the PIN of this order; so many tries are left."""

    left: int


class NotAPin(Unreadable):
    """Not four figures."""
