"""All methods under their names, written small: Telegram does not mind the case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.methods import answering, attachments, editing, forums, groups, identity, inbox, sending, webhook
from sandbox.params import Params
from sandbox.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]


def _all() -> dict[str, tuple[str, Method]]:
    table: dict[str, tuple[str, Method]] = {}
    for subject in (answering, attachments, editing, forums, groups, identity, inbox, sending, webhook):
        for name, method in subject.METHODS.items():
            table[name.lower()] = (name, method)
    return table


METHODS = _all()
