"""The four figures that a resident without Telegram tells the helper, however they are typed."""

import re
import unicodedata

from rules.behalf import PIN_FIGURES
from rules.refusals import NotAPin


def read_pin(text: str) -> str:
    """The figures alone: "4821", "48 21", "４８２１"; raises NotAPin."""
    typed = re.sub(r"[\s.,-]+", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(rf"[0-9]{{{PIN_FIGURES}}}", typed):
        raise NotAPin
    return typed
