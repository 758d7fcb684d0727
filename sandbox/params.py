"""The parameters of a Bot API call, however they came: in the address, as JSON, as a form or with files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import bad_request

Json = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    data: bytes
    mime_type: str = ""


@dataclass(slots=True)
class Params:
    """Named values; those of a form are text, and are read as what they should be only when asked for."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether it was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """A text, empty when it is missing.

        Raises Refused when it is not valid Unicode.
        """
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            value = json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)
        if not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str) -> int | None:
        """A whole number, None when it is missing or none."""
        value = self.values.get(name)
        if isinstance(value, bool) or value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return None

    def number(self, name: str) -> float | None:
        """A number, None when it is missing or none."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """A yes or no; what is missing is a no."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.lower() in ("true", "yes", "1")
        return bool(value)

    def json(self, name: str, words: str) -> Any:
        """A nested value, decoded when it came as text; None when it is missing.

        Raises Refused "can't parse {words} JSON object" when it is not JSON.
        """
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {words} JSON object") from None

    def shown(self) -> Json:
        """The parameters for the list of calls: nested values decoded, files named only."""
        shown: Json = {}
        for name, value in self.values.items():
            if isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    shown[name] = json.loads(value)
                    continue
                except (ValueError, RecursionError):
                    pass
            shown[name] = value
        for name, upload in self.uploads.items():
            shown[name] = f"<{upload.name or 'file'}, {len(upload.data)} bytes>"
        return shown
