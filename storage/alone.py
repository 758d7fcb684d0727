"""A PostgreSQL for oneself, for as long as one transaction takes: SQLite has `bot.lock`.

Every process of the bot, the one that leads and those that stand by, shares a lock from its first look at the seat to
its end (`storage.direct`). Whoever replaces what they work with must have that lock alone; whoever starts meanwhile
waits where it migrates.
"""

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import OperationalError

from storage.trouble import is_locked

WORKS, MIGRATES = "paidan works", "paidan migrates"  # names of advisory locks, hashed by PostgreSQL
LOCK_SECONDS = 10


class InUse(Exception):
    """Another process works on this database."""


def alone(connection: Connection, wait_seconds: float = LOCK_SECONDS) -> None:
    """From here to the end of the transaction nobody else begins to work on the database; raises InUse.

    Whoever reads in a table that is to be replaced is waited for so long.

    A process that is cut off from PostgreSQL holds no lock. It does no harm: its transactions wait or fail, and an
    update that it still has in mind is not found any more.
    """
    if connection.dialect.name == "sqlite":
        return
    ours = select(func.pg_try_advisory_xact_lock(func.hashtextextended(WORKS, 0)))
    if not connection.execute(ours).scalar_one():
        raise InUse
    try:
        connection.execute(text(f"SET LOCAL lock_timeout = '{round(wait_seconds * 1000)}ms'"))
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(MIGRATES, 0))))
    except OperationalError as error:
        if is_locked(error):
            raise InUse from error
        raise
