"""The whole house in one process: the sandbox, the bot against it over HTTP, a file, and a clock that can be moved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot import hooks
from bot.application import Application, running
from bot.clock import Clock
from bot.config import Settings
from bot.serve import serving
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import checks, outgoing
from storage.engine import reading
from storage.outgoing import Outgoing
from tests.databases import Place
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

    def set(self, by: timedelta) -> None:
        """Somebody corrects the hour; no time passes."""
        self._ahead += by

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

    async def passes(self, seconds: float) -> bool:
        """Let some time pass and wait until all is sent that Telegram's limits allow; whether anything is left."""
        self.clock.put_forward(timedelta(seconds=seconds))
        self.app.rouse()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                moves = self.app.moves.count
                async with reading(self.app.engine) as connection:
                    left = await outgoing.waiting(connection, (), 10_000)
                if not (self.app.outflow.busy or any(self._may_go(row) for row in left)):
                    return bool(left)
                await self.app.moves.beyond(moves)

    def _may_go(self, row: Outgoing) -> bool:
        return row.not_before <= self.clock.now() and not self.app.outflow.must_wait(row.lane)

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
        if self.box.world.webhook.url:
            return not len(self.box.world.updates)
        offset = self.app.intake.offset or 0
        waiting = self.box.world.updates.waiting(10_000, self.box.world.now())
        return all(update.id < offset for update in waiting)


def settings_for(place: Place, api_url: str) -> Settings:
    """No limits on sending, no beats but those that are asked for."""
    return Settings(
        _env_file=None, token=SecretStr(TOKEN), data_dir=place.folder, database_url=place.database_url,
        database_direct_url=place.direct_url, api_url=api_url, log="debug",
        per_second_overall=0, per_chat_seconds=0, per_group_minute=0, beat_seconds=3600, stop_seconds=5, listen_port=0,
    )  # fmt: skip


@asynccontextmanager
async def open_house(
    place: Place, *, start: datetime = MONDAY, strict: bool = False, telegrams: MovableClock | None = None,
    **changed: object,
) -> AsyncIterator[House]:  # fmt: skip
    """Everything set going, and stopped at the end; Telegram is asked for updates, or delivers them to a webhook.

    `strict` is a Telegram that refuses what is too fast for it; `telegrams` its clock, the bot's own where none is
    given; `changed` are settings.
    """
    clock = MovableClock(start)
    options = Options(token=TOKEN, rate_limits=strict)
    async with Sandbox(clock=(telegrams or clock).now, options=options) as box, Play(box.url) as play:
        settings = settings_for(place, box.url).model_copy(update=changed)
        async with _by_webhook(settings, clock) if place.webhook else running(settings, clock) as app:
            await app.leads.wait()
            yield House(box, app, play, clock)


@asynccontextmanager
async def _by_webhook(settings: Settings, clock: Clock) -> AsyncIterator[Application]:
    async with serving(settings, clock) as served:
        await hooks.point(settings.model_copy(update={"webhook_url": served.address}))
        yield served.application
