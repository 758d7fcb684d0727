"""What is due besides orders: reminders, what waited for the end of quiet hours, digests, and the change of duty."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.errors import place_of
from rules.notices import OrdersDigest, Say
from storage import duty, handing_over, hearing, reminders, reminding
from storage.desk import Desk, Turn
from storage.engine import reading
from storage.trouble import is_trouble

A_LOOK = 50

log = logging.getLogger(__name__)


async def run(desk: Desk) -> None:
    """Do all of it that is due now; what fails keeps nothing else waiting, and is tried again at the next beat."""
    now = desk.now()
    async with reading(desk.engine) as connection:
        starting = await reminders.due_ids(connection, now, A_LOOK)
        queued = await reminders.due_receipts(connection, now, 1)
        rounds = await hearing.due(connection, now)
        changing = await duty.due_ids(connection, now)
    for reminder_id in starting:
        await _do(desk, "reminder", reminder_id, partial(reminding.start, reminder_id=reminder_id))
    if queued:
        await _do(desk, "next reminders", 0, reminding.let_go)
    for community_id, person_id in rounds:
        await _do(desk, "digest", person_id, partial(_digest, community_id=community_id, person_id=person_id))
    for community_id in changing:
        await _do(desk, "change of duty", community_id, partial(handing_over.change, community_id=community_id))
    async with reading(desk.engine) as connection:
        under_way = await reminders.under_way_ids(connection)
    for reminder_id in under_way:
        await _do(desk, "report", reminder_id, partial(reminding.report, reminder_id=reminder_id))


async def _digest(turn: Turn, community_id: int, person_id: int) -> None:
    is_theirs, since = await hearing.round_of(turn.connection, community_id, person_id, turn.now)
    if is_theirs:
        notice = OrdersDigest(community_id, since.isoformat() if since else "")
        await turn.say(Say(person_id, notice))


async def _do(desk: Desk, what: str, number: int, work: Callable[[Turn], Awaitable[None]]) -> None:
    try:
        await desk.run(work)
    except Exception as error:
        if is_trouble(error):  # not the fault of this one
            raise
        log.error("%s=%d cannot be done: %s", what, number, place_of(error))
