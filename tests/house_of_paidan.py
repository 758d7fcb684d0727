"""The whole house in one process: the sandbox, the bot against it over HTTP, a file, and a clock that can be moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.application import Application, running
from bot.clock import Clock
from bot.config import Settings
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import checks
from storage.engine import reading
from tests.people import MONDAY
from tests.play import Play

TOKEN = "700000001:AAPaidanPaidanPaidanPaidanPaidanPaid"
PATIENCE_SECONDS = 90.0  # a busy machine is slow, and no test may fail for that


class MovableClock(Clock):
    """Goes like any other, from the moment it is given, and can be put forward."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self._ahead = start - super().now()
        self._skipped_seconds = 0.0

    def now(self) -> datetime:
        return super().now() + self._ahead

    def ticks(self) -> float:
        return super().ticks() + self._skipped_seconds

    def put_forward(self, length: timedelta) -> None:
        self._ahead += length
        self._skipped_seconds += length.total_seconds()


@dataclass
class House:
    """What a story is given: `play` is everybody's hand, `app` the bot, `clock` moves both."""

    box: Sandbox
    app: Application
    play: Play
    clock: MovableClock

    async def settled(self) -> None:
        """Wait until all that was said has been handled, and all that is due has been sent."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                moves = self.app.moves.count
                if self._all_kept() and await self.app.is_quiet() and self._all_kept():
                    return
                await self.app.moves.beyond(moves)

    async def later(self, **length: float) -> None:
        """Let time pass, the clock do what is due, and everybody hear of it: `later(hours=3)`."""
        self.clock.put_forward(timedelta(**length))
        self.app.rouse()
        await self.settled()
        await self.app.heartbeat.beat()
        await self.settled()

    async def is_sound(self) -> None:
        """Nothing that must never be stands in the database."""
        async with reading(self.app.engine) as connection:
            assert await checks.broken(connection) == []

    def _all_kept(self) -> bool:
        offset = self.app.intake.offset or 0
        waiting = self.box.world.updates.waiting(10_000, self.box.world.now())
        return all(update.id < offset for update in waiting)


def settings_for(folder: Path, api_url: str) -> Settings:
    """No limits on sending, no beats but those that are asked for."""
    return Settings(
        _env_file=None, token=SecretStr(TOKEN), data_dir=folder, api_url=api_url, log="debug",
        per_second_overall=0, per_chat_seconds=0, per_group_minute=0, beat_seconds=3600, stop_seconds=5,
    )  # fmt: skip


@asynccontextmanager
async def open_house(
    folder: Path, *, start: datetime = MONDAY, strict: bool = False, **settings: object
) -> AsyncIterator[House]:
    """Everything set going, and stopped at the end; `strict` is a Telegram that refuses what is too fast for it."""
    clock = MovableClock(start)
    async with (
        Sandbox(clock=clock.now, options=Options(token=TOKEN, rate_limits=strict)) as box,
        running(settings_for(folder, box.url).model_copy(update=settings), clock) as app,
        Play(box.url) as play,
    ):
        yield House(box, app, play, clock)
