"""How long something takes, as people write it: 90, 1h30, 1:30, 一个半小时, half an hour."""

import re

_HOUR = r"(?:hours?|hrs?|h|小时|个小时|个钟头?|钟头|stunden?|std)"
_MINUTE = r"(?:minutes?|mins?|min|m|分钟|分|minuten?)"
_NUMBER = r"([0-9]{1,5}(?:[.,][0-9]{1,3})?)"
_FORMS = (
    re.compile(rf"{_NUMBER} ?{_HOUR}(?: ?(?:and|又|0|,|\+)? ?([0-9]{{1,4}}) ?{_MINUTE}?)?"),
    re.compile(rf"()([0-9]{{1,5}}) ?{_MINUTE}"),
    re.compile(r"([0-9]{1,3}):([0-5][0-9])"),
)
_HALVES = (
    (r"([0-9]{1,3}) ?个?半 ?(?:个)?(?=小时|钟头|钟)", r"\1.5 "),
    (r"([0-9]{1,3}) ?个?(?:小时|钟头|钟) ?半", r"\1.5小时"),
    (r"([0-9]{1,3}) ?(?:hours?|h) and (?:a )?half(?: an hour)?", r"\1.5h"),
    (r"\b([0-9]{1,3}) and a half\b", r"\1.5"),
    (r"半 ?个?(?:多)?(?:小时|钟头)", "0.5小时"),
    (r"\bhalf (?:an? )?hour\b", "0.5h"),
    (r"\b(?:1|a) ?quarter of (?:an )?hour\b|\bquarter of an hour\b|\bquarter hour\b", "15min"),
    (r"([123]) ?刻钟?", lambda match: f"{15 * int(match.group(1))}min"),
    (r"([0-9]{1,3})h([0-5][0-9])", r"\1:\2"),
)


def duration_minutes(text: str) -> int | None:
    """Whole minutes read from plain text with digits; None where it is not a duration with a unit or 1:30."""
    text = re.sub(r"\ban? (?=hour|half|quarter|minute)", lambda match: "1 " if "half" not in text else match.group(), text)
    for pattern, written in _HALVES:
        text = re.sub(pattern, written, text)
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            hours, minutes = match.groups()
            return round(float((hours or "0").replace(",", ".")) * 60) + int(minutes or 0)
    return None
