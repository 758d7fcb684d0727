"""What is measured: one function a group of rows, both sides in turn, round after round."""

import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import postgres, sides, town
from bench.rig import Api, Load, Ran, bot, run
from bench.sides import Side
from bench.world import TOKEN, Telegram
from bot.webhook import secret_of

CALLS_A_CLAIM = 4  # the press answered, the card edited, the resident and the helper told
CLAIMS = 1_000
MOST_CARD_ROUNDS = 2  # each takes minutes, as Telegram's limits will have it, and hardly differs from the others
CLAIMS_OF_THE_SLOW = 300  # stock PTB at 50 ms of latency makes some forty a second
LATENCY_SECONDS = 0.05
AT_ONCE_AFAR = 256
SMALL, LARGE, STILL_OPEN = 10_000, 1_000_000, 9_000
ONE_WORKER, FOUR_WORKERS = "PostgreSQL, one worker", "PostgreSQL, four workers"


@dataclass
class Measured:
    """All runs of all sides, by name."""

    runs: dict[str, list[Ran]] = field(default_factory=dict)

    def add(self, side: str, ran: Ran) -> Ran:
        """One more."""
        self.runs.setdefault(side, []).append(ran)
        return ran

    def rates(self, side: str) -> list[float]:
        """Claims a second of each run of a side."""
        return [ran.rate for ran in self.runs[side]]

    def ratio(self, side: str, other: str) -> float:
        """The median of the ratios, round by round: the machine's moods touch both sides of a round alike."""
        return statistics.median(one / two for one, two in zip(self.rates(side), self.rates(other), strict=True))

    def cpu_ratio(self, side: str, other: str) -> float | None:
        """The same of what a claim costs the processor, turned so that more is better."""
        pairs = [(one.cpu_milliseconds, two.cpu_milliseconds)
                 for one, two in zip(self.runs[side], self.runs[other], strict=True)]  # fmt: skip
        known = [theirs / ours for ours, theirs in pairs if ours and theirs]
        return statistics.median(known) if known else None


@dataclass
class Bench:
    """Where it runs, and how often."""

    api: Api
    folder: Path
    rounds: int
    say: Callable[[str], None]
    quick: bool = False
    claims: int = CLAIMS  # a run
    telegram: Telegram = field(default_factory=Telegram)

    def database(self, name: str, orders: int) -> Path:
        """A fresh database of so many orders, in a folder of its own."""
        folder = self.folder / name
        folder.mkdir()
        self.say(f"a database of {orders:,} orders")
        town.build(folder / "paidan.db", orders, STILL_OPEN)
        return folder

    def time(self, side: Side, load: Load) -> Ran:
        """One run of one bot; ours must have kept every claim."""
        with bot(side.command, self.api, self.folder / "bots.log", side.env) as pid:
            ran = run(self.api, pid, load)
            if side.folder is not None:
                _wait_until_sent(side.folder / "paidan.db")  # the last answers are on their way yet
        self.say(f"  {side.name}: {ran.rate:.0f} claims/s" + _cpu(ran))
        return ran


def _cpu(ran: Ran) -> str:
    return f", {ran.cpu_milliseconds:.2f} ms of processor each" if ran.cpu_milliseconds is not None else ""


def claims_at_once(bench: Bench) -> Measured:
    """Everybody presses at once, Telegram answers at once: what a claim costs each of them."""
    many = LARGE // 10 if bench.quick else LARGE
    small, large = bench.database("small", SMALL), bench.database("large", many)
    ours = [
        (sides.paidan(bench.api, small), SMALL - STILL_OPEN + 1),
        (sides.paidan(bench.api, large, "Paidan, a million orders"), many - STILL_OPEN + 1),
    ]
    others = [sides.stock(bench.api), sides.bare(bench.api), sides.quick(bench.api), sides.aiogram(bench.api)]
    measured = Measured()
    for number in range(bench.rounds):
        bench.say(f"claims, round {number + 1}")
        for side in others:
            presses = bench.telegram.claims(1, bench.claims)
            measured.add(side.name, bench.time(side, Load(presses, bench.claims, bench.claims * CALLS_A_CLAIM)))
        for side, first in ours:
            presses = bench.telegram.claims(first + number * bench.claims, bench.claims)
            measured.add(side.name, bench.time(side, Load(presses, bench.claims, bench.claims * CALLS_A_CLAIM)))
            assert side.folder is not None
            sides.check_kept(side.folder, (number + 1) * bench.claims)
    return measured


def claims_from_afar(bench: Bench) -> Measured:
    """The same with 50 ms for every call, as in life."""
    folder = bench.database("afar", SMALL)
    ours = sides.paidan(bench.api, folder, at_once=AT_ONCE_AFAR)
    theirs = sides.stock(bench.api, 64)
    measured = Measured()
    for number in range(bench.rounds):
        bench.say(f"claims at 50 ms, round {number + 1}")
        slow = min(CLAIMS_OF_THE_SLOW, bench.claims)
        for side, first, count in ((theirs, 1, slow), (ours, 1_001 + number * bench.claims, bench.claims)):
            load = Load(bench.telegram.claims(first, count), count, count * CALLS_A_CLAIM, LATENCY_SECONDS)
            measured.add(side.name, bench.time(side, load))
        sides.check_kept(folder, (number + 1) * bench.claims)
    return measured


def presses(bench: Bench, seconds: float) -> list[Ran]:
    """A thousand press Claim on a hundred orders, over so many seconds; a tenth of them wins."""
    folder = bench.database(f"presses-{seconds:g}", SMALL)
    side = sides.paidan(bench.api, folder, at_once=AT_ONCE_AFAR)
    runs = []
    for number in range(bench.rounds):
        bench.say(f"a thousand presses within {seconds:g} s, round {number + 1}")
        load = Load(
            bench.telegram.crowd(1_001 + number * 100, 100, 10, seconds), 1_000, 1_000 + 3 * 100, LATENCY_SECONDS
        )
        runs.append(bench.time(side, load))
        sides.check_kept(folder, (number + 1) * 100)
    return runs


def workers(bench: Bench) -> Measured:
    """On one PostgreSQL: one process behind the webhook, and four."""
    measured = Measured()
    folder = bench.folder / "shared"
    folder.mkdir()
    with postgres.running(folder) as server:
        bench.say("a PostgreSQL with a database of 10,000 orders")
        server.build(folder, SMALL, STILL_OPEN)
        for number in range(bench.rounds):
            bench.say(f"workers on PostgreSQL, round {number + 1}")
            for count, name in ((1, ONE_WORKER), (4, FOUR_WORKERS)):
                server.renew()
                load = Load(bench.telegram.claims(SMALL - STILL_OPEN + 1, bench.claims), bench.claims,
                            bench.claims * CALLS_A_CLAIM)  # fmt: skip
                with postgres.serving(server.url, bench.api.url, count, bench.folder / "workers.log") as (url, pids):
                    ran = measured.add(name, run(bench.api, pids[0], load, url, secret_of(TOKEN)))
                    _wait_for(lambda: server.left() == (bench.claims, 0, 0))
                bench.say(f"  {name}: {ran.rate:.0f} claims/s")
    return measured


def cards(bench: Bench) -> list[list[float]]:
    """Two hundred claims on twenty cards of one group, with Telegram's limits: when each card shows the truth."""
    found = []
    for number in range(min(bench.rounds, MOST_CARD_ROUNDS)):
        bench.say(f"twenty cards, round {number + 1}")
        folder = bench.database(f"cards-{number}", SMALL)
        town.gather(folder / "paidan.db", 1_001, 20, 10)
        side = sides.paidan(bench.api, folder, limits=True)
        with bot(side.command, bench.api, bench.folder / "bots.log", side.env) as pid:
            # Edits are merged, so their number is not known: it is over when nothing waits any more.
            ran = run(bench.api, pid, Load(bench.telegram.crowd(1_001, 20, 10), 200, 200, LATENCY_SECONDS))
            _wait_until_sent(folder / "paidan.db")
            ran = Ran(200, ran.seconds, ran.answers, bench.api.ask("report")["edited"], ran.calls)
        sides.check_kept(folder, 200)
        last = sorted(edits[-1][0] for edits in ran.edited.values())
        assert len(last) == 20
        bench.say(f"  half of them after {statistics.median(last):.1f} s, all after {last[-1]:.1f} s")
        found.append(last)
        shutil.rmtree(folder)
    return found


def _wait_for(what: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + 30
    while not what():
        if time.monotonic() > give_up_at:
            raise RuntimeError("not every claim was kept, or not every message sent")
        time.sleep(0.1)


def _wait_until_sent(file: Path) -> None:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        while connection.execute("SELECT count(*) FROM outbox").fetchone()[0]:
            time.sleep(0.5)
    finally:
        connection.close()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
