"""Lists that are longer than a screen: which page, and the buttons that turn it."""

from handlers.presses import Press
from rules.notices import Button, ours


def last_page(wanted: int, count: int, size: int) -> int:
    """The page that was asked for, from 0, or the last there is: the list is shorter by now, or the button forged."""
    return min(wanted, max(count - 1, 0) // size)


def turning(verb: str, subject: int, page: int, *, more: bool) -> tuple[tuple[Button, ...], ...]:
    """The buttons to the pages before and after it, where there are any."""
    row: list[Button] = []
    if page:
        row.append((ours("earlier_page"), Press(verb, subject, 0, str(page - 1)).data(), ""))
    if more:
        row.append((ours("later_page"), Press(verb, subject, 0, str(page + 1)).data(), ""))
    return (tuple(row),) if row else ()
