"""Keep the files that people and bot send, and the ids and paths Telegram would know them by."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from sandbox import limits
from sandbox.media import Media
from sandbox.pictures import kind_of, size_of
from sandbox.refusals import Refused, bad_request

Json = dict[str, Any]

FOLDERS = {"photo": ("photos", "jpg"), "voice": ("voice", "oga"), "document": ("documents", "bin")}
PREFIXES = {"photo": "AgACAgIAAxk", "voice": "AwACAgIAAxk", "document": "BQACAgIAAxk"}
EXTENSIONS = {
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/wav": "wav",
    "application/pdf": "pdf",
}


class Full(Exception):
    """No room is left for another upload."""


@dataclass(slots=True, frozen=True)
class File:
    """One stored file; `size` may be pretended, to try what happens with a huge one."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    size: int
    path: str
    name: str
    mime_type: str
    width: int = 0
    height: int = 0
    duration: int = 0

    def reference(self) -> Json:
        """The file as getFile shows it."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
            "file_path": self.path,
        }

    def media(self) -> Media:
        """The file as a message carries it."""
        basics: Json = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}
        if self.kind == "photo":
            return Media("photo", self._sizes(basics), self.file_id)
        if self.kind == "voice":
            return Media("voice", {**basics, "duration": self.duration, "mime_type": self.mime_type}, self.file_id)
        return Media("document", {"file_name": self.name, "mime_type": self.mime_type, **basics}, self.file_id)

    def _sizes(self, basics: Json) -> list[Json]:
        longer = max(self.width, self.height, 1)
        small = min(90 / longer, 1.0)
        thumb = {
            "file_id": f"{self.file_id}s",
            "file_unique_id": f"{self.unique_id}s",
            "file_size": min(self.size, 1_400),
            "width": max(round(self.width * small), 1),
            "height": max(round(self.height * small), 1),
        }
        return [thumb, {**basics, "width": self.width, "height": self.height}]


class Files:
    """All files, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._bytes = 0
        self._count = 0

    def add(
        self,
        kind: str,
        data: bytes,
        *,
        name: str = "",
        mime_type: str = "",
        size: int | None = None,
        duration: int = 0,
    ) -> File:
        """Store a file of a kind: "photo", "voice" or "document".

        Raises Full when there is no room, Refused when a photo is none.
        """
        if self._bytes + len(data) > limits.STORED_BYTES:
            raise Full
        width, height = _picture(data) if kind == "photo" else (0, 0)
        self._count += 1
        self._bytes += len(data)
        seed = hashlib.blake2b(f"{kind}{self._count}".encode(), digest_size=33).digest()
        folder, extension = FOLDERS[kind]
        if kind == "document" and "." in name:
            extension = name.rsplit(".", 1)[1][:12]
        elif kind != "document":
            extension = EXTENSIONS.get(kind_of(data), extension)
        file = File(
            file_id=PREFIXES[kind] + base64.urlsafe_b64encode(seed).decode(),
            unique_id="AQAD" + base64.urlsafe_b64encode(seed[:9]).decode(),
            kind=kind,
            data=data,
            size=len(data) if size is None else size,
            path=f"{folder}/file_{self._count}.{_safe(extension)}",
            name=name,
            mime_type=mime_type or _usual_type(kind, data),
            width=width,
            height=height,
            duration=duration,
        )
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def find(self, file_id: str) -> File | None:
        """The file of that id; a photo's small size is the same file."""
        return self._by_id.get(file_id) or self._by_id.get(file_id.removesuffix("s"))

    def at(self, path: str) -> File | None:
        """The file at that path."""
        return self._by_path.get(path)


def _picture(data: bytes) -> tuple[int, int]:
    size = size_of(data)
    if len(data) > limits.PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {limits.PHOTO_BYTES} bytes"
        )
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * min(size):
        raise _dimensions()
    return size


def _dimensions() -> Refused:
    return bad_request("PHOTO_INVALID_DIMENSIONS")


def _usual_type(kind: str, data: bytes) -> str:
    if kind == "voice":
        return "audio/ogg"
    return "image/jpeg" if kind == "photo" else kind_of(data)


def _safe(extension: str) -> str:
    return "".join(letter for letter in extension if letter.isascii() and letter.isalnum()) or "bin"
