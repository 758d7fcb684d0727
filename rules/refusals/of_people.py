"""Reminders and duty: what cannot go out, and days that cannot be swapped."""

from rules.refusals.not_allowed import NotAllowed
from rules.refusals.too_late import TooLate


class NobodyToRemind(NotAllowed):
    """Nobody who could be reached belongs to whom it was meant for."""


class NotYourDuty(NotAllowed):
    """That day is somebody else's."""


class ReminderOver(TooLate):
    """It is going out, has gone out or was stopped: nothing of it can be changed any more."""


class DutyOver(TooLate):
    """That day's duty has ended."""


class SwapAnswered(TooLate):
    """The wish was answered already, or the rota has changed since."""
