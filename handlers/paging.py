"""Lists that are longer than a screen: which page, and the buttons that turn it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.presses import Press
from rules.notices import Button, ours

T = TypeVar("T")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, counted from 0."""

    number: int
    rows: Sequence[T]
    more: bool

    def turning(self, verb: str, subject: int) -> Rows:
        """The buttons to the pages before and after it, where there are any."""
        row: list[Button] = []
        if self.number:
            row.append((ours("earlier_page"), Press(verb, subject, 0, str(self.number - 1)).data(), ""))
        if self.more:
            row.append((ours("later_page"), Press(verb, subject, 0, str(self.number + 1)).data(), ""))
        return (tuple(row),) if row else ()


def last_page(wanted: int, count: int, size: int) -> int:
    """The page that was asked for, or the last there is: the list is shorter by now, or the button forged."""
    return min(wanted, max(count - 1, 0) // size)
