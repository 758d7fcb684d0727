"""Many lanes at once, each in order: how updates are handled person by person, and messages sent chat by chat.

Rows are read from the table in one statement for all lanes that are free, so a wake costs one read, and a lane that
must wait holds neither a row nor a place.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

from bot.errors import place_of

FETCHED_ROWS = 100
ROWS_A_LANE = 4  # that is free: reading what nobody has time for costs those who have none
SLOW_POLL_SECONDS = 5.0  # behind the wakes: another process may have written
STUMBLE_SECONDS = 5.0
LONGEST_REST_SECONDS = 60.0  # then its row is read again: somebody may have set the clock, or the row free
CLOCK_GRAIN_SECONDS = 0.001  # a timer may go off a trace too early

log = logging.getLogger(__name__)


class Row(Protocol):
    """Whatever has its place in a lane."""

    @property
    def lane(self) -> int:
        """The lane in which it keeps its order."""


class Moves:
    """Counts what was kept, handled and sent, for whoever waits until all of it has settled."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def tell(self) -> None:
        """One more."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def beyond(self, count: int) -> None:
        """Wait until there are more than so many."""
        while self.count <= count:
            await self._next.wait()


R = TypeVar("R", bound=Row)
Fetch = Callable[[Collection[int], int], Awaitable[list[R]]]
Handle = Callable[[R], Awaitable[float]]


class Lanes(Generic[R]):
    """Takes the oldest rows of free lanes and hands them on, one after the other in each lane.

    `fetch(except_lanes, limit)` reads them oldest first. `handle(row)` returns 0 when the row is over and done, else
    the seconds its lane has to rest before it is read again.
    """

    def __init__(self, fetch: Fetch[R], handle: Handle[R], *, at_once: int, moved: Callable[[], None]) -> None:
        self._fetch = fetch
        self._handle = handle
        self._at_once = at_once
        self._moved = moved
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._resting: dict[int, float] = {}
        self._awake = asyncio.Event()
        self._waking_at = 0.0
        self._rung = 0  # how often somebody said that there may be more
        self._stopping = False

    @property
    def busy(self) -> bool:
        """Whether any lane is at work."""
        return bool(self._busy)

    @property
    def free(self) -> int:
        """How many more lanes could be at work."""
        return self._at_once - len(self._busy)

    @property
    def full(self) -> bool:
        """Whether no more lanes can be begun at this moment."""
        return self.free <= 0

    def wake_in(self, seconds: float) -> None:
        """There may be something to do after so many seconds, for everybody: one timer, however often it is said."""
        loop = asyncio.get_running_loop()
        at = loop.time() + min(seconds, LONGEST_REST_SECONDS)
        if not loop.time() < self._waking_at <= at:
            self._waking_at = at
            loop.call_at(at, self._awake.set)

    def wake(self) -> None:
        """There may be something to do."""
        self._rung += 1
        self._awake.set()

    def rouse(self) -> None:
        """Look again at the lanes that rest, too: the clock has moved, or the line is up again."""
        self._resting.clear()
        self.wake()

    async def run(self) -> None:
        """Work until `stop`."""
        while not self._stopping:
            self._awake.clear()
            if self.free:
                try:
                    await self._start_lanes()
                except Exception as error:  # the database may be away for a while; the loop outlives it
                    log.error("reading failed: %s", place_of(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(SLOW_POLL_SECONDS):
                    await self._awake.wait()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, and give what is running so many seconds to finish."""
        self._stopping = True
        self._awake.set()
        running = list(self._busy.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _start_lanes(self) -> None:
        now = time.monotonic() + CLOCK_GRAIN_SECONDS
        self._resting = {lane: until for lane, until in self._resting.items() if until > now}
        rung = self._rung
        free = self.free
        most = min(ROWS_A_LANE * free, FETCHED_ROWS)
        rows = await self._fetch([*self._busy, *self._resting], most)
        by_lane: dict[int, list[R]] = {}
        for row in rows:
            by_lane.setdefault(row.lane, []).append(row)
        if len(rows) == most or len(by_lane) > free:
            rung = -1  # more is there than was taken: whoever ends first reads again
        for lane, own in list(by_lane.items())[:free]:
            task = asyncio.create_task(self._run_lane(lane, own, rung))
            self._busy[lane] = task

    async def _run_lane(self, lane: int, rows: list[R], rung: int) -> None:
        try:
            for row in rows:
                if self._stopping:
                    return
                seconds = await self._handle(row)
                if seconds > 0:
                    self._rest(lane, seconds)
                    return
        except Exception as error:  # one lane must not take the others down
            log.error("lane failed: %s", place_of(error))
            self._rest(lane, STUMBLE_SECONDS)
        finally:
            del self._busy[lane]
            if rung != self._rung:
                self._awake.set()
            self._moved()

    def _rest(self, lane: int, seconds: float) -> None:
        seconds = min(seconds, LONGEST_REST_SECONDS)
        self._resting[lane] = time.monotonic() + seconds
        asyncio.get_running_loop().call_later(seconds, self._awake.set)
