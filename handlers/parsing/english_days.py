"""A day written in English, or in another language that dateparser knows: tomorrow, next Tuesday, Dec 16, in 3 days.

Dateparser reads almost anything ("tomorrow 12" is tomorrow, "16 dec 10" is in 2110), so only forms that say one thing
reach it in English, and in other languages every number must turn up again in its answer.
"""

import re
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from dateparser.date import DateDataParser

from handlers.parsing.dates import coming, coming_day, on_weekday
from rules.refusals import NoSuchDay, TimeNotUnderstood

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep oct nov dec"
).split()
_IN_FULL = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thur": "thursday",
    "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday", "sept": "sep",
    "tmr": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "tomo": "tomorrow",
}
_LONG_WORDS = (*_WEEKDAYS, "tomorrow", "yesterday", *(month for month in _MONTHS if len(month) > 4))
_FILLER = re.compile(r"\b(?:on|at|please|around|about|of|coming|the|from|for)\b|,")
_WEEKDAY, _MONTH = f"(?:{'|'.join(_WEEKDAYS)})", f"(?:{'|'.join(_MONTHS)})"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_RELATIVE = re.compile("today|tomorrow|day after tomorrow|yesterday|day before yesterday")
_AHEAD = re.compile(r"(?P<in>in )?(?:(?P<some>[0-9]{1,3})|an?) (?P<unit>days?|weeks?)(?P<then> now| today| later)?")
_NAMED = re.compile(rf"(?:(?P<which>next|this|last) )?(?P<weekday>{_WEEKDAY})")
_OF_MONTH = re.compile(rf"(?:(?P<weekday>{_WEEKDAY}) )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)")
_DATE = re.compile(rf"(?:(?P<weekday>{_WEEKDAY}) )?(?:{_DAY} {_MONTH}|{_MONTH} {_DAY})(?: [0-9]{{4}})?")
_WEEKS = {"next": 1, "this": 0, "last": -1, None: None}


def read_english_day(text: str, today: date) -> tuple[date, bool]:
    """The day in plain text with digits, and whether it is today named by its weekday alone; refuses the rest."""
    text = _in_full(text)
    if _RELATIVE.fullmatch(text) and (day := _asked(text, today, "en")):
        return day, False
    if match := _AHEAD.fullmatch(text):
        if not (match["in"] or match["then"]):
            raise TimeNotUnderstood  # "3 days" is how long, not when
        return today + timedelta(int(match["some"] or 1) * (7 if match["unit"].startswith("week") else 1)), False
    if match := _NAMED.fullmatch(text):
        return on_weekday(_WEEKDAYS.index(match["weekday"]), today, _WEEKS[match["which"]])
    return _dated(text, today), False


def read_foreign_day(text: str, today: date, language: str) -> date:
    """The day in another language, as dateparser reads it; refuses what may be guessed."""
    day = _asked(text, today, language)
    numbers = {int(number) for number in re.findall("[0-9]{1,9}", text)}
    if day is None or len(numbers) > 2:
        raise TimeNotUnderstood
    ahead = (day - today).days
    if not numbers <= {day.day, day.year} and not (len(numbers) == 1 and numbers <= {ahead, ahead / 7}):
        raise TimeNotUnderstood
    return day


def _in_full(text: str) -> str:
    text = re.sub(r"(?<=[a-z])[.-]?(?=[0-9])|(?<=[0-9])[.-]?(?=(?!st|nd|rd|th)[a-z])", " ", _FILLER.sub(" ", text))
    return " ".join(_mended(word.strip(".'-")) for word in text.split())


def _mended(word: str) -> str:
    """The word, with a slip of the pen mended where only one word can be meant: tommorow, wensday."""
    if word in _IN_FULL or len(word) < 6 or word in _LONG_WORDS:
        return _IN_FULL.get(word, word)
    near = get_close_matches(word, _LONG_WORDS, n=2, cutoff=0.8)
    return near[0] if len(near) == 1 else word


def _dated(text: str, today: date) -> date:
    if match := _OF_MONTH.fullmatch(text):
        day = coming_day(int(match["day"]), today)
    elif match := _DATE.fullmatch(text):
        found = _asked(text, today, "en")
        if found is None or found.day != int(match[2] or match[3]):
            raise NoSuchDay
        day = found if re.search("[0-9]{4}", text) else coming(found.month, found.day, today)
    else:
        raise TimeNotUnderstood
    if match["weekday"] and day.weekday() != _WEEKDAYS.index(match["weekday"]):
        raise TimeNotUnderstood
    return day


def _asked(text: str, today: date, language: str) -> date | None:
    """What dateparser says, where it says a day and not a month, a time or a day elsewhere."""
    parser = DateDataParser(
        languages=[language],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "future",
            "RETURN_TIME_AS_PERIOD": True,
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    found = parser.get_date_data(text)
    if found.date_obj is None or found.date_obj.tzinfo is not None or found.period not in ("day", "week"):
        return None
    return found.date_obj.date()
