"""Starts the bots and the Bot API that times them, each on a processor of its own, and asks how it went."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

OTHERS = Path(".venv-bench/bin/python")  # where the libraries we compare with are installed
LONGEST_SECONDS = 300
SETTLING_SECONDS = 1.0
STOPPING_SECONDS = 30

_open = build_opener(ProxyHandler({})).open  # no proxy of the environment leads back to this machine


@dataclass(frozen=True)
class Ran:
    """What one run came to; `cpu` and `memory` are the bot's own, where the system tells."""

    claims: int
    seconds: float
    answers: Sequence[float]
    edited: Mapping[str, Sequence[tuple[float, str]]]
    calls: Mapping[str, int]
    cpu_seconds: float | None = None
    memory_bytes: int | None = None

    @property
    def rate(self) -> float:
        """Claims a second, from the first that Telegram handed out to the last message that followed."""
        return self.claims / self.seconds

    @property
    def cpu_milliseconds(self) -> float | None:
        """What a claim cost the bot's processor."""
        return self.cpu_seconds / self.claims * 1000 if self.cpu_seconds is not None else None


@dataclass(frozen=True)
class Load:
    """What Telegram hands out: updates with the second at which each falls due, and how many calls must follow."""

    presses: Sequence[tuple[float, Mapping[str, Any]]]
    claims: int
    calls: int
    latency_seconds: float = 0.0


class Api:
    """The hand on the stopwatch."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, what: str, **how: Any) -> Any:
        """One word to it; answers when it has happened."""
        request = Request(f"{self.url}/control/{what}", data=json.dumps(how).encode())
        with _open(request, timeout=LONGEST_SECONDS + 30) as answer:
            return json.loads(answer.read())


@contextmanager
def open_api() -> Iterator[Api]:
    """The Bot API, on the last processor."""
    process = subprocess.Popen([sys.executable, "-m", "bench.fakeapi"], stdout=subprocess.PIPE, text=True)
    try:
        _pin(process.pid, -1)
        _pin(os.getpid(), -1)
        assert process.stdout is not None
        yield Api(int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


@contextmanager
def bot(command: Sequence[str], api: Api, log: Path, env: Mapping[str, str] | None = None) -> Iterator[int]:
    """A bot on the first processor, once it asks for updates; its process id. Ended at the end of the block."""
    with log.open("ab") as said:
        process = subprocess.Popen(command, env=environment(env or {}), stdout=said, stderr=said)
        try:
            _pin(process.pid, 0)
            api.ask("ready")
            time.sleep(SETTLING_SECONDS)
            yield process.pid
        finally:
            ended(process)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """That of this process with these settings: none of its proxies leads back to this machine."""
    here = {
        name: value for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith("PAIDAN_")
    }  # fmt: skip
    return {**here, **settings}


def ended(process: subprocess.Popen[bytes]) -> None:
    """Told to end, and made to if it does not."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(api: Api, pid: int, load: Load, webhook: str = "", secret: str = "") -> Ran:
    """Hand the load out and wait until all of it is answered. Raises TimeoutError."""
    before = _cpu_seconds(pid)
    api.ask(
        "begin", latency_seconds=load.latency_seconds, calls_expected=load.calls, presses=load.presses,
        webhook=webhook, secret=secret,
    )  # fmt: skip
    found = api.ask("wait", seconds=LONGEST_SECONDS)
    after = _cpu_seconds(pid)
    if found["seconds"] is None:
        raise TimeoutError(f"only {found['calls']} of {load.calls} calls within {LONGEST_SECONDS} s")
    cpu = after - before if after is not None and before is not None else None
    return Ran(
        load.claims, found["seconds"], found["answers"], found["edited"], found["calls"], cpu, _memory_bytes(pid)
    )  # fmt: skip


def _pin(pid: int, which: int) -> None:
    """To one processor, where the system lets us and there are two."""
    setter = getattr(os, "sched_setaffinity", None)
    if setter is not None:
        known = sorted(os.sched_getaffinity(0) | {0}) if which == 0 else list(range(os.cpu_count() or 1))
        setter(pid, {known[0] if which == 0 else known[which]})


def _cpu_seconds(pid: int) -> float | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_bytes(pid: int) -> int | None:
    """The most that it has held at any time."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), None)
