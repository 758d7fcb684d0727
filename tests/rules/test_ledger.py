"""Double entry: what is earned stands on two accounts and sums to zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.credits import PRESETS, RuleSet
from rules.ledger import Entry, Evidence, Ledger, Transfer, balance, earn, reckoned_by
from tests.people import boris, chen


def test_an_hour_is_earned_in_both_ledgers() -> None:
    """60 minutes under jishui.

    hours     community -60   boris 60
    credits   community -10   boris 10
    """
    hours, credit = earn(boris.person_id, 7, 60, Evidence.VERIFIED, PRESETS["jishui"])
    assert (hours.ledger, hours.entries) == (Ledger.HOURS, (Entry(None, -60), Entry(boris.person_id, 60)))
    assert (credit.ledger, credit.entries) == (Ledger.CREDITS, (Entry(None, -10), Entry(boris.person_id, 10)))
    assert {hours.claim_id, credit.claim_id} == {7}
    assert {hours.kind, credit.kind} == {"earn"}


def test_what_it_was_made_from_is_kept_and_recomputes_the_amount() -> None:
    _, credit = earn(boris.person_id, 7, 140, Evidence.VERIFIED, PRESETS["jishui"])
    assert credit.inputs["minutes"] == 140
    assert credit.inputs["evidence"] == "verified"
    assert reckoned_by(credit.inputs) == PRESETS["jishui"]
    again = reckoned_by(credit.inputs).credits_for(int(credit.inputs["minutes"]))
    assert balance(credit.entries, boris.person_id) == again == 25


def test_minutes_below_a_credit_are_hours_only() -> None:
    """59 minutes under guangzhou.

    hours     community -59   boris 59
    """
    (hours,) = earn(boris.person_id, 7, 59, Evidence.VERIFIED, PRESETS["guangzhou"])
    assert hours.ledger is Ledger.HOURS


def test_nothing_served_moves_nothing() -> None:
    assert earn(boris.person_id, 7, 0, Evidence.DECIDED, PRESETS["jishui"]) == ()


@pytest.mark.parametrize(
    "entries",
    [(), (Entry(None, 0),), (Entry(None, -10), Entry(2, 9)), (Entry(2, 10), Entry(3, 10))],
    ids=["empty", "one-sided", "short", "from nowhere"],
)
def test_a_transfer_that_does_not_sum_to_zero_is_never_made(entries: tuple[Entry, ...]) -> None:
    with pytest.raises(AssertionError, match="zero"):
        Transfer(Ledger.CREDITS, "earn", 7, entries)


def test_a_balance_counts_one_persons_entries() -> None:
    """Two earnings.

    community -25   boris 25
    community  -5   chen   5
    community -10   boris 10
    """
    entries = [Entry(None, -25), Entry(2, 25), Entry(None, -5), Entry(3, 5), Entry(None, -10), Entry(2, 10)]
    assert balance(entries, boris.person_id) == 35
    assert balance(entries, chen.person_id) == 5
    assert balance(entries, 99) == 0


@given(minutes=st.integers(0, 1440), rules=st.sampled_from(list(PRESETS.values())))
def test_every_earning_sums_to_zero_and_keeps_the_minutes_whole(minutes: int, rules: RuleSet) -> None:
    made = earn(boris.person_id, 7, minutes, Evidence.CONFIRMED, rules)
    assert all(sum(entry.amount for entry in transfer.entries) == 0 for transfer in made)
    hours = [entry for transfer in made if transfer.ledger is Ledger.HOURS for entry in transfer.entries]
    assert balance(hours, boris.person_id) == minutes
    assert len({transfer.ledger for transfer in made}) == len(made)
