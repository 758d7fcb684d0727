"""Who acts for a resident and hears what the resident would: whoever took the call, and relatives who were let."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rules import notices, refusals
from rules.notices import AboutOrder, Coordinators, Notice, Say
from rules.people import Member

MOST_MISSES = 5  # wrong PINs; then whoever took the call asks the caller
MOST_RELATIVES = 3  # for whom one may act
PIN_FIGURES = 4

MATTERS: tuple[type[Notice], ...] = (  # to whoever took the call: placed, help in doubt, how it ended
    notices.Placed, notices.InReview, notices.AskedBack, notices.OrderChanged, notices.HelperHandedBack,
    notices.HelperTakenBack, notices.AskConfirm, notices.ConfirmedByPin, notices.ConfirmedByClock, notices.ConfirmedBy,
    notices.OrderCancelled, notices.OrderClosed, notices.OrderDeclined, notices.OrderExpired, notices.NotDecidedInTime,
    notices.DisputeReceived, notices.DisputeSettled, notices.StillLooking,
    notices.HelperSilent, notices.PleaseConfirm,
)  # fmt: skip


@dataclass(frozen=True)
class Behalf:
    """Who stands in for the resident of an order; nobody does for most.

    `caller`: the resident has no Telegram. `taker` took the call, and still coordinates.
    """

    caller: bool = False
    taker: int | None = None
    proxies: tuple[int, ...] = ()
    pin: str = field(default="", repr=False)
    read_it: tuple[int, ...] = ()  # who was shown the PIN, whatever they may do now

    def knows_pin(self, person_id: int) -> bool:
        """Whether the PIN says nothing when it comes from this person."""
        return person_id in self.people or person_id in self.read_it

    @property
    def people(self) -> tuple[int, ...]:
        """All who may act as the resident may."""
        taker = (self.taker,) if self.caller and self.taker is not None else ()
        return tuple(dict.fromkeys((*taker, *self.proxies)))

    @property
    def stands(self) -> bool:
        """Whether somebody else than the resident hears of it."""
        return self.caller or bool(self.proxies)

    @property
    def left_alone(self) -> bool:
        """A caller whose call nobody who is still here has taken: any coordinator stands in."""
        return self.caller and not self.people

    def holds(self, actor: Member) -> bool:
        """Whether this person may act as the resident may."""
        return actor.person_id in self.people or (self.left_alone and actor.leads)


def heard(said: Say, resident_id: int, community_id: int, behalf: Behalf, actor_id: int | None) -> Iterator[Say]:
    """The same to all who hear it; what is said to the resident goes to those who stand in as well, or instead."""
    if said.to != resident_id or not behalf.stands or not isinstance(said.notice, AboutOrder):
        yield said
        return
    to: list[int | Coordinators] = [] if behalf.caller else [resident_id]
    if behalf.caller and isinstance(said.notice, MATTERS):
        to += [Coordinators(community_id)] if behalf.left_alone else behalf.people
    to += [each for each in behalf.proxies if each not in to]
    for each in to:
        if not (isinstance(said.notice, notices.ConfirmedBy) and each == actor_id):
            yield replace(said, to=each)


def check_relatives(count: int) -> None:
    """Refuse whoever acts for as many as one may."""
    if count >= MOST_RELATIVES:
        raise refusals.TooManyRelatives(most=MOST_RELATIVES)
