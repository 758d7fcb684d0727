"""What Telegram says of this installation: the token, how updates come, the rights in each group, the time of day."""

import math
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from sqlalchemy import RowMapping
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.config import Settings
from bot.errors import Failure, failure_of, place_of
from bot.line import LOOPBACK, make_bot
from bot.verdicts import Line, ok, warning, wrong
from handlers.binding import rights_lacking

TROUBLE_LASTS = timedelta(hours=1)
MANY_PENDING = 100
CLOCK_WARNS_SECONDS = 5
CLOCK_WRONG_SECONDS = 60
ANSWER_SECONDS = 10.0


async def lines(settings: Settings, groups: Sequence[RowMapping], now: datetime) -> AsyncIterator[Line]:
    """All of it, for these groups (chat_id, name); with a token that is refused there is nothing more to ask."""
    bot = make_bot(settings)
    hindered = await _hindered(bot, settings.api_url)
    if hindered is not None:
        yield hindered
        return
    try:
        for line in _about_itself(bot):
            yield line
        yield await _webhook(bot, settings.webhook_url, now)
        for group in groups:
            yield await _group(bot, group)
    finally:
        await bot.shutdown()
    skew = await _skew_seconds(settings.api_url)
    if skew is not None:
        yield clock_line(skew)


def webhook_line(info: WebhookInfo, wanted: str, now: datetime) -> Line:
    """Whether updates come the way that is meant: `wanted` is the webhook's address, empty when they are fetched."""
    if info.url != wanted:
        if not wanted:
            says = "A webhook is set, so Telegram hands out no updates to whoever asks."
            return wrong("updates", says, "Delete the webhook, or run the process that listens there.")
        says = "The webhook is set to another address." if info.url else "No webhook is set."
        return wrong("updates", says, "Set it: paidan webhook set.")
    if info.last_error_date is not None and now - info.last_error_date < TROUBLE_LASTS:
        says = f"Telegram could not deliver: {info.last_error_message}."
        return warning("updates", says, "Look at the proxy before the webhook, and at the log.")
    if info.pending_update_count > MANY_PENDING:
        says = f"{info.pending_update_count} wait at Telegram."
        return warning("updates", says, "Is the bot running? Look at its log.")
    return ok("updates", "Telegram delivers them." if wanted else "They are fetched; no webhook is in the way.")


def clock_line(skew_seconds: float) -> Line:
    """How far this machine's clock is from Telegram's."""
    far = abs(skew_seconds)
    says = f"This machine is {far:.0f} s {'ahead of' if skew_seconds > 0 else 'behind'} Telegram."
    if far >= CLOCK_WRONG_SECONDS:
        return wrong("clock", says, "Set it, and let it be kept by NTP: what is due would come at the wrong time.")
    if far >= CLOCK_WARNS_SECONDS:
        return warning("clock", says, "Let it be kept by NTP.")
    return ok("clock", "It agrees with Telegram's.")


async def _hindered(bot: Bot, api_url: str) -> Line | None:
    try:
        await bot.initialize()
    except TelegramError as error:
        await bot.shutdown()
        if isinstance(error, InvalidToken):
            return wrong("token", f"{api_url} does not accept it.", "Get a new one from @BotFather, into .env.")
        return wrong("telegram", f"Not reached: {type(error).__name__}.", "Look at the network and at PAIDAN_API_URL.")
    return None


def _about_itself(bot: Bot) -> Sequence[Line]:
    found = [ok("token", f"It is https://t.me/{bot.username}.")]
    if not bot.bot.can_join_groups:
        found.append(wrong("token", "The bot may not join groups.", "Allow it: /setjoingroups at @BotFather."))
    if bot.bot.can_read_all_group_messages:
        says = "Privacy mode is off: all that people write in the groups arrives here."
        found.append(warning("token", says, "Turn it on: /setprivacy at @BotFather."))
    return found


async def _webhook(bot: Bot, wanted: str, now: datetime) -> Line:
    try:
        return webhook_line(await bot.get_webhook_info(), wanted, now)
    except TelegramError as error:
        return _unanswered("updates", error)


async def _group(bot: Bot, group: RowMapping) -> Line:
    about, again = f"group {group['name']}", "Add the bot again, then bind the group with /setup."
    try:
        lacking = rights_lacking(await bot.get_chat_member(group["chat_id"], bot.id))
    except TelegramError as error:
        if failure_of(error) in (Failure.CHAT_LOST, Failure.CHAT_MOVED):
            return wrong(about, "The bot is not in it any more, or the group is gone.", again)
        return _unanswered(about, error)
    if "member" in lacking:
        return wrong(about, "The bot is not in it any more.", again)
    if lacking:
        return wrong(about, "The bot may not write there.", "Give it the right to send messages.")
    return ok(about, "The bot is in it and may write.")


def _unanswered(about: str, error: TelegramError) -> Line:
    return warning(about, f"Telegram did not say: {failure_of(error)}, {place_of(error)}.", "Ask once more.")


async def _skew_seconds(api_url: str) -> float | None:
    """Ours less theirs, by the Date of any answer; None where there is none."""
    near = urlsplit(api_url).hostname in LOOPBACK
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=not near) as client:
            began = datetime.now(UTC)
            answer = await client.head(api_url)
            ended = datetime.now(UTC)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, KeyError, ValueError, TypeError):
        return None
    return skew(theirs, began, ended)


def skew(theirs: datetime, began: datetime, ended: datetime) -> float:
    """How far ours is ahead; their Date is cut to a second, and was written between our two readings."""
    earliest, latest = theirs, theirs + timedelta(seconds=1)
    if began > latest:
        return (began - latest).total_seconds()
    if ended < earliest:
        return -math.ceil((earliest - ended).total_seconds())
    return 0.0
