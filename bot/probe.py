"""Whether the line to Telegram is up again: a question that changes nothing, until it is answered.

Rather than trying every message in turn, each of which might take effect without an answer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.errors import place_of

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0

log = logging.getLogger(__name__)


class Probe:
    """Asks `is_up` while the line is down; `down` is called at each no, and `up` when it is answered."""

    def __init__(self, is_up: Callable[[], Awaitable[bool]], down: Callable[[], None], up: Callable[[], None]) -> None:
        self._is_up = is_up
        self._down = down
        self._up = up
        self._asking: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    @property
    def open(self) -> bool:
        """Whether it is asked at present: then nothing may be sent."""
        return self._asking is not None

    def begin(self, error: TelegramError) -> None:
        """The line seems to be down."""
        if self._asking is None:
            log.warning("nothing is sent until Telegram answers: %s", place_of(error))
            self._asking = asyncio.create_task(self._ask())

    def hurry(self) -> None:
        """Ask again now."""
        self._hurry.set()

    def stop(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self) -> None:
        seconds = FIRST_PAUSE_SECONDS
        try:
            while not await self._is_up():
                self._down()
                self._hurry.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await self._hurry.wait()
                seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
        finally:
            self._asking = None
        log.info("Telegram answers")
        self._up()
