"""Brings a database to the present schema, from the installed package: no alembic.ini is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, make_url


class NewerDatabase(Exception):
    """The database was made by a later version of the program; going on would break it."""


def migrate(url: str) -> tuple[str | None, str]:
    """Run what is missing, in order; the revision before and after. Blocks: call it from a thread.

    Raises NewerDatabase, and SQLAlchemy's errors when the database cannot be reached.
    """
    config = config_for(url)
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    if head is None:
        raise AssertionError("the first migration is part of the package")
    engine = create_engine(sync_url(url))
    try:
        with engine.connect() as connection:
            before = MigrationContext.configure(connection).get_current_revision()
            if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
                raise NewerDatabase(before)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()
    return before, head


def config_for(url: str) -> Config:
    """Alembic's configuration, as its command line would read it from a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def sync_url(url: str) -> URL:
    """The same database without asyncio, which alembic does not speak."""
    parsed = make_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed
