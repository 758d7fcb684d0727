"""The table: what was measured beside what was aimed at, on the screen and in docs/benchmarks.md."""

import importlib.metadata
import os
import platform
import sqlite3
import statistics
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.calls import counted
from bench.measures import FOUR_WORKERS, LATENCY_SECONDS, ONE_WORKER, Measured, percentile
from bench.rig import OTHERS, Ran

PAGE = Path("docs/benchmarks.md")
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of the figures -->"
STOCK, BARE, QUICK, AIOGRAM = "stock PTB", "bare bot, our request", "the same, 64 at once, uvloop", "aiogram"
OURS, LARGE, STOCK_AFAR = "Paidan", "Paidan, a million orders", "stock PTB, 64 at once"
PACKAGES = ("python-telegram-bot", "httpx", "aiohttp", "uvloop", "SQLAlchemy", "aiogram", "sniffio")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    must: str
    aim: str
    found: str
    how: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.must} | {self.aim} | {self.found} | {self.how} |"


def claims_rows(measured: Measured) -> list[Row]:
    """Beside the others, everything at once and no latency."""
    memory = [ran.memory_bytes / MEGABYTE for ran in measured.runs[LARGE] if ran.memory_bytes]
    return [
        _beside("claims/s, durable, every message included, beside stock PTB", "1.5", "2.2", measured, OURS, STOCK),
        _beside("beside a bare bot on our own request class", "0.75", "0.85", measured, OURS, BARE),
        _beside("beside the same with 64 at once, uvloop and our collector settings", "", "", measured, OURS, QUICK),
        _beside("beside aiogram", "", "", measured, OURS, AIOGRAM),
        _beside("one order with a million in the database, beside ten thousand", "0.85", "0.95", measured, LARGE, OURS),
        Row("memory of the process, a million orders", "200 MB", "120 MB",
            f"**{statistics.median(memory):.0f} MB**" if memory else "not known here", "the most it ever held"),
    ]  # fmt: skip


def afar_rows(measured: Measured) -> list[Row]:
    """Beside the others, at some distance from Telegram."""
    what = f"claims/s at {LATENCY_SECONDS * 1000:.0f} ms of latency, beside stock PTB with 64 at once"
    return [_beside(what, "6", "10", measured, OURS, STOCK_AFAR)]


def workers_rows(measured: Measured) -> list[Row]:
    """Several processes on one database, beside one."""
    what = f"PostgreSQL: claims/s of four workers beside one, on {os.cpu_count()} processors"
    one, four = (statistics.median(measured.rates(side)) for side in (ONE_WORKER, FOUR_WORKERS))
    ratio = measured.ratio(FOUR_WORKERS, ONE_WORKER)
    how = f"{four:.0f} and {one:.0f}; the server and the Bot API have to share the processors with them"
    return [Row(what, "1.6", "1.9", f"**{ratio:.2f}**", how)]


def presses_row(runs: Sequence[Ran], seconds: float) -> Row:
    """How long whoever presses looks at a button that turns."""
    last = [percentile(ran.answers, 0.99) for ran in runs]
    half = [percentile(ran.answers, 0.5) for ran in runs]
    when = f"within {seconds:g} s" if seconds else "in one instant"
    found = f"**{statistics.median(last) * 1000:.0f} ms**"
    spread = _spread([each * 1000 for each in last], ".0f")
    how = f"half of them {statistics.median(half) * 1000:.0f} ms; p99 {spread} ms"
    what = f"press → answer, p99: 1,000 presses on 100 orders {when}, 50 ms of latency"
    return Row(what, "1 s", "300 ms", found, how)


def calls_rows(steps: dict[str, Counter[str]]) -> list[Row]:
    """What an order costs of the thirty a second that Telegram allows."""
    messages, answers = counted(steps)
    how = ", ".join(f"{name} {step.total() - step['answerCallbackQuery']}" for name, step in steps.items())
    what = "messages and edits per closed order, the questions of dialogs left out"
    return [Row(what, "", "12", f"**{messages}**", f"{how}; and {answers} answers to presses, which are not limited")]


def cards_row(found: Sequence[Sequence[float]]) -> Row:
    """How long a group may be shown an old card when everybody claims at once."""
    half = statistics.median(statistics.median(each) for each in found)
    last = statistics.median(each[-1] for each in found)
    what = "until a card shows the truth: 200 claims on 20 cards of one group, Telegram's limits on"
    found_it = f"**{half:.1f} s** half, **{last:.1f} s** all"
    return Row(what, "", "", found_it, "20 messages and edits a minute to a group")


def table(rows: Sequence[Row]) -> str:
    """All rows, under their heads."""
    head = "| what | must | aim | found | figures |\n|---|---|---|---|---|"
    return "\n".join([head, *map(str, rows)])


def sides_table(measured: Measured) -> str:
    """Each side's own figures."""
    lines = ["| bot | claims/s, median (least–most) | a claim's cost of one processor, ms |", "|---|---|---|"]
    for side, runs in measured.runs.items():
        cpu = [ran.cpu_milliseconds for ran in runs if ran.cpu_milliseconds is not None]
        rates = measured.rates(side)
        cost = f"{statistics.median(cpu):.2f} ({_spread(cpu, '.2f')})" if cpu else ""
        lines.append(f"| {side} | {statistics.median(rates):.0f} ({_spread(rates, '.0f')}) | {cost} |")
    return "\n".join(lines)


def machine(rounds: int, claims: int, load: float) -> str:
    """What it ran on, and with what."""
    commit = _said("git", "rev-parse", "--short", "HEAD")
    changed = " and changes that are not committed" if _said("git", "status", "--porcelain", "--", "*.py") else ""
    asking = f"from importlib.metadata import version as v; print(*map(v, {PACKAGES!r}))"
    theirs = _said(str(OTHERS), "-c", asking).split()
    ours = {name: importlib.metadata.version(name) for name in PACKAGES[:5]}
    versions = ", ".join(f"{name} {found}" for name, found in zip(PACKAGES, theirs, strict=True))
    newer = ", ".join(f"{name} {found}" for name, found in ours.items() if found not in theirs)
    return "\n".join(
        [
            f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}{changed}",
            f"- {os.cpu_count()} processors ({_processor()}), {platform.system()} {platform.machine()}, load before "
            f"the start {load:.2f} and at the end {os.getloadavg()[0]:.2f}; the bot on one processor, the Bot API on "
            f"another",
            f"- CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}"
            + (f"; Paidan itself on {newer}" if newer else ""),
            "- sniffio is installed beside stock PTB: httpx is a quarter slower without it",
            f"- {rounds} rounds, both sides in turn within each; ratios are medians of the ratios round by round; "
            f"{claims:,} claims a run, all of it metered, from the first update to the last message",
        ]
    )  # fmt: skip


def write(figures: str) -> None:
    """Put the figures into their place on the page."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", "utf-8")


def _beside(what: str, must: str, aim: str, measured: Measured, side: str, other: str) -> Row:
    ours, theirs = statistics.median(measured.rates(side)), statistics.median(measured.rates(other))
    cpu = measured.cpu_ratio(side, other)
    cost = f"; by processor time {cpu:.2f}" if cpu is not None else ""
    return Row(what, must, aim, f"**{measured.ratio(side, other):.2f}**", f"{ours:.0f} and {theirs:.0f}{cost}")


def _spread(values: Sequence[float], form: str) -> str:
    return f"{min(values):{form}}–{max(values):{form}}"


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
