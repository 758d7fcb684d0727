"""Real processes of the program, with settings of their own and what they said."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.house_of_paidan import PATIENCE_SECONDS, TOKEN

ROOT = Path(__file__).parents[1]
PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """A running command; what it said is kept."""

    process: asyncio.subprocess.Process
    said: str = ""

    async def until(self, words: str) -> None:
        """Wait until it has said so."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while words not in self.said:
                line = await self.process.stdout.readline()
                assert line, f"it ended without saying {words!r}: {self.said}"
                self.said += line.decode()

    async def end(self, how: signal.Signals | None = None) -> int:
        """Its exit code, after this signal or by itself."""
        if how is not None:
            self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE_SECONDS):
            rest, _ = await self.process.communicate()
        self.said += (rest or b"").decode()
        assert self.process.returncode is not None
        return self.process.returncode



@asynccontextmanager
async def paidan(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Process]:
    """The command in a directory of its own, with these settings and no others."""
    async with speaking(asyncio.subprocess.PIPE, folder, *arguments, **settings) as process:
        yield process


@asynccontextmanager
async def speaking(to: int | IO[str], folder: Path, /, *arguments: str, **settings: str) -> AsyncIterator[Process]:
    """The same, with another place for its words."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAIDAN_")}
    environment |= {"PAIDAN_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}
    # What is piped is read line by line; elsewhere it is as where nothing is set.
    environment["PYTHONUNBUFFERED"] = "1" if to == asyncio.subprocess.PIPE else ""
    environment |= {f"PAIDAN_{name.upper()}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment,
        stdout=to, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """How a command ends by itself, and what it has said."""
    async with paidan(folder, *arguments, **settings) as process:
        return await process.end(), process.said


def die_with_parent() -> None:
    """Whoever started this process may be killed himself; Linux then ends it, too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
