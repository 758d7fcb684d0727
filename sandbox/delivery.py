"""Deliver updates to the bot's webhook: each chat's and each person's in order, and again until it says 2xx."""

from __future__ import annotations

import asyncio
import json
from collections import deque

from sandbox.bell import FOREVER, Bell
from sandbox.poster import Poster, PostFailed
from sandbox.updates import Update
from sandbox.world import World

ANSWER_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0
REORDER_WAIT_MS = 500


class Delivery:
    """Watches the webhook, and delivers while one is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._changed = world.webhook.changed = Bell()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            if not self._world.webhook.url:
                await self._changed.wait(FOREVER)
                continue
            round_ = _Round(self._world)
            work = asyncio.create_task(round_.run())
            change = asyncio.create_task(self._changed.wait(FOREVER))
            try:
                await asyncio.wait({work, change}, return_when=asyncio.FIRST_COMPLETED)
                if work.done():
                    work.result()
            finally:
                work.cancel()
                change.cancel()
                round_.stop()


class _Round:
    """Deliveries to one address, until the webhook changes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._webhook = world.webhook
        secret = {"X-Telegram-Bot-Api-Secret-Token": self._webhook.secret} if self._webhook.secret else {}
        self._poster = Poster(self._webhook.url, secret, ANSWER_SECONDS)
        self._room = asyncio.Semaphore(self._webhook.max_connections)
        self._queues: dict[tuple[str, int], deque[Update]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._last = 0

    async def run(self) -> None:
        """Hand every new update to the worker of its queue."""
        updates = self._world.updates
        while True:
            for update in updates.after(self._last):
                self._last = update.id
                self._hand_over(update)
            if updates.newest <= self._last:
                await updates.bell.wait(FOREVER)

    def stop(self) -> None:
        """End all deliveries; what was not delivered stays."""
        for worker in self._workers:
            worker.cancel()
        self._poster.close()

    def _hand_over(self, update: Update) -> None:
        key, pause = update.key, 0.0
        late = self._world.faults.delivery("reorder")
        if late is not None:
            # It waits in a queue of its own while others overtake it.
            self._world.faults.used(late)
            key, pause = ("late", update.id), (late.delay_ms or REORDER_WAIT_MS) / 1000
        if key in self._queues:
            self._queues[key].append(update)
            return
        self._queues[key] = deque([update])
        worker = asyncio.create_task(self._work(key, pause))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, key: tuple[str, int], pause: float) -> None:
        queue = self._queues[key]
        await asyncio.sleep(pause)
        while queue:
            await self._deliver(queue[0])
            self._world.updates.done(queue.popleft().id)
        del self._queues[key]

    async def _deliver(self, update: Update) -> None:
        body = json.dumps(update.shape(), ensure_ascii=False).encode("utf-8", "backslashreplace")
        pause = 0.0
        while (wait := await self._post(body)) is not None:
            await asyncio.sleep(wait or pause)
            pause = min(max(2 * pause, self._world.options.webhook_backoff_seconds), LONGEST_PAUSE_SECONDS)
        twice = self._world.faults.delivery("duplicate")
        if twice is not None:
            self._world.faults.used(twice)
            await self._post(body)

    async def _post(self, body: bytes) -> float | None:
        """Post once; None when that went well, else the seconds the bot asked to wait, or 0."""
        try:
            async with self._room:
                status, headers = await self._poster.post(body)
        except PostFailed as problem:
            self._failed(str(problem))
            return 0.0
        if 200 <= status < 300:
            if self._webhook.failing:
                self._webhook.failing = False
                self._world.changes.touch()
            return None
        self._failed(f"Wrong response from the webhook: {status}")
        asked = headers.get("retry-after", "")
        return min(float(asked), LONGEST_PAUSE_SECONDS) if asked.isdigit() else 0.0

    def _failed(self, words: str) -> None:
        if not self._webhook.failing:
            self._world.changes.touch()
        self._webhook.failed(words, self._world.now())
