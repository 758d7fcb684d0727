"""Which version of the schema a database has, whether its tables are what that version made, and the way to another."""

from dataclasses import dataclass

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.migrate import config_for
from storage.schema import metadata


@dataclass(frozen=True)
class Standing:
    """A database's revision (None: it has no tables of ours) beside the program's."""

    revision: str | None
    head: str
    is_known: bool

    @property
    def is_present(self) -> bool:
        """Whether it is the program's own."""
        return self.revision == self.head


def standing(connection: Connection) -> Standing:
    """What a database says of itself."""
    revision = MigrationContext.configure(connection).get_current_revision()
    return Standing(revision, head(), revision in _all())


def differences(connection: Connection) -> list[str]:
    """What of the tables is not as the present version makes them: a lost index, a missing key."""
    found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [_named(each) for each in found]


def is_known(revision: str) -> bool:
    """Whether this program can read what was made at that revision."""
    return revision in _all()


def head() -> str:
    """The program's own revision."""
    found = _scripts().get_current_head()
    if found is None:
        raise AssertionError("the first migration is part of the package")
    return found


def bring_to(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to there, in the transaction that is open; nothing is committed."""
    config = config_for("sqlite://")  # the connection that is given is used, whatever stands here
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _all() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config_for("sqlite://"))


def _named(difference: object) -> str:
    """`add_index ix_orders_wake_at`, as far as alembic tells."""
    while isinstance(difference, list) and difference:
        difference = difference[0]
    if not isinstance(difference, tuple):
        return str(difference)
    what = [str(getattr(part, "name", part)) for part in difference[1:] if part is not None]
    return " ".join((str(difference[0]), *what[-1:]))
