"""Empties the outbox: in order for each chat, different chats at once, within the limits, every error by its name."""

import itertools
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import InlineKeyboardMarkup
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.compose import Gone, Letter
from bot.debts import Debts
from bot.errors import Failure, failure_of, place_of, seconds_of
from bot.lanes import Lanes
from bot.limits import Limits
from bot.probe import Probe
from bot.sender import Parcel, Sender, SendFailed
from storage import lost, outbox, outgoing, posts, receipts
from storage.desk import Desk, Turn
from storage.engine import reading
from storage.outgoing import Outgoing
from storage.posts import Post, Subject
from storage.races import write
from storage.trouble import is_trouble

NOT_SURE_SECONDS = 1.0  # whether another process sends by now
ONCE_MORE_SECONDS = 5.0  # after a call that may have taken effect
LONGEST_PAUSE_SECONDS = 30.0
MOST_TRIES = 10  # of one row while the line is up; about three minutes
MOST_TROUBLED_ROWS = 1000

Compose = Callable[[AsyncConnection, Outgoing], Awaitable[Letter | Gone]]

log = logging.getLogger(__name__)


class Outflow:
    """Takes the oldest row of each chat, has it rendered as things are now, sends it, and notes that.

    No call is made inside a transaction. A crash between the call and the note can repeat one message, never a move.
    """

    def __init__(
        self, sender: Sender, desk: Desk, compose: Compose, limits: Limits, *,
        ticks: Callable[[], float], at_once: int, moved: Callable[[], None],
        may_send: Callable[[], bool] = lambda: True, count: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self._sender = sender
        self._desk = desk
        self._compose = compose
        self._limits = limits
        self._ticks = ticks
        self._moved = moved
        self._may_send = may_send
        self._count = count or (lambda _result: None)
        self._lanes: Lanes[Outgoing] = Lanes(self._fetch, self._take, at_once=at_once, moved=moved)
        self._packed: dict[int, Parcel] = {}  # by row: rendered as it was read, and taken in the next moment
        self._tries: dict[int, int] = {}  # by row, since the line was last down
        # What failed before it was clear that the line is down did not fail by itself.
        self._probe = Probe(sender.line_is_up, self._tries.clear, self._go_on)
        self._debts = Debts(self._go_on)
        self.bell = self._lanes.wake
        self.run = self._lanes.run

    @property
    def busy(self) -> bool:
        """Whether a message is on its way, or waits for the line."""
        return self._lanes.busy or self._held_up

    def must_wait(self, chat_id: int) -> bool:
        """Whether Telegram's limits keep this chat waiting, or all of them."""
        return self._limits.wait_seconds(chat_id, self._ticks()) > 0

    def rouse(self) -> None:
        """The clock has moved: look again at whatever was waiting."""
        self._probe.hurry()
        self._debts.hurry()
        self._lanes.rouse()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; what is on its way has so many seconds."""
        await self._lanes.stop(seconds)
        self._probe.stop()
        self._debts.stop()

    @property
    def _held_up(self) -> bool:
        return self._probe.open or self._debts.open

    async def _fetch(self, except_lanes: Collection[int], limit: int) -> list[Outgoing]:
        if self._held_up:
            return []
        # Asked here as well, so that a rush does not look at every chat to find that none may be written to.
        wait = self._limits.overall_seconds(self._ticks())
        if wait > 0:
            self._lanes.wake_in(wait)
            return []
        async with reading(self._desk.engine) as connection:
            rows = await outgoing.waiting(connection, except_lanes, limit)
            await self._pack_ahead(connection, rows)
            return rows

    async def _pack_ahead(self, connection: AsyncConnection, rows: Sequence[Outgoing]) -> None:
        """Render what goes out next in one breath: three messages about one claim read its order once."""
        self._packed.clear()
        first = {row.lane: row for row in reversed(rows)}
        for row in itertools.islice((row for row in rows if first[row.lane] is row), self._lanes.free):
            if row.kind != "strip" and self._wait_seconds(row) <= 0:
                with suppress(Exception):  # it comes again when the row is taken, and is seen to there
                    self._packed[row.id] = await self._pack(connection, row)

    async def _take(self, row: Outgoing) -> float:
        """Bring one row to its end; the seconds its chat has to rest first, or 0."""
        packed = self._packed.pop(row.id, None)
        wait = self._wait_seconds(row)
        if wait > 0:
            return wait
        if self._held_up or not self._may_send():
            return NOT_SURE_SECONDS
        if row.kind == "strip":
            return await self._strip(row)
        try:
            parcel = packed or await self._pack_now(row)
        except Exception as error:
            if is_trouble(error):
                raise
            return await self._cannot_be_rendered(row, error)
        # Asked once more: while it was rendered others were sent, and from here to the call nobody else gets a word in.
        wait = self._limits.wait_seconds(row.lane, self._ticks())
        if wait > 0 and parcel.letter is not None:
            return wait
        if not self._may_send():
            return NOT_SURE_SECONDS
        try:
            sent = await self._sender.deliver(parcel, lambda: self._is_wanted(row))
        except SendFailed as failed:
            # A post is known by its order, so a second one does no harm; without one somebody waits for an address.
            return await self._failed(row, failed.error, repeatable=row.kind == "show")
        except TelegramError as error:
            return await self._failed(row, error, repeatable=True)
        self._tries.pop(row.id, None)
        await self._note(parcel, sent)
        if parcel.question is not None:
            self.bell()  # its buttons are to go
        return 0

    async def _strip(self, row: Outgoing) -> float:
        """Whether it works or not, it is not tried again: old buttons are refused in words."""
        if row.edit_message_id is not None:
            await self._sender.strip(row.lane, row.edit_message_id)
        await self._keep(row, lambda connection: outgoing.sent(connection, row))
        self._count("stripped")
        return 0

    def _wait_seconds(self, row: Outgoing) -> float:
        # What was never put off is due, whatever the hour: another machine's clock may be ahead, or ours was set back.
        put_off = row.not_before > row.created_at
        wait = (row.not_before - self._desk.now()).total_seconds() if put_off else 0.0
        return max(wait, self._limits.wait_seconds(row.lane, self._ticks()))

    async def _pack_now(self, row: Outgoing) -> Parcel:
        async with reading(self._desk.engine) as connection:
            return await self._pack(connection, row)

    async def _pack(self, connection: AsyncConnection, row: Outgoing) -> Parcel:
        subject = row.subject
        letter = await self._compose(connection, row)
        if isinstance(letter, Gone):
            return Parcel(row, None)
        if subject is None:
            asked = await outgoing.question_of(connection, row.draft_id) if row.draft_id is not None else None
            return Parcel(row, letter, question=asked)
        post, wanted = await posts.standing(connection, subject)
        if post is None and (letter.delete or not wanted):
            return Parcel(row, None)
        return Parcel(row, letter, post)

    async def _is_wanted(self, row: Outgoing) -> bool:
        async with reading(self._desk.engine) as connection:
            return row.subject is not None and await posts.is_wanted(connection, row.subject)

    async def _note(self, parcel: Parcel, message_id: int | None) -> None:
        self._count("sent" if parcel.letter is not None else "gone")
        await self._keep(parcel.row, lambda connection: _keep_what_was_sent(connection, parcel, message_id))

    async def _keep(self, row: Outgoing, work: Callable[[AsyncConnection], Awaitable[object]]) -> None:
        """Write down what a call has brought about; until that is possible, nothing is sent."""

        async def note() -> None:
            try:
                await write(self._desk.engine, work)
            except Exception as error:
                if is_trouble(error):
                    raise
                # A mistake of ours. It must not be sent a second time, and never without end.
                log.error("row=%d key=%s what was done cannot be noted: %s", row.id, row.key, place_of(error))
                why = f"not noted: {place_of(error)}"
                await write(self._desk.engine, lambda connection: outgoing.bury(connection, row, self._desk.now(), why))

        await self._debts.keep(row.id, note)

    async def _follow(self, row: Outgoing, work: Callable[[Turn], Awaitable[None]]) -> float:
        """The same, with whatever else follows from it."""
        await self._debts.keep(row.id, lambda: self._desk.run(work))
        return 0

    async def _failed(self, row: Outgoing, error: TelegramError, *, repeatable: bool) -> float:
        """What an error means for the row; the seconds its chat has to rest."""
        failure = failure_of(error)
        if failure is Failure.TOPIC_GONE and row.thread_id is None and row.person_id is None:
            failure = Failure.CHAT_LOST  # the general topic is closed, and there is no other place in the group
        self._count(failure.replace(" ", "_"))
        if isinstance(error, RetryAfter):
            return await self._slow_down(row, seconds_of(error))
        if isinstance(error, ChatMigrated) and error.new_chat_id != row.lane:
            moved = error.new_chat_id
            return await self._follow(row, lambda turn: lost.group_moved(turn, row.lane, moved))
        if failure is Failure.TOPIC_GONE and row.thread_id is not None:
            topic = row.thread_id
            return await self._follow(row, lambda turn: lost.topic_lost(turn, row.lane, topic))
        if failure is Failure.NOT_REACHED or (failure is Failure.PERHAPS_DONE and repeatable):
            return await self._try_again(row, error, failure)
        if failure is Failure.PERHAPS_DONE and not row.attempts:
            self._probe.begin(error)
            return await self._put_off(row, ONCE_MORE_SECONDS, tried=True)
        await self._end(row, failure, error.message)
        return 0

    async def _slow_down(self, row: Outgoing, seconds: float) -> float:
        log.warning("Telegram asks for %.0f seconds of patience", seconds)
        self._limits.pause(row.lane, seconds, self._ticks())
        return await self._put_off(row, seconds, tried=False)

    async def _try_again(self, row: Outgoing, error: TelegramError, failure: Failure) -> float:
        tries = self._one_more_try(row)
        if tries >= MOST_TRIES:
            await self._end(row, failure, place_of(error))
            return 0
        self._probe.begin(error)
        return await self._put_off(row, min(0.5 * 2.0**tries, LONGEST_PAUSE_SECONDS), tried=False)

    async def _cannot_be_rendered(self, row: Outgoing, error: Exception) -> float:
        log.error("row=%d key=%s cannot be rendered: %s", row.id, row.key, place_of(error))
        self._count("not_rendered")
        if self._one_more_try(row) >= 3:
            await self._end(row, Failure.REFUSED, place_of(error))
            return 0
        return await self._put_off(row, 1.0, tried=False)

    async def _put_off(self, row: Outgoing, seconds: float, *, tried: bool) -> float:
        until = self._desk.now() + timedelta(seconds=seconds)
        await self._keep(row, lambda connection: outgoing.put_off(connection, row, until, tried=tried))
        return seconds

    async def _end(self, row: Outgoing, failure: Failure, words: str) -> None:
        log.warning("row=%d key=%s is dead: %s", row.id, row.key, failure)
        self._tries.pop(row.id, None)
        await self._follow(row, lambda turn: _bury(turn, row, failure, f"{failure}: {words}"))

    def _one_more_try(self, row: Outgoing) -> int:
        if len(self._tries) > MOST_TROUBLED_ROWS:
            self._tries.clear()
        self._tries[row.id] = self._tries.get(row.id, 0) + 1
        return self._tries[row.id]

    def _go_on(self) -> None:
        self._lanes.rouse()
        self._moved()


async def _keep_what_was_sent(connection: AsyncConnection, parcel: Parcel, message_id: int | None) -> None:
    row, letter, subject = parcel.row, parcel.letter, parcel.row.subject
    can_be_reached = await outgoing.sent(connection, row)
    if letter is None:
        return
    await receipts.delivered(connection, row, message_id)
    if subject is not None and message_id is None:
        await posts.forget(connection, subject)
    elif subject is not None and message_id is not None:
        await _keep_post(connection, subject, parcel.post, Post(row.lane, message_id, letter.digest), can_be_reached)
    if row.draft_id is not None and message_id is not None and message_id != parcel.question:
        # A reply keyboard is no part of its message: there will be nothing to strip.
        stands = message_id if isinstance(letter.keyboard, InlineKeyboardMarkup) else None
        await outgoing.question_stands(connection, row.draft_id, stands)
        if parcel.question is not None and row.person_id is not None:
            # A row, so that whatever happens now, the buttons of the answered question go; due since it was answered.
            await outbox.put_strip(
                connection, row.created_at, chat_id=row.lane, person_id=row.person_id, message_id=parcel.question
            )


async def _keep_post(
    connection: AsyncConnection, subject: Subject, before: Post | None, shown: Post, can_be_reached: bool
) -> None:
    """Which message shows it. While the call was under way it may have been taken away, or its group lost."""
    if before is not None and (shown.chat_id, shown.message_id) == (before.chat_id, before.message_id):
        if shown != before:
            await posts.edited(connection, subject, shown)
    elif can_be_reached:
        await posts.remember(connection, subject, shown)


async def _bury(turn: Turn, row: Outgoing, failure: Failure, why: str) -> None:
    """A row that can never be sent, and what follows from it."""
    await outgoing.bury(turn.connection, row, turn.now, why, lost=failure is Failure.CHAT_LOST)
    if failure is Failure.CHAT_LOST and row.person_id is not None:
        await lost.person_lost(turn, row.person_id, why)
    elif failure is Failure.CHAT_LOST:
        await lost.group_lost(turn, row.lane, why)
