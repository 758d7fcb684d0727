"""What is done while nobody comes, and the hours in which it waits: read off a service and its community."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.ladder import DEFAULT, URGENT, Ladder, carried, read
from rules.life import ALIVE
from rules.quiet import Quiet
from storage.schema import orders


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


async def carry_on(
    connection: AsyncConnection, community_id: int, service_id: int, old: Ladder, new: Ladder, now: datetime
) -> None:
    """The orders that are out climb on along the new steps: none is taken twice, none is left out.

    An order counts its steps by their place in the ladder. The clock looks at each of them once, and notes when the
    next step is due.
    """
    places = {taken: carried(old, new, taken) for taken in range(1, len(old) + 1)}
    moved = case(places, value=orders.c.step, else_=orders.c.step) if places else orders.c.step
    out = (
        orders.c.community_id == community_id, orders.c.service_id == service_id,
        orders.c.state.in_([state.value for state in ALIVE]),
    )  # fmt: skip
    await connection.execute(update(orders).where(*out).values(step=moved, wake_at=now))
