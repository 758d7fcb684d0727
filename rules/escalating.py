"""Nobody has come yet: one step of the ladder, by which more people hear of an order that waits for helpers."""

from dataclasses import dataclass, replace

from rules import notices, refusals, wakes
from rules.ladder import Act, was_taken
from rules.life import Claim, Facts, Order, Outcome, State
from rules.notices import OnDuty, Owners, Say, Show, UnderCard, View


@dataclass(frozen=True)
class Near:
    """The teams with a group in which its card does not stand yet: the one that stands in first, and all others."""

    backup: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def escalate(facts: Facts, near: Near | None = None) -> Outcome:
    """The next step is taken; one that reaches nobody, as where there is no other team, is passed over in silence."""
    order, near = facts.order, near or Near()
    if order.state is not State.OPEN or order.step >= len(facts.ladder):
        raise refusals.OrderOver(state=order.state)
    act = facts.ladder[order.step].act
    says = _said(order, act)
    teams = {Act.BACKUP: near.backup, Act.ALL: (*near.backup, *near.others)}.get(act, ())
    taken = replace(order, step=order.step + 1, stepped_at=facts.now if says or teams else order.stepped_at)
    taken = wakes.set_for(taken, facts.claims, facts.ladder, facts.quiet)
    shows = (Show(order.id, View.CARD),) if teams else ()
    return Outcome(taken, facts.claims, says, shows, teams=teams)


def freed(facts: Facts, claims: tuple[Claim, ...], state: State) -> bool:
    """Whether a place has fallen free that somebody else could take."""
    fewer = sum(kept.holds for kept in claims) < len(facts.holding)
    return fewer and state in (State.OPEN, State.UNDER_WAY)


def free_again(facts: Facts) -> list[Say]:
    """The groups hear of it under the card; whoever was asked to look for somebody already is asked anew."""
    says = [Say(UnderCard(facts.order.id), notices.FreeAgain(facts.order.id))]
    if was_taken(facts.ladder, facts.order.step, Act.DUTY):
        says.append(Say(OnDuty(facts.order.community_id), notices.NobodyYet(facts.order.id)))
    return says


def _said(order: Order, act: Act) -> tuple[Say, ...]:
    match act:
        case Act.REMIND:
            return (Say(UnderCard(order.id), notices.StillOpen(order.id)),)
        case Act.DUTY:
            still = Say(order.resident_id, notices.StillLooking(order.id))
            return (Say(OnDuty(order.community_id), notices.NobodyYet(order.id)), still)
        case Act.OWNER:
            return (Say(Owners(), notices.NobodyYetAtAll(order.id)),)
        case _:
            return ()
