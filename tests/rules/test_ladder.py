"""The ladder: each step in its turn, the sooner the later the order came, and none at night that can wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ladder import DEFAULT, GAP, MOST_STEPS, URGENT, Act, Climb, Step, carried, due_at, read, times
from rules.quiet import Quiet
from rules.refusals import BadLadder

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # in Shanghai
NIGHT = Quiet(22 * 60, 7 * 60, "Asia/Shanghai")


def hours_of(found: list[tuple[Act, datetime]]) -> list[tuple[str, float]]:
    return [(act.value, (at - NOON) / timedelta(hours=1)) for act, at in found]


def test_for_an_order_in_three_days_there_is_time() -> None:
    found = times(DEFAULT, Climb(NOON, NOON + timedelta(hours=72)), None)
    assert hours_of(found) == [("remind", 12), ("backup", 24), ("all", 36), ("duty", 48), ("owner", 71)]


def test_for_tomorrow_it_goes_by_the_start() -> None:
    found = times(DEFAULT, Climb(NOON, NOON + timedelta(hours=24)), None)
    assert hours_of(found) == [("remind", 12), ("backup", 19), ("all", 20), ("duty", 21), ("owner", 23)]


def test_for_right_now_everybody_is_asked_within_half_an_hour() -> None:
    found = times(DEFAULT, Climb(NOON, NOON), None)
    assert [at - NOON for _, at in found] == [GAP * number for number in range(1, 6)]


def test_an_urgent_one_does_not_wait_for_its_start() -> None:
    found = times(URGENT, Climb(NOON, NOON + timedelta(hours=72)), None)
    assert [(at - NOON) / timedelta(minutes=1) for _, at in found] == [5, 10, 15, 20, 40]


def test_at_night_nobody_is_woken_for_what_can_wait() -> None:
    evening = NOON + timedelta(hours=9)  # 21:00
    found = times(DEFAULT, Climb(evening, evening + timedelta(hours=13)), NIGHT)
    local = [(act.value, (at + timedelta(hours=8)).strftime("%H:%M")) for act, at in found]
    assert local == [("remind", "07:00"), ("backup", "07:05"), ("all", "07:10"), ("duty", "07:15"), ("owner", "09:00")]


@pytest.mark.parametrize(
    "rows",
    [
        [["shout", 5, 5]], [["remind", -1, 5]], [["remind", 5]], [["remind", 5, 10**9]], [["remind", True, 5]],
        [["remind", "5", 5]], [["remind", 5, 5]] * (MOST_STEPS + 1), [[["remind"], 5, 5]],
    ],
)  # fmt: skip
def test_a_ladder_that_makes_no_sense_is_refused(rows: list[list[object]]) -> None:
    with pytest.raises(BadLadder):
        read(rows)


@pytest.mark.parametrize("ladder", [DEFAULT, URGENT, ()])
def test_a_ladder_is_kept_and_read_as_it_was(ladder: tuple[Step, ...]) -> None:
    assert read([step.row for step in ladder]) == ladder


def test_where_the_steps_are_changed_an_order_goes_on_where_it_was() -> None:
    remind, backup, everybody, *_ = DEFAULT
    short = (remind, everybody)
    assert [carried(DEFAULT, short, taken) for taken in range(6)] == [0, 1, 1, 2, 2, 2]
    assert [carried(short, DEFAULT, taken) for taken in range(3)] == [0, 1, 3], "what was passed over is over"
    assert [carried(DEFAULT, URGENT, taken) for taken in range(6)] == [0, 1, 2, 3, 4, 5]
    assert carried((backup,), short, 1) == 0
    assert carried((remind, remind), (remind, remind), 1) == 1


steps = st.builds(Step.of, st.sampled_from(Act), st.integers(0, 5_000), st.integers(0, 5_000))
hours = st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda pair: pair[0] != pair[1])
quiets = st.none() | hours.map(lambda pair: Quiet(*pair, "Asia/Shanghai"))


@given(ladder=st.lists(steps, max_size=MOST_STEPS).map(tuple), ahead=st.integers(-600, 10_000), quiet=quiets)
def test_every_ladder_is_climbed_step_by_step_and_never_in_quiet_hours(
    ladder: tuple[Step, ...], ahead: int, quiet: Quiet | None
) -> None:
    climb = Climb(NOON, NOON + timedelta(minutes=ahead))
    found = times(ladder, climb, quiet)
    assert [act for act, _ in found] == [step.act for step in ladder]
    last = NOON
    for _, at in found:
        assert at - last >= GAP
        assert quiet is None or not quiet.holds(at)
        last = at
    assert due_at(ladder, Climb(NOON, NOON, len(ladder)), quiet) is None
