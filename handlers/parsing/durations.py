"""How long something takes, as people write it: 90 min, 1h30, 1:30, 一个半小时, half an hour."""

import re

_HOUR = r"(?:hours?|hrs?|h|小时|个小时|个钟头?|钟头|stunden?|std)"
_MINUTE = r"(?:minutes?|mins?|min|m|分钟|分|minuten?)"
_FORMS = (
    re.compile(rf"([0-9]{{1,5}}(?:[.,][0-9]{{1,3}})?) ?{_HOUR}(?: ?(?:and|又|,|\+)? ?([0-9]{{1,4}}) ?{_MINUTE}?)?"),
    re.compile(rf"()([0-9]{{1,5}}) ?{_MINUTE}"),
    re.compile(r"([0-9]{1,3}):([0-5][0-9])"),
)
# In this order: a later line reads what an earlier one wrote.
_REWRITTEN = (
    (re.compile(r"([0-9]{1,3}) ?个半 ?(?=小时|钟头)"), r"\1.5"),
    (re.compile(r"\bhalf (?:an? )?hour\b|半 ?个?(?:小时|钟头)"), "0.5h"),
    (re.compile(r"\b(?:1 |a )?quarter (?:of )?(?:an )?hour\b|1 ?刻钟?"), "15min"),
    (re.compile(r"3 ?刻钟?"), "45min"),
    (re.compile(r"\ban? (?=hour|minute)"), "1 "),
    (re.compile(r"([0-9]{1,3}) ?(?:hours?|h) and (?:a )?half"), r"\1.5h"),
    (re.compile(r"([0-9]{1,3}) and a half(?= ?h)"), r"\1.5"),
    (re.compile(r"([0-9]{1,3}) ?个?(?:小时|钟头) ?半"), r"\1.5h"),
)


def duration_minutes(text: str) -> int | None:
    """Whole minutes read from plain text with digits; None where it has no unit and is not 1:30 either."""
    for pattern, written in _REWRITTEN:
        text = pattern.sub(written, text)
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            hours, minutes = match.groups()
            return round(float((hours or "0").replace(",", ".")) * 60) + int(minutes or 0)
    return None
