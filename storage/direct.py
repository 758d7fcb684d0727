"""The few connections that hold a session, and so lead past any PgBouncer: LISTEN, and the seat of who leads."""

import asyncio
import time
from contextlib import suppress
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

from storage.alone import WORKS
from storage.engine import CONNECT_SECONDS, KEEPALIVES

LEFT_ALONE_SECONDS = 8  # a silent session loses the seat after this, said to PostgreSQL itself
SURE_SECONDS = 5.0  # after the last word from PostgreSQL; then it is given up here, before it is given away there
ANSWER_SECONDS = 3.0

# A machine that slept must know that it did: Linux stops the usual clock meanwhile.
_TICKS = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

Away = (psycopg.Error, OSError, TimeoutError)


def _ticks() -> float:
    return time.monotonic() if _TICKS is None else time.clock_gettime(_TICKS)


async def connect(url: str) -> AsyncConnection[Any]:
    """A session of its own on the database of this URL, outside any pool. Raises one of `Away`."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    how = make_conninfo(plain, connect_timeout=CONNECT_SECONDS, **KEEPALIVES)
    async with asyncio.timeout(CONNECT_SECONDS):
        return await AsyncConnection.connect(how, autocommit=True, prepare_threshold=None)


async def close(session: AsyncConnection[Any] | None) -> None:
    """End a session that may be dead already."""
    if session is not None:
        with suppress(*Away):
            async with asyncio.timeout(1):
                await session.close()


class Seat:
    """One process a database has it: an advisory lock, which PostgreSQL lets go of however its holder ends.

    A process that is killed lets go at once; one that hangs, or whose line is cut, after `LEFT_ALONE_SECONDS`. It
    stops being sure of its seat earlier than that, so never two are.

    Beside it everybody who asks shares the lock of `storage.alone`: while somebody has the database for himself,
    nobody leads.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: AsyncConnection[Any] | None = None
        self._held = False
        self._works = False
        self._sure_until = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the seat is certainly still ours."""
        return self._held and _ticks() < self._sure_until

    async def take(self) -> bool:
        """Whether the seat is ours now: it was free, or it is ours still. Ask every few seconds; raises one of `Away`.

        It is asked for again and again, because a statement that waits in PostgreSQL holds a snapshot, and while it
        does, nothing that was deleted can be cleared away.
        """
        asked_at = _ticks()
        try:
            async with asyncio.timeout(ANSWER_SECONDS + (0 if self._session else CONNECT_SECONDS)):
                if self._session is None:
                    self._session = await connect(self._url)
                    await self._session.execute(f"SET idle_session_timeout = '{LEFT_ALONE_SECONDS}s'")
                    asked_at = _ticks()
                await self._ask(self._session)
        except BaseException:
            await self.leave()
            raise
        self._sure_until = asked_at + SURE_SECONDS
        return self._held

    async def leave(self) -> None:
        """Let go."""
        session, self._session, self._held, self._works = self._session, None, False, False
        await close(session)

    async def _ask(self, session: AsyncConnection[Any]) -> None:
        if self._held:
            await session.execute("SELECT 1")  # the session holds it as long as it lives
            return
        if await _is_read_only(session):
            return  # a replica, or a server without room: whoever leads here could send and note nothing
        if not self._works:
            self._works = await _locks(session, "pg_try_advisory_lock_shared", WORKS)
        if self._works:
            self._held = await _locks(session, "pg_try_advisory_lock", "paidan leads")


async def _is_read_only(session: AsyncConnection[Any]) -> bool:
    asked = await session.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
    row = await asked.fetchone()
    return bool(row and row[0])


async def _locks(session: AsyncConnection[Any], how: LiteralString, name: str) -> bool:
    asked = await session.execute(f"SELECT {how}(hashtextextended(%s, 0))", (name,))
    row = await asked.fetchone()
    return bool(row and row[0])
