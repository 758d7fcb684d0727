"""A group that cannot be bound, and lists that are full."""

from dataclasses import dataclass

from rules.refusals.refusal import Refusal


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
