"""Where updates are to be delivered, and how that went."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.bell import Bell


@dataclass(slots=True, eq=False)
class Webhook:
    """The webhook the bot has set; an empty address means that it polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""
    failing: bool = False
    changed: Bell | None = None

    def point(self, url: str, secret: str = "", max_connections: int = 40) -> None:
        """Deliver there from now on; an empty address ends it."""
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.failing = False
        self.last_error_at, self.last_error = 0, ""
        if self.changed is not None:
            self.changed.ring()

    def failed(self, words: str, now: float) -> None:
        """Remember what went wrong last."""
        self.last_error = words
        self.last_error_at = int(now)
        self.failing = True
