"""Every point of every story, on each database: `make matrix` runs it and writes the table of docs/faults.md."""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from tests import databases
from tests.crashing.ending import Ending, differences, ending
from tests.crashing.launcher import Deadly, Launcher, launching
from tests.crashing.report import WEBHOOK, Point, Result, page, summary
from tests.crashing.stories import STORIES, Story
from tests.crashing.street import Street, settled, street
from tests.databases import KINDS, Place, fresh

TRIES = 3  # who is first of two lanes is chance: a point may lie elsewhere in another run


@dataclass(frozen=True)
class Told:
    """A story that was told to its end."""

    end: Ending
    points: list[Point]
    kills: int


class Teller:
    """Tells stories, one after the other, each in a fresh place."""

    def __init__(self, launcher: Launcher, template: Place, folder: Path) -> None:
        self._launcher = launcher
        self._template = template
        self._folder = folder
        self._number = 0

    async def tell(self, name: str, *deadly: Deadly) -> Told:
        """Once, with the bot killed at these points, in their order."""
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        story: Story = STORIES[name]
        async with street(self._launcher, self._template, folder, deadly) as town:
            assert isinstance(town.house, Street)
            try:
                await story(town)
                await town.house.settled()
            except AssertionError as error:
                raise AssertionError(f"{error}\n{await town.house.told()}") from error
            if not deadly:  # whatever ends in the same tables is as sound as this
                assert await town.house.broken() == []
            end, bot = ending(town.house.box.world, town.house.engine), town.house.bot
        shutil.rmtree(folder)
        return Told(end, numbered(name, bot.reached)[town.house.told_elsewhere :], bot.deaths)

    async def killed_at(self, point: Point, as_it_should: Ending) -> Result:
        """What differs when the bot is killed there."""
        result = Result(point, was_killed=False)
        for _ in range(TRIES):
            try:
                told = await self.tell(point.story, (point.name, point.time))
            except AssertionError as error:
                return Result(point, was_killed=True, differences=[str(error)])
            if told.kills:
                result.was_killed = True
                result.differences = differences(as_it_should, told.end, told.kills)
                result.repeated = told.end.repeated
                return result
        return result


def numbered(story: str, reached: Sequence[str]) -> list[Point]:
    """The points in their order."""
    times: Counter[str] = Counter()
    found = []
    for name in reached:
        times[name] += 1
        found.append(Point(story, name, times[name]))
    return found


async def matrix(template: Place, folder: Path, stories: Sequence[str], jobs: int) -> list[Result]:
    """Every point of these stories."""
    async with AsyncExitStack() as stack:
        tellers = []
        for job in range(jobs):
            place = folder / f"job{job}"
            place.mkdir()
            tellers.append(Teller(await stack.enter_async_context(launching()), template, place))
        ends: dict[str, Ending] = {}
        waiting: asyncio.Queue[Point] = asyncio.Queue()
        for name in stories:
            told, again = await tellers[0].tell(name), await tellers[0].tell(name)
            unlike = differences(told.end, again.end, 0)
            assert not unlike, f"{name} ends differently by itself: {unlike}"
            ends[name] = told.end
            for point in told.points:
                waiting.put_nowait(point)
            say(f"{name}: {len(told.points)} points")
        found: list[Result] = []
        await asyncio.gather(*(_work(teller, waiting, ends, found) for teller in tellers))
        return found


async def _work(
    teller: Teller, waiting: "asyncio.Queue[Point]", ends: dict[str, Ending], found: list[Result]
) -> None:
    while not waiting.empty():
        point = waiting.get_nowait()
        result = await teller.killed_at(point, ends[point.story])
        found.append(result)
        if result.differences:
            say(f"RED {point}: " + "; ".join(each[:9000] for each in result.differences[:5]))
        elif not result.was_killed:
            say(f"not reached again: {point}")
        if len(found) % 50 == 0:
            say(f"{len(found)} done, {waiting.qsize()} left")


def say(words: str) -> None:
    """To whoever waits for it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def main(
    stories: Sequence[str], kinds: Sequence[str], jobs: int, done: Callable[[Mapping[str, list[Result]]], None]
) -> dict[str, list[Result]]:
    """The whole matrix; `done` is told all there is after each column."""
    found: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(prefix="paidan-matrix-") as name:
        for kind in kinds:
            folder = Path(name) / kind
            folder.mkdir()
            with fresh("postgresql" if kind == WEBHOOK else kind, folder) as place:
                async with settled(place) as template:
                    told = replace(template, webhook=kind == WEBHOOK)
                    found[kind] = await matrix(told, folder, stories, jobs)
            say(f"{kind}: {summary(found[kind])}")
            done(found)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--story", choices=STORIES, action="append")
    parser.add_argument("--database", choices=(*KINDS, WEBHOOK), action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--write", type=Path, help="where the table goes")
    given = parser.parse_args()

    def write(so_far: Mapping[str, list[Result]]) -> None:
        if given.write is not None:
            given.write.write_text(page(so_far), encoding="utf-8")

    databases.prepare()
    try:
        columns = given.database or (*KINDS, WEBHOOK)
        results = asyncio.run(main(given.story or list(STORIES), columns, given.jobs, write))
    finally:
        databases.clear_up()
    sys.exit(any(result.differences for found in results.values() for result in found))
