"""The matrix as a table for people: points by kind, on each database, and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

WEBHOOK = "webhook"  # on PostgreSQL
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", WEBHOOK: "PostgreSQL, webhook"}

TEXT = """# Killed at every point

A story is told by real people's hands in the sandbox to a real bot in a process of its own. The bot is killed with
`kill -9` at one point, before or after a commit that writes, before a call leaves for Telegram or after its answer has
come; it is started again, and the story goes on: whoever got no answer waits. Then the end is compared with how the
story ends undisturbed: every row of every table (numbers and seconds apart), every message in every chat as people see
it, every key under a text field, and each message that was ever sent, in its order. And so for each point of each
story. `make matrix` does it, and has written this page; `make test` is killed once at each kind of point.

**Green** means: no order, claim, message or credit was lost, no state or credit came twice, nothing is wrong. One thing
is allowed, because Telegram cannot be asked whether it has seen a message before: what was on its way to a chat at the
moment of the kill may stand there twice, one message a chat, one right after the other. The first of such twins is
known to nobody any more, so it stays as it was sent: a card keeps its button, which answers that somebody was faster,
and a helper's private card keeps the address that its twin will lose.

{size}

{table}

Stories: {stories}.
{when}
"""


@dataclass(frozen=True)
class Point:
    """A place in a story, and the how-manyth time it is reached there."""

    story: str
    name: str
    time: int

    def __str__(self) -> str:
        return f"{self.story}: {self.name} ({self.time})"

    @property
    def kind(self) -> str:
        """Before or after what, without the chat."""
        words = self.name.split()
        return " ".join(words if words[1] == "commit" else words[:2])


@dataclass
class Result:
    """What came of being killed there; no differences are a green point."""

    point: Point
    was_killed: bool
    differences: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def page(found: Mapping[str, Sequence[Result]]) -> str:
    """All of docs/crashes.md."""
    stories = dict.fromkeys(result.point.story for results in found.values() for result in results)
    when = f"Written on {datetime.now(UTC):%d %B %Y}."
    size = "\n".join(f"- {NAMES[kind]}: {summary(results)}" for kind, results in found.items())
    return TEXT.format(size=size, table=_table(found), stories=", ".join(stories), when=when)


def summary(results: Sequence[Result]) -> str:
    """The size, and what is not as it should be."""
    red = sum(1 for result in results if result.differences)
    missed = sum(1 for result in results if not result.was_killed)
    twice = sum(1 for result in results if result.repeated)
    said = f"**{len(results)} points**, {'all green' if not red else f'{red} red'}; at {twice} a message came twice"
    return said + (f"; {missed} were not reached again, as chance had it" if missed else "")


def _table(found: Mapping[str, Sequence[Result]]) -> str:
    kinds = sorted({result.point.kind.split(" ", 1)[1] for results in found.values() for result in results})
    kinds.sort(key=lambda kind: not kind.startswith("commit"))
    lines = ["| point | " + " | ".join(f"{NAMES[each]}, before | after" for each in found) + " |"]
    lines.append("|---" * (1 + 2 * len(found)) + "|")
    for kind in kinds:
        cells = [_cell(results, f"{when} {kind}") for results in found.values() for when in ("before", "after")]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(results: Sequence[Result], kind: str) -> str:
    own = [result for result in results if result.point.kind == kind and result.was_killed]
    red = sum(1 for result in own if result.differences)
    if not own:
        return ""
    return f"{len(own)} green" if not red else f"{len(own) - red} green, **{red} red**"
