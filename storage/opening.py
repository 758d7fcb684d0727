"""Whoever is asked first can no longer take it: what was kept for them is open to all at once."""

from sqlalchemy import select

from rules import opening
from rules.life import State
from rules.offers import OfferState
from storage import orders as orders_kept
from storage.desk import Turn
from storage.schema import offers, orders


async def open_what_is_kept_for(turn: Turn, person_id: int, community_id: int | None = None) -> None:
    """In that community, or in all."""
    waits = (offers.c.person_id == person_id, offers.c.state == OfferState.OFFERED.value)
    kept = (orders.c.reserved_for == person_id, orders.c.state == State.OPEN.value)
    query = select(orders.c.id, orders.c.community_id).join(offers, offers.c.order_id == orders.c.id)
    for row in (await turn.connection.execute(query.where(*waits, *kept).order_by(orders.c.id))).all():
        if community_id not in (None, row.community_id):
            continue
        facts = await orders_kept.facts(turn.connection, row.id, None, turn.now)  # held, and as it stands by now
        if facts is not None and facts.order.state is State.OPEN and facts.order.reserved_for == person_id:
            await turn.move(row.id, None, opening.open_to_all)
