"""paidan backup and restore: everything in one file, and back."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.starting import present_database, refuse, refusing, settings_or_refuse
from bot.config import Settings

if TYPE_CHECKING:
    from bot.verdicts import Line

File = Annotated[Path, typer.Argument(help="The file, such as backup.zip.")]


def backup(file: File) -> None:
    """Write everything into one file, while the bot runs or not.

    The file is whole or not there, and only you can read it: it holds names, phones and addresses.
    """
    from bot.backup import NotOurs, back_up
    from storage.snapshot import NewerBackup

    settings = settings_or_refuse()

    async def run() -> None:
        async with present_database(settings, any_version=True) as engine:
            made = await back_up(engine, file)
        typer.echo(f"{file}: {made.rows} rows of {len(made.tables)} tables, at version {made.revision}.")

    with refusing(settings):
        try:
            asyncio.run(run())
        except NotOurs:
            refuse(f"{file} exists and is no backup of Paidan; it stays as it is.")
        except NewerBackup as error:
            refuse(f"This version of Paidan does not know the database's tables (version {error}).")
        except OSError as error:
            refuse(f"{file}: {error.strerror or error}")


def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Replace what the database holds; it is lost.")] = False,
) -> None:
    """Make the database what a backup says, on SQLite or PostgreSQL; the bot must not run.

    An older backup is brought up to date. Afterwards the content is checked as `paidan doctor` does.
    """
    from bot.backup import NotEmpty
    from bot.backup import restore as bring_back
    from bot.lock import alone
    from storage.snapshot import DoesNotFit, NewerBackup, NotABackup

    settings = settings_or_refuse()
    with refusing(settings):
        if not file.is_file():
            refuse(f"There is no file {file}.")
        try:
            with alone(settings.database_file):
                made = bring_back(settings.direct_database, file, force=force)
        except NotEmpty:
            refuse("The database has something in it. To replace it, make a backup of it first, then use --force.")
        except NotABackup as error:
            refuse(f"{file} is no backup of Paidan, or not whole ({error}). Nothing was changed.")
        except DoesNotFit as error:
            refuse(f"The database does not take what {file} holds ({error}). Nothing was changed.")
        except NewerBackup as error:
            refuse(f"A later version of Paidan made this backup ({error}); install that one. Nothing was changed.")
        typer.echo(f"Restored {made.rows} rows of {len(made.tables)} tables, as they were at {made.made_at}.")
        lines = asyncio.run(_checked(settings))
    from bot.commands.doctor import say

    for line in lines:
        say(line)
    raise typer.Exit(max(int(line.level) for line in lines))


async def _checked(settings: Settings) -> "list[Line]":
    from bot.doctor import content
    from storage.engine import reading

    async with present_database(settings) as engine, reading(engine) as connection:
        return [line async for line in content(connection)]
