"""What each reminder is about, and whether anybody still has to do it when it is sent."""

from collections.abc import Callable, Mapping

from rules.life import ALIVE, ClaimState, State
from rules.notices import (
    AreYouDone,
    AskConfirm,
    ChangedSinceReview,
    DoneYet,
    FinishNoted,
    FreeAgain,
    HaveYouArrived,
    IsAllWell,
    NobodyYet,
    NobodyYetAtAll,
    NoGroupYet,
    OrderAlert,
    OrderOffered,
    OverdueClaim,
    PleaseConfirm,
    ReviewDetails,
    ReviewFile,
    ReviewWaits,
    StillComing,
    StillLooking,
    StillOpen,
    WishedFor,
)
from storage.views import ClaimView, OrderView


def _is(claim: ClaimView | None, *states: ClaimState) -> bool:
    return claim is not None and claim.state in states


def _is_silent(claim: ClaimView | None) -> bool:
    return claim is not None and claim.holds and claim.state is not ClaimState.FINISHED


_STILL_WAITS = (StillOpen, FreeAgain, StillLooking, NobodyYet, NobodyYetAtAll)
STILL: Mapping[str, Callable[[OrderView, ClaimView | None], bool]] = {  # what each reminder is about
    AskConfirm.key(): lambda order, _: order.state is State.FINISHED,
    FinishNoted.key(): lambda order, _: not (order.caller and order.state is State.CLOSED),  # confirmed by PIN at once
    PleaseConfirm.key(): lambda order, _: order.state is State.FINISHED,
    StillComing.key(): lambda order, claim: order.state in ALIVE and _is(claim, ClaimState.TAKEN),
    HaveYouArrived.key(): lambda order, claim: order.state in ALIVE and _is(claim, ClaimState.TAKEN),
    DoneYet.key(): lambda order, claim: order.state in ALIVE and _is(claim, ClaimState.ARRIVED),
    IsAllWell.key(): lambda _, claim: claim is not None and claim.check_on_at is not None and _is_silent(claim),
    AreYouDone.key(): lambda order, claim: order.state in ALIVE and _is_silent(claim),
    OverdueClaim.key(): lambda order, _: order.state in ALIVE and any(_is_silent(each) for each in order.claims),
    **{each.key(): lambda order, _: order.state in ALIVE and order.wanted > 0 for each in (OrderOffered, WishedFor)},
    NoGroupYet.key(): lambda order, _: order.state in ALIVE and order.chat_id is None,
    ReviewWaits.key(): lambda order, _: order.state is State.REVIEW,
    ReviewDetails.key(): lambda order, _: order.state is State.REVIEW,
    ReviewFile.key(): lambda order, _: order.state is State.REVIEW,
    ChangedSinceReview.key(): lambda order, _: order.state in ALIVE,
    **{each.key(): lambda order, _: order.state in ALIVE and order.wanted > 0 for each in _STILL_WAITS},
    OrderAlert.key(): lambda order, claim: order.state in ALIVE and order.wanted > 0 and not _is_silent(claim),
}
