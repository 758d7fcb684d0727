"""`paidan webhook …`: where Telegram delivers updates, set once at deploy and never by the processes that take them."""

from datetime import UTC, datetime

from telegram import WebhookInfo

from bot import webhook
from bot.config import Settings
from bot.intake import ALLOWED_UPDATES
from bot.line import make_bot, meeting


async def point(settings: Settings) -> list[str]:
    """From now on Telegram delivers to PAIDAN_WEBHOOK_URL."""
    async with meeting(make_bot(settings)) as bot:
        secret = webhook.secret_of(settings.token.get_secret_value())
        return _told(await webhook.point(bot, settings.webhook_url, secret, settings.webhook_connections), settings)


async def remove(settings: Settings) -> list[str]:
    """From now on Telegram waits to be asked; nothing that is waiting is lost."""
    async with meeting(make_bot(settings)) as bot:
        await bot.delete_webhook(drop_pending_updates=False)
        return _told(await bot.get_webhook_info(), settings)


async def info(settings: Settings) -> list[str]:
    """How things stand."""
    async with meeting(make_bot(settings)) as bot:
        return _told(await bot.get_webhook_info(), settings)


def _told(told: WebhookInfo, settings: Settings) -> list[str]:
    lines = []
    if told.url:
        lines.append(f"Telegram delivers to {told.url}, {told.max_connections or 40} at once.")
        if settings.webhook_url and told.url != settings.webhook_url:
            lines.append(f"PAIDAN_WEBHOOK_URL is another address: {settings.webhook_url}")
        missing = sorted(set(ALLOWED_UPDATES) - set(told.allowed_updates or ALLOWED_UPDATES))
        if missing:
            lines.append(f"It leaves out {', '.join(missing)}: say paidan webhook set again.")
    else:
        lines.append("No webhook is set: paidan run asks for updates, paidan serve gets none.")
    lines.append(f"{told.pending_update_count} updates are waiting.")
    if told.last_error_message:
        lines.append(f"The last error was at {_moment(told.last_error_date)}: {told.last_error_message}")
    return lines


def _moment(when: datetime | None) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if when else "some time"
