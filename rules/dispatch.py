"""Where an order goes: which team's group shows its card, and to which teams it could be passed on."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROUTES = 40


@dataclass(frozen=True)
class Team:
    """A team as dispatch sees it; `chat_id` is the bound group, None until one is bound."""

    id: int
    chat_id: int | None
    thread_id: int | None = None
    backup_id: int | None = None
    neighbour_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """What of an order decides where it goes; `team_id` is the team of its service."""

    service_id: int
    group: str
    district: str
    team_id: int | None = None


@dataclass(frozen=True)
class Route:
    """Orders with all of this go to that team; None is anything."""

    id: int
    team_id: int
    service_id: int | None = None
    group: str | None = None
    district: str | None = None

    @property
    def narrowness(self) -> int:
        """How much it asks for."""
        return sum(each is not None for each in (self.service_id, self.group, self.district))

    def takes(self, wanted: Wanted) -> bool:
        """Whether an order is one of those it is for."""
        return (
            self.service_id in (None, wanted.service_id)
            and self.group in (None, wanted.group)
            and (self.district is None or same_district(self.district, wanted.district))
        )

    def asks_the_same(self, other: "Route") -> bool:
        """Whether two routes are for the very same orders."""
        if (self.service_id, self.group) != (other.service_id, other.group):
            return False
        if self.district is None or other.district is None:
            return self.district is other.district
        return same_district(self.district, other.district)


@dataclass(frozen=True)
class Way:
    """Where an order goes and why: the teams with a group, in their order; the one that was `meant`, by which route.

    Without a route it is the service's own team that was meant, or, without that, nobody in particular.
    """

    teams: tuple[Team, ...]
    meant: Team | None = None
    route: Route | None = None

    @property
    def team(self) -> Team | None:
        """The one whose group shows the card; None while no team has a group."""
        return self.teams[0] if self.teams else None


def way_of(wanted: Wanted, routes: Sequence[Route], teams: Sequence[Team]) -> Way:
    """By the narrowest route that fits, else to the service's team, else to the first team that has a group.

    Routes and teams come in the coordinators' order, which decides between routes that are equally narrow.
    """
    known = {team.id: team for team in teams}
    fitting = [route for route in routes if route.team_id in known and route.takes(wanted)]
    route = max(fitting, key=lambda each: each.narrowness, default=None)  # the first of equals
    team_id = route.team_id if route else wanted.team_id
    meant = known.get(team_id) if team_id is not None else None
    return Way(chain(meant, teams), meant, route)


def chain(team: Team | None, teams: Sequence[Team]) -> tuple[Team, ...]:
    """The teams an order could be passed along: its own, the backup, the neighbours, all others; each once.

    Only those with a group. A backup's own backup is not followed, so circles do no harm.
    """
    bound = [each for each in teams if each.chat_id is not None]
    return tuple(sorted(bound, key=lambda each: _distance(team, each))) if team else tuple(bound)


def same_district(one: str, other: str) -> bool:
    """Whether two people who typed a district mean the same."""
    return _folded(one) == _folded(other)


def _distance(team: Team, other: Team) -> int:
    if other.id == team.id:
        return 0
    if other.id == team.backup_id:
        return 1
    return 2 if other.id in team.neighbour_ids else 3


def _folded(district: str) -> str:
    return " ".join(district.split()).casefold()
