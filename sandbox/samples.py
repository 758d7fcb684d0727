"""Small built-in files, sent where a person gives none: a picture, two seconds of quiet, a page of text."""

from __future__ import annotations

import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 320, 200
VOICE_SECONDS = 2
DOCUMENT = b"A small file from the sandbox.\n"
DOCUMENT_NAME = "notes.txt"


@cache
def picture() -> bytes:
    """A PNG of evening sky over a hill."""
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            hill = HEIGHT * 0.62 + 26 * ((x - 90) / 160) ** 2
            if y > hill:
                rows += bytes((46 + y // 8, 92 + y // 6, 70 + x // 16))
            elif (x - 236) ** 2 + (y - 52) ** 2 < 22**2:
                rows += bytes((255, 226, 160))
            else:
                rows += bytes((120 + y // 2, 150 + y // 3, 214 - y // 4))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def voice() -> bytes:
    """A voice message as Telegram keeps them: Opus in Ogg, with nothing to hear."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    vendor = b"sandbox"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    pages = [_page(head, 0, 0, 2), _page(tags, 0, 1, 0)]
    packets = [b"\xf8\xff\xfe"] * (VOICE_SECONDS * 50)
    body = b"".join(packets)
    pages.append(_page(body, VOICE_SECONDS * 48_000, 2, 4, [len(packet) for packet in packets]))
    return b"".join(pages)


def _page(body: bytes, position: int, number: int, flags: int, sizes: list[int] | None = None) -> bytes:
    table = bytes(sizes if sizes is not None else [len(body)])
    start = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 1, number, 0, len(table)) + table
    check = _ogg_check(start + body)
    return start[:22] + struct.pack("<I", check) + start[26:] + body


def _ogg_check(data: bytes) -> int:
    check = 0
    for byte in data:
        check ^= byte << 24
        for _ in range(8):
            check = ((check << 1) ^ 0x04C11DB7 if check & 0x80000000 else check << 1) & 0xFFFFFFFF
    return check
