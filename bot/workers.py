"""Handles the inbox: one person's updates in order, different people's at once, a broken one never for ever."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.errors import place_of
from bot.lanes import Lanes
from rules.notices import Say, Trouble
from storage import inbox, people
from storage.desk import Desk, Turn
from storage.engine import reading, writing
from storage.inbox import Waiting

MOST_ATTEMPTS = 5
RETRY_SECONDS = (1, 2, 4, 8)  # the lane waits meanwhile, so that a person's words stay in order
HANDLING_SECONDS = 60
DATABASE_SECONDS = 2.0

KINDS = ("callback_query", "my_chat_member", "message")  # a press carries a message, so it is looked for first

Handle = Callable[[int, dict[str, Any]], Awaitable[object]]

log = logging.getLogger(__name__)


class Workers:
    """Takes what the intake kept and hands it to `handle(update_id, body)`.

    A handler that answers True has marked its update done in its own commit; for any other that is seen to here. What
    it raises is logged without its words, tried again, and set aside after five attempts with an apology to the person.
    """

    def __init__(
        self, desk: Desk, handle: Handle, *, at_once: int, pseudonym: Callable[[int], str], moved: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._handle = handle
        self._pseudonym = pseudonym
        self._lanes: Lanes[Waiting] = Lanes(self._fetch, self._take, at_once=at_once, moved=moved)
        self.wake = self._lanes.wake
        self.rouse = self._lanes.rouse
        self.run = self._lanes.run
        self.stop = self._lanes.stop

    @property
    def busy(self) -> bool:
        """Whether an update is being handled."""
        return self._lanes.busy

    async def _fetch(self, except_lanes: Collection[int], limit: int) -> list[Waiting]:
        async with reading(self._desk.engine) as connection:
            return await inbox.waiting(connection, except_lanes, limit)

    async def _take(self, waiting: Waiting) -> float:
        if waiting.retry_at is not None:
            left = (waiting.retry_at - self._desk.now()).total_seconds()
            if left > 0:
                return left
        began = time.perf_counter()
        try:
            async with asyncio.timeout(HANDLING_SECONDS):
                marked = await self._handle(waiting.update_id, waiting.parsed)
            if marked is not True:
                await self._finish(waiting.update_id)
        except inbox.AlreadyDone:
            self._note(waiting, "done before", began)
        except (OperationalError, NoConnectionFree) as error:
            # The database is locked, full, busy or away: not the fault of this update, so it costs no attempt.
            log.error("update=%d database: %s", waiting.update_id, place_of(error))
            return DATABASE_SECONDS
        except Exception as error:
            self._note(waiting, f"failed, attempt {waiting.attempts + 1}: {place_of(error)}", began, logging.ERROR)
            return await self._failed(waiting)
        else:
            self._note(waiting, "done", began)
        return 0

    async def _finish(self, update_id: int) -> None:
        async with reading(self._desk.engine) as connection:
            if await inbox.is_done(connection, update_id):
                return
        async with writing(self._desk.engine) as connection:
            await inbox.mark_done(connection, update_id, self._desk.now())

    async def _failed(self, waiting: Waiting) -> float:
        if waiting.attempts + 1 >= MOST_ATTEMPTS:
            await self._desk.run(lambda turn: _set_aside(turn, waiting))
            return 0
        seconds = RETRY_SECONDS[waiting.attempts]
        async with writing(self._desk.engine) as connection:
            await inbox.put_off(connection, waiting.update_id, _in(self._desk.now(), seconds))
        return seconds

    def _note(self, waiting: Waiting, how: str, began: float, level: int = logging.INFO) -> None:
        milliseconds = (time.perf_counter() - began) * 1000
        kind = _kind(waiting.body)
        log.log(
            level, "update=%d who=%s kind=%s ms=%.0f %s",
            waiting.update_id, self._pseudonym(waiting.lane), kind, milliseconds, how,
        )  # fmt: skip


async def _set_aside(turn: Turn, waiting: Waiting) -> None:
    await inbox.set_aside(turn.connection, waiting.update_id, turn.now)
    person = await people.by_telegram(turn.connection, waiting.lane)
    if person is not None:  # else it failed before we knew them, and there is nobody to write to
        await turn.say(Say(person.id, Trouble()))


def _in(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


def _kind(body: str) -> str:
    """What kind of update it is, by its place in the text: parsing it once more would cost more than the line."""
    return next((kind for kind in KINDS if f'"{kind}"' in body), "other")
