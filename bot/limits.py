"""How fast Telegram may be written to: per chat, per group and minute, and all together; edits count like messages.

Times are seconds of a clock that never jumps. A limit of 0 is no limit.
"""

from collections import deque
from dataclasses import dataclass, field

MOST_CHATS = 10_000  # more are forgotten when they have had nothing for a minute
MINUTE = 60.0
SOON_SECONDS = 0.05  # until one of the calls under way may have landed
LONG_AGO = float("-inf")


@dataclass(frozen=True)
class Rates:
    """The published figures are vague, so all of them are settings."""

    per_second_overall: int = 30
    per_chat_seconds: float = 1.0
    per_chat_burst: int = 3
    per_group_minute: int = 20


@dataclass
class _Chat:
    at: float
    level: float = 0.0  # how full the bucket is, in messages, at `at`
    minute: deque[float] = field(default_factory=deque)
    paused_until: float = LONG_AGO


class Limits:
    """Knows when the next message to a chat may go; the sender asks, and notes when each call leaves and has landed.

    Telegram counts a call when it arrives, which is somewhere between the two. So it is counted as under way, and its
    second and its minute begin when it has landed: however slow the line, no more arrive than may.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._chats: dict[int, _Chat] = {}
        self._second: deque[float] = deque()
        self._under_way = 0
        self._paused_until = LONG_AGO

    @property
    def known_chats(self) -> int:
        """How many chats are remembered; those with nothing to remember are let go."""
        return len(self._chats)

    def wait_seconds(self, chat_id: int, now: float) -> float:
        """How long the chat has to wait; 0 when it may be written to at once."""
        chat = self._chats.get(chat_id) or _Chat(now)
        ready = max(self._paused_until, chat.paused_until, self._chat_ready(chat, now), self._all_ready(now))
        if chat_id < 0:
            ready = max(ready, self._group_ready(chat, now))
        return max(0.0, ready - now)

    def overall_seconds(self, now: float) -> float:
        """How long every chat has to wait; 0 when some may be written to."""
        return max(0.0, max(self._paused_until, self._all_ready(now)) - now)

    def note(self, chat_id: int, now: float) -> None:
        """One call that counts is about to go to this chat."""
        chat = self._chats.setdefault(chat_id, _Chat(now))
        chat.level, chat.at = self._level(chat, now) + 1, now
        self._under_way += 1
        if chat_id < 0 and self._rates.per_group_minute:
            chat.minute.append(now)
        if len(self._chats) > MOST_CHATS:
            self._forget_quiet(now)

    def landed(self, chat_id: int, now: float) -> None:
        """The call that was noted last for this chat has arrived by now, or never will."""
        self._under_way -= 1
        if self._rates.per_second_overall:
            self._second.append(now)
        chat = self._chats.get(chat_id)
        if chat is not None:
            chat.at = max(chat.at, now)
            if chat.minute:
                chat.minute[-1] = now

    def pause(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram asked for patience: with this chat, and with all when another one is pausing already.

        It never says which limit was hit; two chats at once mean the one over all of them.
        """
        others = any(chat.paused_until > now for number, chat in self._chats.items() if number != chat_id)
        chat = self._chats.setdefault(chat_id, _Chat(now))
        chat.paused_until = max(chat.paused_until, now + seconds)
        if others:
            self._paused_until = max(self._paused_until, now + seconds)

    def _level(self, chat: _Chat, now: float) -> float:
        pace = self._rates.per_chat_seconds
        return max(0.0, chat.level - (now - chat.at) / pace) if pace else 0.0

    def _chat_ready(self, chat: _Chat, now: float) -> float:
        above = self._level(chat, now) + 1 - self._rates.per_chat_burst
        return now + above * self._rates.per_chat_seconds if above > 1e-9 else LONG_AGO

    def _group_ready(self, chat: _Chat, now: float) -> float:
        return _window_ready(chat.minute, self._rates.per_group_minute, MINUTE, now)

    def _all_ready(self, now: float) -> float:
        most = self._rates.per_second_overall
        if not most:
            return LONG_AGO
        free = most - self._under_way
        return _window_ready(self._second, free, 1.0, now) if free > 0 else now + SOON_SECONDS

    def _forget_quiet(self, now: float) -> None:
        quiet = [
            number for number, chat in self._chats.items()
            if max(chat.at + MINUTE, chat.at + chat.level * self._rates.per_chat_seconds, chat.paused_until) <= now
        ]  # fmt: skip
        for number in quiet:
            del self._chats[number]


def _window_ready(times: deque[float], most: int, seconds: float, now: float) -> float:
    """When a window of so many seconds has room for one more."""
    if not most:
        return LONG_AGO
    while times and times[0] + seconds <= now:
        times.popleft()
    return times[-most] + seconds if len(times) >= most else LONG_AGO
