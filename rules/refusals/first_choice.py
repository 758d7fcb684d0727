"""The order is kept for others, for a while."""

from dataclasses import dataclass
from typing import ClassVar

from rules.refusals.not_allowed import NotAllowed


@dataclass(eq=False)
class KeptForOthers(NotAllowed):
    """The person has helped lately; until then only newcomers and those who rested longer may claim it."""

    loud: ClassVar[bool] = True
    until: str


@dataclass(eq=False)
class SomebodyAskedFirst(NotAllowed):
    """Whoever the resident wished for is being asked, until then; it is told to nobody who that is."""

    loud: ClassVar[bool] = True
    until: str
