"""paidan export and import: one community out of this installation, and into another."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.starting import present_database, refuse, refusing, settings_or_refuse

File = Annotated[Path, typer.Argument(help="The file, such as wenfeng.json.")]


def export(community: Annotated[str, typer.Argument(help="Its name, slug or number.")], file: File) -> None:
    """Write all that belongs to one community into a file, to take it to another installation.

    It holds the names, phones and addresses of its people; only you can read the file.
    """
    from bot.export import FileThere, summary
    from bot.export import export as write
    from storage.portable import UnknownCommunity

    settings = settings_or_refuse()

    async def run() -> str:
        async with present_database(settings) as engine:
            return summary(await write(engine, settings, community, file))

    with refusing(settings):
        try:
            typer.echo(f"{file}: {asyncio.run(run())}.")
        except UnknownCommunity as error:
            refuse(f"There is no community {community}, or more than one. There are: {error}.")
        except FileThere:
            refuse(f"{file} exists; it stays as it is.")
        except OSError as error:
            refuse(f"{file}: {error.strerror or error}")


def import_(file: File) -> None:
    """Take in a community that `paidan export` has written; the bot must not run.

    Its orders, ledger and journal come with it. Its groups have to be bound again, with /setup; links are made anew.
    With another bot, everybody has to start that bot once before it can write to them.
    """
    from bot.export import summary, take_in
    from bot.lock import alone
    from storage.arriving import AlreadyHere, NewerDocument, NotACommunity, Unsound

    settings = settings_or_refuse()

    async def run() -> str:
        async with present_database(settings) as engine:
            document = await take_in(engine, settings, file)
        return f"{document['community']['name']}: {summary(document)}."

    with refusing(settings):
        if not file.is_file():
            refuse(f"There is no file {file}.")
        try:
            with alone(settings.database_file):
                typer.echo(asyncio.run(run()))
        except AlreadyHere as error:
            refuse(f"The community {error} is here already. Nothing was changed.")
        except NewerDocument as error:
            refuse(f"A later version of Paidan wrote this file (format {error}); install that one.")
        except NotACommunity as error:
            refuse(f"{file} is no community from `paidan export` ({error}). Nothing was changed.")
        except Unsound as error:
            refuse(f"What {file} says cannot all be true: {error}. Nothing was changed.")
    typer.echo("Bind its groups with /setup; open orders are posted then.")
