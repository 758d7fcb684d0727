"""Where an order is shown: which team's group its card goes to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Team:
    """A team as dispatch sees it; `chat_id` is the bound group, None until one is bound."""

    id: int
    chat_id: int | None
    thread_id: int | None = None


def team_for(wanted_team_id: int | None, teams: Sequence[Team]) -> Team | None:
    """The service's own team where it has a group, else the first team that has one, else none yet.

    `teams` come in the order the coordinators gave them.
    """
    bound = [team for team in teams if team.chat_id is not None]
    for team in bound:
        if team.id == wanted_team_id:
            return team
    return bound[0] if bound else None
