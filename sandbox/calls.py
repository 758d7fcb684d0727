"""Remember what the bot asked of Telegram, refused calls too."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Call:
    """One call and how it ended; status 0 when the connection was cut by a fault."""

    seq: int
    time: float
    method: str
    params: Json
    chat_id: Any
    status: int
    ok: bool
    ms: float
    result: Any = None
    description: str = ""
    fault: bool = False

    def for_page(self) -> Json:
        """The call as the people's side shows it."""
        shown: Json = {
            "seq": self.seq,
            "time": self.time,
            "method": self.method,
            "params": self.params,
            "chat_id": self.chat_id,
            "status": self.status,
            "ok": self.ok,
            "ms": self.ms,
        }
        if self.ok:
            shown["result"] = self.result
        else:
            shown["description"] = self.description
        if self.fault:
            shown["fault"] = True
        return shown


class Calls:
    """The newest calls; their numbers only grow, a reset included."""

    def __init__(self, kept: int) -> None:
        self.last = 0
        self._kept: deque[Call] = deque(maxlen=kept)

    def add(self, call: Call) -> None:
        """Keep a call under the next number."""
        self.last += 1
        call.seq = self.last
        self._kept.append(call)

    def since(self, seq: int) -> list[Call]:
        """The calls after that number, oldest first."""
        missing = min(max(self.last - seq, 0), len(self._kept))
        return list(islice(self._kept, len(self._kept) - missing, None))

    def forget(self) -> None:
        """Forget all calls, but not the numbers used."""
        self._kept.clear()
