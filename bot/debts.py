"""What calls to Telegram have brought about and the database could not keep: written down before anything else is sent.

A message that was sent and not noted would be sent again, and again, for as long as the disk is full.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.errors import place_of
from storage.trouble import is_trouble

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0

log = logging.getLogger(__name__)

Write = Callable[[], Awaitable[object]]


class Debts:
    """Kept in memory, one a row that was on its way when the trouble began; `paid` is called when all are paid."""

    def __init__(self, paid: Callable[[], None]) -> None:
        self._paid = paid
        self._owed: dict[int, Write] = {}
        self._paying: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    @property
    def open(self) -> bool:
        """Whether anything is owed: then nothing may be sent."""
        return self._paying is not None

    async def keep(self, row_id: int, write: Write) -> None:
        """Write down what was done about a row, now or as soon as that is possible."""
        try:
            await write()
        except Exception as error:
            if not is_trouble(error):
                raise
            self._owed[row_id] = write
            if self._paying is None:
                log.error("nothing is sent until it can be noted what was: %s", place_of(error))
                self._paying = asyncio.create_task(self._pay())

    def hurry(self) -> None:
        """Try again now."""
        self._hurry.set()

    def stop(self) -> None:
        """Try no more: what is owed is lost, and those messages may come a second time."""
        if self._paying is not None:
            self._paying.cancel()

    async def _pay(self) -> None:
        seconds = FIRST_PAUSE_SECONDS
        try:
            while self._owed:
                self._hurry.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await self._hurry.wait()
                seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
                await self._try()
            log.info("all that was sent has been noted")
        finally:
            self._paying = None
        self._paid()

    async def _try(self) -> None:
        for row_id, write in list(self._owed.items()):
            try:
                await write()
            except Exception as error:
                if is_trouble(error):
                    return
                log.error("row=%d what was done about it cannot be noted: %s", row_id, place_of(error))
            del self._owed[row_id]
