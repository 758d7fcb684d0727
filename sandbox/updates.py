"""The updates that wait for the bot: numbered, filtered by what it asked for, kept until it confirms them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sandbox import limits
from sandbox.bell import Bell
from sandbox.refusals import OTHER_POLLER, Refused, conflict

Json = dict[str, Any]

FIRST_UPDATE = 100_000_001
# Telegram sends these only to bots that name them.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True, eq=False)
class Update:
    """One update; `key` names the queue it keeps its order in: a chat for messages, a person for presses."""

    id: int
    kind: str
    body: Json
    key: tuple[str, int]
    born: float

    def shape(self) -> Json:
        """The update as the Bot API shows it."""
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The queue between people and bot. Numbers only grow, a reset included."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.allowed: list[str] | None = None
        self.again: list[Update] = []
        """Confirmed updates that a fault delivers a second time."""
        self._next_id = FIRST_UPDATE
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._poller: asyncio.Event | None = None
        self._conflict: Refused | None = None

    def __len__(self) -> int:
        return len(self._waiting) + len(self.again)

    @property
    def polled(self) -> bool:
        """Whether the bot waits in getUpdates at this moment."""
        return self._poller is not None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind not in ON_REQUEST if not self.allowed else kind in self.allowed

    def add(self, kind: str, body: Json, key: tuple[str, int], now: float) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if not self.wants(kind):
            return
        update = Update(self._next_id, kind, body, key, now)
        self._next_id += 1
        self._waiting[update.id] = update
        if len(self._waiting) > limits.WAITING_UPDATES:
            self._waiting.popitem(last=False)
        self.bell.ring()

    def confirm(self, offset: int, *, keep: int = 0) -> None:
        """Forget what lies before the offset; a negative one forgets all but the last ones.

        The first `keep` of those forgotten are queued to be delivered once more.
        """
        last = offset - 1 if offset > 0 else max(next(reversed(self._waiting), 0) + offset, 0)
        while self._waiting and next(iter(self._waiting)) <= last:
            _, update = self._waiting.popitem(last=False)
            if keep > 0:
                keep -= 1
                self.again.append(update)

    @property
    def newest(self) -> int:
        """The number of the newest update that waits, 0 when none does."""
        return next(reversed(self._waiting), 0)

    def after(self, update_id: int) -> list[Update]:
        """The updates after a number, oldest first."""
        found = []
        for update in reversed(self._waiting.values()):
            if update.id <= update_id:
                break
            found.append(update)
        return found[::-1]

    def done(self, update_id: int) -> None:
        """Forget one update, delivered by webhook."""
        self._waiting.pop(update_id, None)

    def waiting(self, most: int, now: float) -> list[Update]:
        """The oldest updates, those older than a day thrown away."""
        while self._waiting:
            oldest = next(iter(self._waiting.values()))
            if now - oldest.born <= limits.UPDATE_HOURS * 3600:
                break
            del self._waiting[oldest.id]
        repeated = self.again[:most]
        return repeated + list(islice(self._waiting.values(), most - len(repeated)))

    def taken_again(self, batch: list[Update]) -> None:
        """What was repeated once is not repeated for ever."""
        self.again = [update for update in self.again if update not in batch]

    def interrupt(self, words: str = OTHER_POLLER) -> None:
        """End the poll that waits now with 409."""
        if self._poller is not None:
            self._conflict = conflict(words)
            self._poller.set()
            self._poller = None
            self.bell.ring()

    async def wait(self, seconds: float, ready: int = 1) -> None:
        """Wait until so many updates are there, at most so long.

        Raises Refused when another poll begins meanwhile.
        """
        self.interrupt()
        stopped = asyncio.Event()
        self._poller = stopped
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            while len(self) < ready and not stopped.is_set() and (left := end - loop.time()) > 0:
                await self.bell.wait(left)
        finally:
            if self._poller is stopped:
                self._poller = None
        if stopped.is_set() and self._conflict is not None:
            raise self._conflict

    def release(self) -> None:
        """Let the waiting poll return with what there is, when the sandbox stops."""
        if self._poller is not None:
            self._poller.set()
            self._conflict = None
            self._poller = None
        self.bell.ring()

    def forget(self) -> None:
        """Forget what waits, but not the numbers used."""
        self._waiting.clear()
        self.again.clear()
