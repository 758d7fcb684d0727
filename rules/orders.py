"""What may be done with an order: one pure function per verb, facts in, outcome or refusal out.

Each verb stands in `rules.life.MOVES` under its own name, with the states it may start from and end in; only
`place`, which begins a life, does not. An order that lives or waits for a confirmation always has a `wake_at`.
"""

from collections.abc import Callable
from dataclasses import replace

from rules import escalating, first_choice, ledger, notices, refusals, review, standby, wakes, watching
from rules.credits import MOST_MINUTES
from rules.first_choice import NOTHING, Known
from rules.ledger import Evidence, Ledger
from rules.life import (
    ALIVE,
    MOST_REASON,
    NOBODY_CAME,
    NOBODY_DECIDED,
    NOBODY_SAID,
    Claim,
    ClaimState,
    Ender,
    Facts,
    Outcome,
    State,
    standing_state,
)
from rules.marks import Asked
from rules.notices import Coordinators, Notice, Say, Show, View
from rules.people import check_coordinator, check_volunteer, first_name


def place(facts: Facts, *, has_group: bool, earlier: tuple[str, ...] = (), known: Known = NOTHING) -> Outcome:
    """A new order goes out: open, waking for the first step of its ladder; `earlier` ones may mean the same."""
    order = wakes.opened(facts, known)
    says = review.told_it_is_out(facts, order, known, notices.Placed(order.id, earlier), earlier)
    if earlier:
        says.append(Say(Coordinators(order.community_id), notices.PossibleDuplicate(order.id, earlier)))
    if not has_group:
        says.append(Say(Coordinators(order.community_id), notices.NoGroupYet(order.id)))
    return Outcome(order, (), tuple(says), (Show(order.id, View.CARD),))


def claim(facts: Facts, place: int | None = None, *, asked: bool = False) -> Outcome:
    """A volunteer takes a place; exactly one wins each. Where roles differ, `place` counts them from 0.

    Whoever was `asked` by a coordinator need not wait while it is kept for others.
    """
    actor = facts.somebody
    if actor.person_id == facts.order.resident_id:
        raise refusals.OwnOrder
    if actor.person_id in facts.behalf.people:
        raise refusals.ActsForResident
    check_volunteer(actor, join_link=facts.join_link)
    if any(held.person_id == actor.person_id for held in facts.holding):
        raise refusals.AlreadyYours
    check_alive(facts)
    if not facts.vetting.admits(actor.person_id):
        raise refusals.NotVetted
    if facts.apart:
        raise refusals.LooksForAnother
    if facts.places_open < 1:
        raise refusals.AlreadyClaimed(by=_winner(facts), others=facts.other_open_orders)
    if facts.held.most is not None and facts.held.count >= facts.held.most:
        raise refusals.TooManyClaims(most=facts.held.most)
    if not asked:
        first_choice.check(facts)
    role = _role(facts, place)
    taken = Claim(actor.person_id, actor.name, ClaimState.TAKEN, facts.now, role=role)
    says = [Say(facts.order.resident_id, notices.HelperComing(facts.order.id, actor.first_name))]
    if (other := facts.held.overlap) is not None:
        says.append(Say(actor.person_id, notices.ClaimsOverlap(facts.order.id, other.order_id, other.code)))
    waited = tuple(standby.stepped_down(kept) if kept.person_id == actor.person_id else kept for kept in facts.claims)
    facts = replace(facts, order=first_choice.taken(facts.order, actor.person_id))
    return lives_on(facts, (*waited, taken), *says)  # nobody holds a place and waits for another


def hand_back(facts: Facts) -> Outcome:
    """A helper who cannot come says so in time (State Council Order 685, art. 22); no reason is owed."""
    mine, well = watching.ended(facts, unfinished(facts))
    left = with_claim(facts.claims, replace(mine, state=ClaimState.HANDED_BACK))
    claims, helper = standby.moved_up(facts.order, left, facts.vetting, facts.now), first_name(mine.name)
    told: Notice = notices.HelperHandedBack(facts.order.id, helper, standing_state(facts.order, claims) in ALIVE)
    for stand_in in standby.newly_up(facts, claims):
        told = notices.StandInComing(facts.order.id, helper, first_name(stand_in.name))
    return lives_on(facts, claims, Say(facts.order.resident_id, told), *well)


def check_in(facts: Facts) -> Outcome:
    """The helper is there; from now on minutes count."""
    mine = unfinished(facts)
    if mine.state is ClaimState.ARRIVED:
        raise refusals.AlreadyArrived
    mine, well = watching.ended(facts, mine) if mine.watch.asked_at is not None else (mine, ())
    arrived = replace(mine, state=ClaimState.ARRIVED, arrived_at=facts.now)
    said = Say(facts.order.resident_id, notices.HelperArrived(facts.order.id, first_name(mine.name)))
    return lives_on(facts, with_claim(facts.claims, arrived), said, *well)


def finish(facts: Facts, minutes: int) -> Outcome:
    """The helper is done; when all who came are, the resident is asked."""
    mine = unfinished(facts)
    if not 1 <= minutes <= MOST_MINUTES:
        raise refusals.BadMinutes(most=MOST_MINUTES)
    mine, well = watching.ended(facts, mine)
    done = replace(mine, state=ClaimState.FINISHED, finished_at=facts.now, minutes=minutes)
    said = Say(mine.person_id, notices.FinishNoted(facts.order.id, minutes))
    return lives_on(facts, with_claim(facts.claims, done), said, *well)


def change(facts: Facts, *, other_service: bool = False, other_time: bool = False) -> Outcome:
    """The resident has changed details, which `facts.order` carries already; whoever holds a place is told.

    Another service may ask more of its helpers than the one they came for; another time is asked about anew.
    """
    _check_resident(facts)
    _check_nobody_there(facts)
    if facts.places_open < 0:
        raise refusals.FewerThanClaimed(held=len(facts.holding))
    for held in facts.holding if other_service else ():
        if not facts.vetting.admits(held.person_id):
            raise refusals.HelperNotVetted(by=first_name(held.name))
    if facts.order.state is State.REVIEW:
        return review.changed(facts)
    says = [Say(held.person_id, notices.ChangedForHelper(facts.order.id)) for held in facts.holding]
    says.append(Say(facts.order.resident_id, notices.OrderChanged(facts.order.id)))
    claims = facts.claims
    if other_time:
        claims = tuple(replace(kept, asked=Asked()) if kept.holds else kept for kept in claims)
    kept = first_choice.changed(facts, other_service=other_service)
    if facts.order.reserved_for is not None and kept.order.reserved_for is None and facts.order.state is State.OPEN:
        says.append(Say(facts.order.resident_id, notices.OpenToAll(facts.order.id)))
    if other_service:  # its steps are others: they begin anew
        kept = replace(kept, order=replace(kept.order, step=0, stepped_at=None, opened_at=facts.now))
    outcome = lives_on(kept, claims, *says)
    return replace(outcome, shows=_shows(facts.order.id, tuple(kept for kept in outcome.claims if kept.holds)))


def cancel(facts: Facts, reason: str = "") -> Outcome:
    """The resident no longer needs help; possible until somebody has arrived."""
    _check_resident(facts)
    _check_nobody_there(facts)
    says = [Say(held.person_id, notices.CancelledForHelper(facts.order.id, reason)) for held in facts.holding]
    says.append(Say(facts.order.resident_id, notices.OrderCancelled(facts.order.id)))
    return ends(facts, State.CANCELLED, ClaimState.RELEASED, says, Ender.RESIDENT, reason)


def confirm(facts: Facts) -> Outcome:
    """The resident, or the clock after three days, says yes: minutes and credits are posted."""
    if facts.actor is not None:
        _check_resident(facts)
        if any(held.person_id == facts.actor.person_id for held in facts.holding):
            raise refusals.OwnFinish  # they began to act for the resident since
    _check_finished(facts)
    by_clock = facts.actor is None

    def told(counted: int, credit: int, total: int) -> Notice:
        return notices.Earned(facts.order.id, counted, credit, total, by_clock)

    outcome = pay(facts, None, told, Ender.CLOCK if by_clock else Ender.RESIDENT)
    if by_clock:
        said = Say(facts.order.resident_id, notices.ConfirmedByClock(facts.order.id))
        return replace(outcome, says=(said, *outcome.says))
    if facts.behalf.stands:
        by = Say(facts.order.resident_id, notices.ConfirmedBy(facts.order.id, facts.somebody.first_name))
        return replace(outcome, says=(*outcome.says, by))
    return outcome


def dispute(facts: Facts, reason: str) -> Outcome:
    """The resident says that something is wrong: credits wait, the coordinators who did not help decide."""
    _check_resident(facts)
    _check_finished(facts)
    order = replace(facts.order, state=State.DISPUTED, wake_at=None)
    says = [Say(held.person_id, notices.DisputedForHelper(order.id)) for held in facts.holding]
    says.append(Say(order.resident_id, notices.DisputeReceived(order.id)))
    judges = Coordinators(order.community_id, without=frozenset(held.person_id for held in facts.holding))
    says.append(Say(judges, notices.DisputeOpened(order.id, reason)))
    return Outcome(order, facts.claims, tuple(says), _shows(order.id, facts.holding))


def settle(facts: Facts, minutes: int | None, reason: str) -> Outcome:
    """A coordinator decides a dispute: `minutes` None keeps what was reported, 0 gives none, else that many each.

    Nobody decides about minutes of their own.
    """
    actor = facts.somebody
    check_coordinator(actor)
    if facts.order.state is not State.DISPUTED:
        raise refusals.NotDisputed
    if any(held.person_id == actor.person_id for held in facts.holding):
        raise refusals.OwnMinutes
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise refusals.BadMinutes(most=MOST_MINUTES)

    def told(counted: int, credit: int, total: int) -> Notice:
        return notices.SettledForHelper(facts.order.id, counted, credit, total, reason)

    outcome = pay(facts, minutes, told, Ender.COORDINATOR, reason)
    credited = any(made.ledger is Ledger.CREDITS for made in outcome.transfers)
    said = Say(facts.order.resident_id, notices.DisputeSettled(facts.order.id, reason, credited))
    return replace(outcome, says=(said, *outcome.says))


def expire(facts: Facts) -> Outcome:
    """Nobody claimed it in time, or let it out: the resident gets an apology, the coordinators a name to call."""
    if facts.order.state not in (State.REVIEW, State.OPEN) or facts.holding:
        raise refusals.OrderOver(state=facts.order.state)
    undecided = facts.order.state is State.REVIEW
    sorry, call = notices.OrderExpired(facts.order.id), notices.NobodyCame(facts.order.id)
    says = [
        Say(facts.order.resident_id, notices.NotDecidedInTime(facts.order.id) if undecided else sorry),
        Say(review.judges(facts.order), notices.NobodyDecided(facts.order.id))
        if undecided else Say(Coordinators(facts.order.community_id), call),
    ]
    why = NOBODY_DECIDED if undecided else NOBODY_CAME
    return ends(facts, State.EXPIRED, ClaimState.RELEASED, says, Ender.CLOCK, why)


def remind(facts: Facts) -> Outcome:
    """Claimed, and a day past its time: the helpers are asked once, and the coordinators told."""
    check_alive(facts)
    order = wakes.set_for(replace(facts.order, reminded_at=facts.now), facts.claims, facts.ladder, facts.quiet)
    says = [Say(held.person_id, notices.AreYouDone(order.id)) for held in _silent(facts)]
    says.append(Say(Coordinators(order.community_id), notices.OverdueClaim(order.id)))
    return Outcome(order, facts.claims, tuple(says))


def release(facts: Facts) -> Outcome:
    """Asked and still silent: their places are let go. The work of those who finished counts, else the order ends."""
    check_alive(facts)
    silent = _silent(facts)
    says = [Say(held.person_id, notices.PlaceReleased(facts.order.id)) for held in silent]
    if len(silent) < len(facts.holding):
        gone = {held: replace(held, state=ClaimState.RELEASED) for held in silent}
        return lives_on(facts, tuple(gone.get(kept, kept) for kept in facts.claims), *says)
    for told in (facts.order.resident_id, Coordinators(facts.order.community_id)):
        says.append(Say(told, notices.OrderLapsed(facts.order.id)))
    return ends(facts, State.EXPIRED, ClaimState.RELEASED, says, Ender.CLOCK, NOBODY_SAID)


def lives_on(facts: Facts, claims: tuple[Claim, ...], *says: Say) -> Outcome:
    """The order with these claims: its state follows from them, it wakes in time, and what changed is shown."""
    before = claims
    claims = standby.moved_up(facts.order, claims, facts.vetting, facts.now)
    state = standing_state(facts.order, claims)
    for up in standby.newly_up(facts, claims):
        says = (*says, Say(up.person_id, notices.PlaceIsYours(facts.order.id)))
        if up not in before:  # else the resident has been told whose place it was
            says = (*says, Say(facts.order.resident_id, notices.HelperComing(facts.order.id, first_name(up.name))))
    says = (*says, *_sent_away(facts, claims), *watching.left_behind(facts, claims))
    if escalating.freed(facts, claims, state):
        says = (*says, *escalating.free_again(facts))
    if state is State.FINISHED:
        says = (*says, Say(facts.order.resident_id, notices.AskConfirm(facts.order.id)), *_dismissed(facts))
        claims = standby.let_go(claims)
    waits_anew = state is State.OPEN and facts.order.state is not State.OPEN
    order = replace(
        facts.order, state=state, touched_at=facts.now, reminded_at=None,
        opened_at=facts.now if waits_anew else facts.order.opened_at,
    )  # fmt: skip
    order = wakes.set_for(first_choice.going_on(order, facts.now), claims, facts.ladder, facts.quiet)
    changed = tuple(kept for kept in claims if kept not in facts.claims)
    return Outcome(order, claims, says, _shows(order.id, changed))


def ends(
    facts: Facts, state: State, claim_state: ClaimState, says: list[Say], by: Ender, reason: str = ""
) -> Outcome:
    """The order is over; every place that was held becomes `claim_state`."""
    order = replace(
        first_choice.let_go(facts.order), state=state, wake_at=None, closed_at=facts.now, ended_by=by,
        end_reason=reason[:MOST_REASON],
    )  # fmt: skip
    claims = tuple(replace(kept, state=claim_state) if kept.holds else kept for kept in facts.claims)
    shows = review.shows(order.id) if facts.order.state is State.REVIEW else _shows(order.id, facts.holding)
    left = watching.left_behind(facts, claims)
    return Outcome(order, standby.let_go(claims), (*says, *_dismissed(facts), *left), shows)


def pay(
    facts: Facts, minutes: int | None, told: Callable[[int, int, int], Notice], by: Ender, reason: str = "",
    *, evidence: Evidence | None = None,
) -> Outcome:  # fmt: skip
    """The order is closed, and each helper has their minutes and credits: as reported, or so many each."""
    paid = list(facts.claims)
    transfers: list[ledger.Transfer] = []
    says: list[Say] = []
    for index, held in enumerate(facts.claims):
        if not held.holds:
            continue
        if held.id is None:
            raise AssertionError("a claim is paid only once it is kept")
        counted = (held.minutes or 0) if minutes is None else minutes
        known = _evidence(held) if minutes is None else Evidence.DECIDED
        transfers += ledger.earn(held.person_id, held.id, counted, evidence or known, facts.rules)
        credit = facts.rules.credits_for(counted)
        says.append(Say(held.person_id, told(counted, credit, facts.balances.get(held.person_id, 0) + credit)))
        paid[index] = replace(held, state=ClaimState.CONFIRMED, minutes=counted)
    outcome = ends(replace(facts, claims=tuple(paid)), State.CLOSED, ClaimState.CONFIRMED, says, by, reason)
    return replace(outcome, transfers=tuple(transfers), shows=_shows(facts.order.id, facts.holding))


def _role(facts: Facts, place: int | None) -> str:
    """The role asked for, if it is free; the only one that is, where none was named."""
    roles, free = facts.order.roles, facts.free_roles
    if not roles:
        return ""
    if place is None:
        if len(set(free)) > 1:
            raise refusals.ChooseRole
        return free[0]
    if place >= len(roles):
        raise refusals.UnknownButton
    if roles[place] not in free:
        raise refusals.RoleTaken(role=roles[place])
    return roles[place]


def _sent_away(facts: Facts, claims: tuple[Claim, ...]) -> list[Say]:
    """Who waits no more, without having said so."""
    gone = {kept.id for kept in claims if kept.state is ClaimState.STEPPED_DOWN}
    own = facts.actor.person_id if facts.actor else None
    away = [waiting.person_id for waiting in facts.standing_by if waiting.id in gone and waiting.person_id != own]
    return [Say(each, notices.SteppedDown(facts.order.id)) for each in away]


def _dismissed(facts: Facts) -> list[Say]:
    return [Say(waiting.person_id, notices.NotNeeded(facts.order.id)) for waiting in facts.standing_by]


def _shows(order_id: int, claims: tuple[Claim, ...]) -> tuple[Show, ...]:
    """The card, and the private cards of these claims; who only stood by has none."""
    held = (kept for kept in claims if kept.state not in (ClaimState.STANDBY, ClaimState.STEPPED_DOWN))
    cards = tuple(Show(order_id, View.CLAIM, kept.person_id) for kept in held)
    return (Show(order_id, View.CARD), *cards)


def with_claim(claims: tuple[Claim, ...], changed: Claim) -> tuple[Claim, ...]:
    """The claims with one of them changed."""
    return tuple(changed if kept.id == changed.id else kept for kept in claims)


def _winner(facts: Facts) -> str:
    last = max(facts.holding, key=lambda held: held.claimed_at)
    return first_name(last.name)


def unfinished(facts: Facts) -> Claim:
    """The actor's place, in which there is still something to do, or a refusal."""
    actor = facts.somebody
    if not any(kept.person_id == actor.person_id for kept in facts.claims):
        raise refusals.NotYourClaim
    check_alive(facts)
    mine = facts.own_claim
    if mine.state is ClaimState.FINISHED:
        raise refusals.AlreadyFinished
    return mine


def _silent(facts: Facts) -> tuple[Claim, ...]:
    return tuple(held for held in facts.holding if held.state is not ClaimState.FINISHED)


def _evidence(held: Claim) -> Evidence:
    return Evidence.VERIFIED if held.arrived_at else Evidence.CONFIRMED


def check_alive(facts: Facts) -> None:
    """Refuse before the order is out, once it is finished, and when it is over."""
    if facts.order.state is State.REVIEW:
        raise refusals.NotOutYet
    if facts.order.state not in ALIVE:
        raise refusals.OrderOver(state=facts.order.state)


def _check_finished(facts: Facts) -> None:
    if facts.order.state in ALIVE or facts.order.state is State.REVIEW:
        raise refusals.NotFinishedYet
    if facts.order.state is not State.FINISHED:
        raise refusals.OrderOver(state=facts.order.state)


def _check_resident(facts: Facts) -> None:
    if not facts.acts_as_resident:
        raise refusals.NotYourOrder


def _check_nobody_there(facts: Facts) -> None:
    """Cancel and change are possible until somebody has arrived, also while it is looked at."""
    if facts.order.state is not State.REVIEW:
        check_alive(facts)
    for held in facts.holding:
        if held.state is not ClaimState.TAKEN:
            raise refusals.SomebodyArrived(by=first_name(held.name))
