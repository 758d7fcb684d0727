"""Where the stories happen: Wenfeng, copied ready into a fresh place, with a bot that may be killed any time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, exists, or_, select

from sandbox.server import Sandbox
from sandbox.world import Options
from storage import checks
from storage.engine import open_engine, reading
from storage.schema import inbox, orders, outbox
from tests.crashing.clock import SharedClock
from tests.crashing.launch import CLOCK
from tests.crashing.launcher import Deadly, Launcher, Watched
from tests.house_of_paidan import PATIENCE_SECONDS, TOKEN, House, open_house
from tests.people import MONDAY
from tests.play import Play
from tests.town import VOLUNTEERS, WHO, Group, Somebody, Town, settle

LOOK_SECONDS = 0.02  # between two looks, when no point tells that something has moved


BEGINNING = MONDAY + timedelta(minutes=30)
SETTINGS = {
    "token": TOKEN, "per_second_overall": "0", "per_chat_seconds": "0", "per_group_minute": "0",
    "beat_seconds": "0.1", "poll_seconds": "50",
}  # fmt: skip


class Patient(Play):
    """Nobody waits for the toast of a press: who was not answered looks at the chat a moment later."""

    async def press(
        self, person: int, label: str, chat: int | None = None, message: int | None = None, **details: object
    ) -> str | None:
        return await super().press(person, label, chat, message, **{"wait": 0, **details})


class Street(House):
    """A house of which only the door is known: the bot is another process, and what it does is seen from outside."""

    def __init__(self, box: Sandbox, play: Play, clock: SharedClock, bot: Watched, engine: Engine) -> None:
        self.box = box
        self.play = play
        self.hour = clock
        self.bot = bot
        self.engine = engine
        self.told_elsewhere = 0  # how many points were reached before the story began

    async def settled(self) -> None:
        """Wait until all that was said has been handled, and all that is due has been done and sent."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._is_quiet():
                self.bot.moved.clear()
                try:
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self.bot.moved.wait()
                except TimeoutError:
                    pass
                assert not self.bot.wrong, self.bot.wrong

    async def at(self, moment: datetime) -> None:
        """It is that hour, and what was due until then has happened."""
        self.hour.put_to(moment)
        await self.settled()

    async def broken(self) -> list[checks.Finding]:
        """What no crash may bring about."""
        engine = open_engine(self.bot.settings["PAIDAN_DATABASE_URL"])
        try:
            async with reading(engine) as connection:
                return await checks.broken(connection)
        finally:
            await engine.dispose()

    def _is_quiet(self) -> bool:
        updates = self.box.world.updates
        if self.bot.pid is None or len(updates) or not updates.polled or self.bot.is_calling:
            return False
        unhandled = exists().where(inbox.c.done_at.is_(None), inbox.c.set_aside_at.is_(None))
        unsent = exists().where(outbox.c.dead_at.is_(None))
        due = exists().where(orders.c.wake_at <= self.hour.now())
        with self.engine.connect() as connection:
            return not connection.execute(select(or_(unhandled, unsent, due))).scalar_one()


@dataclass(frozen=True)
class Template:
    """Wenfeng as it is before a story: nobody has ordered anything yet."""

    file: Path

    def copied(self, folder: Path) -> tuple[dict[str, str], Engine]:
        """A fresh one, as settings for the bot and as an engine to look at it."""
        folder.mkdir(exist_ok=True)
        copy = folder / self.file.name
        copy.write_bytes(self.file.read_bytes())
        return {"database_url": f"sqlite+aiosqlite:///{copy}"}, create_engine(f"sqlite:///{copy}")


@asynccontextmanager
async def settled_template(folder: Path) -> AsyncIterator[Template]:
    """People and groups, moved in once for all stories."""
    async with open_house(folder, start=MONDAY) as house:
        await settle(house)
    yield Template(folder / "paidan.db")


@asynccontextmanager
async def street(launcher: Launcher, template: Template, folder: Path, deadly: Deadly) -> AsyncIterator[Town]:
    """The town with its bot, which is killed at that point and comes back."""
    place, engine = template.copied(folder)
    clock = SharedClock.made(folder / CLOCK, BEGINNING)
    try:
        async with Sandbox(clock=clock.now, options=Options(token=TOKEN)) as box, Patient(box.url) as play:
            settings = {f"PAIDAN_{name.upper()}": value for name, value in (SETTINGS | place).items()}
            bot = Watched(launcher, folder, settings | {"PAIDAN_API_URL": box.url}, deadly)
            town = await _moved_in(Street(box, play, clock, bot, engine))
            living = asyncio.create_task(bot.live())
            try:
                await town.house.settled()
                yield town
            finally:
                await bot.leave()
                await living
    finally:
        engine.dispose()


async def _moved_in(house: Street) -> Town:
    """The same people in the same order have the same ids as in the template."""
    folk = {key: Somebody(house, await house.play.person(*who), who[0]) for key, who in WHO.items()}
    crew = [folk[key].id for key in ("dora", *VOLUNTEERS)]
    green = Group(house, await house.play.group("Green team", crew, supergroup=True))
    blue = Group(house, await house.play.group("Blue team", crew))
    house.box.world.updates.forget()
    for somebody in folk.values():
        house.box.world.chat(somebody.id).started = True
    return Town(house, 1, folk, green, blue)
