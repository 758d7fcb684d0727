"""What every command begins with: the settings, or one line about what is wrong with them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import Settings, explain

REFUSED = 2  # exit code: started wrongly, and starting again would not help
AGAIN = 1  # exit code: it may well go better with a new start


def settings_or_refuse() -> Settings:
    """The settings; a wrong one ends the program with a line that names it."""
    try:
        return Settings()
    except ValidationError as error:
        refuse(explain(error))


@contextmanager
def refusing(settings: Settings) -> Iterator[None]:
    """What is known to hinder a start is told in one line; anything else is a bug, and shown as one."""
    from sqlalchemy.exc import DatabaseError
    from telegram.error import TelegramError

    from bot.application import FileGone
    from bot.errors import one_line
    from bot.health import AddressTaken
    from bot.line import TokenRefused
    from bot.lock import Taken
    from storage.alone import InUse
    from storage.migrate import NewerDatabase

    try:
        yield
    except TokenRefused:
        refuse(f"PAIDAN_TOKEN: the Bot API server at {settings.api_url} does not accept this token.")
    except AddressTaken as error:
        refuse(f"PAIDAN_METRICS_ADDRESS: {error} cannot be listened at: in use, or not of this machine.")
    except InUse:
        refuse("Another process is working with this database: stop all that run or serve on it first.")
    except Taken as error:
        refuse(f"Another process is working with {error}; only one may at a time. Several need PostgreSQL.")
    except TelegramError as error:
        refuse(f"Telegram does not do it: {error.message}.")
    except FileGone as error:
        typer.echo(f"{error} was replaced or removed under the running bot: it needs a new start.", err=True)
        raise typer.Exit(AGAIN) from None
    except NewerDatabase as error:
        refuse(f"The database was made by a later version of Paidan ({error}); install that one.")
    except ModuleNotFoundError as error:
        refuse(f"PAIDAN_DATABASE_URL: this kind of database needs the package {error.name}.")
    except DatabaseError as error:
        refuse(f"PAIDAN_DATABASE_URL: the database cannot be opened ({one_line(error)}).")
    except OSError as error:
        refuse(f"PAIDAN_DATA_DIR: {error.strerror or error}: {error.filename}")


def refuse(why: str) -> NoReturn:
    """End with one line and the exit code that says: not again."""
    typer.echo(why, err=True)
    raise typer.Exit(REFUSED)


@asynccontextmanager
async def present_database(settings: Settings, *, any_version: bool = False) -> AsyncIterator[AsyncEngine]:
    """The installation's database, beside a running bot or alone; refused unless it is there and up to date.

    Past any PgBouncer, which might not put up with a transaction that looks through all of it.
    """
    from storage.engine import open_engine, reading
    from storage.revisions import standing

    if settings.database_file is not None and not settings.database_file.exists():
        refuse(f"There is no database at {settings.database_file}.")
    engine = open_engine(settings.direct_database, 2)
    try:
        async with reading(engine) as connection:
            found = await connection.run_sync(standing)
        if not (found.is_present or (any_version and found.revision)):
            refuse(f"The database is at version {found.revision or 'none'} and not at {found.head}: paidan migrate.")
        yield engine
    finally:
        await engine.dispose()
