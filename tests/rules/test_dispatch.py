"""Which team's group shows an order."""

from hypothesis import given
from hypothesis import strategies as st

from rules.dispatch import Team, team_for

GREEN, BLUE, PINK = Team(1, -1001), Team(2, -1002, thread_id=7), Team(3, None)

teams = st.lists(st.builds(Team, st.integers(1, 9), st.none() | st.integers(-99, -1)), max_size=9)


def test_the_services_own_team_comes_first() -> None:
    assert team_for(2, [GREEN, BLUE]) is BLUE


def test_a_team_without_a_group_is_passed_over() -> None:
    assert team_for(3, [PINK, GREEN, BLUE]) is GREEN


def test_a_service_without_a_team_goes_to_the_first_one_with_a_group() -> None:
    assert team_for(None, [PINK, BLUE, GREEN]) is BLUE


def test_a_team_that_is_gone_is_passed_over() -> None:
    assert team_for(99, [GREEN]) is GREEN


def test_nowhere_to_show_it_yet() -> None:
    assert team_for(None, []) is None
    assert team_for(3, [PINK]) is None


@given(wanted=st.none() | st.integers(1, 9), offered=teams)
def test_an_order_is_shown_somewhere_whenever_any_team_has_a_group(wanted: int | None, offered: list[Team]) -> None:
    chosen = team_for(wanted, offered)
    assert (chosen is not None) == any(team.chat_id is not None for team in offered)
    assert chosen is None or (chosen in offered and chosen.chat_id is not None)
