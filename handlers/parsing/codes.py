"""An order's code as somebody types it: E-0142, e142, Ｅ－０１４２."""

import re
import unicodedata

_CODE = re.compile(r"e\s?[-\u2010-\u2015\u2212]?\s?(\d{1,9})")


def read_code(text: str) -> int | None:
    """The order's number, or None where this is no code."""
    found = _CODE.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    return int(found.group(1)) if found else None
