"""Whether the database is in trouble, rather than what was asked of it: away, locked, full, unreadable, or too busy."""

import sqlite3

from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

# serialization failure, deadlock, and a unique key that somebody else has just taken: a lost race, no trouble
LOST = frozenset({"40001", "40P01", "23505"})
ILL = frozenset({"25", "53", "57", "58", "XX"})  # read-only or out of step, no room, shut down, its own mistake
LOCK_NOT_AVAILABLE = "55P03"
NOT_ALLOWED = "42501"  # the owner of the server took a right away


def is_trouble(error: BaseException) -> bool:
    """Whether the same may well go through when the database is well again, and nothing else before."""
    state = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
    if isinstance(error, OperationalError | InterfaceError | NoConnectionFree):
        return state not in LOST
    if isinstance(error, DatabaseError) and (state[:2] in ILL or state == NOT_ALLOWED):
        return True
    # SQLite's word for a file that is damaged, or is none of its own.
    return type(error) is DatabaseError


def is_locked(error: OperationalError) -> bool:
    """Whether somebody else has hold of it for too long: a tool in SQLite's file, a backup, somebody's psql."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE
