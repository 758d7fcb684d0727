"""Turning the sandbox's own knobs: faults, clock, limits, tour, reset, and what has been read."""

from __future__ import annotations

from typing import Any

from sandbox.faults import Fault
from sandbox.methods.table import METHODS
from sandbox.play import asked
from sandbox.refusals import Unplayable
from sandbox.world import World

Json = dict[str, Any]


async def set_fault(world: World, act: Fault) -> Json:
    """Set a fault.

    Raises Unplayable for a method the sandbox does not have.
    """
    if act.method != "*" and act.method.lower() not in METHODS:
        raise Unplayable(f"The Bot API has no method “{act.method}” here.")
    world.faults.add(act)
    return {"faults": world.faults.shown()}


async def clear_faults(world: World, _act: asked.Nothing) -> Json:
    """Forget all faults."""
    world.faults.clear()
    return {"faults": []}


async def reset(world: World, _act: asked.Nothing) -> Json:
    """Forget everything but the bot."""
    world.reset()
    return {}


async def clock(world: World, act: asked.Ahead) -> Json:
    """Put the sandbox's clock forward."""
    world.advance(act.advance_seconds)
    return {"now": world.now()}


async def rates(world: World, act: asked.Limits) -> Json:
    """Switch Telegram's limits on sending on or off."""
    world.rates.on = act.on
    return {"on": act.on}


async def set_tour(world: World, act: asked.TourSteps) -> Json:
    """Set the guided tour."""
    world.tour = act.steps
    world.changes.restart()
    return {"steps": world.tour}


async def read(world: World, act: asked.Act) -> Json:
    """A person has looked at a chat."""
    person = world.person(act.person)
    chat = world.chat_of(person, act.chat)
    chat.read[person.id] = chat.count
    return {}
