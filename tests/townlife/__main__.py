"""make town: the same day four times, with and without the ladder and the fair share; the table, and docs/town.md."""

import argparse
import asyncio
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.townlife.day import Day
from tests.townlife.figures import HOURS, Figures, figures
from tests.townlife.habits import asks
from tests.townlife.town import Arrangement, town

ROOT = Path(__file__).parents[2]
ARRANGEMENTS = (
    Arrangement("neither", ladder=False, fair=False), Arrangement("fair share", ladder=False, fair=True),
    Arrangement("ladder", ladder=True, fair=False), Arrangement("ladder and fair share", ladder=True, fair=True),
)  # fmt: skip
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


async def lived(
    folder: Path, how: Arrangement, seed: int, *, count: int, volunteers: int, residents: int, hours: int
) -> Figures:
    """One day in one arrangement."""
    async with town(folder, seed, volunteers, residents, how) as made:
        day = Day(made, asks(Random(seed + 1), count, residents), Random(seed + 2))
        await day.live(hours)
        return await figures(how.name, day)


def table(found: list[Figures]) -> str:
    """As Markdown."""
    rows = [
        ("orders", *(f"{each.orders}" for each in found)),
        ("claimed", *(f"{each.claimed:.0%}" for each in found)),
        ("median time to a claim", *(f"{each.median_minutes:.0f} min" for each in found)),
        *(
            (f"claimed within {hours:g} h", *(f"{each.by_hours[at]:.0%}" for each in found))
            for at, hours in enumerate(HOURS) if hours in (1, 4, 24)
        ),
        ("volunteers who got one", *(f"{each.claimants}" for each in found)),
        ("claims of the busiest tenth", *(f"{each.busiest:.0%}" for each in found)),
        ("claims of newcomers", *(f"{each.fresh:.0%}" for each in found)),
        ("messages a resident", *(f"{each.to_resident:.1f}" for each in found)),
        ("messages a volunteer, in private", *(f"{each.to_volunteer:.1f}" for each in found)),
        ("messages a coordinator", *(f"{each.to_coordinator:.1f}" for each in found)),
        ("messages in a group", *(f"{each.to_group:.0f}" for each in found)),
    ]  # fmt: skip
    head = ("", *(each.name for each in found))
    lines = [head, ("---", *("---:" for _ in found)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """By the command line."""
    given = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("seed", 7), ("orders", 300), ("volunteers", 200), ("residents", 150), ("hours", 38)):
        given.add_argument(f"--{name}", type=int, default=usual)
    given.add_argument("--write", action="store_true", help="into docs/town.md, and docs/town.json for the chart")
    options = given.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for at, how in enumerate(ARRANGEMENTS):
            began = time.monotonic()
            (Path(folder) / str(at)).mkdir()
            found.append(asyncio.run(lived(
                Path(folder) / str(at), how, options.seed, count=options.orders, volunteers=options.volunteers,
                residents=options.residents, hours=options.hours,
            )))  # fmt: skip
            print(f"{how.name}: {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a command
    print(table(found))  # noqa: T201
    if options.write:
        page = ROOT / "docs" / "town.md"
        text = page.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        page.write_text(f"{before}{BEGIN}\n{table(found)}\n{END}{after}", "utf-8")
        drawn = {"hours": HOURS, "figures": [asdict(each) for each in found]}
        (ROOT / "docs" / "town.json").write_text(json.dumps(drawn, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
