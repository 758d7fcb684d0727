"""Handles the inbox: one person's updates in order, different people's at once, a broken one never for ever."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from bot.errors import place_of
from bot.lanes import Lanes
from bot.logs import Fields
from handlers.context import Handled
from rules.alarms import Kind
from rules.notices import Say, Trouble
from storage import alarms, inbox, people
from storage.desk import Desk, Turn
from storage.engine import reading
from storage.inbox import Waiting
from storage.races import write
from storage.trouble import is_trouble

MOST_ATTEMPTS = 5
RETRY_SECONDS = (1, 2, 4, 8)  # the lane waits meanwhile, so that a person's words stay in order
HANDLING_SECONDS = 60
DATABASE_SECONDS = 2.0
ELSEWHERE_SECONDS = 0.1  # until a lane that another process has is looked at again

KINDS = ("callback_query", "my_chat_member", "message")  # a press carries a message, so it is looked for first

Handle = Callable[[int, dict[str, Any]], Awaitable[Handled | None]]
Count = Callable[[str, str, str, float, float], None]  # kind, result, refusal, seconds, seconds since it was kept

log = logging.getLogger(__name__)


class Workers:
    """Takes what the intake kept and hands it to `handle(update_id, body)`.

    The handler marks its update done in its own commit; where it did not, that is done here. What it raises is
    logged without its words, tried again, and set aside after five attempts with an apology to the person.
    """

    def __init__(
        self, desk: Desk, handle: Handle, *, at_once: int, pseudonym: Callable[[int], str], moved: Callable[[], None],
        count: Count | None = None,
    ) -> None:  # fmt: skip
        self._desk = desk
        self._handle = handle
        self._pseudonym = pseudonym
        self._count = count
        self._lanes: Lanes[Waiting] = Lanes(self._fetch, self._take, at_once=at_once, moved=moved)
        self.wake = self._lanes.wake
        self.rouse = self._lanes.rouse
        self.run = self._lanes.run
        self.stop = self._lanes.stop
        self._looking_again = False

    @property
    def busy(self) -> bool:
        """Whether an update is being handled."""
        return self._lanes.busy

    @property
    def full(self) -> bool:
        """Whether all hands are busy, so that another process might be quicker."""
        return self._lanes.full

    async def _fetch(self, except_lanes: Collection[int], limit: int) -> list[Waiting]:
        async with reading(self._desk.engine) as connection:
            found, elsewhere = await inbox.free_to_take(connection, except_lanes, limit)
        if elsewhere and not self._looking_again:
            # Whoever has the lane was not told of what came since, and may be gone before it looks.
            self._looking_again = True
            asyncio.get_running_loop().call_later(ELSEWHERE_SECONDS, self._look_again)
        return found

    def _look_again(self) -> None:
        self._looking_again = False
        self.wake()

    async def _take(self, waiting: Waiting) -> float:
        if waiting.retry_at is not None:
            left = (waiting.retry_at - self._desk.now()).total_seconds()
            if left > 0:
                return left
        began = time.perf_counter()
        try:
            async with asyncio.timeout(HANDLING_SECONDS):
                handled = await self._handle(waiting.update_id, waiting.parsed)
            if handled is None or not handled.marked:
                await self._finish(waiting.update_id)
        except inbox.AlreadyDone:
            self._note(waiting, began, "again")
            return ELSEWHERE_SECONDS  # whatever comes next in the lane may not be taken from this old list
        except Exception as error:
            if is_trouble(error):  # not the fault of this update, so it costs no attempt
                log.error(Fields("database", id=waiting.update_id, why=place_of(error)))
                return DATABASE_SECONDS
            self._note(waiting, began, "failed", attempt=waiting.attempts + 1, why=place_of(error))
            return await self._failed(waiting, place_of(error))
        else:
            by, refusal = (handled.by, handled.refusal) if handled is not None else ("", "")
            refused = {"refusal": refusal} if refusal else {}
            self._note(waiting, began, "refused" if refusal else "done", by=by, **refused)
        return 0

    async def _finish(self, update_id: int) -> None:
        async with reading(self._desk.engine) as connection:
            if await inbox.is_done(connection, update_id):
                return
        await write(self._desk.engine, lambda connection: inbox.take(connection, update_id, self._desk.now()))

    async def _failed(self, waiting: Waiting, why: str) -> float:
        if waiting.attempts + 1 >= MOST_ATTEMPTS:
            await self._desk.run(lambda turn: _set_aside(turn, waiting, why))
            return 0
        seconds = RETRY_SECONDS[waiting.attempts]
        later = _in(self._desk.now(), seconds)
        await write(
            self._desk.engine,
            lambda connection: inbox.put_off(connection, waiting.update_id, later, tried=waiting.attempts),
        )
        return seconds

    def _note(self, waiting: Waiting, began: float, result: str, **more: str | int) -> None:
        """One line, with a pseudonym and no words of anybody's."""
        seconds = time.perf_counter() - began
        kind = kind_of(waiting.body)
        fields = Fields(
            "update", id=waiting.update_id, who=self._pseudonym(waiting.lane), kind=kind, ms=round(seconds * 1000),
            result=result, **more,
        )  # fmt: skip
        log.log(logging.ERROR if result == "failed" else logging.INFO, fields)
        if self._count is not None:
            since_kept = (self._desk.now() - waiting.received_at).total_seconds()
            self._count(kind, result, str(more.get("refusal", "")), seconds, since_kept)


async def _set_aside(turn: Turn, waiting: Waiting, why: str) -> None:
    if not await inbox.set_aside(turn.connection, waiting.update_id, turn.now, why, tried=waiting.attempts):
        return
    await alarms.begin(turn, Kind.SET_ASIDE)
    person = await people.by_telegram(turn.connection, waiting.lane)
    if person is not None:  # else it failed before we knew them, and there is nobody to write to
        await turn.say(Say(person.id, Trouble()))


def _in(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


def kind_of(body: str) -> str:
    """What kind of update it is, by its place in the text: parsing it once more would cost more than the line."""
    return next((kind for kind in KINDS if f'"{kind}"' in body), "other")
