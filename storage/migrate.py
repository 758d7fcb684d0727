"""Brings a database to the present schema, from the installed package: no alembic.ini is needed.

Developers write the next migration with `python -m storage.migrate "What changed"`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.pool import NullPool

from storage.alone import MIGRATES
from storage.engine import CONNECT_SECONDS


class NewerDatabase(Exception):
    """The database was made by a later version of the program; going on would break it."""


def migrate(url: str) -> tuple[str | None, str]:
    """Run what is missing, in order; the revision before and after. Blocks: call it from a thread.

    On PostgreSQL it holds a session, so the URL must not lead through PgBouncer in transaction mode.

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
            _one_at_a_time(connection)
            before = MigrationContext.configure(connection).get_current_revision()
            if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
                raise NewerDatabase(before)
            if before != head:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.commit()
    finally:
        engine.dispose()
    return before, head


def draft(message: str) -> Path:
    """For whoever has changed schema.py: the next migration, written from the difference; read it before it is kept."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'so-far.db'}"
        config = config_for(url)
        head = ScriptDirectory.from_config(config).get_current_head()
        if head is not None:
            migrate(url)
        made = command.revision(config, message=message, autogenerate=True, rev_id=f"{int(head or 0) + 1:04d}")
    if not isinstance(made, Script):
        raise AssertionError("one message makes one script")
    path = Path(made.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    return path


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
        return create_engine(
            parsed, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    engine = create_engine(parsed.set(drivername="sqlite"), hide_parameters=True)
    event.listen(engine, "connect", _no_commits_of_its_own)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _one_at_a_time(connection: Connection) -> None:
    """Several processes may start at once: one migrates, the others find it done. The session's end lets go."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_lock(func.hashtextextended(MIGRATES, 0))))
        connection.commit()


def _no_commits_of_its_own(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "What changed")
