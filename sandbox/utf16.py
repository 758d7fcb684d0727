"""Count and cut text as Telegram does: in UTF-16 code units."""

from __future__ import annotations


def length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, offset: int, units: int) -> str:
    """The piece of a text at an offset, both measured in UTF-16 code units."""
    if text.isascii():
        return text[offset : offset + units]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + units)].decode("utf-16-le", "replace")
