"""Wake everybody who waits for something to happen, without polling."""

from __future__ import annotations

import asyncio

FOREVER = float("inf")


class Bell:
    """Rings for all who wait at that moment."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, seconds: float) -> bool:
        """Wait for the next ring, at most so long; False when none came."""
        if seconds <= 0:
            return False
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds if seconds < FOREVER else None):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True
