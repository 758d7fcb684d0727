"""Brings a database to the present schema, from the installed package: no alembic.ini is needed."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url


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
    engine = sync_engine(url)
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


def sync_engine(url: str) -> Engine:
    """The same database without asyncio, which alembic does not speak.

    SQLite's driver would commit before every CREATE TABLE, and a migration cut short would leave half of itself.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed)
    engine = create_engine(parsed.set(drivername="sqlite"))
    event.listen(engine, "connect", _no_commits_of_its_own)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _no_commits_of_its_own(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None
