"""Look at the first bytes of a file: what it is, and how large a picture it is."""

from __future__ import annotations

import struct

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "audio/webm"),
    (b"%PDF-", "application/pdf"),
)
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
SOUNDS = {"audio/ogg", "audio/mpeg", "audio/webm", "audio/wav", "audio/mp4"}


def kind_of(data: bytes) -> str:
    """The MIME type by the first bytes, "application/octet-stream" when they tell nothing."""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(data[8:12], "application/octet-stream")
    return "audio/mp4" if data[4:8] == b"ftyp" else "application/octet-stream"


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or None when it is no picture the sandbox can read."""
    kind = kind_of(data)
    size = None
    try:
        if kind == "image/png":
            size = struct.unpack(">II", data[16:24])
        elif kind == "image/gif":
            size = struct.unpack("<HH", data[6:10])
        elif kind == "image/jpeg":
            size = _jpeg(data)
        elif kind == "image/webp":
            size = _webp(data)
    except (struct.error, IndexError):
        return None
    return (size[0], size[1]) if size and min(size) > 0 else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
