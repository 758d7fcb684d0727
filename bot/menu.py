"""Tells Telegram which commands to offer, by scope and language; asks first, and changes only what differs."""

import logging

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.errors import place_of
from bot.words import Words
from handlers import commands
from rules.notices import ours

SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeAllPrivateChats(), commands.PRIVATE),
    (BotCommandScopeAllGroupChats(), commands.GROUP),
)
EVERYBODY = "en"  # the language of those for whom there is none of their own

log = logging.getLogger(__name__)


async def offer_commands(bot: Bot, words: Words) -> int:
    """Make the offered commands what they should be; how many lists were changed.

    It is a convenience: where Telegram does not play along, the next start tries again.
    """
    changed = 0
    try:
        for scope, names in SCOPES:
            for language in words.languages:
                wanted = tuple(BotCommand(name, words.label(ours(f"command_{name}"), language)) for name in names)
                code = None if language == EVERYBODY else language.split("_")[0]
                if await bot.get_my_commands(scope=scope, language_code=code) != wanted:
                    await bot.set_my_commands(wanted, scope=scope, language_code=code)
                    changed += 1
    except TelegramError as error:
        log.warning("commands not offered: %s", place_of(error))
    return changed
