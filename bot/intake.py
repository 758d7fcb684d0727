"""Asks Telegram for updates and keeps each batch before asking for the next, which is what confirms it."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.aiorequest import as_json
from bot.errors import place_of, seconds_of
from storage import inbox
from storage.inbox import REMEMBERED, Arrived
from storage.races import write

# An edited message is not asked for: an answer is changed on the review, where it can be seen.
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
BATCH = 100
PATIENCE_SECONDS = 10  # for the answer itself, after the time the request may wait for updates
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
CONFLICT_SECONDS = 5.0

log = logging.getLogger(__name__)


class PollingBot(Bot):
    """The library's bot, which can also hand out updates as they came, unparsed."""

    async def raw_updates(self, offset: int | None, timeout_seconds: int) -> Sequence[Mapping[str, Any]]:
        """One getUpdates, on the connection kept for it; everything before the offset is confirmed by it."""
        data: dict[str, Any] = {"offset": offset, "timeout": timeout_seconds, "limit": BATCH}
        data["allowed_updates"] = list(ALLOWED_UPDATES)
        found = await self._post("getUpdates", data, read_timeout=timeout_seconds + PATIENCE_SECONDS)
        return found if isinstance(found, list) else []

    async def send_raw(self, method: str, data: Mapping[str, Any]) -> Any:
        """One call, its answer as it came: to make an object of a message costs more than to send it."""
        return await self.request.post(f"{self.base_url}/{method}", as_json(data))


class Intake:
    """The loop between Telegram's queue and the inbox; `kept` is called after each batch."""

    def __init__(
        self, bot: PollingBot, engine: AsyncEngine, *, now: Callable[[], datetime], kept: Callable[[], None],
        poll_seconds: int, ticks: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._bot = bot
        self._engine = engine
        self._now = now
        self._kept = kept
        self._poll_seconds = poll_seconds
        self._stopping = asyncio.Event()
        # Not from what is kept: one that Telegram could not deliver to a webhook may have a lower number. What comes
        # a second time is known by its number.
        self._offset: int | None = None
        self._last_at: datetime | None = None
        self._failures = 0
        self._ticks = ticks
        self._failing_since: float | None = None

    async def run(self) -> None:
        """Ask and keep, until `stop`."""
        while not self._stopping.is_set():
            asking = asyncio.create_task(self._bot.raw_updates(self._fresh_offset(), self._poll_seconds))
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not asking.done():
                asking.cancel()
                with suppress(asyncio.CancelledError, TelegramError):
                    await asking
                return  # what it might have brought is not confirmed, and comes again
            try:
                await self._keep(asking.result())
                self._succeeded()
            except Exception as error:  # the network, Telegram or the database: the loop outlives all three
                await self._pause(error)

    @property
    def offset(self) -> int | None:
        """The number of the first update that is still to come; None before there was any."""
        return self._offset

    @property
    def failing_seconds(self) -> float:
        """For how long no updates could be fetched or kept; 0 while they can."""
        return self._ticks() - self._failing_since if self._failing_since is not None else 0.0

    def stop(self) -> None:
        """Ask no more; a batch that is being kept is kept."""
        self._stopping.set()

    def _fresh_offset(self) -> int | None:
        # After a week without updates Telegram may count from a lower number, which an old offset would throw away.
        if self._last_at is not None and self._now() - self._last_at > REMEMBERED:
            self._offset = None
        return self._offset

    async def _keep(self, batch: Sequence[Mapping[str, Any]]) -> None:
        arrived = [one for one in map(arrived_from, batch) if one is not None]
        if len(arrived) < len(batch):
            log.error("%d of %d updates have no shape we know and were left out", len(batch) - len(arrived), len(batch))
        if not arrived:
            if batch:
                raise ValueError("nothing to go on from")
            return
        await write(self._engine, lambda connection: inbox.receive(connection, arrived, self._now()))
        self._offset = max(one.update_id for one in arrived) + 1
        self._last_at = self._now()
        self._kept()

    def _succeeded(self) -> None:
        if self._failures:
            log.info("updates arrive again, after %d failures", self._failures)
        self._failures = 0
        self._failing_since = None

    async def _pause(self, error: Exception) -> None:
        seconds = min(FIRST_PAUSE_SECONDS * 2 ** min(self._failures, 10), LONGEST_PAUSE_SECONDS)
        match error:
            case Conflict():
                seconds = CONFLICT_SECONDS if self._failures else FIRST_PAUSE_SECONDS
                log.warning("Telegram gives the updates to somebody else: %s", error.message)
            case RetryAfter():
                seconds = seconds_of(error)
                log.warning("Telegram asks us to wait %.0f seconds before asking for updates", seconds)
            case InvalidToken():
                seconds = LONGEST_PAUSE_SECONDS
                log.error("Telegram no longer accepts the token: was it revoked? Trying on every %.0f s", seconds)
            case _ if not self._failures:
                log.warning("no updates for now, trying on: %s", place_of(error))
        if self._failing_since is None:
            self._failing_since = self._ticks()
        self._failures += 1
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def lane_of(update: Mapping[str, Any]) -> int:
    """The person whose updates keep their order, else the chat."""
    for kind in ALLOWED_UPDATES:
        inner = update.get(kind)
        if isinstance(inner, Mapping):
            for who in (inner.get("from"), inner.get("chat")):
                if isinstance(who, Mapping) and isinstance(who.get("id"), int) and abs(who["id"]) < 2**63:
                    return int(who["id"])
    return 0


def arrived_from(thing: object) -> Arrived | None:
    """An update to keep; None for what has no shape of one."""
    if not isinstance(thing, Mapping):
        return None
    number = thing.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
        return None
    return Arrived(number, lane_of(thing), thing)
