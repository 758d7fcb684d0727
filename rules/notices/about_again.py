"""What is said about standing orders: help that is asked for every week."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder


@dataclass(frozen=True)
class EveryWeekPlaced(AboutOrder):
    """The order of this week is out, or with the coordinators. Buttons: cancel this one, stop all. `last`: no more."""

    standing_id: int
    last: bool = False
    earlier: tuple[str, ...] = ()


class EveryWeekOver(AboutOrder):
    """Its last day has passed; it may go on. About the latest order of it."""


@dataclass(frozen=True)
class EveryWeekStopped(AboutOrder):
    """It could not be placed, `why` says what was in the way; to the resident. About the latest order of it."""

    why: str


@dataclass(frozen=True)
class EveryWeekStoppedFor(AboutOrder):
    """The same to the coordinators."""

    why: str
