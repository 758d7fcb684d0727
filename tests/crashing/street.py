"""Where the stories happen: Wenfeng, copied ready into a fresh place, with a bot that may be killed any time."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, exists, or_, select

from bot.intake import ALLOWED_UPDATES
from bot.webhook import secret_of
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import checks
from storage.engine import open_engine, reading
from storage.schema import inbox, orders, outbox
from tests.crashing.clock import SharedClock
from tests.crashing.launch import CLOCK
from tests.crashing.launcher import Deadly, Launcher, Watched
from tests.databases import Place, copied
from tests.house_of_paidan import PATIENCE_SECONDS, House, open_house
from tests.people import MONDAY
from tests.play import Play
from tests.town import VOLUNTEERS, WHO, Group, Somebody, Town, settle

_numbers = count(1)
FIRST_LOOK_SECONDS, LAST_LOOK_SECONDS = 0.005, 0.3


TIDYING = {"drafts", "inbox", "links", "outbox"}  # at each start, and when an hour has passed
BEGINNING = MONDAY + timedelta(minutes=30)
SETTINGS = {
    "per_second_overall": "0", "per_chat_seconds": "0", "per_group_minute": "0",
    "beat_seconds": "0.5", "poll_seconds": "50",
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
        pause = FIRST_LOOK_SECONDS
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not self._is_quiet():
                # A point tells that something has moved; what Telegram then does with a call, nothing tells.
                moved = await self.bot.next_move(pause)
                pause = FIRST_LOOK_SECONDS if moved else min(2 * pause, LAST_LOOK_SECONDS)

    async def at(self, moment: datetime) -> None:
        """It is that hour, more than one later, and what was due until then has happened, the tidying, too."""
        tidied = self.bot.committed(TIDYING)
        self.hour.put_to(moment)
        await self.bot.until(TIDYING, tidied + 1)
        await self.settled()

    async def told(self) -> str:
        """All that may explain how it came to this."""
        waiting = [inbox.c.update_id, inbox.c.lane, inbox.c.attempts, inbox.c.set_aside_at, inbox.c.why]
        with self.engine.connect() as connection:
            rows = [
                *connection.execute(select(*waiting).where(inbox.c.done_at.is_(None))),
                *connection.execute(select(outbox.c.lane, outbox.c.kind, outbox.c.key, outbox.c.dead_at, outbox.c.why)),
            ]
        world = self.box.world
        calls = [f"{call.method} {call.chat_id} {call.status}" for call in world.calls.since(0)][-40:]
        chats = [await self.play.text(person) for person in world.people if world.chat(person).messages]
        said = (f"left: {rows}", f"points: {self.bot.reached[-40:]}", f"calls: {calls}", *chats, self.bot.said())
        return "\n".join(said)

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
        there = updates.polled or self.box.world.webhook.url
        if self.bot.pid is None or len(updates) or not there or self.bot.is_calling:
            return False
        unhandled = exists().where(inbox.c.done_at.is_(None), inbox.c.set_aside_at.is_(None))
        unsent = exists().where(outbox.c.dead_at.is_(None))
        due = exists().where(orders.c.wake_at <= self.hour.now())
        with self.engine.connect() as connection:
            return not connection.execute(select(or_(unhandled, unsent, due))).scalar_one()


@asynccontextmanager
async def settled(place: Place) -> AsyncIterator[Place]:
    """People and groups have moved in: what all stories begin with."""
    async with open_house(place, start=MONDAY) as house:
        await settle(house)
    yield place


@asynccontextmanager
async def street(launcher: Launcher, template: Place, folder: Path, deadly: Sequence[Deadly]) -> AsyncIterator[Town]:
    """The town with its bot, which is killed at these points and comes back each time."""
    with copied(template, folder) as place:
        clock = SharedClock.made(folder / CLOCK, BEGINNING)
        engine = create_engine(place.url, isolation_level="AUTOCOMMIT")
        try:
            # Its own token: no bot that outlived another story, whose port this one was given, can take its updates.
            options = Options(token=f"{os.getpid()}{next(_numbers):06}:{'A' * 35}", webhook_backoff_seconds=0.05)
            async with Sandbox(clock=clock.now, options=options) as box, Patient(box.url) as play:
                settings = SETTINGS | {"database_url": place.url, "data_dir": str(folder), "api_url": box.url}
                settings["token"] = box.token
                if template.webhook:
                    settings |= _delivers(box)
                settings = {f"PAIDAN_{name.upper()}": value for name, value in settings.items()}
                bot = Watched(launcher, folder, settings, list(deadly))
                town = await _moved_in(Street(box, play, clock, bot, engine))
                living = asyncio.create_task(bot.live())
                try:
                    await bot.until(TIDYING)
                    await town.house.settled()
                    yield town
                finally:
                    await bot.leave()
                    await living
        finally:
            engine.dispose()


def _delivers(box: Sandbox) -> dict[str, str]:
    """Telegram brings the updates to a port that is free, and tries again soon when nobody is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram"
    box.world.updates.allowed = list(ALLOWED_UPDATES)
    box.world.webhook.point(url, secret_of(box.token))
    return {"listen_port": str(port), "webhook_url": url}


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
