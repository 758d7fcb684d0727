"""Let the bot fetch its updates."""

from __future__ import annotations

import asyncio
from typing import Any

from sandbox import limits, presence
from sandbox.params import Params
from sandbox.refusals import bad_request, conflict
from sandbox.updates import Update
from sandbox.world import World

Json = dict[str, Any]

REORDER_WAIT_MS = 500


def allowed_updates(call: Params) -> list[str] | None:
    """The kinds of update a call asks for; None when it leaves that as it was.

    Raises Refused when it is no list of names.
    """
    given = call.json("allowed_updates", "allowed updates")
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(kind, str) for kind in given):
        raise bad_request("expected an Array of String")
    return given


async def get_updates(world: World, call: Params) -> list[Json]:
    """A long poll. The offset confirms what lies before it; a second poll ends the first."""
    updates = world.updates
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    allowed = allowed_updates(call)
    if allowed is not None:
        updates.allowed = allowed
    offset = call.integer("offset") or 0
    twice = world.faults.delivery("duplicate")
    if offset:
        before = len(updates.again)
        updates.confirm(offset, keep=_times(twice.times) if twice else 0)
        for _ in range(len(updates.again) - before):
            assert twice is not None  # nothing is kept without it
            world.faults.used(twice)
    limit = min(max(call.integer("limit") or limits.UPDATES_A_POLL, 1), limits.UPDATES_A_POLL)
    seconds = min(max(call.integer("timeout") or 0, 0), limits.POLL_SECONDS)
    presence.polls(world)
    try:
        await updates.wait(seconds)
        batch = await _shuffled(world, limit)
    except asyncio.CancelledError:
        presence.gone(world)
        raise
    presence.polls(world)
    updates.taken_again(batch)
    return [update.shape() for update in batch]


def _times(times: int) -> int:
    return limits.WAITING_UPDATES if times < 0 else times


async def _shuffled(world: World, limit: int) -> list[Update]:
    """The next batch; under the fault "reorder" it waits a little for a second update and comes the wrong way round."""
    updates = world.updates
    fault = world.faults.delivery("reorder")
    if fault is None or not len(updates):
        return updates.waiting(limit, world.now())
    await updates.wait((fault.delay_ms or REORDER_WAIT_MS) / 1000, ready=2)
    batch = updates.waiting(limit, world.now())
    if len(batch) > 1:
        world.faults.used(fault)
        batch.reverse()
    return batch


METHODS = {"getUpdates": get_updates}
