"""Processes on one PostgreSQL wake each other: LISTEN on a session of its own, NOTIFY when something was written.

A word that is lost costs a few seconds and never an update: everybody also looks by himself now and then.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import direct
from storage.engine import writing

CHANNEL = "paidan"
TOGETHER_SECONDS = 0.005  # what is said within it is said at once
LINE_SECONDS = 20.0  # silence after which the line is tried
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0

log = logging.getLogger(__name__)


class Waking:
    """One process's mouth and ear. `heard(what)` is called when another process has said it."""

    def __init__(self, engine: AsyncEngine, direct_url: str, heard: Callable[[str], None], topics: set[str]) -> None:
        self._engine = engine
        self._url = direct_url
        self._heard = heard
        self._topics = topics
        self._own = secrets.token_hex(4)
        self._to_say: set[str] = set()
        self._something = asyncio.Event()
        self._stopping = asyncio.Event()
        self.listening = asyncio.Event()

    def say(self, what: str) -> None:
        """Tell the other processes, soon and once however often it is said meanwhile.

        After the commit and by itself, never inside it: with a NOTIFY in them, all commits of a database wait in line.
        """
        self._to_say.add(what)
        self._something.set()

    async def run(self) -> None:
        """Listen and speak until `stop`."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._speak())
            both.create_task(self._listen())

    def stop(self) -> None:
        """What was not said yet is left unsaid."""
        self._stopping.set()
        self._something.set()

    async def _speak(self) -> None:
        while True:
            await self._something.wait()
            if self._stopping.is_set():
                return
            self._something.clear()  # before the pause, in which it may be told to stop
            await asyncio.sleep(TOGETHER_SECONDS)
            said, self._to_say = self._to_say, set()
            if not said:
                continue
            word = json.dumps([self._own, sorted(said)])
            try:
                async with writing(self._engine) as connection:
                    await connection.execute(text("SELECT pg_notify(:channel, :word)"),
                                             {"channel": CHANNEL, "word": word})  # fmt: skip
            except (DBAPIError, NoConnectionFree, OSError) as error:
                log.warning("the other processes were not woken: %s", type(error).__name__)

    async def _listen(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began = asyncio.get_running_loop().time()
            try:
                await self._listen_once()
            except direct.Away as error:
                log.warning("not listening for %.1f s: %s", pause, type(error).__name__)
            else:
                return
            finally:
                self.listening.clear()
            if asyncio.get_running_loop().time() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS  # it was a good line for a while
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopping.wait()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _listen_once(self) -> None:
        session = await direct.connect(self._url)
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await session.execute(f"LISTEN {CHANNEL}")
            self.listening.set()
            for topic in self._topics:  # whatever was said while nobody listened
                self._heard(topic)
            while not self._stopping.is_set():
                hearing = asyncio.create_task(self._hear(session))
                await asyncio.wait({hearing, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not hearing.done():
                    hearing.cancel()
                    with suppress(asyncio.CancelledError, *direct.Away):
                        await hearing
                    return
                await hearing
        finally:
            stopping.cancel()
            await direct.close(session)

    async def _hear(self, session: AsyncConnection[Any]) -> None:
        """Pass on what is heard within some seconds, then make sure that the line is up."""
        async for word in session.notifies(timeout=LINE_SECONDS):
            for topic in self._topics.intersection(self._understood(word.payload)):
                self._heard(topic)
        async with asyncio.timeout(direct.ANSWER_SECONDS):
            await session.execute("SELECT 1")

    def _understood(self, payload: str) -> list[str]:
        """What another process of ours says; whoever may use the database may say anything on this channel."""
        try:
            who, what = json.loads(payload)
            return [] if who == self._own else [str(topic) for topic in what]
        except (ValueError, TypeError, RecursionError):
            log.warning("something that is not ours was said on the channel %s", CHANNEL)
            return []
