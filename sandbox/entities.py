"""Finish a text as Telegram does: tidy it, find what is clickable by itself, and draw it as HTML for the page."""

from __future__ import annotations

import html
import re
from typing import Any

from sandbox import utf16

Entity = dict[str, Any]

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
TELLTALE = re.compile(r"[/@#.]")
CLICKABLE = re.compile(
    r"""(?P<url>https?://[^\s<>"'，。；！？、（）《》]+|(?<![\w@.-])(?:t\.me|[a-z0-9-]+\.(?:com|org|net|io|me|cn|de|uk|info))(?:/[^\s<>"'，。]*)?(?![\w@]))
    |(?P<email>[\w.+-]+@[a-z0-9-]+\.[a-z0-9.-]*[a-z])
    |(?P<mention>(?<![\w/])@[A-Za-z]\w{3,31}\b)
    |(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))
    |(?P<hashtag>(?<!\w)\#\w*[^\W\d]\w*)""",
    re.VERBOSE | re.IGNORECASE,
)
FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
# Nothing is found inside these.
CLOSED = {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
OUTERMOST = {"blockquote": 0, "expandable_blockquote": 0, "pre": 1, "text_link": 2}
DRAWN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def clean(text: str) -> str:
    """The text without carriage returns, other control characters become spaces."""
    if text.isprintable():
        return text
    return CONTROL.sub(" ", text.replace("\r", ""))


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut spaces at both ends, and the entities with them."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    lead = utf16.length(text[: len(text) - len(text.lstrip())])
    room = utf16.length(stripped)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], room)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return stripped, kept


def find(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities, and what Telegram makes clickable by itself: links, mentions, commands, hashtags."""
    if not TELLTALE.search(text):
        return entities
    entities = [entity for entity in entities if entity["type"] not in FOUND]
    found = []
    closed = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in entities if entity["type"] in CLOSED
    ]
    for match in CLICKABLE.finditer(text):
        kind = match.lastgroup
        piece = match.group()
        if kind == "url":
            piece = piece.rstrip(".,;:!?)]}")
        begin = utf16.length(text[: match.start()])
        end = begin + utf16.length(piece)
        if not any(begin < stop and start < end for start, stop in closed):
            found.append({"type": kind, "offset": begin, "length": end - begin})
    if not found:
        return entities
    return sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))


def draw(text: str, entities: list[Entity]) -> str:
    """The text as HTML of the few tags the page allows; everything else is escaped."""
    if not entities:
        return html.escape(text, quote=False)
    ordered = sorted(
        entities, key=lambda entity: (entity["offset"], -entity["length"], OUTERMOST.get(entity["type"], 3))
    )
    return _draw(text.encode("utf-16-le"), 0, utf16.length(text), ordered)


def _draw(units: bytes, begin: int, end: int, entities: list[Entity]) -> str:
    parts = []
    at = begin
    rest = list(entities)
    while rest:
        entity = rest.pop(0)
        start = max(entity["offset"], at)
        stop = min(entity["offset"] + entity["length"], end)
        if stop <= start:
            continue
        parts.append(_plain(units, at, start))
        inside = [other for other in rest if other["offset"] < stop]
        rest = [other for other in rest if other["offset"] + other["length"] > stop]
        content = _draw(units, start, stop, inside)
        parts.append(_wrap(entity, content, _text(units, start, stop)))
        at = stop
    parts.append(_plain(units, at, end))
    return "".join(parts)


def _text(units: bytes, begin: int, end: int) -> str:
    return units[2 * begin : 2 * end].decode("utf-16-le", "replace")


def _plain(units: bytes, begin: int, end: int) -> str:
    return html.escape(_text(units, begin, end), quote=False)


def _wrap(entity: Entity, content: str, text: str) -> str:
    kind = entity["type"]
    if kind in DRAWN:
        return f"<{DRAWN[kind]}>{content}</{DRAWN[kind]}>"
    if kind == "expandable_blockquote":
        return f"<blockquote expandable>{content}</blockquote>"
    address = {
        "text_link": entity.get("url", ""),
        "url": text if "://" in text else f"http://{text}",
        "email": f"mailto:{text}",
    }.get(kind)
    return f'<a href="{html.escape(address)}">{content}</a>' if address else content
