"""Looks now and then whether something stays wrong, and lets the owner hear of it: once, and once when it is over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from telegram.error import TelegramError

from bot.errors import Failure, place_of
from bot.readers import home_of
from bot.vitals import DatabaseTrouble
from bot.words import Words
from rules.alarms import Alarm, Kind
from storage import alarms, backlog, people
from storage.desk import Desk, Turn
from storage.engine import hold, reading

LOOK_EVERY_SECONDS = 30.0
GRACE_SECONDS = 120.0  # after a start, or after an outage, what was waiting is worked off first
UPDATES_LATE = timedelta(minutes=5)
MESSAGES_LATE = timedelta(minutes=10)  # a group gets twenty a minute, so a rush alone can take some
REFUSED_WITHIN = timedelta(hours=1)
INTAKE_SECONDS = 120.0
DATABASE_SECONDS = 60.0
HAND_OVER_SECONDS = 1.0
UNSENT = (Failure.REFUSED, Failure.NOT_REACHED, Failure.PERHAPS_DONE)  # a lost chat is told to its coordinators
PASSING = frozenset({Kind.UPDATES, Kind.MESSAGES, Kind.INTAKE, Kind.DATABASE})  # a fresh process cannot tell yet
BECAUSE = {  # what follows from something else that is wrong is not told by itself
    Kind.UPDATES: {Kind.DATABASE}, Kind.MESSAGES: {Kind.DATABASE, Kind.INTAKE}, Kind.INTAKE: {Kind.DATABASE},
}  # fmt: skip

Warn = Callable[[int, str], Awaitable[None]]

log = logging.getLogger(__name__)


class Watch:
    """One look at everything; `failing` tells for how many seconds no updates could be fetched."""

    def __init__(
        self, desk: Desk, ticks: Callable[[], float], words: Words, warn: Warn, *,
        database: DatabaseTrouble, failing: Callable[[], float],
    ) -> None:  # fmt: skip
        self._desk = desk
        self._ticks = ticks
        self._words = words
        self._warn = warn
        self._database = database
        self._failing = failing
        self.begin()
        self._looked: float | None = None
        self._listeners: list[tuple[int, str, str]] = []  # chat, language, zone of each owner, as last read
        self._warned: datetime | None = None

    def begin(self) -> None:
        """From now on it looks; before, somebody else did."""
        self._began = self._ticks()

    async def look(self) -> None:
        """Find what is wrong and what no longer is; never raises."""
        if self._looked is not None and self._ticks() - self._looked < LOOK_EVERY_SECONDS:
            return
        self._looked = self._ticks()
        try:
            await self._look()
        except Exception as error:
            log.error("nothing could be looked at: %s", place_of(error))
            await self._warn_of_the_database()

    async def hand_over(self) -> None:
        """Somebody else looks from now on: what was told while nothing could be kept is kept for him; never raises."""
        if self._warned is None:
            return
        try:
            async with asyncio.timeout(HAND_OVER_SECONDS):
                await self._desk.run(lambda turn: self._tell(turn, {}, []))
        except Exception as error:
            log.error("what the owner was told could not be kept: %s", place_of(error))

    async def _look(self) -> None:
        now = self._desk.now()
        async with reading(self._desk.engine) as connection:
            waits = await backlog.measure(connection)
            unsent = await backlog.died_since(connection, now - REFUSED_WITHIN, UNSENT)
            known = await alarms.on(connection)
            groups = await alarms.groups_found_again(connection)
            owners = [owner for owner in await people.owners(connection) if owner.started and owner.reachable]
            self._listeners = [
                (owner.telegram_id, *await home_of(connection, owner, self._words)) for owner in owners
            ]  # fmt: skip
        wrong = self._wrong(waits, unsent, now)
        told = {each.kind for each in known if each.told}
        begun = [kind for kind in wrong if kind not in told and not wrong.keys() & BECAUSE.get(kind, set())]
        over = [each for each in known if _is_over(each, wrong, groups, fresh=self._is_fresh)]
        if begun or over or self._warned:
            await self._desk.run(lambda turn: self._tell(turn, {kind: wrong[kind] for kind in begun}, over))
            self._warned = None

    async def _tell(self, turn: Turn, begun: dict[Kind, datetime | None], over: list[Alarm]) -> None:
        if self._warned is not None:
            await alarms.was_told(turn, Kind.DATABASE, self._warned)
        for kind, since in begun.items():
            if await alarms.begin(turn, kind, since=since):
                log.error("alarm: %s", kind)
        if any(each.kind is Kind.SET_ASIDE for each in over):
            await hold(turn.connection, "alarms")  # a worker may have set another one aside since we looked
            if (await backlog.measure(turn.connection)).set_aside:
                over = [each for each in over if each.kind is not Kind.SET_ASIDE]
        for each in over:
            if await alarms.end(turn, each.kind, each.subject):
                log.warning("alarm over: %s", each.kind)

    @property
    def _is_fresh(self) -> bool:
        return self._ticks() - self._began < GRACE_SECONDS

    def _wrong(self, waits: backlog.Backlog, unsent: int, now: datetime) -> dict[Kind, datetime | None]:
        """What is wrong at this moment, and since when."""
        found: dict[Kind, datetime | None] = {}
        if waits.set_aside:
            found[Kind.SET_ASIDE] = None
        if unsent:
            found[Kind.REFUSED] = None
        if self._is_fresh:
            return found
        failing, trouble = self._failing(), self._database.seconds
        if failing >= INTAKE_SECONDS:
            found[Kind.INTAKE] = now - timedelta(seconds=failing)
        if trouble >= DATABASE_SECONDS:
            found[Kind.DATABASE] = now - timedelta(seconds=trouble)
        if waits.oldest_update_at is not None and now - waits.oldest_update_at > UPDATES_LATE:
            found[Kind.UPDATES] = waits.oldest_update_at
        if waits.oldest_message_at is not None and now - waits.oldest_message_at > MESSAGES_LATE:
            found[Kind.MESSAGES] = waits.oldest_message_at
        return found

    async def _warn_of_the_database(self) -> None:
        """Nothing can be kept, so this goes straight to the owners, once."""
        trouble = self._database.seconds
        if trouble < DATABASE_SECONDS or self._warned is not None:
            return
        self._warned = since = self._desk.now() - timedelta(seconds=trouble)
        for chat_id, language, zone in self._listeners:
            words = {"kind": Kind.DATABASE.value, "began_at": since, "over_at": None, "zone": zone}
            try:
                await self._warn(chat_id, self._words.text("alarm", language, **words))
            except TelegramError as error:
                log.error("an owner could not be warned: %s", place_of(error))


def _is_over(alarm: Alarm, wrong: dict[Kind, datetime | None], groups: list[int], *, fresh: bool) -> bool:
    if alarm.kind is Kind.GROUP:
        return alarm.subject in groups
    return alarm.kind not in wrong and not (fresh and alarm.kind in PASSING)
