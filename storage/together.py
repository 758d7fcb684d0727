"""Turns that come at the same time share one transaction, and so one wait for the disk; each can still fail alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.inplace import InPlaceConnection
from storage.trouble import is_locked

TURN = "turn"  # the savepoint with which each begins
BUSY_SECONDS = 10.0  # for another program to let go of SQLite's lock
SHORTEST_NAP_SECONDS, LONGEST_NAP_SECONDS = 0.005, 0.5

Connect = Callable[[], Awaitable[InPlaceConnection]]


@dataclass
class _Group:
    """The turns of one transaction; `committed` is when all of them are safe, or none."""

    connection: InPlaceConnection
    committed: asyncio.Future[None]
    kept: int = 0


class Together:
    """One writer at a time, and one commit for all who were waiting meanwhile.

    A turn runs alone, in a savepoint. What it raises undoes that turn and no other. It is over only when the
    transaction is on the disk. Whoever comes while the disk is written makes up the next transaction.
    """

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._turnstile = asyncio.Lock()  # fair, which SQLite's own lock is not
        self._connection: InPlaceConnection | None = None
        self._group: _Group | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[AsyncConnection]:
        """One turn that may write; on the disk at the end, undone when anything is raised."""
        async with self._turnstile:
            group = self._group or await self._begin()
            group.connection.run(f"SAVEPOINT {TURN}")
            try:
                yield group.connection
                group.connection.run(f"RELEASE {TURN}")
            except BaseException as error:
                await self._undo(group, error)
                raise
            group.kept += 1
        await asyncio.shield(group.committed)

    async def close(self) -> None:
        """Let the connection go, after whatever is being written."""
        await asyncio.gather(*self._closing, return_exceptions=True)
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _begin(self) -> _Group:
        if self._connection is None:
            self._connection = await self._connect()
            self._connection.run("PRAGMA busy_timeout=0")  # waiting for the lock is done here, where others go on
        try:
            await _take_the_lock(self._connection)
        except BaseException:
            await self._drop()
            raise
        self._group = _Group(self._connection, asyncio.get_running_loop().create_future())
        task = asyncio.create_task(self._end(self._group))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
        return self._group

    async def _undo(self, group: _Group, error: BaseException) -> None:
        try:
            group.connection.run(f"ROLLBACK TO {TURN}")
            group.connection.run(f"RELEASE {TURN}")
        except DBAPIError:
            # The disk is full or broken, and SQLite has undone the whole transaction: nobody's turn was kept.
            self._group = None
            await self._drop()
            _fail(group, error)

    async def _end(self, group: _Group) -> None:
        await asyncio.sleep(0)  # whoever is ready comes along
        async with self._turnstile:
            if self._group is not group:
                return  # SQLite has undone it, and all who were in it know
            self._group = None
            try:
                await (group.connection.commit() if group.kept else group.connection.rollback())
            except BaseException as error:
                await self._drop()
                _fail(group, error)
                if not isinstance(error, Exception):
                    raise
            else:
                group.committed.set_result(None)

    async def _drop(self) -> None:
        """Nothing is certain about this connection any more, whether its transaction is open least of all."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


async def _take_the_lock(connection: InPlaceConnection) -> None:
    """SQLite's own is not ours alone while a copy is made, or somebody looks into the file by hand."""
    give_up_at = time.monotonic() + BUSY_SECONDS
    nap = SHORTEST_NAP_SECONDS
    while True:
        try:
            await connection.begin()
            return
        except OperationalError as error:
            if not is_locked(error) or time.monotonic() > give_up_at:
                raise
        await asyncio.sleep(nap)
        nap = min(2 * nap, LONGEST_NAP_SECONDS)


def _fail(group: _Group, error: BaseException) -> None:
    """Tell all who were in it that nothing was kept."""
    group.committed.set_exception(OperationalError("COMMIT", None, getattr(error, "orig", None) or error))
    group.committed.exception()  # there may be nobody left to hear it
