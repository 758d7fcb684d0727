"""Whether a bot listens at all."""

from __future__ import annotations

import asyncio

from sandbox.world import World

CONNECTED_SECONDS = 5.0
"""How long after its last poll the bot counts as running."""


def connected(world: World) -> bool:
    """Whether the bot polls, did so a moment ago, or has a webhook that works."""
    if world.webhook.url:
        return not world.webhook.failing
    return world.updates.polled or asyncio.get_running_loop().time() - world.last_poll < CONNECTED_SECONDS


def polls(world: World) -> None:
    """Note that the bot polls now, and tell who watches when it has just come."""
    before = connected(world)
    world.last_poll = asyncio.get_running_loop().time()
    if not before:
        world.changes.touch()


def gone(world: World) -> None:
    """Note that the bot has gone away in the middle of a poll."""
    world.last_poll = float("-inf")
    world.changes.touch()
