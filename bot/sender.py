"""The only door out: how one parcel is sent, edited or taken back, and nothing else talks to a chat."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError

from bot.compose import Letter
from bot.errors import Failure, failure_of, seconds_of
from bot.intake import PollingBot
from bot.limits import Limits
from rules.notices import ReviewDetails, ReviewFile, View, WishDelivered, WishPage, WishPhoto
from storage.outgoing import Outgoing
from storage.posts import Post

HTML = ParseMode.HTML.value
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
_OF_GROUPS = frozenset({View.CARD, View.REVIEW})
_PRIVATE = frozenset({ReviewDetails.key(), ReviewFile.key(), WishPage.key(), WishPhoto.key(), WishDelivered.key()})
_FILE_CALLS = {"photo": ("sendPhoto", "photo"), "voice": ("sendVoice", "voice")}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parcel:
    """A row with all that is needed to deliver it; `letter` None when there is nothing to deliver any more."""

    row: Outgoing
    letter: Letter | None
    post: Post | None = None  # the message that shows it already
    question: int | None = None  # the message in which the draft asked before


class SendFailed(Exception):
    """A new message was not confirmed; unlike an edit it must not be repeated lightly."""

    def __init__(self, error: TelegramError) -> None:
        super().__init__(error.message)
        self.error = error


class Sender:
    """Makes the calls, and notes each that counts against Telegram's limits. Knows no table and no transaction."""

    def __init__(self, bot: PollingBot, limits: Limits, ticks: Callable[[], float]) -> None:
        self._bot = bot
        self._limits = limits
        self._ticks = ticks

    async def deliver(self, parcel: Parcel, is_wanted: Callable[[], Awaitable[bool]]) -> int | None:
        """Bring it to the chat; the message in which it stands now, None when there is none.

        `is_wanted` is asked when a post is gone: whether anybody still needs it. Raises TelegramError, or SendFailed
        for a new message.
        """
        row, letter, post = parcel.row, parcel.letter, parcel.post
        if letter is None:
            return None
        wish = row.edit_message_id
        if row.kind == "retract":
            if wish is not None and not await self._delete(row.lane, wish):
                await self._edit(row.lane, wish, letter)
            return None
        if post is None:
            if wish is not None and _can_edit(letter) and await self._edit(row.lane, wish, letter):
                return wish
            return await self._send(row, letter)
        if letter.delete:
            await self._delete(post.chat_id, post.message_id)
            return None
        here = post.chat_id == row.lane
        if here and post.digest == letter.digest:
            return post.message_id
        if here and _can_edit(letter) and await self._edit(row.lane, post.message_id, letter):
            return post.message_id
        wanted = await is_wanted()
        take_away = self._delete if letter.file is not None else self.strip
        await take_away(post.chat_id, post.message_id)
        return await self._send(row, letter) if wanted else None

    async def strip(self, chat_id: int, message_id: int) -> None:
        """Take the buttons from an old message; if it fails, whoever presses one is told that it is old."""
        try:
            with self._counted(chat_id):
                await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id)
        except TelegramError as error:
            log.debug("an old message keeps its buttons: %s", failure_of(error))
            if isinstance(error, RetryAfter):
                self._limits.pause(chat_id, seconds_of(error), self._ticks())

    async def warn(self, chat_id: int, text: str) -> None:
        """Straight to an owner, while the database cannot keep what is to be said."""
        how = {"chat_id": chat_id, "text": text, "parse_mode": HTML, **NO_PREVIEW}
        with self._counted(chat_id):
            await self._bot.send_raw("sendMessage", how)

    async def line_is_up(self) -> bool:
        """Whether Telegram answers a question that changes nothing."""
        try:
            await self._bot.get_me()
        except TelegramError:
            return False
        return True

    async def _send(self, row: Outgoing, letter: Letter) -> int:
        try:
            with self._counted(row.lane):
                return await self._call(row, letter)
        except TelegramError as error:
            raise SendFailed(error) from error

    async def _call(self, row: Outgoing, letter: Letter) -> int:
        how: dict[str, Any] = {
            "chat_id": row.lane, "message_thread_id": row.thread_id, "reply_markup": letter.markup, "parse_mode": HTML,
            # Phone and door are for the helper alone, and a forward would outlive the redaction.
            "protect_content": True if _is_private(row) else None,
            "reply_parameters": _answer_to(row.reply_to),
        }  # fmt: skip
        if letter.file is None:
            return _number_of(await self._bot.send_raw("sendMessage", {"text": letter.text, **NO_PREVIEW, **how}))
        method, name = _FILE_CALLS.get(letter.file.kind, ("sendDocument", "document"))
        how |= {name: letter.file.file_id, "caption": letter.text or None}
        return _number_of(await self._bot.send_raw(method, how))

    async def _edit(self, chat_id: int, message_id: int, letter: Letter) -> bool:
        """Whether the message says it now; False when there is none that could."""
        inline = isinstance(letter.keyboard, InlineKeyboardMarkup)
        how: dict[str, Any] = {
            "chat_id": chat_id, "message_id": message_id, "text": letter.text, "parse_mode": HTML, **NO_PREVIEW,
            "reply_markup": letter.markup if inline else None,
        }  # fmt: skip
        try:
            with self._counted(chat_id):
                await self._bot.send_raw("editMessageText", how)
        except TelegramError as error:
            failure = failure_of(error)
            if failure not in (Failure.MESSAGE_GONE, Failure.TOPIC_GONE, Failure.NOT_MODIFIED):
                raise
            return failure is Failure.NOT_MODIFIED
        return True

    async def _delete(self, chat_id: int, message_id: int) -> bool:
        """Whether it is gone now; after 48 hours Telegram keeps a message for good."""
        try:
            with self._counted(chat_id):
                await self._bot.delete_message(chat_id, message_id)
        except TelegramError as error:
            if failure_of(error) not in (Failure.MESSAGE_GONE, Failure.REFUSED, Failure.CHAT_LOST):
                raise
            return False
        return True

    @contextmanager
    def _counted(self, chat_id: int) -> Iterator[None]:
        self._limits.note(chat_id, self._ticks())
        try:
            yield
        finally:
            self._limits.landed(chat_id, self._ticks())


def _answer_to(message_id: int | None) -> dict[str, Any] | None:
    """A message that has been deleted meanwhile is answered all the same."""
    return None if message_id is None else {"message_id": message_id, "allow_sending_without_reply": True}


def _is_private(row: Outgoing) -> bool:
    """Whether names, phones, doors or files stand in it."""
    return row.key in _PRIVATE if row.kind == "say" else row.key not in _OF_GROUPS


def _can_edit(letter: Letter) -> bool:
    """Telegram edits texts with inline buttons, or none; a reply keyboard comes with a new message only."""
    return letter.file is None and (letter.keyboard is None or isinstance(letter.keyboard, InlineKeyboardMarkup))


def _number_of(message: Any) -> int:
    if isinstance(message, dict) and isinstance(message.get("message_id"), int):
        return int(message["message_id"])
    raise TelegramError("Invalid server response")
