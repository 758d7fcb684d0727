"""Between a claim and its end: who holds a place is asked once each whether they come, are there, are done."""

from dataclasses import replace

from rules import asking, notices, refusals, standby, wakes
from rules.asking import About
from rules.life import ALIVE, Claim, ClaimState, Facts, Outcome, State, standing_state
from rules.notices import Notice, Say
from rules.orders import check_alive, lives_on, unfinished, with_claim
from rules.people import first_name


def coming(facts: Facts) -> Outcome:
    """The helper still comes, and is not asked again; said twice, it is as true and not worth another message."""
    mine = unfinished(facts)
    if mine.state is ClaimState.ARRIVED:
        raise refusals.AlreadyArrived
    said = replace(mine, asked=replace(mine.asked, settled_at=facts.now))
    noted = () if mine.asked.settled_at else (Say(mine.person_id, notices.ComingNoted(facts.order.id)),)
    return _asked(facts, with_claim(facts.claims, said), *noted)


def ask_helpers(facts: Facts) -> Outcome:
    """Whatever is to be asked now of whoever; what is too late to ask is passed over in silence, and never asked."""
    check_alive(facts)
    claims, says = facts.claims, list[Say]()
    for kept in facts.claims:
        for about, at in asking.questions(facts.order, kept, facts.quiet):
            if at <= facts.now:
                sensible = asking.makes_sense(about, facts.order, kept, facts.now)
                marked = _marked(facts, kept, about, sensible)
                claims = with_claim(claims, marked)
                says += [Say(kept.person_id, _question(facts, marked, about))] if sensible else []
    if claims == facts.claims:
        raise refusals.OrderOver(state=facts.order.state)
    return _asked(facts, claims, *says)


def free_place(facts: Facts) -> Outcome:
    """Asked whether they come, and silent: others are looked for while there is time; no blame, for life happens."""
    check_alive(facts)
    due = [(kept, asking.freed_at(facts.order, kept, facts.quiet)) for kept in facts.holding]
    silent = [kept for kept, at in due if at is not None and at <= facts.now]
    if not silent or facts.order.starts_at is None:
        raise refusals.OrderOver(state=facts.order.state)
    left = facts.claims
    if facts.now > facts.order.starts_at - asking.FREED_LAST:  # the clock comes late, after an outage
        for kept in silent:
            left = with_claim(left, replace(kept, asked=replace(kept.asked, settled_at=facts.now)))
        return _asked(facts, left)
    for kept in silent:
        left = with_claim(left, replace(kept, state=ClaimState.RELEASED))
    claims = standby.moved_up(facts.order, left, facts.vetting, facts.now)
    says = [Say(kept.person_id, notices.PlaceFreed(facts.order.id)) for kept in silent]
    return lives_on(facts, claims, *says, *_resident_hears(facts, claims, silent))


def urge_resident(facts: Facts) -> Outcome:
    """Finished a day ago, and no word: the resident is reminded once, before the clock confirms."""
    if facts.order.state is not State.FINISHED or facts.order.reminded:
        raise refusals.OrderOver(state=facts.order.state)
    reminded = replace(facts.order, reminded_at=facts.now)
    order = wakes.set_for(reminded, facts.claims, facts.ladder, facts.quiet)
    return Outcome(order, facts.claims, (Say(order.resident_id, notices.PleaseConfirm(order.id)),))


def _resident_hears(facts: Facts, claims: tuple[Claim, ...], silent: list[Claim]) -> list[Say]:
    """Of each who is silent: who comes instead, or that others are asked."""
    instead = standby.newly_up(facts, claims)
    lives, says = standing_state(facts.order, claims) in ALIVE, []
    for at, kept in enumerate(silent):
        helper = first_name(kept.name)
        told: Notice = notices.HelperSilent(facts.order.id, helper, lives)
        if at < len(instead):
            told = notices.StandInComing(facts.order.id, helper, first_name(instead[at].name))
        says.append(Say(facts.order.resident_id, told))
    return says


def _marked(facts: Facts, kept: Claim, about: About, sensible: bool) -> Claim:
    match about:
        case About.COMING:
            settled = kept.asked.settled_at if sensible else facts.now
            return replace(kept, asked=replace(kept.asked, still_at=facts.now, settled_at=settled))
        case About.ARRIVED:
            return replace(kept, asked=replace(kept.asked, arrival_at=facts.now))
        case About.DONE:
            return replace(kept, asked=replace(kept.asked, done_at=facts.now))


def _question(facts: Facts, marked: Claim, about: About) -> Notice:
    match about:
        case About.COMING:
            until = asking.freed_at(facts.order, marked, facts.quiet)
            return notices.StillComing(facts.order.id, until.isoformat() if until is not None else "")
        case About.ARRIVED:
            return notices.HaveYouArrived(facts.order.id)
        case About.DONE:
            return notices.DoneYet(facts.order.id)


def _asked(facts: Facts, claims: tuple[Claim, ...], *says: Say) -> Outcome:
    order = wakes.set_for(facts.order, claims, facts.ladder, facts.quiet)
    return Outcome(order, claims, says)
