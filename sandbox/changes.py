"""Tell who watches which chats changed since they last asked."""

from __future__ import annotations

from collections import OrderedDict

from sandbox.bell import Bell


class Changes:
    """One number that grows with every change, and the last change of each chat."""

    def __init__(self) -> None:
        self.last = 1
        self.bell = Bell()
        self._chats: OrderedDict[int, int] = OrderedDict()
        self._calls = 1

    def touch(self, chat_id: int | None = None, *, calls: bool = False) -> None:
        """Note a change: of a chat, of the list of calls, or of the world at large."""
        self.last += 1
        if chat_id is not None:
            self._chats[chat_id] = self.last
            self._chats.move_to_end(chat_id)
        if calls:
            self._calls = self.last
        self.bell.ring()

    def since(self, number: int) -> tuple[list[int], bool]:
        """The chats that changed after that number, and whether the list of calls did."""
        changed = []
        for chat_id, at in reversed(self._chats.items()):
            if at <= number:
                break
            changed.append(chat_id)
        return changed, self._calls > number

    def restart(self) -> None:
        """Begin again, so that who watches sees the number fall and loads everything anew."""
        self.last = 1
        self._calls = 1
        self._chats.clear()
        self.bell.ring()
