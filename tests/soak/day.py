"""One long day from the first order to the last message, and what must be true in the evening."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import monotonic

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import open_engine, reading
from storage.schema import claims, entries, inbox, orders, outbox
from tests.databases import Place
from tests.soak.city import City, city
from tests.soak.evening import wrongs
from tests.soak.load import Load
from tests.soak.trouble import Trouble

QUIET_SECONDS = 180.0  # in the evening, for what is left to be handled and sent
SAMPLE_SECONDS = 5.0
MAY_GROW = 1.05  # from the second third to the last, and as many bytes: what was never used before is loaded once
MAY_GROW_BYTES = 3_000_000


@dataclass
class Day:
    """What happened, and what is wrong with it."""

    seconds: float
    kills_until_seconds: float
    people: Counter[str] = field(default_factory=Counter)
    trouble: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    calls: int = 0
    resident: list[tuple[float, int]] = field(default_factory=list)  # seconds since the morning, bytes
    states: Counter[str] = field(default_factory=Counter)
    counts: dict[str, int] = field(default_factory=dict)
    quiet_after_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def third(self, number: int) -> int:
        """The middle of the memory measured in the first, second or last third; 0 where none was."""
        begin, end = self.seconds * (number - 1) / 3, self.seconds * number / 3
        measured = [amount for at, amount in self.resident if begin <= at < end]
        return int(median(measured)) if measured else 0


async def live(
    place: Place, seconds: float, *, seed: int, pause_seconds: float, trouble_seconds: float, longest_seconds: int = 15,
    kills_until: float = 1 / 3, say: Callable[[str], None] = lambda _: None,
) -> Day:  # fmt: skip
    """A day of so many seconds. The bot is killed only in that first part of it: then its memory can be followed."""
    day = Day(seconds, kills_until * seconds)
    async with city(place) as made:
        await made.begin()
        assert await made.play.ready(60), made.said()
        load = Load(made, random.Random(seed), pause_seconds)
        trouble = Trouble(made, load, random.Random(seed + 1), trouble_seconds, longest_seconds)
        async with asyncio.TaskGroup() as group:
            for part in (load.run(), trouble.run(), _watch(made, load, trouble, day, say)):
                group.create_task(part)
        day.people, day.trouble = load.done, trouble.done
        await _evening(made, day)
        day.lives, day.calls = made.lives, made.world.calls.last
    return day


async def _watch(made: City, load: Load, trouble: Trouble, day: Day, say: Callable[[str], None]) -> None:
    morning = monotonic()
    told = 0
    while not await load.waited(min(SAMPLE_SECONDS, day.seconds / 30)):
        at = monotonic() - morning
        trouble.kills = at < day.kills_until_seconds
        if made.dying:
            continue
        if made.process is None or made.process.returncode is not None:
            day.wrong.append(f"the bot has ended by itself: {made.said()[-2000:]}")
            load.over.set()
            return
        day.resident.append((at, made.resident_bytes()))
        if at // 60 > told:
            told = int(at // 60)
            memory = day.resident[-1][1] / 1e6
            say(f"{told} min: {memory:.1f} MB, {load.done.total()} acts, {trouble.done.total()} troubles")
        if at >= day.seconds:
            load.over.set()


async def _evening(made: City, day: Day) -> None:
    await made.play.clear_faults()
    began = monotonic()
    engine = open_engine(made.place.url)
    try:

        async def quiet() -> bool:
            if len(made.world.updates):
                return False
            async with reading(engine) as connection:
                undone = (inbox.c.done_at.is_(None), inbox.c.set_aside_at.is_(None))
                day.counts["unhandled"] = await _number(connection, inbox, *undone)
                day.counts["unsent"] = await _number(connection, outbox, outbox.c.dead_at.is_(None))
            return not (day.counts["unhandled"] or day.counts["unsent"])

        try:
            await made.play.until(quiet, seconds=QUIET_SECONDS)
        except AssertionError:
            day.wrong.append(f"not quiet after {QUIET_SECONDS:.0f} s: {day.counts}, {len(made.world.updates)} waiting")
        day.quiet_after_seconds = monotonic() - began
        if code := await made.doctor():
            day.wrong.append(f"the doctor says {code}: {made.said()[-3000:]}")
        if code := await made.end(signal.SIGTERM):
            day.wrong.append(f"it ended with {code}: {made.said()[-2000:]}")
        async with reading(engine) as connection:
            day.wrong += await wrongs(connection)
            await _count(connection, day)
    finally:
        await engine.dispose()


async def _count(connection: AsyncConnection, day: Day) -> None:
    for table in (inbox, orders, claims, entries, outbox):
        day.counts[table.name] = await _number(connection, table)
    day.counts["set aside"] = await _number(connection, inbox, inbox.c.set_aside_at.is_not(None))
    states = await connection.execute(select(orders.c.state, func.count()).group_by(orders.c.state))
    day.states = Counter({row[0]: row[1] for row in states})


async def _number(connection: AsyncConnection, table: Table, *which: ColumnElement[bool]) -> int:
    found: int = (await connection.execute(select(func.count()).select_from(table).where(*which))).scalar_one()
    return found


def memory_grew(day: Day) -> str:
    """What is wrong with the memory of the last third, if anything is."""
    second, last = day.third(2), day.third(3)
    most = max(second * MAY_GROW, second + MAY_GROW_BYTES)
    return f"memory grew from {second / 1e6:.1f} to {last / 1e6:.1f} MB" if last > most else ""
