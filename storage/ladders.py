"""What is done while nobody comes, and the hours in which it waits: read off a service and its community."""

from collections.abc import Sequence
from typing import Any

from rules.ladder import DEFAULT, URGENT, Ladder, read
from rules.quiet import Quiet


def ladder_of(rows: Sequence[Sequence[object]] | None, *, urgent: bool) -> Ladder:
    """The steps of a service; without any of its own, the usual ones."""
    if rows is None:
        return URGENT if urgent else DEFAULT
    return read(rows)


def quiet_of(community: Any) -> Quiet | None:
    """The quiet hours of a community, by its row (quiet_from, quiet_to, zone)."""
    if community.quiet_from is None or community.quiet_to is None:
        return None
    return Quiet(community.quiet_from, community.quiet_to, community.zone)


def drawn(ladder: Ladder) -> list[dict[str, object]]:
    """The steps as a page shows them: act, and minutes after it was opened and before it begins."""
    return [dict(zip(("act", "after", "before"), step.row, strict=True)) for step in ladder]
