"""Any text whatsoever is read or refused in words, and no time that is read lies in the past."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import parsing
from rules.refusals import Refusal
from tests.handlers.parsing.clocks import BERLIN, CHINA, NEW_YORK

WORDS = (
    "明天 后天 今晚 下周二 周五 周 礼拜天 12月16日 2月 31日 号 上午 下午 晚上 中午 凌晨 九 十 点 半 刻 三 "
    "到 至 后 前 以后 小时 分钟 全天 随时 年 月 日 个 大年 正月 腊月 初 除夕 冬至 廿 百 零 农历 过 现在 差 "
    "tomorrow today friday next this last at on from to between and after before now half past quarter "
    "morning afternoon evening noon night anytime in days weeks hours dec feb 31st am pm a.m. o'clock h t "
    "MORNING NOON ANY AM - – : ： . / , < > { 0 1 2 3 9 11 12 24 25 30 31 99 00 2026 2027 １ ½ 😀"
).split()
PHRASES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " "])), min_size=1, max_size=7).map(
    lambda parts: "".join(word + space for word, space in parts)
)
TEXTS = PHRASES | st.text(max_size=120)
MOMENTS = st.integers(1_767_225_600, 2_082_758_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))  # 2026–35
ZONES = st.sampled_from([CHINA, BERLIN, NEW_YORK, "UTC", "Africa/Cairo", "Pacific/Kiritimati", "Australia/Lord_Howe"])
LANGUAGES = st.sampled_from(["en", "zh_CN"])


@settings(max_examples=400, deadline=None)
@given(TEXTS, MOMENTS, ZONES, LANGUAGES)
def test_whatever_is_typed_for_a_day_is_to_come_or_refused(
    text: str, now: datetime, zone: str, language: str
) -> None:
    try:
        when = parsing.read_when(text, now, zone, language)
    except Refusal:
        return
    assert when.day == "now" or when.day >= now.astimezone(ZoneInfo(zone)).date().isoformat()
    if when.day == "now" or when.time is not None:
        found = parsing.span(when.day, when.time, now, zone)
        assert now <= found.starts_at < found.ends_at
        assert found.starts_at.utcoffset() == UTC.utcoffset(None)


@settings(max_examples=400, deadline=None)
@given(TEXTS, MOMENTS, ZONES, LANGUAGES, st.integers(0, 200))
def test_whatever_is_typed_for_a_time_is_to_come_or_refused(
    text: str, now: datetime, zone: str, language: str, ahead: int
) -> None:
    day = parsing.offered_days(now, zone, ahead + 1)[-1]
    try:
        time = parsing.read_time(text, day, now, zone, language)
    except Refusal:
        return
    assert now <= parsing.span(day, time, now, zone).starts_at


@pytest.mark.parametrize(
    "read",
    [
        lambda text: parsing.read_phone(text, "CN"),
        lambda text: parsing.read_phone(text, None),
        lambda text: parsing.read_text(text, 60),
        parsing.read_name,
        lambda text: parsing.read_zone(text, "zh_CN"),
        lambda text: str(parsing.read_count(text, 9)),
        lambda text: str(parsing.read_minutes(text, 1440)),
    ],
    ids=["phone", "phone without a region", "text", "name", "zone", "count", "minutes"],
)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_whatever_is_typed_for_anything_else_is_read_or_refused(read: Callable[[str], str], text: str) -> None:
    try:
        value = read(text)
    except Refusal:
        return
    assert value
    value.encode()  # a lone surrogate could be neither stored nor sent


@given(text=st.text(max_size=200))
def test_a_text_that_was_read_once_reads_the_same_again(text: str) -> None:
    try:
        once = parsing.read_text(text, 1000, words_needed=False)
    except Refusal:
        return
    assert parsing.read_text(once, 1000, words_needed=False) == once
