"""The line to Telegram: a bot that can call, and how it begins to."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from telegram.error import InvalidToken, TelegramError

from bot.aiorequest import AioRequest
from bot.config import Settings
from bot.errors import place_of
from bot.intake import PollingBot

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ANSWER_SECONDS = 15.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0

log = logging.getLogger(__name__)


class TokenRefused(Exception):
    """The Bot API server does not know the token."""


def make_bot(settings: Settings, answer_seconds: float = ANSWER_SECONDS) -> PollingBot:
    """The library's bot, with a connection of its own for the long poll."""
    # No proxy of the environment leads back to this machine.
    trust_env = urlsplit(settings.api_url).hostname not in LOOPBACK
    return PollingBot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AioRequest(
            settings.workers + settings.senders + 4, pool_timeout=answer_seconds, read_timeout=answer_seconds,
            write_timeout=answer_seconds, trust_env=trust_env,
        ),
        get_updates_request=AioRequest(1, read_timeout=answer_seconds, trust_env=trust_env),
    )  # fmt: skip


@asynccontextmanager
async def meeting(bot: PollingBot) -> AsyncIterator[PollingBot]:
    """A bot for a few calls; raises TokenRefused, and the library's error when there is no answer."""
    try:
        await bot.initialize()
    except TelegramError as error:
        await bot.request.shutdown()  # a bot that never was initialized leaves its connections open
        if isinstance(error, InvalidToken):
            raise TokenRefused from None  # the library's words repeat the token
        raise
    try:
        yield bot
    finally:
        await bot.shutdown()


async def meet(bot: PollingBot) -> None:
    """Wait until Telegram knows us; raises TokenRefused."""
    seconds = FIRST_PAUSE_SECONDS
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
