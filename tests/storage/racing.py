"""Two turns on PostgreSQL, the second one squeezed in before each statement of the first: every way they can meet.

Whatever way that is, all must come out as if one had come after the other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.util import await_only

from storage.engine import reading
from storage.races import write

Work = Callable[[AsyncConnection], Awaitable[object]]
MOST_STATEMENTS = 60


@dataclass
class Gate:
    """Stops the turn that carries it before its statement number `at`, once."""

    at: int
    seen: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


_gate: ContextVar[Gate | None] = ContextVar("gate", default=None)


def guard(engine: AsyncEngine) -> None:
    """From now on gates work on this engine."""

    def before(*_: object) -> None:
        gate = _gate.get()
        if gate is None:
            return
        gate.seen += 1
        if gate.seen == gate.at:
            gate.reached.set()
            await_only(gate.opened.wait())

    event.listen(engine.sync_engine, "before_cursor_execute", before)


async def squeezed(engine: AsyncEngine, first: Work, second: Work, at: int) -> tuple[bool, list[str]]:
    """Whether the first turn had so many statements at all, and how both have ended."""
    gate = Gate(at)
    stopping = asyncio.create_task(_with_gate(gate, engine, first))
    reached = asyncio.create_task(gate.reached.wait())
    await asyncio.wait({stopping, reached}, return_when=asyncio.FIRST_COMPLETED)
    reached.cancel()
    between = asyncio.create_task(_end_of(engine, second))
    await _done_or_waiting(engine, between)
    gate.opened.set()
    return gate.reached.is_set(), [await stopping, await between]


async def in_turn(engine: AsyncEngine, first: Work, second: Work) -> list[str]:
    """How both end, one after the other."""
    return [await _end_of(engine, first), await _end_of(engine, second)]


async def _with_gate(gate: Gate, engine: AsyncEngine, work: Work) -> str:
    _gate.set(gate)
    return await _end_of(engine, work)


async def _end_of(engine: AsyncEngine, work: Work) -> str:
    try:
        return f"did {await write(engine, work)}"
    except Exception as error:
        return f"raised {type(error).__name__}"


async def _done_or_waiting(engine: AsyncEngine, task: asyncio.Task[Any]) -> None:
    """Until the turn is over, or waits for what the other one holds."""
    blocked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20):
        while not task.done():
            await asyncio.wait({task}, timeout=0.002)
            async with reading(engine) as connection:
                if (await connection.execute(blocked)).scalar_one():
                    return
