"""Telegram's limits on sending, for who wants to meet them: a chat, a group and everything together."""

from __future__ import annotations

from collections import deque

from sandbox.refusals import too_many

PRIVATE_A_SECOND = 1
GROUP_A_MINUTE = 20
OVERALL_A_SECOND = 30
# Telegram lets a short burst through in a private chat.
PRIVATE_BURST = 3


class Rates:
    """Counts sends and edits; off unless asked for."""

    def __init__(self, on: bool) -> None:
        self.on = on
        self._sent: dict[int, deque[float]] = {}
        self._overall: deque[float] = deque()

    def count(self, chat_id: int, now: float) -> None:
        """Count one message to a chat.

        Raises Refused with 429 when it is one too many; it is not counted then.
        """
        if not self.on:
            return
        seconds, most = (
            (60.0, GROUP_A_MINUTE) if chat_id < 0 else (float(PRIVATE_BURST), PRIVATE_A_SECOND * PRIVATE_BURST)
        )
        sent = self._sent.setdefault(chat_id, deque())
        _check(self._overall, 1.0, OVERALL_A_SECOND, now)
        _check(sent, seconds, most, now)
        sent.append(now)
        self._overall.append(now)


def _check(sent: deque[float], seconds: float, most: int, now: float) -> None:
    while sent and now - sent[0] >= seconds:
        sent.popleft()
    if len(sent) >= most:
        raise too_many(max(int(sent[0] + seconds - now) + 1, 1))
