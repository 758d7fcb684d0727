"""The verbs of a wish: one pure function each, facts to outcome, or a refusal.

Each stands in `rules.wish_life.MOVES` under its own name. A wish has one live claim at most, ever: it begins with
`claim`, and every verb that puts the wish back on the board, withdraws it or confirms it ends the claim as well.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rules import refusals
from rules.notices import (
    AboutGrant,
    Coordinators,
    Say,
    WishAskThanks,
    WishClaimed,
    WishDelivered,
    WishDeliveryNoted,
    WishFulfilled,
    WishHandedBack,
    WishLongOut,
    WishNudge,
    WishOnBoard,
    WishPhotoAgain,
    WishReleased,
    WishReminder,
    WishReturned,
    WishTakenBack,
    WishThanks,
    WishWaits,
    WishWithdrawn,
)
from rules.people import Member, Standing, check_coordinator
from rules.wish_life import (
    CONTACT_WITHIN,
    LEAST_WARNING,
    LOOK_WITHIN,
    MOST_HELD,
    NEW,
    PROMISED,
    REMIND_AFTER,
    STILL_ON_IT,
    THANKS_WITHIN,
    Claimant,
    Grant,
    GrantState,
    WishFacts,
    WishOutcome,
    WishState,
)

Verb = Callable[[WishFacts], WishOutcome]


# --- coordinators ----------------------------------------------------------------------------------------------------


def verify(facts: WishFacts) -> WishOutcome:
    """A coordinator has seen that the wish is real: it goes on the board. Who collected it may do so, and is named."""
    _check_leader(facts, WishState.COLLECTED)
    wish = replace(facts.wish, state=WishState.BOARD, verified_by=_actor(facts), verified_at=facts.now)
    return WishOutcome(wish, says=_to_group(facts, back=False))


def take_back(facts: WishFacts, reason: str) -> WishOutcome:
    """A coordinator puts it back on the board: whoever claimed it is told why."""
    _check_leader(facts, WishState.CLAIMED, WishState.IN_TOUCH)
    grant = _grant(facts)
    told = Say(grant.person_id, WishTakenBack(*_about(facts), reason))
    return _back_on_board(facts, GrantState.TAKEN_BACK, told)


def ask_again(facts: WishFacts, words: str) -> WishOutcome:
    """The photo does not show it: another one is asked for, in the coordinator's words."""
    _check_leader(facts, WishState.DELIVERED)
    grant = replace(_grant(facts), delivered_at=None)
    wish = replace(facts.wish, state=WishState.IN_TOUCH, wake_at=facts.now + STILL_ON_IT)
    return WishOutcome(wish, grant, (Say(grant.person_id, WishPhotoAgain(*_about(facts), words)),))


def confirm(facts: WishFacts) -> WishOutcome:
    """Fulfilled: the contact is taken away, and whoever collected it may pass on thanks."""
    _check_leader(facts, WishState.DELIVERED)
    grant = replace(_grant(facts), state=GrantState.FULFILLED, ended_at=facts.now)
    wish = replace(facts.wish, state=WishState.FULFILLED, wake_at=facts.now + THANKS_WITHIN)
    says = (
        Say(grant.person_id, WishFulfilled(*_about(facts))),
        Say(facts.wish.collected_by, WishAskThanks(*_about(facts))),
    )
    return WishOutcome(wish, grant, says)


def thank(facts: WishFacts, words: str) -> WishOutcome:
    """What the family says is passed on, and the wish is closed; for whoever collected it, and the coordinators."""
    if facts.actor is None or facts.actor.person_id != facts.wish.collected_by:
        check_coordinator(_member(facts))
    _check_state(facts, WishState.FULFILLED)
    said = Say(_grant(facts).person_id, WishThanks(*_about(facts), words))
    return replace(_closed(facts), says=(said,))


def withdraw(facts: WishFacts, reason: str) -> WishOutcome:
    """Off the board before it is delivered: whoever claimed it is told why."""
    check_coordinator(_member(facts))
    if facts.wish.state not in (WishState.COLLECTED, WishState.BOARD, WishState.CLAIMED, WishState.IN_TOUCH):
        raise refusals.WishMovedOn
    wish = replace(facts.wish, state=WishState.WITHDRAWN, wake_at=None, reminded=False, closed_at=facts.now)
    if facts.grant is None:
        return WishOutcome(wish)
    grant = replace(facts.grant, state=GrantState.WITHDRAWN, ended_at=facts.now)
    return WishOutcome(wish, grant, (Say(grant.person_id, WishWithdrawn(*_about(facts), reason)),))


# --- whoever claims it -----------------------------------------------------------------------------------------------


def claim(facts: WishFacts, kind: Claimant, organisation: str = "") -> WishOutcome:
    """Somebody of the community promises to grant it, and has seven days to get in touch."""
    check_claim(facts)
    grant = Grant(None, _actor(facts), kind, GrantState.LIVE, facts.now, organisation)
    wish = replace(facts.wish, state=WishState.CLAIMED, wake_at=facts.now + REMIND_AFTER, reminded=False)
    return WishOutcome(wish, grant, _to_leaders(facts, WishClaimed(facts.wish.id, facts.wish.community_id, NEW)))


def check_claim(facts: WishFacts) -> None:
    """Refuse whoever cannot claim it now, before they are asked as whom."""
    wish = facts.wish
    if not facts.belongs or wish.state is WishState.COLLECTED:
        raise refusals.UnknownWish
    if wish.state in PROMISED:
        own = facts.grant is not None and facts.grant.person_id == _actor(facts)
        raise refusals.WishYours if own else refusals.WishTaken
    if wish.state is not WishState.BOARD:
        raise refusals.WishOver
    if _member(facts).standing in (Standing.APPLIED, Standing.DECLINED, Standing.PAUSED):
        raise refusals.NoWishNow
    if facts.taken_back:
        raise refusals.WishWasYours
    if facts.held >= MOST_HELD:
        raise refusals.TooManyWishes(most=MOST_HELD)


def make_contact(facts: WishFacts) -> WishOutcome:
    """They have been in touch: no clock takes it away any more."""
    grant = _own(facts)
    _check_state(facts, WishState.CLAIMED)
    wish = replace(facts.wish, state=WishState.IN_TOUCH, wake_at=facts.now + STILL_ON_IT, reminded=False)
    return WishOutcome(wish, replace(grant, contacted_at=facts.now))


def check_delivery(facts: WishFacts) -> None:
    """Refuse whoever cannot deliver it now, before they are asked for a photo."""
    _own(facts)
    _check_state(facts, WishState.CLAIMED, WishState.IN_TOUCH)


def deliver(facts: WishFacts) -> WishOutcome:
    """Delivered, with a photo: a coordinator looks at it. Whoever delivers has been in touch."""
    check_delivery(facts)
    grant = _own(facts)
    grant = replace(grant, contacted_at=grant.contacted_at or facts.now, delivered_at=facts.now)
    wish = replace(facts.wish, state=WishState.DELIVERED, wake_at=facts.now + LOOK_WITHIN, reminded=False)
    says = (
        Say(grant.person_id, WishDeliveryNoted(*_about(facts))),
        Say(Coordinators(wish.community_id), WishDelivered(*_about(facts))),
    )
    return WishOutcome(wish, grant, says)


def hand_back(facts: WishFacts) -> WishOutcome:
    """They cannot after all, and owe no reason: it is on the board again, first in line."""
    grant = _own(facts)
    _check_state(facts, WishState.CLAIMED, WishState.IN_TOUCH)
    return _back_on_board(facts, GrantState.HANDED_BACK, Say(grant.person_id, WishHandedBack(*_about(facts))))


# --- the clock -------------------------------------------------------------------------------------------------------


def due(facts: WishFacts) -> Verb | None:
    """What the clock has to do with the wish now, if anything."""
    wish = facts.wish
    if wish.wake_at is None or wish.wake_at > facts.now:
        return None
    if wish.state is WishState.CLAIMED:
        return release if wish.reminded else remind
    return {WishState.IN_TOUCH: nudge, WishState.DELIVERED: nudge, WishState.FULFILLED: close}.get(wish.state)


def remind(facts: WishFacts) -> WishOutcome:
    """Two days are left; a day at least, where nobody was there to remind them in time."""
    grant = _grant(facts)
    wish = replace(facts.wish, reminded=True, wake_at=contact_until(grant, facts.now))
    return WishOutcome(wish, grant, (Say(grant.person_id, WishReminder(*_about(facts))),))


def release(facts: WishFacts) -> WishOutcome:
    """Nothing was heard for seven days: it is on the board again, and nobody is blamed."""
    grant = _grant(facts)
    return _back_on_board(facts, GrantState.RELEASED, Say(grant.person_id, WishReleased(*_about(facts))))


def nudge(facts: WishFacts) -> WishOutcome:
    """Long in touch, or long delivered: whoever can go on with it is asked, and again after the same time."""
    grant, home = _grant(facts), Coordinators(facts.wish.community_id)
    if facts.wish.state is WishState.DELIVERED:
        wish = replace(facts.wish, wake_at=facts.now + LOOK_WITHIN)
        return WishOutcome(wish, grant, (Say(home, WishWaits(*_about(facts))),))
    wish = replace(facts.wish, wake_at=facts.now + STILL_ON_IT)
    says = (Say(grant.person_id, WishNudge(*_about(facts))), Say(home, WishLongOut(*_about(facts))))
    return WishOutcome(wish, grant, says)


def close(facts: WishFacts) -> WishOutcome:
    """Nobody had thanks to pass on; that is all right."""
    return _closed(facts)


def contact_until(grant: Grant, reminded_at: datetime) -> datetime:
    """Until when they may get in touch, once they are reminded."""
    return max(grant.claimed_at + CONTACT_WITHIN, reminded_at + LEAST_WARNING)


# --- what they share -------------------------------------------------------------------------------------------------


def _back_on_board(facts: WishFacts, end: GrantState, told: Say) -> WishOutcome:
    grant = replace(_grant(facts), state=end, ended_at=facts.now)
    wish = replace(facts.wish, state=WishState.BOARD, wake_at=None, reminded=False, returned_at=facts.now)
    leaders = _to_leaders(facts, WishReturned(*_about(facts), end.value))
    return WishOutcome(wish, grant, (told, *leaders, *_to_group(facts, back=True)))


def _closed(facts: WishFacts) -> WishOutcome:
    return WishOutcome(replace(facts.wish, state=WishState.CLOSED, wake_at=None, closed_at=facts.now), _grant(facts))


def _to_group(facts: WishFacts, *, back: bool) -> tuple[Say, ...]:
    if facts.group is None:
        return ()
    return (Say(facts.group, WishOnBoard(facts.wish.id, facts.wish.community_id, back)),)


def _to_leaders(facts: WishFacts, notice: AboutGrant) -> tuple[Say, ...]:
    """The coordinators, and whoever collected it, each once."""
    leaders = Say(Coordinators(facts.wish.community_id), notice)
    return (leaders,) if facts.collector_leads else (leaders, Say(facts.wish.collected_by, notice))


def _about(facts: WishFacts) -> tuple[int, int, int]:
    return facts.wish.id, facts.wish.community_id, _grant(facts).id or NEW


def _grant(facts: WishFacts) -> Grant:
    if facts.grant is None:
        raise AssertionError("somebody has claimed it")
    return facts.grant


def _own(facts: WishFacts) -> Grant:
    """The actor's own live claim; who had one is told that it is over."""
    if facts.grant is None or not facts.grant.lives or facts.grant.person_id != _actor(facts):
        raise refusals.NotYourWish
    return facts.grant


def _actor(facts: WishFacts) -> int:
    return _member(facts).person_id


def _member(facts: WishFacts) -> Member:
    if facts.actor is None:
        raise AssertionError("the clock does no such thing")
    return facts.actor


def _check_leader(facts: WishFacts, *states: WishState) -> None:
    check_coordinator(_member(facts))
    _check_state(facts, *states)


def _check_state(facts: WishFacts, *states: WishState) -> None:
    if facts.wish.state not in states:
        raise refusals.WishMovedOn
