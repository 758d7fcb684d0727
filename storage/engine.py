"""The database's own habits, SQLite's and PostgreSQL's, behind one way to write and one way to read.

What may be read and then written, without another process coming between:

SQLite has one writer, and takes its lock before the first read (`BEGIN IMMEDIATE`): nothing comes between, ever.

PostgreSQL has many writers. `writing` is READ COMMITTED on purpose, and whoever decides by what he reads *takes hold
of it first*; then he sees all that was committed before him, whoever comes after him waits in line, and nothing is
thrown away and done again. SERIALIZABLE needs no such care, but it tracks index pages rather than orders: claims of
neighbouring orders abort each other all the time, and every later claim of a popular order is work for nothing
(docs/scaling.md has the figures). REPEATABLE READ aborts as often on one order, and still lets two decisions pass
that read each other's rows and write their own. So, thing by thing:

- an order, its claims, transfers and files: `orders.facts` locks the order's row. The version in it is checked as
  well, so a change that went another way is noticed (`Stale`) and decided anew;
- the inbox: `inbox.take` is the first statement of a turn. It holds the person's lane and marks the update done,
  unless it is done, put off, or behind another; whatever only one person can touch (drafts, addresses, own orders
  and their number) is in order by that alone, and a draft has its version besides;
- a community (services, teams, groups, limits, which team takes an order): `hold(connection, "community", id)`;
- a group's chat, which team is bound to it and whether it is lost: `hold(connection, "group", chat_id)`;
- what the owners are told is wrong: `hold(connection, "alarms")`;
- a membership: its row is locked when it is read to be changed (`people.enter`, `membership_by_id`);
- a link or code: used up by an update that says `used_at IS NULL`, and the loser is told;
- what is unique by its nature (a person, a post, a transfer a claim): unique keys; the loser starts again.

`hold` before rows, groups before communities, so that few can ever wait for each other in a circle; who does is
told so by PostgreSQL (a deadlock), and starts again: `storage.races`.

Reads (`reading`) are REPEATABLE READ: all statements see one moment, and such a transaction never fails.

Everything works behind PgBouncer in transaction mode: nothing is prepared, and what a transaction needs to be told,
its level and time-outs, goes with its BEGIN. The exceptions hold a session, and are in `storage.direct`.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.closing import Closing
from storage.same_file import SameFile
from storage.trouble import is_locked

BUSY_SECONDS = 10.0  # for another program to let go of SQLite's lock
BUSY_NAP_SECONDS = 1.0  # of these inside SQLite, where nothing can interrupt it: a stop has to be prompt
POOL = {"pool_size": 8, "max_overflow": 24}  # a connection is a thread: most are kept, few are made in a rush
CONNECTIONS = 12  # to PostgreSQL, a process; there more only wait for each other
CONNECT_SECONDS = 5
FREE_CONNECTION_SECONDS = 10
STATEMENT_SECONDS = 20
LOCK_SECONDS = 10
IDLE_SECONDS = 30  # inside a transaction: no network call is made there, so only a hung process is so slow
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
_READING = "paidan_reading"
_TURNSTILE = "paidan_turnstile"
_LIMITS = (
    f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'; SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; "
    f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
)
_BEGIN_WRITING = f"BEGIN ISOLATION LEVEL READ COMMITTED; {_LIMITS}"
_BEGIN_READING = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {_LIMITS}"


def open_engine(url: str, connections: int = CONNECTIONS) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///file`, or `postgresql+psycopg://…` with so many connections at most.

    Its errors do not repeat the values of a statement: they are people's, and errors are logged.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    engine = create_async_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=connections, max_overflow=0,
        pool_timeout=FREE_CONNECTION_SECONDS,
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS, **KEEPALIVES},
    )  # fmt: skip
    event.listen(engine.sync_engine, "connect", _no_begin_of_its_own)
    event.listen(engine.sync_engine, "begin", _begin_on_postgresql)
    return engine


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that may write; committed at the end, rolled back when anything is raised.

    Where several processes write, it can lose a race: `storage.races.write` starts it again.
    """
    async with _turn(engine), AsyncExitStack() as stack:
        yield await _begin_writing(engine, stack)


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads, sees one moment, and waits for no writer."""
    async with engine.execution_options(**{_READING: True}).begin() as connection:
        yield connection


async def hold(connection: AsyncConnection, what: str, number: int = 0) -> None:
    """From here to the end of the transaction nobody else has hold of the same; free where there is one writer."""
    if connection.dialect.name != "sqlite":
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"paidan {what}", number))))


def _open_sqlite(url: str) -> AsyncEngine:
    how = {"timeout": BUSY_NAP_SECONDS, "factory": Closing}
    engine = create_async_engine(url, connect_args=how, hide_parameters=True, **POOL)
    event.listen(engine.sync_engine, "connect", _on_sqlite_connect)
    event.listen(engine.sync_engine, "begin", _begin_on_sqlite)
    file = make_url(url).database
    if file and file != ":memory:":
        SameFile(Path(file)).guard(engine)
    # There is one writer at a time: waiting here is fair and free, in SQLite it is neither.
    return engine.execution_options(**{_TURNSTILE: asyncio.Lock()})


async def _begin_writing(engine: AsyncEngine, stack: AsyncExitStack) -> AsyncConnection:
    """Begin, when SQLite's lock is free; it is not ours alone while somebody looks into the file by hand."""
    give_up_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return await stack.enter_async_context(engine.begin())
        except OperationalError as error:
            if not is_locked(error) or time.monotonic() > give_up_at:
                raise


def _turn(engine: AsyncEngine) -> AbstractAsyncContextManager[object]:
    turnstile: asyncio.Lock | None = engine.get_execution_options().get(_TURNSTILE)
    return turnstile if turnstile is not None else nullcontext()


def _on_sqlite_connect(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # the driver would begin by itself, and too late
    cursor = dbapi_connection.cursor()
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
    except BaseException:
        dbapi_connection.close()  # the pool never had it, and its thread would stay
        raise
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    # A read that upgrades to a write fails at once with "database is locked", whatever the timeout.
    connection.exec_driver_sql("BEGIN" if _reads(connection) else "BEGIN IMMEDIATE")


def _no_begin_of_its_own(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.autocommit = True  # ours carries the level and the time-outs, in one message


def _begin_on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(_BEGIN_READING if _reads(connection) else _BEGIN_WRITING)


def _reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_READING, False))
