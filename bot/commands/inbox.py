"""paidan inbox: what was set aside because it failed again and again, to be looked at, tried once more, or dropped."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.starting import present_database, refuse, refusing, settings_or_refuse
from bot.config import Settings

MOST_SHOWN = 100

T = TypeVar("T")
Ids = Annotated[list[int], typer.Argument(help="The numbers that `paidan inbox list` shows.")]

inbox = typer.Typer(
    no_args_is_help=True, help="What was set aside because it could not be handled: list, show, retry, drop."
)


@inbox.command(name="list")
def list_() -> None:
    """Show what is set aside: number, when it came, a pseudonym of who sent it, its kind, and where it failed."""
    from bot.logs import pseudonyms
    from bot.workers import kind_of

    settings = settings_or_refuse()
    pseudonym = pseudonyms(settings.token.get_secret_value())
    rows = _run(settings, _aside)
    for row in rows:
        who, kind = pseudonym(row["lane"]), kind_of(row["body"])
        typer.echo(f"{row['update_id']}  {row['received_at']:%Y-%m-%d %H:%M} UTC  {who}  {kind}  {row['why']}")
    if not rows:
        typer.echo("Nothing is set aside.")


@inbox.command()
def show(update_id: Annotated[int, typer.Argument(help="A number that `paidan inbox list` shows.")]) -> None:
    """Show one of them as Telegram sent it, words and names included."""
    for row in _run(settings_or_refuse(), _aside):
        if row["update_id"] == update_id:
            typer.echo(json.dumps(json.loads(row["body"]), ensure_ascii=True, indent=1))
            return
    refuse(f"{update_id} is not set aside.")


@inbox.command()
def retry(update_ids: Ids) -> None:
    """Have these handled once more, five attempts each; a running bot takes them up within seconds."""
    from storage import inbox as kept

    _each(update_ids, kept.retry, "is tried again")


@inbox.command()
def drop(update_ids: Ids) -> None:
    """Forget these and what they said; they count as handled."""
    from storage import inbox as kept

    _each(update_ids, lambda connection, number: kept.drop(connection, number, datetime.now(UTC)), "is dropped")


def _each(numbers: list[int], do: Callable[[AsyncConnection, int], Awaitable[bool]], done: str) -> None:
    """All of them or none."""

    async def work(connection: AsyncConnection) -> None:
        for number in numbers:
            if not await do(connection, number):
                refuse(f"{number} is not set aside; nothing was changed.")

    _run(settings_or_refuse(), work)
    for number in numbers:
        typer.echo(f"{number} {done}.")


async def _aside(connection: AsyncConnection) -> Sequence[RowMapping]:
    from storage import inbox as kept

    return await kept.aside(connection, MOST_SHOWN)


def _run(settings: Settings, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run() -> T:
        from storage.engine import writing

        async with present_database(settings) as engine, writing(engine) as connection:
            return await work(connection)

    with refusing(settings):
        return asyncio.run(run())
