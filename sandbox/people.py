"""The people who live in the sandbox, and the one bot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TOKEN = re.compile(r"(\d{6,15}):[A-Za-z0-9_-]{20,64}")
DEFAULT_TOKEN = "7000000001:sandbox-token-that-opens-nothing-else"  # noqa: S105 - it opens nothing but this sandbox


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a Telegram account here; their private chat with the bot has the same id."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    phone_number: str = ""
    user: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if getattr(self, name):
                self.user[name] = getattr(self, name)
        if not self.phone_number:
            # Without a plus, as many clients send it; and valid, which the numbers set aside for films are not.
            self.phone_number = f"86138{self.id % 100_000_000:08d}"

    @property
    def name(self) -> str:
        """The whole name, as others see it."""
        return f"{self.first_name} {self.last_name}".strip()

    def for_page(self) -> Json:
        """What the people's side tells of a person."""
        return {
            "id": self.id,
            "name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
            "phone_number": self.phone_number,
        }


@dataclass(slots=True, eq=False)
class Bot:
    """The one bot: the first token seen, or the one configured, is its token for ever."""

    first_name: str = "Paidan"
    username: str = "paidan_sandbox_bot"
    token: str | None = None
    user: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._name()

    @property
    def id(self) -> int:
        """The number before the colon of the token."""
        return int((self.token or DEFAULT_TOKEN).split(":")[0])

    def _name(self) -> None:
        self.user = {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def rename(self, first_name: str) -> None:
        """Give the bot another name."""
        self.first_name = first_name
        self._name()

    def admits(self, token: str) -> bool:
        """Whether the token is the bot's; the first well-formed one becomes it."""
        if token == self.token:
            return True
        if self.token is not None or not TOKEN.fullmatch(token):
            return False
        self.token = token
        self._name()
        return True
