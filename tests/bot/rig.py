"""The machinery piece by piece: a sandbox, a bot, a file, and only the parts that a test starts."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.compose import Gone, Letter
from bot.intake import Intake, PollingBot
from bot.lanes import Moves
from bot.limits import Limits, Rates
from bot.line import ANSWER_SECONDS, make_bot
from bot.outflow import Outflow
from bot.sender import Sender
from bot.workers import Handle, Workers
from sandbox.server import Sandbox
from sandbox.world import Options
from storage.desk import Desk
from storage.engine import open_engine, reading
from storage.migrate import migrate
from storage.outgoing import Outgoing
from tests.databases import Place
from tests.house_of_paidan import PATIENCE_SECONDS, TOKEN, MovableClock, settings_for
from tests.play import Play

Compose = Callable[[AsyncConnection, Outgoing], Awaitable[Letter | Gone]]
FREE = Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=0)


@dataclass
class Rig:
    """What a test of one part needs; parts that were started are stopped at the end."""

    box: Sandbox
    play: Play
    bot: PollingBot
    engine: AsyncEngine
    clock: MovableClock
    moves: Moves = field(default_factory=Moves)
    bells: int = 0
    outflow: Outflow | None = None
    workers: Workers | None = None
    _running: list[tuple[Callable[[], Awaitable[object]], asyncio.Task[None]]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """Rings the outflow, once there is one."""
        return Desk(self.engine, self.clock.now, self._bell)

    async def someone(self, name: str) -> int:
        """A person who has pressed Start, which is not told to the bot."""
        person = await self.play.person(name)
        await self.play.start(person)
        self.box.world.updates.forget()
        return person

    def intake(self, kept: Callable[[], None] | None = None, poll_seconds: int = 30) -> Intake:
        """An intake that runs from now on."""
        intake = Intake(
            self.bot, self.engine, now=self.clock.now, kept=kept or self.moves.tell, poll_seconds=poll_seconds
        )  # fmt: skip

        async def stop() -> None:
            intake.stop()

        self._running.append((stop, asyncio.create_task(intake.run())))
        return intake

    def start_workers(self, handle: Handle, at_once: int = 16) -> Workers:
        """Workers that hand updates to this function."""
        workers = Workers(self.desk, handle, at_once=at_once, pseudonym=lambda lane: f"p{lane}", moved=self.moves.tell)
        self.workers = workers
        self._running.append((lambda: workers.stop(5), asyncio.create_task(workers.run())))
        return workers

    def start_outflow(self, compose: Compose, rates: Rates = FREE, at_once: int = 16) -> Outflow:
        """A sender that renders with this function."""
        limits = Limits(rates)
        sender = Sender(self.bot, limits, self.clock.ticks)
        self.outflow = outflow = Outflow(
            sender, self.desk, compose, limits, ticks=self.clock.ticks, at_once=at_once, moved=self.moves.tell
        )
        self._running.append((lambda: outflow.stop(5), asyncio.create_task(outflow.run())))
        return outflow

    async def until(self, condition: Callable[[AsyncConnection], Awaitable[bool]]) -> None:
        """Wait until the database says so; looked at again whenever a part has moved something."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                moves = self.moves.count
                async with reading(self.engine) as connection:
                    if await condition(connection):
                        return
                await self.moves.beyond(moves)

    async def stop(self) -> None:
        """End all parts that were started."""
        for stop, task in self._running:
            await stop()
            await task
        self._running.clear()

    def _bell(self) -> None:
        self.bells += 1
        self.moves.tell()
        if self.outflow is not None:
            self.outflow.bell()


@asynccontextmanager
async def open_rig(
    place: Place, options: Options | None = None, *, answer_seconds: float = ANSWER_SECONDS
) -> AsyncIterator[Rig]:
    """A sandbox and a bot that knows it, with a migrated file and nothing running yet."""
    clock = MovableClock()
    async with Sandbox(clock=clock.now, options=options or Options(token=TOKEN)) as box, Play(box.url) as play:
        settings = settings_for(place, box.url)
        migrate(settings.database)
        engine = open_engine(settings.database)
        bot = make_bot(settings, answer_seconds)
        await bot.initialize()
        rig = Rig(box, play, bot, engine, clock)
        try:
            yield rig
        finally:
            await rig.stop()
            await bot.shutdown()
            await engine.dispose()
