"""`make soak`: so many minutes of load and trouble on one database, and the figures of it."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests import databases
from tests.databases import KINDS, fresh
from tests.soak.day import Day, live, memory_grew


def say(words: str) -> None:
    """To whoever waits for it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def figures(day: Day) -> str:
    """The day in a few lines."""
    memory = ", ".join(f"{day.third(number) / 1e6:.1f}" for number in (1, 2, 3))
    return "\n".join([
        f"people did       {day.people.total()}: {_told(day.people)}",
        f"trouble          {day.trouble.total()}: {_told(day.trouble)}",
        f"lives            {day.lives} (killed in the first third only)",
        f"calls            {day.calls}",
        f"orders           {day.counts.get('orders', 0)}: {_told(day.states)}",
        f"rows             {day.counts}",
        f"quiet after      {day.quiet_after_seconds:.1f} s",
        f"memory by thirds {memory} MB",
        f"wrong            {day.wrong or 'nothing'}",
    ])  # fmt: skip


def _told(counts: "dict[str, int]") -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


async def main(minutes: float, kind: str, seed: int) -> bool:
    """Whether it was a good day."""
    with tempfile.TemporaryDirectory(prefix="paidan-soak-") as folder, fresh(kind, Path(folder)) as place:
        day = await live(place, minutes * 60, seed=seed, pause_seconds=6.0, trouble_seconds=5.0, say=say)
    if grown := memory_grew(day):
        day.wrong.append(grown)
    say(figures(day))
    return not day.wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--database", choices=KINDS, default=KINDS[0])
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    databases.prepare()
    try:
        well = asyncio.run(main(given.minutes, given.database, given.seed))
    finally:
        databases.clear_up()
    sys.exit(not well)
