"""An order is looked at before anybody else sees it: let out, asked back about, or declined.

It waits for a coordinator of its community, has no helpers yet, and always wakes: for one reminder, then for its end.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules import first_choice, notices, refusals, wakes
from rules.first_choice import NOTHING, Known
from rules.life import MOST_REASON, OVER, OVERDUE_AFTER, Ender, Facts, Order, Outcome, State
from rules.notices import AboutOrder, Coordinators, Say, Show, View
from rules.people import Member, check_coordinator

PATIENCE = timedelta(minutes=60)  # without a decision; then the coordinators are reminded
BEFORE_START = timedelta(minutes=30)  # at the latest: a volunteer must still be found
JUST_TOLD = timedelta(minutes=5)  # whoever has just been told of it is not reminded in the same breath


@dataclass(frozen=True)
class SoFar:
    """What has been said about it, by coordinators and the resident; the rules see it beside the facts.

    `asked`: a question waits for its answer, put by `askers`, those of them who still lead. `others`: somebody else
    than the actor could decide.
    """

    asked: bool = False
    askers: tuple[int, ...] = ()
    decided_by: str = ""
    declined: bool = False
    others: bool = True


def place(facts: Facts, earlier: tuple[str, ...] = ()) -> Outcome:
    """A new order for a service that is looked at first; `earlier` ones of the same day may mean the same."""
    order = replace(facts.order, state=State.REVIEW, wake_at=_remind_at(facts.order, facts.now))
    return Outcome(order, (), (Say(order.resident_id, notices.InReview(order.id, earlier)),), shows(order.id))


def approve(facts: Facts, so_far: SoFar, *, has_group: bool, known: Known = NOTHING) -> Outcome:
    """A coordinator lets it out: the card is posted, and it lives as any other from now on."""
    _check_may_decide(facts, so_far)
    order = facts.order
    out = wakes.opened(facts, known)
    says = told_it_is_out(facts, out, known, notices.ReviewPassed(order.id))
    if not has_group:
        says.append(Say(Coordinators(order.community_id), notices.NoGroupYet(order.id)))
    return Outcome(out, facts.claims, tuple(says), (Show(order.id, View.CARD), *shows(order.id)))


def ask_back(facts: Facts, so_far: SoFar, question: str) -> Outcome:
    """A coordinator wants to know more; it waits on, and is not forgotten if no answer comes."""
    actor = _check_may_decide(facts, so_far)
    said = Say(facts.order.resident_id, notices.AskedBack(facts.order.id, actor.first_name, question))
    return _waits_on(facts, said)


def answer_back(facts: Facts, so_far: SoFar, answer: str) -> Outcome:
    """The resident answers; whoever asked hears it, or all coordinators where the asker leads no more."""
    if not facts.acts_as_resident:
        raise refusals.NotYourOrder
    _check_in_review(facts, so_far)
    if not so_far.asked:
        raise refusals.NothingAsked
    told = notices.AnsweredBack(facts.order.id, answer)
    whom: tuple[int | Coordinators, ...] = so_far.askers or (judges(facts.order),)
    return _waits_on(facts, *(Say(each, told) for each in whom))


def decline(facts: Facts, so_far: SoFar, reason: str) -> Outcome:
    """A coordinator does not let it out; the resident is told why."""
    _check_may_decide(facts, so_far)
    order = replace(
        facts.order, state=State.DECLINED, wake_at=None, closed_at=facts.now, ended_by=Ender.COORDINATOR,
        end_reason=reason[:MOST_REASON],
    )  # fmt: skip
    said = Say(order.resident_id, notices.OrderDeclined(order.id, reason))
    return Outcome(order, facts.claims, (said,), shows(order.id))


def urge(facts: Facts) -> Outcome:
    """Nobody has decided: the coordinators are reminded, once; what happens next is its end."""
    if facts.order.state is not State.REVIEW:
        raise refusals.OrderOver(state=facts.order.state)
    order = replace(facts.order, wake_at=facts.order.ends_at + OVERDUE_AFTER, reminded_at=facts.now)
    said = Say(judges(order), notices.ReviewWaits(order.id))
    return Outcome(order, facts.claims, (said,), shows(order.id))


def changed(facts: Facts) -> Outcome:
    """The resident has changed details of an order in review: it stays there, and reminds by its new time."""
    order = facts.order
    wake_at = order.ends_at + OVERDUE_AFTER if order.reminded else _remind_at(order, facts.now)
    said = Say(order.resident_id, notices.OrderChanged(order.id))
    return Outcome(replace(order, wake_at=wake_at), facts.claims, (said,), shows(order.id))


def told_it_is_out(
    facts: Facts, order: Order, known: Known, usual: AboutOrder, earlier: tuple[str, ...] = ()
) -> list[Say]:
    """The resident hears that it is out; where the helper of last time is asked first both hear until when."""
    if order.reserved_for is None or order.reserved_until is None:
        return [Say(order.resident_id, usual)]
    until = first_choice.clock(facts, order.reserved_until)
    return [
        Say(order.resident_id, notices.AskedFirst(order.id, known.helper, until, earlier)),
        Say(order.reserved_for, notices.WishedFor(order.id, until)),
    ]


def judges(order: Order) -> Coordinators:
    """Who is told that it waits: nobody decides about an order of their own."""
    return Coordinators(order.community_id, without=frozenset({order.resident_id}))


def shows(order_id: int) -> tuple[Show, ...]:
    """What coordinators see of it, brought up to date."""
    return (Show(order_id, View.REVIEW),)


def _waits_on(facts: Facts, *says: Say) -> Outcome:
    wake_at = _remind_at(facts.order, facts.now, at_least=JUST_TOLD)
    order = replace(facts.order, wake_at=wake_at, reminded_at=None)
    return Outcome(order, facts.claims, says, shows(order.id))


def _remind_at(order: Order, now: datetime, at_least: timedelta = timedelta(0)) -> datetime:
    """When it is time to remind; no later than its end, at which it expires."""
    wanted = min(now + PATIENCE, (order.starts_at or order.ends_at) - BEFORE_START)
    return min(max(wanted, now + at_least), max(order.ends_at + OVERDUE_AFTER, now))


def _check_may_decide(facts: Facts, so_far: SoFar) -> Member:
    actor = _somebody(facts)
    check_coordinator(actor)
    _check_in_review(facts, so_far)
    if actor.person_id in (facts.order.resident_id, *facts.behalf.proxies) and so_far.others:
        raise refusals.OwnReview
    return actor


def _check_in_review(facts: Facts, so_far: SoFar) -> None:
    if facts.order.state is State.REVIEW:
        return
    if so_far.decided_by:
        raise refusals.AlreadyReviewed(by=so_far.decided_by, declined=so_far.declined)
    if facts.order.state in OVER:
        raise refusals.OrderOver(state=facts.order.state)
    raise refusals.NotInReview


def _somebody(facts: Facts) -> Member:
    if facts.actor is None:
        raise AssertionError("the clock does not do this")
    return facts.actor
