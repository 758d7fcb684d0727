"""The chart of docs/town.md, from the figures that were written down beside it."""

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot

COLOURS = ("#9aa0a6", "#e8a33d", "#3f7cac", "#2a9d5c")


def draw(figures: Path, picture: Path) -> None:
    """How soon orders are claimed, and how evenly."""
    mpl.rcParams.update({"svg.hashsalt": "town", "font.size": 10, "svg.fonttype": "none"})
    read = json.loads(figures.read_text("utf-8"))
    sheet, (soon, even) = pyplot.subplots(1, 2, figsize=(10, 4), width_ratios=(3, 2), layout="constrained")
    at = range(len(read["hours"]))
    for each, colour in zip(read["figures"], COLOURS, strict=True):
        soon.plot(at, [100 * share for share in each["by_hours"]], marker="o", color=colour, label=each["name"])
    soon.set_xticks(list(at), [f"{hours:g} h" for hours in read["hours"]])
    soon.set(title="Orders claimed so soon, per cent", ylim=(0, 100))
    soon.legend(loc="upper left", frameon=False)
    names = [each["name"] for each in read["figures"]]
    even.barh(names, [each["claimants"] for each in read["figures"]], color=COLOURS)
    even.bar_label(even.containers[0], padding=3)
    even.set(title="Volunteers who got an order")
    even.invert_yaxis()
    for panel in (soon, even):
        panel.spines[["top", "right"]].set_visible(False)
    sheet.savefig(picture, metadata={"Date": None})


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
