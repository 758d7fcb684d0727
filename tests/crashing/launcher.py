"""The tests' side of the fork server: a bot that is started, watched point by point, and started again when killed."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.crashing.launch import SAID
from tests.house_of_paidan import PATIENCE_SECONDS
from tests.processes import ROOT

COMMITTED = "after commit "

Deadly = tuple[str, int]
"""A point, and the how-manyth time it is reached in that life."""


@dataclass
class Launcher:
    """One fork server; it has one bot at a time."""

    process: asyncio.subprocess.Process

    def ask(self, folder: Path, settings: Mapping[str, str], deadly: Deadly | None) -> None:
        """Let a bot begin there."""
        assert self.process.stdin is not None
        job = {"folder": str(folder), "settings": dict(settings), "deadly": deadly}
        self.process.stdin.write(json.dumps(job).encode() + b"\n")

    async def line(self) -> str:
        """The next thing it says."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        assert line, "the launcher has ended"
        return line.decode().rstrip("\n")


@asynccontextmanager
async def launching() -> AsyncIterator[Launcher]:
    """A fork server, which takes a second or two to load everything."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAIDAN_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crashing.launch", cwd=ROOT, env=environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Launcher(process)
    finally:
        process.kill()
        await process.wait()


@dataclass
class Watched:
    """A bot that is always there: whenever it is killed it comes back, to be killed at the next point, if any."""

    launcher: Launcher
    folder: Path
    settings: Mapping[str, str]
    deadly: list[Deadly]
    reached: list[str] = field(default_factory=list)
    deaths: int = 0
    pid: int | None = None
    calling: Counter[str] = field(default_factory=Counter)
    wrong: str = ""
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _leaving: bool = False
    _deadly_now: Deadly | None = None

    async def live(self) -> None:
        """Until it is let go."""
        self._begin()
        while True:
            what, _, rest = (await self.launcher.line()).partition(" ")
            if what == "began":
                self.pid = int(rest)
            elif what == "ended":
                self.pid = None
                self.calling.clear()
                if self._leaving:
                    return
                if int(rest) != -signal.SIGKILL or not self._deadly_now:
                    self.wrong = f"it ended with {rest}: {self.said()}"
                    self.moved.set()
                    return
                self.deaths += 1
                self._begin()
            else:
                self._reached(what, rest)
            self.moved.set()

    def _begin(self) -> None:
        self._deadly_now = self.deadly.pop(0) if self.deadly else None
        self.launcher.ask(self.folder, self.settings, self._deadly_now)

    async def next_move(self, seconds: float) -> bool:
        """Until it has done something, at most so long; whether it has."""
        self.moved.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.moved.wait()
        assert not self.wrong, self.wrong
        return self.moved.is_set()

    def committed(self, tables: set[str]) -> int:
        """How often a commit has written all of these; turns that come at the same time may share one."""
        names = (point.removeprefix(COMMITTED) for point in self.reached if point.startswith(COMMITTED))
        return sum(tables <= set(name.split("+")) for name in names)

    async def until(self, tables: set[str], times: int = 1) -> None:
        """Until commits have written these tables so often."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self.committed(tables) < times:
                    await self.next_move(PATIENCE_SECONDS)
        except TimeoutError:
            raise AssertionError(f"it does not write {tables}: {self.reached[-100:]}") from None

    @property
    def is_calling(self) -> bool:
        """Whether Telegram has not answered something yet, other than what is new."""
        return any(count for name, count in self.calling.items() if not name.startswith("getUpdates"))

    async def leave(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Let it end."""
        self._leaving = True
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)

    def said(self) -> str:
        """The end of its log."""
        return (self.folder / SAID).read_text(encoding="utf-8")[-3000:]

    def _reached(self, what: str, rest: str) -> None:
        self.reached.append(f"{what} {rest}")
        if not rest.startswith("commit "):
            self.calling[rest] += 1 if what == "before" else -1
