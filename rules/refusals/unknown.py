"""Not there, or not for this person to see."""

from rules.refusals.refusal import Refusal


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


class UnknownWish(Unknown):
    """No such wish on a board of this person's, or not on it yet."""
