"""paidan webhook set, delete, info: where Telegram delivers updates."""

import asyncio
from contextlib import suppress

import typer

from bot.commands.starting import refuse, refusing, settings_or_refuse
from bot.config import Settings

webhook = typer.Typer(no_args_is_help=True, help="Where Telegram delivers updates: set, delete, info.")


@webhook.command(name="set")
def webhook_set() -> None:
    """Have Telegram deliver to PAIDAN_WEBHOOK_URL."""
    settings = settings_or_refuse()
    if not settings.webhook_url:
        refuse("PAIDAN_WEBHOOK_URL: missing. The public address at which Telegram reaches paidan serve.")
    _say("point", settings)


@webhook.command(name="delete")
def webhook_delete() -> None:
    """Have Telegram keep updates until paidan run asks for them."""
    _say("remove", settings_or_refuse())


@webhook.command(name="info")
def webhook_info() -> None:
    """Where Telegram delivers, how many updates wait, and what went wrong last."""
    _say("info", settings_or_refuse())


def _say(what: str, settings: Settings) -> None:
    from bot import hooks, logs

    logs.begin(settings.log, settings.log_format)
    said = {"point": hooks.point, "remove": hooks.remove, "info": hooks.info}[what]
    with refusing(settings), suppress(KeyboardInterrupt):
        for line in asyncio.run(said(settings)):
            typer.echo(line)
