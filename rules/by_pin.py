"""A resident without Telegram confirms with a PIN of four figures, told to the helper at the end."""

from dataclasses import replace

from rules import notices, refusals
from rules.behalf import MOST_MISSES
from rules.ledger import Evidence
from rules.life import ALIVE, ClaimState, Ender, Facts, Outcome, State
from rules.notices import Notice, Say
from rules.orders import check_alive, pay


def counts(facts: Facts) -> bool:
    """Whether a PIN from this helper says anything: who may read it elsewhere could confirm their own minutes."""
    actor = facts.somebody
    may_read_it = actor.leads or facts.acts_as_resident or facts.behalf.knows_pin(actor.person_id)
    return bool(facts.behalf.pin) and facts.order.pin_misses < MOST_MISSES and not may_read_it


def asks_for_pin(facts: Facts) -> bool:
    """Whether the helper who finishes now is asked for it: the last one, and while there are tries left."""
    if not counts(facts) or facts.order.state not in ALIVE:
        return False
    actor = facts.somebody
    return all(held.state is ClaimState.FINISHED for held in facts.holding if held.person_id != actor.person_id)


def is_right(facts: Facts, pin: str) -> bool:
    """Whether this is the PIN of the order, and may still be given."""
    return counts(facts) and pin == facts.behalf.pin


def miss_pin(facts: Facts) -> Outcome:
    """A wrong PIN counts; nothing else changes."""
    mine = facts.own_claim
    check_alive(facts)
    if mine.state is ClaimState.FINISHED:
        raise refusals.AlreadyFinished
    return Outcome(replace(facts.order, pin_misses=facts.order.pin_misses + 1), facts.claims)


def confirm_by_pin(facts: Facts, pin: str) -> Outcome:
    """The caller has told the helper the PIN: that is their yes, and minutes and credits are posted."""
    if facts.own_claim.state is not ClaimState.FINISHED or facts.order.state is not State.FINISHED:
        raise refusals.NotFinishedYet
    if not is_right(facts, pin):
        raise refusals.WrongPin(left=max(0, MOST_MISSES - facts.order.pin_misses))

    def told(counted: int, credit: int, total: int) -> Notice:
        return notices.Earned(facts.order.id, counted, credit, total, False)

    outcome = pay(facts, None, told, Ender.RESIDENT, evidence=Evidence.PIN)
    said = Say(facts.order.resident_id, notices.ConfirmedByPin(facts.order.id))
    return replace(outcome, says=(said, *outcome.says))
