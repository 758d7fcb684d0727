"""The database's own habits, SQLite's and PostgreSQL's, behind one way to write and one way to read.

What may be read and then written, without another process coming between:

SQLite has one writer, and takes its lock before the first read (`BEGIN IMMEDIATE`): nothing comes between, ever.

PostgreSQL has many writers. `writing` is READ COMMITTED on purpose, and whoever decides by what he reads *takes hold
of it first*; then he sees all that was committed before him, whoever comes after him waits in line, and nothing is
thrown away and done again. SERIALIZABLE needs no such care, but it tracks index pages rather than orders: claims of
neighbouring orders abort each other all the time, and every later claim of a popular order is work for nothing
(docs/scaling.md has the figures). REPEATABLE READ aborts as often on one order, and still lets two decisions pass
that read each other's rows and write their own. So, thing by thing:

- an order, its claims, transfers, files and review: `orders.facts` locks the order's row. The version in it is checked
  as well, so a change that went another way is noticed (`Stale`) and decided anew;
- the inbox: `inbox.take` is the first statement of a turn. It holds the person's lane and marks the update done,
  unless it is done, put off, or behind another; whatever only one person can touch (drafts, addresses, own orders
  and their number) is in order by that alone, and a draft has its version besides;
- a community (services, teams, routes, checks, groups, limits, which team takes an order):
  `hold(connection, "community", id)`;
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

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.inplace import InPlaceConnection
from storage.sqlite import InPlaceEngine
from storage.together import TURN

CONNECTIONS = 12  # to PostgreSQL, a process; there more only wait for each other
CONNECT_SECONDS = 5
FREE_CONNECTION_SECONDS = 10
STATEMENT_SECONDS = 20
LOCK_SECONDS = 10
IDLE_SECONDS = 30  # inside a transaction: no network call is made there, so only a hung process is so slow
KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}
_READING = "paidan_reading"
_SEEN = "paidan_seen"
_LIMITS = (
    f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'; SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; "
    f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
)
_BEGIN_WRITING = f"BEGIN ISOLATION LEVEL READ COMMITTED; {_LIMITS}"
_BEGIN_READING = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {_LIMITS}"


def open_engine(url: str, connections: int = CONNECTIONS) -> AsyncEngine:
    """An engine for `sqlite:///file`, or `postgresql+psycopg://…` with so many connections at most.

    Its errors do not repeat the values of a statement: they are people's, and errors are logged.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return InPlaceEngine(make_url(url))
    engine = create_async_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_size=connections, max_overflow=0,
        pool_timeout=FREE_CONNECTION_SECONDS,
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS, **KEEPALIVES},
    )  # fmt: skip
    event.listen(engine.sync_engine, "connect", _no_begin_of_its_own)
    event.listen(engine.sync_engine, "begin", _begin_on_postgresql)
    return engine


def writing(engine: AsyncEngine) -> AbstractAsyncContextManager[AsyncConnection]:
    """One transaction that may write; committed at the end, rolled back when anything is raised.

    Where several processes write, it can lose a race: `storage.races.write` starts it again. On SQLite those who wait
    for each other share a commit, and each can still fail alone.
    """
    return engine.together.turn() if isinstance(engine, InPlaceEngine) else engine.begin()


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads, sees one moment, and waits for no writer; what is `seen` is not read again."""
    async with engine.reading() if isinstance(engine, InPlaceEngine) else _begin_reading(engine) as connection:
        connection.info[_SEEN] = {}
        try:
            yield connection
        finally:
            connection.info.pop(_SEEN, None)


def _begin_reading(engine: AsyncEngine) -> AbstractAsyncContextManager[AsyncConnection]:
    return engine.execution_options(**{_READING: True}).begin()


def seen(connection: AsyncConnection) -> dict[tuple[str, int], Any]:
    """What was read in this transaction, by kind and number; always empty where anything may be written."""
    found: dict[tuple[str, int], Any] | None = connection.info.get(_SEEN)
    return found if found is not None else {}


async def hold(connection: AsyncConnection, what: str, number: int = 0) -> None:
    """From here to the end of the transaction nobody else has hold of the same; free where there is one writer."""
    if connection.dialect.name != "sqlite":
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"paidan {what}", number))))


async def start_over(connection: AsyncConnection) -> None:
    """Undo all that a writing transaction has done so far; it goes on as if it had just begun, holding nothing."""
    if isinstance(connection, InPlaceConnection):
        connection.run(f"ROLLBACK TO {TURN}")
    else:
        await connection.exec_driver_sql(f"ROLLBACK; {_BEGIN_WRITING}")


def _no_begin_of_its_own(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.autocommit = True  # ours carries the level and the time-outs, in one message


def _begin_on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(_BEGIN_READING if _reads(connection) else _BEGIN_WRITING)


def _reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_READING, False))
