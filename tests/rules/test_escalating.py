"""Nobody comes: each step of the ladder in its turn, to whom it reaches, and what a place handed back means for it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import deadlines, notices, orders, refusals, wakes
from rules.escalating import Near, escalate
from rules.ladder import DEFAULT, GAP, MOST_MINUTES, Act, Ladder, Step
from rules.life import OVER, OVERDUE_AFTER, Outcome, State
from rules.notices import OnDuty, Owners, Show, UnderCard, View
from rules.quiet import Quiet
from tests.people import WENFENG, anna, boris, chen
from tests.rules.play import Life, placed

NEAR = Near(backup=(7,), others=(8, 9))
ALL = tuple(Step.of(act, 10 * at, 0) for at, act in enumerate(Act, 1))


def waiting(ladder: Ladder = ALL, quiet: Quiet | None = None, helpers: int = 1) -> Life:
    """An order that has just gone out, with this ladder before it."""
    life = Life(placed(helpers=helpers).order, ladder=ladder, quiet=quiet)
    life.order = orders.place(life.facts(anna), has_group=True).order
    return life


def climbed(life: Life, near: Near = NEAR) -> Outcome:
    """The clock wakes as it was told, and takes the step that is due."""
    assert life.order.wake_at is not None
    life.now = max(life.now, life.order.wake_at)
    assert deadlines.due(life.facts(None)) is escalate
    return life.move(None, escalate, near)


def heard(outcome: Outcome) -> list[tuple[object, notices.Notice]]:
    return [(said.to, said.notice) for said in outcome.says]


def test_step_by_step_more_people_hear_of_it() -> None:
    life = waiting()
    begun = life.now
    remind = climbed(life)
    assert life.now == begun + timedelta(minutes=10)
    assert heard(remind) == [(UnderCard(142), notices.StillOpen(142))]
    assert remind.shows == (), "the card stays as it is"
    backup = climbed(life)
    assert (backup.teams, backup.says, backup.shows) == ((7,), (), (Show(142, View.CARD),))
    assert climbed(life, Near(others=(8, 9))).teams == (8, 9)
    duty = climbed(life)
    assert heard(duty) == [
        (OnDuty(WENFENG), notices.NobodyYet(142)), (anna.person_id, notices.StillLooking(142)),
    ]  # fmt: skip
    assert heard(climbed(life)) == [(Owners(), notices.NobodyYetAtAll(142))]
    life.wake()
    assert life.state() is State.EXPIRED
    assert life.told(anna) == [notices.OrderExpired(142)]


def test_without_other_teams_their_steps_pass_in_silence_and_keep_nobody_waiting() -> None:
    life = waiting()
    climbed(life)
    reminded = life.now
    for _ in (Act.BACKUP, Act.ALL):
        outcome = climbed(life, Near())
        assert (outcome.says, outcome.shows, outcome.teams) == ((), (), ())
    assert life.order.stepped_at == reminded
    climbed(life, Near())
    assert life.now == reminded + timedelta(minutes=30), "the coordinator is asked when it was said"


def test_whoever_claims_stops_it_and_hands_back_where_it_was() -> None:
    life = waiting()
    climbed(life)
    life.move(boris, orders.claim)
    assert life.state() is State.CLAIMED
    assert life.order.wake_at == life.order.ends_at + OVERDUE_AFTER
    life.now += timedelta(hours=3)
    outcome = life.move(boris, orders.hand_back)
    assert (UnderCard(142), notices.FreeAgain(142)) in heard(outcome)
    assert life.order.wake_at == life.now + timedelta(minutes=20), "the next step, from now on"
    assert climbed(life).teams == (7,)


def test_handed_back_after_the_coordinator_was_asked_they_hear_of_it_at_once() -> None:
    life = waiting()
    for _ in range(4):
        climbed(life)
    life.move(boris, orders.claim)
    outcome = life.move(boris, orders.hand_back)
    assert (OnDuty(WENFENG), notices.NobodyYet(142)) in heard(outcome)


def test_where_a_second_helper_is_wanted_it_goes_on() -> None:
    life = waiting(helpers=2)
    life.move(boris, orders.claim)
    climbed(life)
    life.move(chen, orders.claim)
    assert [due for due, _ in wakes.agenda(life.order, life.claims, life.ladder, None)] == [wakes.Due.REMIND]


def test_after_an_outage_the_end_comes_before_what_was_missed() -> None:
    life = waiting()
    life.now = life.order.ends_at + timedelta(days=2)
    assert deadlines.due(life.facts(None)) is orders.expire


def test_what_was_due_while_nobody_was_there_still_keeps_the_quiet_hours() -> None:
    quiet = Quiet(22 * 60, 7 * 60, "UTC")
    life = waiting(quiet=quiet)
    life.now = life.now.replace(hour=23)
    assert deadlines.due(life.facts(None)) is None
    life.now = quiet.over(life.now)
    assert deadlines.due(life.facts(None)) is escalate


@pytest.mark.parametrize("ladder", [(), ALL[:0]])
def test_without_a_ladder_nothing_is_taken(ladder: Ladder) -> None:
    life = waiting(ladder)
    with pytest.raises(refusals.OrderOver):
        life.move(None, escalate)
    life.wake()
    assert life.state() is State.EXPIRED


steps = st.builds(Step.of, st.sampled_from(Act), st.integers(0, MOST_MINUTES), st.integers(0, MOST_MINUTES))
hours_of_quiet = st.builds(
    Quiet, st.sampled_from([21 * 60, 22 * 60, 1]), st.sampled_from([6 * 60, 7 * 60 + 30]),
    st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Lisbon", "America/New_York"]),
)  # fmt: skip


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(
    ladder=st.lists(steps, max_size=10).map(tuple) | st.just(DEFAULT), quiet=st.none() | hours_of_quiet,
    claims_at=st.integers(0, 14), nobody_near=st.booleans(),
)  # fmt: skip
def test_any_ladder_ends_claimed_or_expired_with_a_person_told_and_nobody_is_told_twice_or_at_night(
    ladder: Ladder, quiet: Quiet | None, claims_at: int, nobody_near: bool
) -> None:
    life, told = waiting(ladder, quiet), list[tuple[int, object]]()
    last: datetime | None = None
    for turn in range(len(ladder) + 2):
        if turn == claims_at or life.state() in OVER:
            break
        assert life.order.wake_at is not None
        life.now = max(life.now, life.order.wake_at)
        step, verb = life.order.step, deadlines.due(life.facts(None))
        assert verb is not None, "woken for nothing, it would be woken for ever"
        outcome = life.move(None, verb, *([Near() if nobody_near else NEAR] if verb is escalate else []))
        assert quiet is None or not quiet.holds(life.now)
        if verb is escalate:
            told += [(step, said.to) for said in outcome.says]
            assert not outcome.says or last is None or life.now >= last + GAP
            last = life.now if outcome.says or outcome.teams else last
        else:
            assert life.told(anna) == [notices.OrderExpired(142)]
            assert life.coordinators_told() == [notices.NobodyCame(142)]
    assert len(told) == len(set(told)), "at most one message per step and person"
    if life.state() not in OVER:
        life.move(boris, orders.claim)
        assert life.state() is State.CLAIMED
