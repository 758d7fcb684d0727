"""What a message can carry besides text, in Telegram's shape and in the page's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

CAPTIONED = {"photo", "voice", "document", "video", "audio", "animation"}


@dataclass(slots=True, frozen=True)
class Media:
    """One attachment: `field` is the key in Telegram's message, `value` what stands under it."""

    field: str
    value: Any
    file_id: str | None = None
    """The file behind it, the largest one of a photo."""

    @property
    def captioned(self) -> bool:
        """Whether a caption can stand under it."""
        return self.field in CAPTIONED

    def for_page(self) -> Json:
        """The attachment as the page draws it."""
        if self.field == "photo":
            return {"kind": "photo", **self.value[-1]}
        if self.field == "venue":
            place = self.value["location"]
            return {"kind": "venue", **place, "title": self.value["title"], "address": self.value["address"]}
        return {"kind": self.field, **self.value}
