"""The time of day in an answer: a clock time, two of them, or a part of the day; whatever is left is the day."""

import re
from dataclasses import dataclass

from handlers.parsing.marks import JOIN, PERIODS
from rules.refusals import TimeNotUnderstood

OPENS, CLOSES = "08:00", "20:00"
WINDOWS = {"morning": ("08:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("18:00", "21:00")}

_PERIOD = rf"(?:{'|'.join(PERIODS)})"
_POINT = rf"(?:({_PERIOD}) *)?<([0-9]{{1,2}}):([0-9]{{2}})>(?: *({_PERIOD})(?! *<))?"
_RANGE = re.compile(rf"(?:\b(?:from|between) |从)? *{_POINT}{JOIN}{_POINT}")
_SINGLE = re.compile(_POINT)
_AFTER = re.compile(
    rf"\b(?:after|from) +{_POINT}(?: on(?:wards?)?\b)?|{_POINT} *(?:以后|之后|后|起|开始|onwards?|or later)"
)
_BEFORE = re.compile(rf"\b(?:before|by|until|till) +{_POINT}|{_POINT} *(?:以前|之前|前)")
_ALONE = re.compile(rf"{_PERIOD}|ANY")
_BESIDE = re.compile(rf"{_PERIOD} *<|> *{_PERIOD}")
_MARKS = re.compile(rf"<[0-9:]+>|\b(?:{_PERIOD}|ANY)\b")


@dataclass(frozen=True)
class _Point:
    """An hour as it was written: 9, 09 and 21 say different things about the half of the day."""

    hour: int
    minute: int
    period: str | None
    exact: bool

    def minutes(self, period: str | None) -> int:
        """Minutes after midnight, read in this part of the day; refuses what does not fit in it."""
        hour = self.hour
        if hour > 23 or self.minute > 59 or not _fits(hour, period):
            raise TimeNotUnderstood
        if period is None and not self.exact and 1 <= hour <= 5:
            hour += 12  # nobody asks a neighbour over at three in the night without saying so
        elif (period in ("PM", "AFTERNOON", "EVENING") and hour < 12) or (period == "NOON" and hour < 10):
            hour += 12
        elif period in ("AM", "NIGHT") and hour == 12:
            hour = 0
        return hour * 60 + self.minute


def peel(text: str) -> tuple[str | None, str]:
    """The time in a marked text (None if there is none) and the rest of the text; refuses two of them."""
    text = _with_its_period(text)
    for pattern, read in ((_RANGE, _range), (_AFTER, _after), (_BEFORE, _before), (_SINGLE, _single)):
        if match := pattern.search(text):
            return read(_points(match)), _rest(text, match)
    if match := _ALONE.search(text):
        return _alone(match.group()), _rest(text, match)
    return None, text


def written(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _with_its_period(text: str) -> str:
    """The part of the day brought to its hour: "half past nine tomorrow morning"."""
    periods = re.findall(rf"\b{_PERIOD}\b", text)
    if len(periods) != 1 or "<" not in text or _BESIDE.search(text):
        return text
    return text.replace(periods[0], "").replace("<", f"{periods[0]} <", 1)


def _fits(hour: int, period: str | None) -> bool:
    return {
        "NIGHT": hour <= 6 or hour == 12,
        "MORNING": 1 <= hour <= 12,
        "AM": 1 <= hour <= 12,
        "NOON": hour in (1, 2, 11, 12, 13, 14),
        "AFTERNOON": 1 <= hour <= 19,
        "PM": 1 <= hour <= 23,
        "EVENING": 5 <= hour <= 11 or hour >= 17,
    }.get(period or "", True)


def _points(match: re.Match[str]) -> list[_Point]:
    found = []
    groups = match.groups()
    for before, hour, minute, after in zip(groups[::4], groups[1::4], groups[2::4], groups[3::4], strict=True):
        if hour is None:
            continue
        if before and after and before != after:
            raise TimeNotUnderstood
        found.append(_Point(int(hour), int(minute), before or after, hour.startswith("0") or int(hour) > 12))
    return found


def _rest(text: str, match: re.Match[str]) -> str:
    rest = f"{text[:match.start()]} {text[match.end():]}"
    if _MARKS.search(rest):
        raise TimeNotUnderstood
    return rest


def _single(points: list[_Point]) -> str:
    return written(points[0].minutes(points[0].period))


def _range(points: list[_Point]) -> str:
    first, last = points
    for ours, theirs in _readings(first.period, last.period):
        try:
            start, end = first.minutes(ours), last.minutes(theirs)
        except TimeNotUnderstood:
            continue
        if start < end:
            return f"{written(start)}-{written(end)}"
    raise TimeNotUnderstood


def _readings(first: str | None, last: str | None) -> tuple[tuple[str | None, str | None], ...]:
    """What the parts of the day may be where one of two times names none: "3-5pm", "10am-2", 下午三点到五点, "9-5"."""
    if first and last:
        return ((first, last),)
    if first:
        return ((first, first), (first, None), (first, "PM"))
    if last:
        return ((last, last), (None, last), ("AM", last))
    return ((None, None), (None, "PM"))


def _after(points: list[_Point]) -> str:
    start = _single(points)
    return f"{start}-{CLOSES}" if start < CLOSES else start


def _before(points: list[_Point]) -> str:
    end = _single(points)
    if end <= OPENS:
        raise TimeNotUnderstood
    return f"{OPENS}-{end}"


def _alone(mark: str) -> str:
    if mark == "NOON":
        return "12:00"
    if mark.lower() in WINDOWS or mark == "ANY":
        return mark.lower()
    raise TimeNotUnderstood
