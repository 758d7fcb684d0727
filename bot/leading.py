"""Who leads: of all processes on one database exactly one sends and keeps the time, and the others stand by."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.errors import place_of
from storage import direct
from storage.direct import Seat

LOOK_SECONDS = 1.0  # between two looks at the seat, by its holder and by those who stand by

log = logging.getLogger(__name__)


class Leading:
    """Asks for the seat until it is ours, and from then on whether it still is.

    While PostgreSQL is away nothing is begun and nothing ended: nobody else can lead either. `is_sure` is False then,
    and no message leaves.
    """

    def __init__(self, url: str, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]) -> None:
        self._seat = Seat(url)
        self._begin = begin
        self._end = end
        self._leads = False
        self._away = False
        self._stopping = asyncio.Event()

    @property
    def is_sure(self) -> bool:
        """Whether this process leads, certainly, at this moment."""
        return self._leads and self._seat.is_sure

    async def run(self) -> None:
        """Lead or stand by, until `stop`."""
        first = True
        while not self._stopping.is_set():
            held = await self._look()
            if self._stopping.is_set():
                return  # told so while it asked: nothing is begun any more
            if held and not self._leads:
                log.info("leading from now on")
                self._leads = True
                await self._begin()
            elif held is False and self._leads:
                log.warning("another process leads by now")
                self._leads = False
                await self._end()
            elif held is False and first:
                log.info("standing by: another process leads")
            first = first and held is None
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._stopping.wait()

    def stop(self) -> None:
        """Look no more; the seat is kept until `leave`."""
        self._stopping.set()

    async def leave(self) -> None:
        """Let the next one lead, when everything that was begun here has ended."""
        await self._seat.leave()

    async def _look(self) -> bool | None:
        try:
            held = await self._seat.take()
        except direct.Away as error:
            if not self._away:
                log.warning("nobody can lead, PostgreSQL is away: %s", place_of(error))
            self._away = True
            return None
        if self._away:
            log.info("PostgreSQL is back")
        self._away = False
        return held
