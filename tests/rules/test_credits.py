"""Minutes into credits: the golden cases of real places, and what holds for every rule."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.credits import DEFAULT_PRESET, MOST_MINUTES, PRESETS, RuleSet, served_minutes
from tests.people import MONDAY

minutes = st.integers(0, 1_000_000)
rule_sets = st.sampled_from(list(PRESETS.values()))


@pytest.mark.parametrize(
    ("preset", "served", "credit"),
    [
        ("jishui", 140, 25),  # two hours and twenty minutes of one night
        ("jishui", 150, 25),
        ("jishui", 151, 30),
        ("jishui", 1, 5),
        ("qufu", 402 * 60, 4020),
        ("tangshan", 30, 1),
        ("tangshan", 59, 1),
        ("tangshan", 60, 2),
        ("huangyan", 120, 1),
        ("huangyan", 119, 0),
        ("guangzhou", 119, 1),
        ("guangzhou", 120, 2),
        ("huangshi", 180, 3),
        ("beijing", 60, 1),
        ("timebank", 61, 61),
    ],
)
def test_golden_cases(preset: str, served: int, credit: int) -> None:
    """Jishui pays 10 an hour in half hours upwards, and so on.

    2 h 20 min → 2.5 h × 10 = 25
    402 h × 10 = 4,020
    1 h 59 min → 1 h × 1 = 1
    """
    assert PRESETS[preset].credits_for(served) == credit


def test_a_community_that_chooses_nothing_follows_jishui() -> None:
    assert PRESETS[DEFAULT_PRESET].name == "jishui"


def test_every_preset_is_known_by_its_own_name_and_version() -> None:
    assert [(rules.name, rules.version) for rules in PRESETS.values()] == [(name, 1) for name in PRESETS]


@pytest.mark.parametrize("rules", PRESETS.values(), ids=PRESETS)
def test_no_service_earns_nothing(rules: RuleSet) -> None:
    assert rules.credits_for(0) == 0


@given(rules=rule_sets, less=minutes, more=minutes)
def test_who_serves_longer_never_earns_less(rules: RuleSet, less: int, more: int) -> None:
    less, more = sorted((less, more))
    assert 0 <= rules.credits_for(less) <= rules.credits_for(more)


@given(rules=rule_sets, served=minutes)
def test_rounding_moves_less_than_a_step_and_credits_less_than_one(rules: RuleSet, served: int) -> None:
    counted = rules.counted_minutes(served)
    assert abs(counted - served) < rules.step_minutes
    assert counted % rules.step_minutes == 0
    exact = rules.credits_per_hour * counted / 60
    assert 0 <= exact - rules.credits_for(served) < 1


@pytest.mark.parametrize("served", [-1, 1_000_001])
def test_minutes_beyond_belief_are_a_bug(served: int) -> None:
    with pytest.raises(AssertionError):
        PRESETS["jishui"].credits_for(served)


@pytest.mark.parametrize(
    ("stayed", "proposed"),
    [
        (timedelta(hours=2, minutes=20, seconds=59), 140),
        (timedelta(seconds=20), 1),  # a press too many is still a minute
        (timedelta(0), 1),
        (timedelta(seconds=-5), 1),  # a clock set back
        (timedelta(days=2), MOST_MINUTES),
    ],
)
def test_arrival_to_finish_is_proposed_in_whole_minutes(stayed: timedelta, proposed: int) -> None:
    assert served_minutes(MONDAY, MONDAY + stayed) == proposed
