"""How alembic reaches the database: `storage.migrate` hands a connection in, the alembic command line a URL."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, DefaultClause, False_, True_

from storage.migrate import sync_engine
from storage.schema import UTCDateTime, metadata


def _render(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"  # a migration must not change its meaning when our type does
    if kind == "server_default" and isinstance(thing, DefaultClause) and isinstance(thing.arg, False_ | True_):
        return f"sa.{thing.arg}()"  # alembic would write down what SQLite says, 0 and 1
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, render_item=_render, render_as_batch=True,
        compare_type=True, transaction_per_migration=True, transactional_ddl=True,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


_given = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:
    with sync_engine(context.config.get_main_option("sqlalchemy.url") or "").connect() as _connection:
        _run(_connection)
