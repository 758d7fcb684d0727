"""Duty changes: whoever comes on is told, with what the one before has written down for them."""

from datetime import timedelta

from rules.notices import HandOver, OnDuty, Say
from storage import communities, duty
from storage.desk import Turn
from storage.engine import hold


async def change(turn: Turn, community_id: int) -> None:
    """The hour of the hand-over has come: once, however long nobody was there, and only said where it changes."""
    await hold(turn.connection, "community", community_id)
    at = (await communities.get(turn.connection, community_id))["handover_at"]
    if at is None or at > turn.now:
        return
    rota = await duty.rota(turn.connection, community_id, turn.now)
    today = rota.day_at(turn.now)
    comes, leaves = rota.person_on(today), rota.person_on(today - timedelta(1))
    await duty.set_handover(turn.connection, community_id, rota.next_handover(turn.now) if rota.weekly else None)
    if comes is not None and comes != leaves:
        await turn.say(Say(OnDuty(community_id), HandOver(community_id, today.isoformat())))
