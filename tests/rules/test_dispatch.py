"""Which team's group shows an order, by which route, and who comes after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dispatch import Route, Team, Wanted, chain, way_of

GREEN, BLUE, PINK = Team(1, -1001), Team(2, -1002, thread_id=7), Team(3, None)
EAST, WEST = "Eastgate", "Westgate"
MEALS, HAIRCUT = 11, 12

bound = st.none() | st.integers(-99, -1)
numbers = st.integers(1, 9)
many = st.lists(
    st.builds(Team, numbers, bound, backup_id=st.none() | numbers, neighbour_ids=st.frozensets(numbers)),
    max_size=9, unique_by=lambda team: team.id,
)  # fmt: skip
routes = st.lists(
    st.builds(
        Route, numbers, numbers, st.none() | st.just(MEALS), st.none() | st.just("old"), st.none() | st.just(EAST)
    ),
    max_size=6,
)  # fmt: skip


def wanted(service: int = MEALS, group: str = "old", district: str = EAST, team: int | None = None) -> Wanted:
    return Wanted(service, group, district, team)


def shown_by(order: Wanted, *teams: Team, by: tuple[Route, ...] = ()) -> Team | None:
    return way_of(order, by, teams).team


def test_without_a_route_the_services_own_team_comes_first() -> None:
    assert shown_by(wanted(team=2), GREEN, BLUE) is BLUE


def test_a_team_without_a_group_is_passed_over() -> None:
    assert shown_by(wanted(team=3), PINK, GREEN, BLUE) is GREEN


def test_a_service_without_a_team_goes_to_the_first_one_with_a_group() -> None:
    assert shown_by(wanted(), PINK, BLUE, GREEN) is BLUE


def test_a_team_that_is_gone_is_passed_over() -> None:
    assert shown_by(wanted(team=99), GREEN) is GREEN


def test_nowhere_to_show_it_yet() -> None:
    assert shown_by(wanted()) is None
    assert shown_by(wanted(team=3), PINK) is None


def test_a_route_goes_before_the_services_team() -> None:
    east = Route(1, 1, district=EAST)
    way = way_of(wanted(team=2), [east], [GREEN, BLUE])
    assert (way.team, way.route) == (GREEN, east)
    assert shown_by(wanted(team=2, district=WEST), GREEN, BLUE, by=(east,)) is BLUE


@pytest.mark.parametrize(
    ("route", "fits"),
    [
        (Route(1, 1, service_id=MEALS), True),
        (Route(1, 1, service_id=HAIRCUT), False),
        (Route(1, 1, group="old"), True),
        (Route(1, 1, group="children"), False),
        (Route(1, 1, service_id=MEALS, district=WEST), False),
        (Route(1, 1, MEALS, "old", EAST), True),
    ],
)
def test_a_route_takes_orders_with_all_it_asks_for(route: Route, fits: bool) -> None:
    assert route.takes(wanted()) is fits


def test_the_narrowest_route_wins_wherever_it_stands() -> None:
    by = (Route(1, 1, district=EAST), Route(2, 2, service_id=MEALS, district=EAST), Route(3, 1, group="old"))
    assert shown_by(wanted(), GREEN, BLUE, by=by) is BLUE


def test_of_two_equally_narrow_routes_the_coordinators_first_one_wins() -> None:
    by = (Route(1, 2, group="old"), Route(2, 1, district=EAST))
    assert shown_by(wanted(), GREEN, BLUE, by=by) is BLUE
    assert shown_by(wanted(), GREEN, BLUE, by=by[::-1]) is GREEN


@pytest.mark.parametrize("typed", ["eastgate", "  EAST gate", "East\u3000Gate", "EASTGATE"])
def test_districts_are_the_same_however_they_are_typed(typed: str) -> None:
    ours = "East Gate" if " " in typed.strip() or "\u3000" in typed else EAST
    assert shown_by(wanted(district=typed, team=1), GREEN, BLUE, by=(Route(1, 2, district=ours),)) is BLUE


def test_a_route_to_a_team_that_is_gone_leads_nowhere() -> None:
    assert shown_by(wanted(team=2), GREEN, BLUE, by=(Route(1, 99, district=EAST),)) is BLUE


def test_a_team_without_a_group_passes_on_to_its_backup_then_to_its_neighbours() -> None:
    lonely = Team(3, None, backup_id=2, neighbour_ids=frozenset({4}))
    near = Team(4, -1004)
    assert shown_by(wanted(team=3), lonely, GREEN, BLUE, near) is BLUE
    assert shown_by(wanted(team=3), lonely, GREEN, Team(2, None), near) is near
    assert shown_by(wanted(team=3), lonely, GREEN) is GREEN


def test_the_team_that_was_meant_is_named_also_when_another_shows_the_card() -> None:
    way = way_of(wanted(team=3), [], [PINK, GREEN])
    assert (way.meant, way.team, way.route) == (PINK, GREEN, None)


def test_a_chain_is_the_team_its_backup_its_neighbours_and_all_others() -> None:
    own = Team(9, -9, backup_id=2, neighbour_ids=frozenset({5, 4}))
    teams = [GREEN, BLUE, PINK, Team(4, -4), Team(5, -5), own]
    assert [team.id for team in chain(own, teams)] == [9, 2, 4, 5, 1]
    assert [team.id for team in chain(None, teams)] == [1, 2, 4, 5, 9]


def test_two_teams_that_stand_in_for_each_other_do_no_harm() -> None:
    one, two = Team(1, None, backup_id=2), Team(2, -2, backup_id=1, neighbour_ids=frozenset({1, 2}))
    assert chain(one, [one, two]) == (two,)
    assert chain(two, [one, two]) == (two,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Route(1, 1, MEALS), Route(2, 2, MEALS), True),
        (Route(1, 1, MEALS), Route(2, 2, HAIRCUT), False),
        (Route(1, 1, district=EAST), Route(2, 2, district=" eastgate "), True),
        (Route(1, 1, MEALS, None, EAST), Route(2, 2, MEALS), False),
        (Route(1, 1, group="old"), Route(2, 2, group="old"), True),
    ],
)
def test_two_routes_for_the_same_orders_are_told_apart_from_others(one: Route, other: Route, same: bool) -> None:
    assert one.asks_the_same(other) is same
    assert other.asks_the_same(one) is same


@given(order=st.builds(Wanted, st.sampled_from([MEALS, HAIRCUT]), st.just("old"), st.sampled_from([EAST, WEST]),
                       st.none() | numbers), laid=routes, teams=many)  # fmt: skip
def test_an_order_is_shown_somewhere_whenever_any_team_has_a_group(
    order: Wanted, laid: list[Route], teams: list[Team]
) -> None:
    way = way_of(order, laid, teams)
    with_group = {team.id for team in teams if team.chat_id is not None}
    assert {team.id for team in way.teams} == with_group
    assert len(way.teams) == len(with_group), "each once"
    assert (way.team is None) == (not with_group)
    assert way.meant is None or way.meant.chat_id is None or way.team == way.meant
