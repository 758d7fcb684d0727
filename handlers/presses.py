"""What a button carries: `v1|verb|id|version|arg`, strictly read, and never believed without asking the database."""

import re
from dataclasses import dataclass

from rules.refusals import UnknownButton

_SHAPE = re.compile(r"v1\|([a-z_]{1,12})\|([0-9]{1,18})\|([0-9]{1,9})\|([A-Za-z0-9_-]{0,16})")


@dataclass(frozen=True)
class Press:
    """A verb and what it is about; `version` tells an old button from the present one."""

    verb: str
    id: int = 0
    version: int = 0
    arg: str = ""

    def data(self) -> str:
        """The text a button carries."""
        text = f"v1|{self.verb}|{self.id}|{self.version}|{self.arg}"
        if not _SHAPE.fullmatch(text):
            raise AssertionError(text)
        return text

    @classmethod
    def read(cls, data: str | None) -> "Press":
        """The press behind a button's text, or a refusal: clients can send anything."""
        found = _SHAPE.fullmatch(data or "")
        if found is None:
            raise UnknownButton
        verb, number, version, arg = found.groups()
        return cls(verb, int(number), int(version), arg)

    @property
    def page(self) -> int:
        """The page asked for, counted from 0."""
        return int(self.arg) if self.arg.isdigit() and len(self.arg) < 6 else 0
