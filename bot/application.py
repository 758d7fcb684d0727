"""The one place where the parts meet: settings in, a running bot out, and a stop that loses nothing."""

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock, Heartbeat
from bot.compose import Gone, Letter, compose
from bot.config import Settings
from bot.errors import place_of
from bot.health import serving
from bot.intake import Intake, PollingBot
from bot.lanes import Moves
from bot.leading import Leading
from bot.limits import Limits, Rates
from bot.line import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, make_bot, meet
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
from storage.engine import open_engine, reading
from storage.inbox import Arrived
from storage.migrate import migrate
from storage.outgoing import Outgoing
from storage.races import write
from storage.same_file import SameFile
from storage.trouble import is_locked
from storage.waking import Waking

INBOX, OUTBOX = "inbox", "outbox"  # what processes wake each other for
OWN_TURN_SECONDS = 0.02  # for who was given an update, before others are asked
NO_USE_TO_WAIT = ("authentication failed", "no password supplied", "does not exist", "pg_hba.conf")
MOST_HEARTBEAT_SECONDS = 60.0

all_words = functools.cache(Words)  # never changes, and takes half a second to load

log = logging.getLogger(__name__)


class FileGone(Exception):
    """The database's file was replaced or removed under the running bot."""


class Application:
    """All parts of a running bot. Make one with `running`."""

    def __init__(
        self, settings: Settings, clock: Clock, engine: AsyncEngine, bot: PollingBot, words: Words, *, polls: bool
    ) -> None:
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
        self.shared = settings.is_shared
        self.leads = asyncio.Event()  # this process is the one that sends and keeps the time
        self.leading = Leading(settings.direct_database, self._begin_to_lead, self._end_leading)
        self.waking = Waking(engine, settings.direct_database, self._heard, {INBOX, OUTBOX})
        self._polls = polls
        file = settings.database_file
        self._file = SameFile(file) if file is not None else None
        self._prepare_to_lead()
        self.workers = Workers(
            self.desk, Dispatch(self.desk, house_of(words, bot.username), bot).handle,
            at_once=settings.workers, moved=self.moves.tell,
            pseudonym=pseudonyms(settings.token.get_secret_value()), count=self.metrics.handled,
        )  # fmt: skip
        self._loops: list[asyncio.Task[None]] = []
        self._led: list[asyncio.Task[None]] = []
        self._offering: asyncio.Task[int] | None = None
        self._broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def username(self) -> str:
        """The bot's name on Telegram."""
        return self.bot.username

    @property
    def heartbeat_age_seconds(self) -> float | None:
        """Since the last beat was done; None while another process leads, whose heart beats instead."""
        return self.heartbeat.age_seconds if self.leads.is_set() else None

    @property
    def heartbeat_most_seconds(self) -> float:
        """How old it may become before something is wrong."""
        return max(MOST_HEARTBEAT_SECONDS, 6 * self.settings.beat_seconds)

    @property
    def intake_failing_seconds(self) -> float:
        """For how long no updates could be fetched; 0 where Telegram brings them."""
        return self.intake.failing_seconds

    async def start(self) -> None:
        """Set everything going: where nobody else can lead, first what sends, then what handles and takes in."""
        if self.shared:
            self._loops = [self._go(part.run()) for part in (self.workers, self.waking, self.leading)]
        else:
            await self._begin_to_lead()
            self._loops = [self._go(self.workers.run())]

    async def failed(self) -> None:
        """Return only if a part ends that should not have: raises what ended it."""
        await asyncio.shield(self._broken)

    async def stop(self) -> None:
        """Intake first, then what is running finishes, then the sender; rows that are left wait for the next start."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.settings.stop_seconds
        self.intake.stop()
        self.leading.stop()
        await self.workers.stop(max(0.5, deadline - loop.time() - 1))
        await self._end_leading(deadline)
        self.waking.stop()
        await _finish(self._loops)
        await self.leading.leave()
        if self._broken.done():
            self._broken.exception()  # whoever asked has been told

    async def keep(self, arrived: Sequence[Arrived]) -> None:
        """Write updates down; committed when this returns."""
        await write(self.engine, lambda connection: inbox.receive(connection, arrived, self.clock.now()))
        self._kept()

    def rouse(self) -> None:
        """The clock has moved: look again at whatever was waiting."""
        self.workers.rouse()
        self.outflow.rouse()

    async def owner_link(self) -> str | None:
        """The link that makes an owner, while there is none; earlier ones die."""
        token = await write(self.engine, lambda connection: links.owner_link_if_none(connection, self.clock.now()))
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

    def _prepare_to_lead(self) -> None:
        """The parts of which there is one a database; fresh ones, whenever this process begins to lead."""
        limits = Limits(rates_of(self.settings))
        sender = Sender(self.bot, limits, self.clock.ticks)
        self.outflow = Outflow(
            sender, self.desk, self._compose, limits,
            ticks=self.clock.ticks, at_once=self.settings.senders, moved=self.moves.tell, count=self.metrics.sent,
            may_send=(lambda: self.leading.is_sure) if self.shared else (lambda: True),
        )  # fmt: skip
        self.intake = Intake(
            self.bot, self.engine, now=self.clock.now, kept=self._kept,
            poll_seconds=self.settings.poll_seconds, ticks=self.clock.ticks,
        )  # fmt: skip
        self.watch = Watch(
            self.desk, self.clock.ticks, self.words, sender.warn,
            database=self.database, failing=lambda: self.intake.failing_seconds,
        )  # fmt: skip
        self.heartbeat = Heartbeat(
            self.desk, self.settings.beat_seconds, ticks=self.clock.ticks, then=self._look_around,
            jumped=self.rouse,
        )

    async def _look_around(self) -> None:
        if self._file is not None and self._file.is_gone and not self._broken.done():
            self._broken.set_exception(FileGone(str(self.settings.database_file)))
        await self.watch.look()

    async def _begin_to_lead(self) -> None:
        self._led = [self._go(self.outflow.run())]
        if self._polls:
            self._led.append(self._go(self.intake.run()))
        self._offering = asyncio.create_task(offer_commands(self.bot, self.words))
        self.watch.begin()
        self.heartbeat.start()
        self.leads.set()

    async def _end_leading(self, deadline: float | None = None) -> None:
        """Once others lead, or at the end: what is on its way has until then, by the loop's time, or a second."""
        if not self.leads.is_set():
            return
        loop = asyncio.get_running_loop()
        deadline = loop.time() + 1.0 if deadline is None else deadline
        self.leads.clear()
        self.intake.stop()
        await self.heartbeat.stop(max(0.5, deadline - loop.time() - 0.5))
        await self.watch.hand_over()
        await self.outflow.stop(max(0.5, deadline - loop.time()))
        if self._offering is not None:
            self._offering.cancel()
        await _finish(self._led)
        self._prepare_to_lead()

    def _bell(self) -> None:
        """Something is to be sent: by us, or by whoever leads."""
        if self.leads.is_set():
            self.outflow.bell()
        else:
            self.waking.say(OUTBOX)

    def _kept(self) -> None:
        """Something is to be handled: by us, and where we have our hands full by others, too."""
        self.workers.wake()
        self.moves.tell()
        if self.shared:
            asyncio.get_running_loop().call_later(OWN_TURN_SECONDS, self._ask_for_help)

    def _ask_for_help(self) -> None:
        if self.workers.full:
            self.waking.say(INBOX)

    def _heard(self, what: str) -> None:
        if what == OUTBOX and self.leads.is_set():
            self.outflow.bell()
        elif what == INBOX:
            self.workers.wake()

    def _go(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._note_end)
        return task

    def _note_end(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and not self._broken.done():
            log.error("a part has failed: %s", place_of(error))
            self._broken.set_exception(error)

    async def _compose(self, connection: AsyncConnection, row: Outgoing) -> Letter | Gone:
        return await compose(connection, row, self.words, bot_username=self.username, now=self.clock.now())


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, *, polls: bool = True
) -> AsyncIterator[Application]:
    """Migrate, meet Telegram, run, and stop at the end of the block. Updates are asked for, if it `polls`.

    Raises Taken when another process works on the same file, NewerDatabase, TokenRefused, and AddressTaken; waits
    for a network.
    """
    with alone(settings.database_file):
        await _bring_up_to_date(settings)
        engine = open_engine(settings.database, settings.database_connections)
        bot = make_bot(settings)
        try:
            await meet(bot)
            application = Application(settings, clock or Clock(), engine, bot, all_words(), polls=polls)
            await application.start()
            try:
                async with serving(application, settings.metrics_address):
                    yield application
            finally:
                await application.stop()
        finally:
            await bot.shutdown()
            await engine.dispose()


async def _finish(loops: list[asyncio.Task[None]]) -> None:
    """They have been told to end."""
    if not loops:
        return
    _, late = await asyncio.wait(loops, timeout=0.5)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def rates_of(settings: Settings) -> Rates:
    """The settings that are limits."""
    return Rates(
        per_second_overall=settings.per_second_overall, per_chat_seconds=settings.per_chat_seconds,
        per_chat_burst=settings.per_chat_burst, per_group_minute=settings.per_group_minute,
    )  # fmt: skip


async def _bring_up_to_date(settings: Settings) -> None:
    """The tables as they should be; a database that is away, or locked, is waited for, as it is later on."""
    seconds = FIRST_PAUSE_SECONDS
    while True:
        try:
            await asyncio.to_thread(migrate, settings.direct_database)
            return
        except OperationalError as error:
            hopeless = any(words in str(error.orig) for words in NO_USE_TO_WAIT)
            if hopeless or not (settings.is_shared or is_locked(error)):
                raise
            what = "PostgreSQL cannot be reached" if settings.is_shared else "another program has locked the database"
            log.warning("%s, trying again in %.0f s", what, seconds)
            await asyncio.sleep(seconds)
            seconds = min(seconds * 2, LONGEST_PAUSE_SECONDS)
