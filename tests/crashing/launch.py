"""Starts the bot in the blink of an eye, again and again: everything is loaded once, and each bot is a fork of that.

Reads one JSON object a line: the `folder` to work in, the `settings` (with a webhook's address in them it waits for
Telegram there), and `deadly`: the point, and the how-manyth time, at which it is killed, or null. Writes lines:
`began PID`, each point of the bot, `ended CODE`.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from bot import logs
from bot.application import running
from bot.config import Settings
from bot.serve import serving
from sandbox.server import Sandbox
from sandbox.world import Options
from tests.crashing.clock import SharedClock
from tests.crashing.points import Points, mark
from tests.databases import Place
from tests.house_of_paidan import TOKEN, settings_for
from tests.processes import die_with_parent

SAID = "said.txt"
CLOCK = "clock"
REPORT = os.dup(1)


def main() -> None:
    """Serve until there are no more jobs."""
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            die_with_parent()
            _be_the_bot(job)
        tell(f"began {child}")
        _, status = os.waitpid(child, 0)
        tell(f"ended {os.waitstatus_to_exitcode(status)}")


def tell(words: str) -> None:
    """One line, at once and whole, whoever writes."""
    os.write(REPORT, f"{words}\n".encode())


def _be_the_bot(job: dict[str, Any]) -> NoReturn:
    """What `paidan run` or `paidan serve` does, in a process with nothing in it but what it loads anyway."""
    code = 1
    try:
        folder = Path(job["folder"])
        os.chdir(folder)
        said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ.update(job["settings"])
        deadly = job["deadly"]
        mark(Points(tell, (deadly[0], deadly[1]) if deadly else None))
        settings = Settings(_env_file=None)
        logs.begin(settings.log, settings.log_format)
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(settings, SharedClock(folder / CLOCK)))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


async def _run(settings: Settings, clock: SharedClock) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        if settings.webhook_url:
            async with serving(settings, clock) as served:
                await served.application.failed()
        async with running(settings, clock) as application:
            await application.failed()


async def _warm(folder: Path) -> None:
    """What is loaded when it is first used is loaded here; all threads have ended when this has."""
    async with Sandbox(options=Options(token=TOKEN)) as box, running(settings_for(Place(folder), box.url)) as bot:
        await bot.leads.wait()


if __name__ == "__main__":
    die_with_parent()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_warm(Path(name)))
    gc.collect()
    gc.freeze()
    main()
