"""The bot's commands, by scope and language, and which of them a person sees where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.chats import Chat

Json = dict[str, Any]


class Commands:
    """Lists of commands, by scope and two-letter language ("" for all)."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], list[Json]] = {}

    def put(self, scope: str, language: str, commands: list[Json]) -> None:
        """Set the list of a scope and language; an empty one deletes it."""
        if commands:
            self._lists[scope, language] = commands
        else:
            self._lists.pop((scope, language), None)

    def get(self, scope: str, language: str) -> list[Json]:
        """The list set for exactly this scope and language."""
        return self._lists.get((scope, language), [])

    def seen(self, chat: Chat, person_id: int, language: str) -> list[Json]:
        """What the person sees in the chat: the narrowest scope that has a list, their language first."""
        short = language.split("-", maxsplit=1)[0].lower()
        for scope in _scopes(chat, person_id):
            for key in ((scope, short), (scope, "")):
                if key in self._lists:
                    return self._lists[key]
        return []


def _scopes(chat: Chat, person_id: int) -> Iterator[str]:
    if chat.private:
        yield from (f"chat:{chat.id}", "all_private_chats", "default")
        return
    administrator = (
        chat.members[person_id].status in ("creator", "administrator") if person_id in chat.members else False
    )
    yield f"chat_member:{chat.id}:{person_id}"
    if administrator:
        yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if administrator:
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")
