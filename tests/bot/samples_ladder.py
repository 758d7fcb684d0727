"""Examples of what is said when nobody comes, and of its pages in the set-up."""

from collections.abc import Iterator, Mapping
from typing import Any

from rules.ladder import DEFAULT, URGENT
from rules.life import State
from rules.notices import Label
from storage.ladders import drawn

WAITING = frozenset({State.OPEN})
SAID_IN: Mapping[str, frozenset[State]] = dict.fromkeys(
    ("still_open", "free_again", "still_looking", "nobody_yet", "nobody_yet_at_all"), WAITING
)


def screens(name: str, service: Label) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages."""
    for ladder, urgent in ((DEFAULT, False), (URGENT, True), ((), False)):
        yield "drawn", {"steps": drawn(ladder)}
        yield "setup_ladder", {"service": service, "steps": drawn(ladder), "urgent": urgent}
    for step in drawn(DEFAULT):
        yield "rung_times", {"step": step}
        yield "setup_rung", {"step": step}
    for begins, ends in ((None, None), ("22:00", "07:00")):
        yield "setup_quiet", {"begins": begins, "ends": ends}
    for wall in (None, name):
        yield "setup_wall", {"wall": wall, "typed": "/bind ABCD2345"}
    for words in ("wall_bound", "wall_unbound"):
        yield words, {"community": name}
    yield "wall_bound_told", {"community": name, "group": name, "moved": True}


def others(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of the groups that are lost."""
    for key in ("desk_lost", "desk_topic_lost", "wall_lost", "wall_topic_lost"):
        yield key, {"key": key, "community": name}
