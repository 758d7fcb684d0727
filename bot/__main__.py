"""The command line: paidan run, serve, migrate, demo, and what looks after an installation; also python -m bot."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from bot.commands.doctor import doctor
from bot.commands.inbox import inbox
from bot.commands.keeping import backup, restore
from bot.commands.ladder import ladder
from bot.commands.moving import export, import_
from bot.commands.starting import refuse, refusing, settings_or_refuse
from bot.commands.webhook import webhook
from bot.config import Settings, explain
from bot.version import version

if TYPE_CHECKING:
    from bot.application import Application

OWNER_AGAIN_SECONDS = 5.0
HANGING_SECONDS = 1.5  # after the time that a stop may take

cli = typer.Typer(
    name="paidan", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Paidan: neighbours order help, volunteers claim it in their group, credits are recorded.",
)  # fmt: skip


@cli.command()
def run() -> None:
    """Run the bot on Telegram, with PAIDAN_TOKEN and the other settings of .env.example."""
    _begin(_run)


@cli.command()
def serve() -> None:
    """Run the bot behind a webhook: one process, or on PostgreSQL several."""
    _begin(_serve)


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the database to the present version; `run` does so by itself."""
    settings = settings_or_refuse()
    from bot.lock import alone
    from storage.migrate import migrate

    with refusing(settings), alone(settings.database_file):
        before, after = migrate(settings.direct_database)
    typer.echo(f"The database is at version {after}." + ("" if before == after else f" It was at {before or 'none'}."))


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page; 0 picks one that is free.")] = 8000,
    language: Annotated[str, typer.Option(help="en or zh_CN; without it, the language of your system.")] = "",
) -> None:
    """Try Paidan in a browser: the bot against a Telegram that runs on this machine."""
    from bot import logs, loop
    from bot.demo import LANGUAGES, PortTaken, own_language

    if language not in ("", *LANGUAGES):
        refuse(f"--language: one of {', '.join(LANGUAGES)}")
    logs.begin("warning")
    try:
        with suppress(KeyboardInterrupt):
            loop.run(_play(port, language or own_language()))
    except ValidationError as error:
        refuse(explain(error))
    except PortTaken:
        refuse(f"Port {port} is in use: choose another with --port, or 0 for any.")
    typer.echo("\nThe demo has stopped.")


cli.command()(doctor)
cli.command()(ladder)
cli.command()(backup)
cli.command()(restore)
cli.command()(export)
cli.command(name="import")(import_)
cli.add_typer(inbox, name="inbox")
cli.add_typer(webhook, name="webhook")


@cli.callback(invoke_without_command=True)
def _options(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if show_version:
        typer.echo(f"paidan {version()}")
        raise typer.Exit


def main() -> None:
    """What the installed command calls."""
    cli()


def _begin(work: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    settings = settings_or_refuse()
    from bot import logs, loop

    logs.begin(settings.log, settings.log_format)
    try:
        with refusing(settings), suppress(KeyboardInterrupt):
            loop.run(work(settings))
    finally:
        logs.let_go_of_streams()


async def _run(settings: Settings) -> None:
    from bot.application import running

    _end_when_told(settings.stop_seconds)
    with suppress(asyncio.CancelledError):
        async with running(settings) as application:
            _tell(f"Paidan runs as https://t.me/{application.username}")
            await _stay(application)


async def _serve(settings: Settings) -> None:
    from bot.health import routes
    from bot.serve import PortTaken, serving

    _end_when_told(settings.stop_seconds)
    with suppress(asyncio.CancelledError):
        try:
            async with serving(settings, pages=routes) as served:
                _tell(f"Paidan runs as https://t.me/{served.application.username}")
                _tell(f"It takes updates at {served.address}")
                await _stay(served.application)
        except PortTaken as error:
            refuse(f"PAIDAN_LISTEN_PORT: nothing can listen at {error}.")


async def _stay(application: "Application") -> None:
    """Until it fails or is told to end; whoever leads also offers the ownership, while nobody has it."""
    from bot.loop import settle_down

    async def offer() -> None:
        await application.leads.wait()
        link = await _owner_link(application)
        if link is not None:
            _tell(f"Nobody owns this installation yet. Whoever opens this link first does: {link}")
            logging.getLogger("bot").info("nobody owns this installation yet: %s", link)

    settle_down()
    offering = asyncio.create_task(offer())
    failing = asyncio.create_task(application.failed())
    try:
        await asyncio.wait({offering, failing}, return_when=asyncio.FIRST_EXCEPTION)
        for each in (failing, offering):
            if each.done():
                each.result()
    finally:
        offering.cancel()
        failing.cancel()


def _tell(line: str) -> None:
    """To whoever reads it; a bot must not end because its words find no room on a disk, or a pipe no reader."""
    from bot.logs import let_go_of_streams

    try:
        typer.echo(line)
    except OSError:
        let_go_of_streams()


async def _owner_link(application: "Application") -> str | None:
    """The database may be in trouble just now, which is no reason to end."""
    from storage.trouble import is_trouble

    while True:
        try:
            return await application.owner_link()
        except Exception as error:
            if not is_trouble(error):
                raise
            await asyncio.sleep(OWNER_AGAIN_SECONDS)


async def _play(port: int, language: str) -> None:
    from bot.demo import play

    _end_when_told()
    with suppress(asyncio.CancelledError):
        await play(port, language, _say_where)


def _end_when_told(seconds: float = 1.0) -> None:
    """SIGTERM, as service managers send it, and Ctrl-C end the present task: in good order, however often they come.

    The second one would otherwise strike in the middle of the stop. What does not let go, such as a server that hangs
    or a migration that waits for another one, is left behind: being killed is nothing that loses anything.
    """
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    if task is None:
        raise AssertionError("a coroutine runs in a task")
    told = False

    def end(*_: object) -> None:
        nonlocal told
        if not told and not loop.is_closed():
            told = True
            limit = threading.Timer(seconds + HANGING_SECONDS, os._exit, (0,))
            limit.daemon = True
            limit.start()
            loop.call_soon_threadsafe(task.cancel)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)


def _say_where(url: str) -> None:
    typer.echo(f"Paidan is open at {url} (Ctrl-C closes it)")


if __name__ == "__main__":
    main()
