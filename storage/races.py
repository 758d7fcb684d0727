"""Who loses a race starts again with fresh facts: a few times, a little later each time."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import writing
from storage.trouble import LOST

MOST_TRIES = 6
FIRST_PAUSE_SECONDS = 0.005  # doubled each time; the last one is about a sixth of a second

T = TypeVar("T")


class Stale(Exception):
    """Somebody else moved the subject first; whoever finds out starts again with fresh facts."""


def is_lost_race(error: BaseException) -> bool:
    """Whether the same again, on fresh facts, may well go through."""
    if isinstance(error, Stale):
        return True
    # SQLite has one writer, so there a unique key that is taken is a bug of ours: it has no such state.
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in LOST


async def start_again(error: BaseException, attempt: int) -> None:
    """Wait a little before the next attempt; raises the error when it is no race, or was the last attempt."""
    if attempt >= MOST_TRIES or not is_lost_race(error):
        raise error
    # Jitter, so that two who have met do not meet again.
    await asyncio.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))  # noqa: S311 # no secret


async def write(engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Do the work in one transaction, and again when it came too late."""
    attempt = 0
    while True:
        attempt += 1
        try:
            async with writing(engine) as connection:
                return await work(connection)
        except (Stale, DBAPIError) as error:
            await start_again(error, attempt)
