"""The one place where the parts meet: settings in, a running bot out, and a stop that loses nothing."""

import asyncio
import functools
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from telegram.error import InvalidToken, TelegramError

from bot.aiorequest import AioRequest
from bot.clock import Clock, Heartbeat
from bot.compose import Gone, Letter, compose
from bot.config import Settings
from bot.errors import place_of
from bot.health import serving
from bot.intake import Intake, PollingBot
from bot.lanes import Moves
from bot.limits import Limits, Rates
from bot.lock import alone
from bot.logs import pseudonyms
from bot.menu import offer_commands
from bot.metrics import Metrics
from bot.outflow import Outflow
from bot.sender import Sender
from bot.version import version
from bot.vitals import DatabaseTrouble
from bot.watch import Watch
from bot.words import Words
from bot.workers import Workers
from handlers.dispatch import Dispatch, house_of
from storage import inbox, links, outgoing
from storage.desk import Desk
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.outgoing import Outgoing

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_PAUSE_SECONDS = 30.0
ANSWER_SECONDS = 15.0
MOST_HEARTBEAT_SECONDS = 60.0

all_words = functools.cache(Words)  # never changes, and takes half a second to load

log = logging.getLogger(__name__)


class TokenRefused(Exception):
    """The Bot API server does not know the token."""


class Application:
    """All parts of a running bot. Make one with `running`."""

    def __init__(self, settings: Settings, clock: Clock, engine: AsyncEngine, bot: PollingBot, words: Words) -> None:
        self.settings = settings
        self.clock = clock
        self.engine = engine
        self.bot = bot
        self.words = words
        self.moves = Moves()
        self.metrics = Metrics(version())
        self.database = DatabaseTrouble(clock.ticks)
        self.database.watch(engine)
        self.desk = Desk(engine, clock.now, self._bell, self.metrics.moved)
        limits = Limits(rates_of(settings))
        sender = Sender(bot, limits, clock.ticks)
        self.outflow = Outflow(
            sender, self.desk, self._compose, limits,
            ticks=clock.ticks, at_once=settings.senders, moved=self.moves.tell, count=self.metrics.sent,
        )  # fmt: skip
        self.workers = Workers(
            self.desk, Dispatch(self.desk, house_of(words, bot.username), bot).handle,
            at_once=settings.workers, moved=self.moves.tell,
            pseudonym=pseudonyms(settings.token.get_secret_value()), count=self.metrics.handled,
        )  # fmt: skip
        self.intake = Intake(
            bot, engine, now=clock.now, kept=self._kept, poll_seconds=settings.poll_seconds, ticks=clock.ticks
        )
        watch = Watch(
            self.desk, clock.ticks, words, sender.warn,
            database=self.database, failing=lambda: self.intake.failing_seconds,
        )  # fmt: skip
        self.heartbeat = Heartbeat(self.desk, settings.beat_seconds, ticks=clock.ticks, then=watch.look)
        self._loops: list[asyncio.Task[None]] = []
        self._offering: asyncio.Task[int] | None = None

    @property
    def username(self) -> str:
        """The bot's name on Telegram."""
        return self.bot.username

    @property
    def heartbeat_age_seconds(self) -> float | None:
        """Since the last beat was done."""
        return self.heartbeat.age_seconds

    @property
    def heartbeat_most_seconds(self) -> float:
        """How old it may become before something is wrong."""
        return max(MOST_HEARTBEAT_SECONDS, 6 * self.settings.beat_seconds)

    @property
    def intake_failing_seconds(self) -> float:
        """For how long no updates could be fetched."""
        return self.intake.failing_seconds

    def start(self) -> None:
        """Set everything going: first what sends and handles, then what takes in."""
        self._loops = [asyncio.create_task(part.run()) for part in (self.outflow, self.workers, self.intake)]
        self._offering = asyncio.create_task(offer_commands(self.bot, self.words))
        self.heartbeat.start()

    async def failed(self) -> None:
        """Return only if a part ends that should not have."""
        done, _ = await asyncio.wait(self._loops, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task

    async def stop(self) -> None:
        """Intake first, then what is running finishes, then the sender; rows that are left wait for the next start."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.settings.stop_seconds
        self.intake.stop()
        await self.workers.stop(max(0.5, deadline - loop.time() - 1))
        await self.heartbeat.stop(max(0.5, deadline - loop.time() - 0.5))
        await self.outflow.stop(max(0.5, deadline - loop.time()))
        if self._offering is not None:
            self._offering.cancel()
        _, late = await asyncio.wait(self._loops, timeout=0.5)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def rouse(self) -> None:
        """The clock has moved: look again at whatever was waiting."""
        self.workers.rouse()
        self.outflow.rouse()

    async def owner_link(self) -> str | None:
        """The link that makes an owner, while there is none; earlier ones die."""
        async with writing(self.engine) as connection:
            token = await links.owner_link_if_none(connection, self.clock.now())
        return f"https://t.me/{self.username}?start=own_{token}" if token else None

    async def is_quiet(self) -> bool:
        """Whether nothing that arrived is unhandled, and nothing that is due is unsent."""
        if self._is_busy():
            return False
        async with reading(self.engine) as connection:
            # The first statement fixes what is seen; whatever is in there was due by a clock that is read after it.
            unhandled = await inbox.is_waiting(connection, self.clock.now())
            if unhandled or await outgoing.is_waiting(connection, self.clock.now()):
                return False
        return not self._is_busy()

    def _is_busy(self) -> bool:
        return self.workers.busy or self.outflow.busy

    def _bell(self) -> None:
        self.outflow.bell()

    def _kept(self) -> None:
        self.workers.wake()
        self.moves.tell()

    async def _compose(self, connection: AsyncConnection, row: Outgoing) -> Letter | Gone:
        return await compose(connection, row, self.words, bot_username=self.username, now=self.clock.now())


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Application]:
    """Migrate, meet Telegram, run, and stop at the end of the block.

    Raises Taken when another process works on the same file, NewerDatabase, TokenRefused, and AddressTaken; waits
    for a network.
    """
    with alone(settings.database_file):
        await asyncio.to_thread(migrate, settings.database)
        engine = open_engine(settings.database)
        bot = make_bot(settings)
        try:
            await _meet_telegram(bot)
            application = Application(settings, clock or Clock(), engine, bot, all_words())
            application.start()
            try:
                async with serving(application, settings.metrics_address):
                    yield application
            finally:
                await application.stop()
        finally:
            await bot.shutdown()
            await engine.dispose()


def make_bot(settings: Settings) -> PollingBot:
    """The library's bot, with a connection of its own for the long poll."""
    # No proxy of the environment leads back to this machine.
    trust_env = urlsplit(settings.api_url).hostname not in LOOPBACK
    return PollingBot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AioRequest(
            settings.workers + settings.senders + 4, pool_timeout=ANSWER_SECONDS, read_timeout=ANSWER_SECONDS,
            write_timeout=ANSWER_SECONDS, trust_env=trust_env,
        ),
        get_updates_request=AioRequest(1, read_timeout=ANSWER_SECONDS, trust_env=trust_env),
    )  # fmt: skip


def rates_of(settings: Settings) -> Rates:
    """The settings that are limits."""
    return Rates(
        per_second_overall=settings.per_second_overall, per_chat_seconds=settings.per_chat_seconds,
        per_chat_burst=settings.per_chat_burst, per_group_minute=settings.per_group_minute,
    )  # fmt: skip


async def _meet_telegram(bot: PollingBot) -> None:
    seconds = 0.5
    while True:
        try:
            await bot.initialize()
            return
        except InvalidToken:
            raise TokenRefused from None  # the library's words repeat the token
        except TelegramError as error:
            log.warning("Telegram cannot be reached, trying again in %.0f s: %s", seconds, place_of(error))
            await asyncio.sleep(seconds)
            seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
