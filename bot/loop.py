"""The event loop: uvloop where there is one, and a garbage collector that leaves alone what stays anyway."""

import asyncio
import gc
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

COLLECT_AFTER = 20_000  # new objects; the interpreter's own 700 has it look around several times a press


def new_loop() -> asyncio.AbstractEventLoop:
    """The quickest there is: uvloop's where it is installed, which is everywhere but on Windows."""
    try:
        from uvloop import new_event_loop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.new_event_loop()
    made: Callable[[], asyncio.AbstractEventLoop] = new_event_loop
    return made()


def run(main: Coroutine[Any, Any, T]) -> T:
    """What asyncio.run does, on that loop."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(main)


def settle_down() -> None:
    """All that a start has loaded stays: the collector need not look at it again, and may look around less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
