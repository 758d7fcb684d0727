"""Presses of inline buttons that wait for the bot's answer."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from sandbox import limits
from sandbox.bell import Bell
from sandbox.refusals import QUERY_TOO_OLD, bad_request

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Press:
    """One press: who, when, and what the bot answered."""

    id: str
    person_id: int
    pressed_at: float
    answer: Json | None = None
    answered: Bell = field(default_factory=Bell)


class Presses:
    """The presses of late, by their query id."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        """How long the bot has for an answer, by the sandbox's clock."""
        self._kept: OrderedDict[str, Press] = OrderedDict()
        self._last = 4_000_000_000_000_000_000

    def add(self, person_id: int, now: float) -> Press:
        """A new press."""
        self._last += 1
        press = Press(str(self._last), person_id, now)
        self._kept[press.id] = press
        if len(self._kept) > limits.OPEN_QUERIES:
            self._kept.popitem(last=False)
        return press

    def find(self, query_id: str) -> Press | None:
        """The press of that query id."""
        return self._kept.get(query_id)

    def reply(self, query_id: str, answer: Json, now: float) -> None:
        """Give the bot's answer to whoever pressed.

        Raises Refused when there is no such press, when it was answered already, and when it is too old.
        """
        press = self._kept.get(query_id)
        if press is None or press.answer is not None or now - press.pressed_at > self.seconds:
            raise bad_request(QUERY_TOO_OLD)
        press.answer = answer
        press.answered.ring()

    def forget(self) -> None:
        """Forget all presses, but not the numbers used."""
        for press in self._kept.values():
            press.answered.ring()
        self._kept.clear()
