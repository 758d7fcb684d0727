"""A day written in Chinese: 后天, 下周二, 十二月十六号, 腊月二十三, 冬至.

Our own, because no library on offer is fit: JioNLP needs a segmenter under the GPL (jiojio), 100 MB of downloads and
an installation it can write to, and takes 周六 said on a Friday for the Saturday after next; dateparser knows no 下周二
and no 16号. The lunar calendar and the festivals are Borax's.
"""

import re
from datetime import date, timedelta
from functools import cache

from borax.calendars.festivals2 import Festival, FestivalLibrary
from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

from handlers.parsing.dates import coming, coming_day, existing, on_weekday
from handlers.parsing.plain import with_digits
from rules.refusals import NoSuchDay, TimeNotUnderstood

_RELATIVE = {"今天": 0, "当天": 0, "明天": 1, "后天": 2, "大后天": 3, "昨天": -1, "前天": -2, "大前天": -3}
_WEEK = r"(?:周|星期|礼拜)"
_AHEAD = re.compile(rf"(?:再?过)?([0-9]{{1,3}})(天|个?{_WEEK})(?:以后|之后|后)")
_WEEKDAY = re.compile(rf"([这本今]|下{{0,9}}|上{{1,9}})个?{_WEEK}([1-6日天7])")
_MONTH_DAY = re.compile(r"(今年|明年|[0-9]{4}年)?([0-9]{1,2})月([0-9]{1,2})[日号]?")
_DAY = re.compile(r"(这个?月|本月|下个?月)?([0-9]{1,2})[日号]")
_LUNAR = re.compile(r"(?:农历|阴历)?(大年|年|正月|冬月|腊月|[0-9]{1,2}月)初?([0-9]{1,2})日?")
_LUNAR_MONTHS = {"大年": 1, "年": 1, "正月": 1, "冬月": 11, "腊月": 12}
_FILLER = re.compile(r"[ ,]|请|在|的|吧|就|大约|大概|左右|那天")
_MOST_DAYS_AHEAD = 400  # enough to be refused as too far


def read_chinese_day(text: str, today: date) -> tuple[date, bool]:
    """The day in plain text with digits, and whether it is today named by its weekday alone; refuses the rest."""
    text = _FILLER.sub("", text)
    dated = re.search("[月号日]", re.sub(rf"{_WEEK}[日天]", "", text))
    named = re.search(rf"{_WEEK}([1-6日天7])", text) if dated else None
    if named:
        text = text.replace(named.group(), "")
    day = _relative(text, today) or _calendar(text, today) or _lunar(text, today) or _festival(text, today)
    if day is None:
        return _on_weekday(text, today)
    if named and day.weekday() != _number(named[1]):
        raise TimeNotUnderstood
    return day, False


def _relative(text: str, today: date) -> date | None:
    if text in _RELATIVE:
        return today + timedelta(_RELATIVE[text])
    if match := _AHEAD.fullmatch(text):
        days = int(match[1]) * (1 if match[2] == "天" else 7)
        return today + timedelta(min(days, _MOST_DAYS_AHEAD))
    return None


def _calendar(text: str, today: date) -> date | None:
    if match := _MONTH_DAY.fullmatch(text):
        year, month, day = match[1], int(match[2]), int(match[3])
        if year is None:
            return coming(month, day, today)
        return existing({"今年": today.year, "明年": today.year + 1}.get(year) or int(year[:4]), month, day)
    if match := _DAY.fullmatch(text):
        return coming_day(int(match[2]), today, None if match[1] is None else int(match[1].startswith("下")))
    return None


def _lunar(text: str, today: date) -> date | None:
    match = _LUNAR.fullmatch(text)
    if match is None:
        return None
    month, day = _LUNAR_MONTHS.get(match[1]) or int(match[1][:-1]), int(match[2])
    if match[1] in ("大年", "年") and day == 30:
        return _festival("除夕", today)  # the last day of the year, also when it is the 29th
    year = LunarDate.from_solar(today).year
    for candidate in (year, year + 1):
        try:
            solar: date = LunarDate(candidate, month, day).to_solar_date()
        except InvalidLunarDateError:
            continue
        if solar >= today:
            return solar
    raise NoSuchDay


def _festival(text: str, today: date) -> date | None:
    festival = _festivals().get(text.removesuffix("节"))
    days = festival.list_days(start_date=today, count=1) if festival else []
    return days[0].solar if days else None


@cache
def _festivals() -> dict[str, Festival]:
    return {with_digits(festival.name).removesuffix("节"): festival for festival in FestivalLibrary.load_builtin()}


def _on_weekday(text: str, today: date) -> tuple[date, bool]:
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        raise TimeNotUnderstood
    weekday, which = _number(match[2]), match[1]
    if not which:
        return on_weekday(weekday, today)
    return on_weekday(weekday, today, -len(which) if "上" in which else which.count("下"))


def _number(weekday: str) -> int:
    return 6 if weekday in "日天7" else int(weekday) - 1
