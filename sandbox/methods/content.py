"""Read what a call wants to say: text with its markup, and the keyboard under it."""

from __future__ import annotations

from typing import Any

from sandbox import entities as marks
from sandbox import limits, utf16
from sandbox.chats import Chat
from sandbox.keyboards import Markup, read_markup
from sandbox.markup import parse_html
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.world import World

Json = dict[str, Any]

KNOWN = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote", "expandable_blockquote",
    "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip


def formatted(world: World, source: str, parse_mode: str, given: Any = None) -> tuple[str, list[Json]]:
    """A text and its entities, tidied.

    Raises Refused when the markup cannot be read.
    """
    if len(source.encode("utf-8")) > limits.RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    source = marks.clean(source)
    mode = parse_mode.lower()
    if source and mode == "html":
        text, entities = parse_html(source)
    elif source and mode in ("markdown", "markdownv2"):
        raise bad_request("unsupported parse_mode: the sandbox reads HTML only")
    elif source and mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, _given(given, utf16.length(source))
    for entity in entities:
        if entity["type"] == "text_mention":
            _mention(world, entity)
    return marks.tidy(text, [entity for entity in entities if entity["type"] != "text_mention" or "user" in entity])


def _mention(world: World, entity: Json) -> None:
    known = world.people.get(entity["user"].get("id", 0))
    if known is None:
        del entity["user"]
    else:
        entity["user"] = known.user


def _given(given: Any, room: int) -> list[Json]:
    if not isinstance(given, list):
        return []
    kept = []
    for entity in given[:1000]:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind, offset, units = entity.get("type"), entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(units, int) or str(kind) not in KNOWN | marks.FOUND:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        end = min(offset + units, room)
        if kind in KNOWN and 0 <= offset < end:
            kept.append({**entity, "length": end - offset})
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def text_of(world: World, call: Params) -> tuple[str, list[Json]]:
    """The text of a message.

    Raises Refused when it is empty, too long or cannot be read.
    """
    source = call.text("text")
    if not source:
        raise bad_request("message text is empty")
    given = call.json("entities", "entities")
    text, entities = formatted(world, source, call.text("parse_mode"), given)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16.length(text) > limits.TEXT:
        raise bad_request("message is too long")
    return text, entities


def caption_of(world: World, call: Params) -> tuple[str, list[Json]]:
    """The caption under an attachment, perhaps none.

    Raises Refused when it is too long or cannot be read.
    """
    given = call.json("caption_entities", "entities")
    return checked_caption(world, call.text("caption"), call.text("parse_mode"), given)


def checked_caption(world: World, source: str, parse_mode: str, given: Any) -> tuple[str, list[Json]]:
    """A caption by its parts.

    Raises Refused when it is too long or cannot be read.
    """
    text, entities = formatted(world, source, parse_mode, given)
    if utf16.length(text) > limits.CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def markup_of(chat: Chat, call: Params) -> Markup:
    """The reply markup of a call.

    Raises Refused when a client could not show it.
    """
    return read_markup(call.json("reply_markup", "reply keyboard markup"), private=chat.private)
