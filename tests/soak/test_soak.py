"""A short day of load and trouble, on each database; `make soak` lives a long one and follows the memory."""

import pytest

from tests.databases import Place
from tests.soak.day import live

SECONDS = 7.0


@pytest.mark.timeout(300)
async def test_a_short_day_ends_well(place: Place) -> None:
    day = await live(
        place, SECONDS, seed=7, pause_seconds=2.0, trouble_seconds=0.5, longest_seconds=2, kills_until=1.0
    )  # fmt: skip
    assert not day.wrong, day.wrong
    assert day.people.total() > 20, day.people
    assert day.trouble.total() > 4, day.trouble
    assert day.lives > 1, "it was killed at least once"
    assert day.counts["claims"], "somebody claimed something"
