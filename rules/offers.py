"""Offers: a coordinator asks somebody whether they could take an order; it holds no place, and no answer is owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_WAITING = 5  # asked at a time; all of them but one would be told that somebody was faster
STANDS_FOR = timedelta(hours=24)  # then it no longer counts as waiting, and may be made once more


class OfferState(StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Offer:
    """One person asked about one order, and by whom."""

    person_id: int
    state: OfferState
    offered_by: int
    offered_at: datetime
    name: str = ""

    def waits(self, now: datetime) -> bool:
        """Whether an answer can still be expected."""
        return self.state is OfferState.OFFERED and self.offered_at > now - STANDS_FOR


@dataclass(frozen=True)
class Candidate:
    """A volunteer to whom an order may be offered."""

    person_id: int
    name: str
    ticked: bool  # wants to help with this service
    last_helped: datetime | None = None


def in_turn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who ticked the service first, and among them who has not helped for longest."""

    def turn(each: Candidate) -> tuple[bool, bool, float, int]:
        helped = each.last_helped
        return not each.ticked, helped is not None, helped.timestamp() if helped else 0.0, each.person_id

    return sorted(candidates, key=turn)
