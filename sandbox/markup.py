"""Read Telegram's HTML: tags become entities with UTF-16 offsets, faults are refused in Telegram's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sandbox import utf16
from sandbox.refusals import Refused, bad_request

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "pre": "pre",
}
OTHER_TAGS = {"a", "code", "blockquote", "tg-emoji", "tg-time"}
# The attribute that matters on each tag; whatever else is written there is read and forgotten.
TELLING = {"a": {"href"}, "code": {"class"}, "span": {"class"}, "tg-emoji": {"emoji-id"}, "tg-time": {"unix", "format"}}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\0\v"
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
TAG_NAME = re.compile(r"[^\s>\0]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"'\0]*")
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
HOST = re.compile(r"^[^\s./][^\s/]*\.[^\s./]+$|^\[[0-9a-fA-F:.]+\]$")

Entity = dict[str, Any]


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    out_at: int
    values: dict[str, str] = field(default_factory=dict)


def web_address(address: str) -> str | None:
    """The address as Telegram keeps it, or None when it is none that Telegram would link to."""
    address = address.strip()
    lowered = address.lower()
    if lowered.startswith(("tg://", "ton://", "tonsite://")):
        return address
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not HOST.match(parts.hostname or ""):
        return None
    return address if parts.path or parts.query or parts.fragment else f"{address}/"


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities.

    Raises Refused with "can't parse entities: …" and a byte offset, as Telegram does.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


def _fault(words: str) -> Refused:
    return bad_request(f"can't parse entities: {words}")


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        """Walk through the source once."""
        source = self.source
        while self.at < len(source):
            character = source[self.at]
            if character == "&":
                self._reference()
            elif character != "<":
                end = min(
                    (found for found in (source.find("<", self.at), source.find("&", self.at)) if found >= 0),
                    default=len(source),
                )
                self._write(source[self.at : end])
                self.at = end
            elif source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.offset += utf16.length(text)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8"))

    def _reference(self) -> None:
        found = REFERENCE.match(self.source, self.at)
        decoded = _decode(found) if found else None
        if found and decoded:
            self._write(decoded)
            self.at = found.end()
        else:
            self._write("&")
            self.at += 1

    def _start_tag(self) -> None:
        begin = self.at
        found = TAG_NAME.match(self.source, begin + 1)
        assert found  # the pattern matches the empty text too
        tag = found.group().lower()
        self.at = found.end()
        if self.at >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in SIMPLE_TAGS and tag not in OTHER_TAGS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        opened = _Open(tag, self.offset, len(self.out))
        while self._skip_spaces(tag, begin) != ">":
            self._attribute(opened, begin)
        self.at += 1
        if tag == "span" and opened.values.get("class") != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(opened)

    def _skip_spaces(self, tag: str, begin: int) -> str:
        while self.at < len(self.source) and self.source[self.at] in SPACES:
            self.at += 1
        if self.at >= len(self.source):
            raise _fault(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return self.source[self.at]

    def _attribute(self, opened: _Open, begin: int) -> None:
        found = ATTRIBUTE_NAME.match(self.source, self.at)
        name = found.group().lower() if found else ""
        if not found or not name:
            raise _fault(f'Empty attribute name in the tag "{opened.tag}" at byte offset {self._byte(begin)}')
        self.at = found.end()
        if self._skip_spaces(opened.tag, begin) != "=":
            if opened.tag == "blockquote" and name == "expandable":
                opened.values[name] = "1"
            return
        self.at += 1
        quote = self._skip_spaces(opened.tag, begin)
        value = self._quoted(quote, begin) if quote in "'\"" else self._bare()
        if name in TELLING.get(opened.tag, ()) or (opened.tag, name) == ("blockquote", "expandable"):
            opened.values[name] = value

    def _bare(self) -> str:
        found = BARE_VALUE.match(self.source, self.at)
        assert found  # the pattern matches the empty text too
        end = found.end()
        if end < len(self.source) and self.source[end] not in SPACES + ">":
            raise _fault(f"Unexpected end of name token at byte offset {self._byte(self.at)}")
        self.at = end
        return found.group().lower()

    def _quoted(self, quote: str, begin: int) -> str:
        end = self.source.find(quote, self.at + 1)
        if end < 0 or end + 1 >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {self._byte(begin)}")
        raw = self.source[self.at + 1 : end]
        self.at = end + 1
        return REFERENCE.sub(lambda found: _decode(found) or found.group(), raw)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {self._byte(begin)}")
        found = TAG_NAME.match(self.source, begin + 2)
        assert found  # the pattern matches the empty text too
        name = found.group().lower()
        self.at = found.end()
        while self.at < len(self.source) and self.source[self.at] in SPACES:
            self.at += 1
        if self.at >= len(self.source) or self.source[self.at] != ">":
            raise _fault(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise _fault(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        units = self.offset - opened.offset
        if units <= 0:
            return
        entity = _entity(opened, "".join(self.out[opened.out_at :]))
        if entity is None:
            return
        entity = {"type": entity.pop("type"), "offset": opened.offset, "length": units, **entity}
        last = self.entities[-1] if self.entities else None
        if (
            entity["type"] == "pre"
            and last
            and last["type"] == "code"
            and (last["offset"], last["length"]) == (opened.offset, units)
        ):
            language = last.get("language")
            self.entities.pop()
            if language:
                entity["language"] = language
        elif entity["type"] == "code" and not (self.open and self.open[-1].tag == "pre"):
            entity.pop("language", None)
        self.entities.append(entity)


def _decode(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, named = found.groups()
    if named:
        return NAMED[named]
    point = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if point in (0, 0xFFFE, 0xFFFF) or point >= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        return None
    return chr(point)


def _entity(opened: _Open, content: str) -> Entity | None:
    tag, values = opened.tag, opened.values
    if tag == "a":
        return _link(values.get("href") or content)
    if tag == "code":
        named = values.get("class", "")
        return {
            "type": "code",
            **({"language": named.removeprefix("language-")} if named.startswith("language-") else {}),
        }
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in values else "blockquote"}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": values.get("emoji-id", "")}
    if tag == "tg-time":
        return _time(values)
    return {"type": SIMPLE_TAGS[tag]}


def _link(address: str) -> Entity | None:
    mention = re.fullmatch(r"tg://user\?id=(\d{1,15})", address.strip())
    if mention:
        # Who it is gets filled in where people are known.
        return {"type": "text_mention", "user": {"id": int(mention[1])}}
    checked = web_address(address)
    return {"type": "text_link", "url": checked} if checked else None


def _time(values: dict[str, str]) -> Entity:
    try:
        moment = int(values.get("unix", ""))
    except ValueError:
        raise _fault("Invalid date-time specified") from None
    form = values.get("format", "")
    if not re.fullmatch(r"[rR]|[tTdDwW]*", form):
        raise _fault("Invalid date-time format specified")
    return {"type": "date_time", "unix_time": moment, **({"date_time_format": form} if form else {})}
