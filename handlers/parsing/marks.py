"""Clock times and parts of the day in plain text, rewritten as marks: 明天下午三点半 becomes `明天 AFTERNOON <3:30>`.

The two libraries tried for whole answers lose times silently (to one "tomorrow at 9" has no time, to the other 明早八点
is today), so times are marked here, in both languages at once, and only the day is left to a library.
"""

import re
from collections.abc import Callable

PERIODS = ("NIGHT", "MORNING", "NOON", "AFTERNOON", "EVENING", "AM", "PM")
JOIN = r" *(?:-+|to|till|until|and|到|至) *"

_HOURS = "1[0-2]|[1-9]"
_Written = str | Callable[[re.Match[str]], str]


def _clock(hour: int | str, minute: int | str = 0) -> str:
    return f" <{hour}:{int(minute):02d}> "


def _of_the_day(match: re.Match[str]) -> str:
    return f"{match[1]}天 {'MORNING' if match[2] == '早' else 'EVENING'} "


def _part_of_day(match: re.Match[str]) -> str:
    return f" {match[1].upper()} "


def _chinese_clock(match: re.Match[str]) -> str:
    hour, half, quarters, minutes = match.groups()
    return _clock(hour, 30 if half else 15 * int(quarters) if quarters else minutes or 0)


def _past(match: re.Match[str]) -> str:
    return _clock(match[2], match[1])


def _short_of(match: re.Match[str]) -> str:
    """Ten to nine is 8:50; 10 to 12, and 5 to 7, are two hours, as our own example says "9 to 11"."""
    first, last = int(match[1]), int(match[2])
    two_hours = first in (5, 10) and (last > first or (first == 10 and last <= 6))
    if two_hours and "minutes" not in match[0]:
        return match[0]
    return _clock((int(match[2]) - 1) or 12, 60 - int(match[1]))


def _on_the_hour(match: re.Match[str]) -> str:
    return _clock(match[1])


def _between(match: re.Match[str]) -> str:
    return f"{_clock(match[1])}-{_clock(match[2])}"


# In this order: a later line reads what an earlier one wrote. Plain text is lower case, so marks are upper case.
_LINES: tuple[tuple[str, _Written], ...] = (
    (r"(?<=[0-9])t(?=[0-9]{2}:)", " "),
    (r"([今明后])[儿日](?:个(?!月))?", r"\1天"),
    (r"([今明后])(早|晚|夜)上?", _of_the_day),
    (r"凌晨", " NIGHT "),
    (r"1?大?清早|1大早|清晨|早晨|早上|上午|早间|午前", " MORNING "),
    (r"中午|正午|晌午", " NOON "),
    (r"午后|下午", " AFTERNOON "),
    (r"傍晚|晚上|晚间|夜里|夜晚", " EVENING "),
    (r"早(?=[0-9])", " MORNING "),
    (r"晚(?=[0-9]|$)", " EVENING "),
    (r"全天|1?整天|什么时[间候]都(?:可以|行|好)|(?:任[何意]时[间候]|随时)(?:都?(?:可以|行))?|都(?:可以|行)", " ANY "),
    (r"\btonight\b", "today EVENING "),
    (r"\bthis (?=morning|afternoon|evening)", "today "),
    (r"\b(?:(?:in|during) the )?(?:early |late )?(morning|afternoon|evening)\b", _part_of_day),
    (r"\b(?:at )?(?:noon|midday)\b", " NOON "),
    (r"\b(?:at |in the )?night\b", " EVENING "),
    (r"\b(?:any ?time(?: of (?:the )?day)?|all day(?: long)?|(?:the )?whole day|any hour|whenever)\b", " ANY "),
    (r"(?<=[0-9]) ?([ap])\.? ?m\b\.?", lambda match: f" {match[1].upper()}M "),
    (r"([0-9]{1,2}) ?[点时](?!间)[钟整]? ?(?:(半)|([13])刻|([0-9]{1,2})分?(?![0-9:天]))?", _chinese_clock),
    (rf"\b({_HOURS}) (?:thirty|30)\b(?! *(?:[a-z]*min|,?[0-9:]))", r" <\1:30> "),
    (rf"\bhalf past ({_HOURS})\b", r" <\1:30> "),
    (rf"\b(?:a )?quarter past ({_HOURS})\b", r" <\1:15> "),
    (r"\b(?:a )?quarter to (?=[0-9])", "15 to "),
    (rf"\b(5|10|20|25) (?:minutes )?past ({_HOURS})\b", _past),
    (rf"\b(5|10|15|20|25) (?:minutes )?to ({_HOURS})\b(?! ?[AP:.])", _short_of),
    (r"(?<![0-9:<])([0-9]{1,2}) ?: ?([0-9]{2})(?![0-9:])", r" <\1:\2> "),
    (r"\b([0-9]{1,2})h([0-9]{2})\b", r" <\1:\2> "),
    (r"\b([0-9]{1,2})\.([0-9]{2})(?= +[AP]M)", r" <\1:\2> "),
    (r"\bat ([0-9]{1,2})\.([0-9]{2})\b", r" <\1:\2> "),
    (r"\b([0-9]{1,2}) ?(?:o'? ?clock|uhr|h)\b", _on_the_hour),
    (r"(?<![0-9.:/-])([0-9]{1,2})(?= +[AP]M )", _on_the_hour),
    (r"(?<=-)([0-9]{1,2})(?= +[AP]M )", _on_the_hour),
    (rf"\b(?:between|from|从) ?([0-9]{{1,2}}){JOIN}([0-9]{{1,2}})(?![0-9:./-])\b", _between),
    (r"\bat ([0-9]{1,2})(?![0-9.:/])\b", _on_the_hour),
    (r"\b(before|after|until|till) ([0-9]{1,2})(?![0-9.:/])\b(?! *[a-z])", r"\1 <\2:00> "),
    (r"\b(before|after|until|till|from|to) +NOON\b(?! *<)", r"\1 <12:00> "),
    (r"NOON *(?=以前|之前|前|以后|之后|后)", "<12:00> "),
    (rf"(?<![0-9./-])([0-9]{{1,2}})(?={JOIN}(?:[A-Z]+ +)?<)", _on_the_hour),
    (r"((?:MORNING|NOON|AFTERNOON|EVENING) *)([0-9]{1,2})(?= *(?:-|to |到|至) *[0-9<]|,? |$)", r"\1<\2:00> "),
    (rf"(>(?: *[A-Z]+)?{JOIN}(?:[A-Z]+ +)?)([0-9]{{1,2}})(?![0-9./-])", r"\1<\2:00>"),
)
_REWRITTEN = tuple((re.compile(pattern), written) for pattern, written in _LINES)


def marked(text: str) -> str:
    """Plain text with digits, its clock times as `<h:mm>` and its parts of the day as one of PERIODS, or ANY."""
    for pattern, written in _REWRITTEN:
        text = pattern.sub(written, text)
    return re.sub(" +", " ", text).strip()
