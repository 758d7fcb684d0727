"""Time: what the hour is, and the one heartbeat that does what is due, however the hour is corrected."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import errands
from bot.errors import place_of
from handlers.standing_due import place_due
from rules.deadlines import due, next_look
from rules.escalating import escalate
from storage import cards, leftovers, orders, set_back, standing_orders, wishes
from storage.desk import Desk, Turn
from storage.engine import reading
from storage.races import write
from storage.trouble import is_trouble

ORDERS_A_LOOK = 50
LOOKS_A_BEAT = 20
PUT_OFF = timedelta(minutes=10)  # an order that cannot be moved must not keep the others waiting
TIDY_EVERY = timedelta(hours=1)
JUMP_SECONDS = 15.0  # corrections below that wait out by themselves

log = logging.getLogger(__name__)


class Clock:
    """The hour, aware and in UTC, and ticks that only ever go forward. Tests hand in one that can be moved."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def ticks(self) -> float:
        """Seconds from some moment on, untouched by corrections of the hour."""
        return time.monotonic()


class Heartbeat:
    """Looks for what is due every few seconds; all of it is rows, so nothing is lost when the program is not there.

    It beats by a clock that never jumps, and notices when the other one does: `jumped` is called then.
    """

    def __init__(
        self, desk: Desk, beat_seconds: float, *,
        ticks: Callable[[], float] = time.monotonic, then: Callable[[], Awaitable[None]] | None = None,
        jumped: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._beat_seconds = beat_seconds
        self._ticks = ticks
        self._then = then
        self._jumped = jumped
        self._ahead = self._hour_ahead()
        self._has_looked = False
        self._beaten = ticks()
        self._beating = asyncio.Lock()
        self._tidied_at: datetime | None = None
        self._stopping = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Beat at once, and from then on."""
        self._beaten = self._ticks()  # it may have stood by for long
        self._loop = asyncio.create_task(self._run())

    async def stop(self, seconds: float) -> None:
        """Beat no more; what a beat has begun may take so many seconds."""
        self._stopping.set()
        if self._loop is None:
            return
        _, late = await asyncio.wait([self._loop], timeout=seconds)
        if late:
            log.warning("stopped in the middle of a beat; what it left comes with the next start")
            self._loop.cancel()
            await asyncio.wait([self._loop])

    @property
    def age_seconds(self) -> float:
        """Since the last beat was done, or since the start."""
        return self._ticks() - self._beaten

    async def beat(self) -> int:
        """Do all that is due now, and then look after the house; how many orders and wishes were moved or placed."""
        async with self._beating:
            try:
                await self._look_at_the_clock()
                moved = await self._move_all() + await self._place_all() + await self._move_wishes()
                await errands.run(self._desk)
                await self._tidy()
                self._beaten = self._ticks()
                return moved
            finally:
                if self._then is not None:
                    await self._then()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self._beat_and_go_on()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._beat_seconds):
                    await self._stopping.wait()

    async def _look_at_the_clock(self) -> None:
        ahead = self._hour_ahead()
        if not self._has_looked:
            await write(self._desk.engine, lambda connection: set_back.let_go_unheard_of(connection, self._desk.now()))
            self._has_looked = True
        jump = ahead - self._ahead
        if abs(jump) >= JUMP_SECONDS:
            log.warning("the clock was set %s by %.0f seconds", "back" if jump < 0 else "forward", abs(jump))
            if jump < 0:
                await write(self._desk.engine, lambda connection: set_back.let_go(connection, self._desk.now()))
            self._jumped()
        self._ahead = ahead

    def _hour_ahead(self) -> float:
        """By how much the hour is ahead of the ticks: always the same, unless somebody sets the clock."""
        return self._desk.now().timestamp() - self._ticks()

    async def _move_all(self) -> int:
        moved = 0
        for _ in range(LOOKS_A_BEAT):
            async with reading(self._desk.engine) as connection:
                found = await orders.due_ids(connection, self._desk.now(), ORDERS_A_LOOK)
            for order_id in found:
                moved += await self._wake("order", order_id, _move_due, orders.put_off)
            if len(found) < ORDERS_A_LOOK:
                break
        return moved

    async def _place_all(self) -> int:
        """What is ordered every week and is due; whoever's day is placed may have the next one due as well."""
        placed = 0
        for _ in range(LOOKS_A_BEAT):
            async with reading(self._desk.engine) as connection:
                found = await standing_orders.due_ids(connection, self._desk.now(), ORDERS_A_LOOK)
            for standing_id in found:
                placed += await self._wake("standing order", standing_id, place_due, standing_orders.put_off)
            if not found:
                break
        return placed

    async def _move_wishes(self) -> int:
        moved = 0
        for _ in range(LOOKS_A_BEAT):
            async with reading(self._desk.engine) as connection:
                found = await wishes.due_ids(connection, self._desk.now(), ORDERS_A_LOOK)
            for wish_id in found:
                moved += await self._wake("wish", wish_id, wishes.wake, wishes.put_off)
            if len(found) < ORDERS_A_LOOK:
                break
        return moved

    async def _beat_and_go_on(self) -> None:
        try:
            await self.beat()
        except Exception as error:  # the database may be away; the next beat finds all that was due
            log.error("beat failed: %s", place_of(error))

    async def _wake(
        self, what: str, number: int, work: Callable[[Turn, int], Awaitable[bool]],
        put_off: Callable[[AsyncConnection, int, datetime, datetime], Awaitable[None]],
    ) -> bool:  # fmt: skip
        """Whether it was moved; what cannot be is put off, so that it keeps nothing else waiting."""
        try:
            return await self._desk.run(lambda turn: work(turn, number))
        except Exception as error:
            if is_trouble(error):  # not its own fault
                raise
            log.error("%s=%d cannot be moved, put off: %s", what, number, place_of(error))
            now = self._desk.now()
            await write(self._desk.engine, lambda connection: put_off(connection, number, now, now + PUT_OFF))
            return False

    async def _tidy(self) -> None:
        now = self._desk.now()
        if self._tidied_at is not None and abs(now - self._tidied_at) < TIDY_EVERY:
            return
        cleared = await write(self._desk.engine, lambda connection: leftovers.clear(connection, now))
        self._tidied_at = now
        if any(cleared.values()):
            log.info("deleted %s", " ".join(f"{name}={count}" for name, count in cleared.items() if count))


async def _move_due(turn: Turn, order_id: int) -> bool:
    facts = await orders.facts(turn.connection, order_id, None, turn.now)
    if facts is None:
        return False
    verb = due(facts)
    if verb is escalate:
        verb = partial(escalate, near=await cards.near(turn.connection, order_id, facts.order.community_id))
    if verb is None:  # it is quiet, or the quiet hours are others than they were when it was told to wake
        await orders.put_off(turn.connection, order_id, turn.now, next_look(facts))
        return False
    await turn.move(order_id, None, verb)
    return True
