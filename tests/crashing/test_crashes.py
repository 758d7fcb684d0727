"""Killed at one point of each kind, one after the other, while a story is told; `make matrix` has every point."""

from collections.abc import Iterator

import pytest

from rules.life import MOVES
from storage.desk import BEGINNING
from tests.crashing.ending import differences
from tests.crashing.launcher import launching
from tests.crashing.matrix import Teller
from tests.crashing.report import Point
from tests.crashing.street import settled
from tests.databases import Place

APART = 6  # points between two kills, so that there is something to come back to
VERBS = {BEGINNING, *MOVES}


@pytest.mark.timeout(300)
async def test_a_kill_at_each_kind_of_point_changes_nothing(place: Place) -> None:
    stories = place.folder / "stories"
    stories.mkdir()
    async with settled(place) as template, launching() as launcher:
        teller = Teller(launcher, template, stories)
        covered: set[str] = set()
        for story in ("the whole loop", "handed back and cancelled"):
            undisturbed = await teller.tell(story)
            for deadly in rounds(undisturbed.points, covered):
                left = deadly
                while left:  # after some kills the next point may have gone by: it comes first in another telling
                    told = await teller.tell(story, *((point.name, 1) for point in left))
                    assert told.kills, f"not killed at {left[0]}"
                    assert differences(undisturbed.end, told.end, told.kills) == []
                    left = left[told.kills :]
    for method in ("sendMessage", "sendPhoto", "editMessageText", "deleteMessage", "answerCallbackQuery", "getUpdates"):
        assert {f"before {method}", f"after {method}"} <= covered


def rounds(points: list[Point], covered: set[str]) -> Iterator[list[Point]]:
    """Which points to be killed at in each telling, until there is no kind that is not covered."""
    while True:
        chosen: list[Point] = []
        last = 0
        for at, point in enumerate(points):
            if kind_of(point) not in covered and (not chosen or at - last >= APART):
                covered.add(kind_of(point))
                chosen.append(point)
                last = at
        if not chosen:
            return
        yield chosen


def kind_of(point: Point) -> str:
    """Before or after, and the method, or the verb, where there is one; all other commits are of one kind."""
    when, what, *rest = point.name.split()
    if what != "commit":
        return f"{when} {what}"
    verb = rest[0].rstrip(",")
    return f"{when} commit {verb if verb in VERBS else ''}"
