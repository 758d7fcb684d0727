"""When, typed in Chinese on Friday 20 November 2026 at 14:10 in Shanghai."""

import pytest

from handlers.parsing import When, read_when
from rules.refusals import EmptyAnswer, NoSuchDay, Refusal, TimeNotUnderstood, TimePassed, TimeTooFar
from tests.handlers.parsing.clocks import CHINA, FRIDAY, TODAY, TOMORROW, utc

DAYS = {
    "今天": TODAY, "明天": TOMORROW, "明日": TOMORROW, "明儿": TOMORROW, "后天": "2026-11-22", "後天": "2026-11-22",
    "大后天": "2026-11-23", "周六": TOMORROW, "周日": "2026-11-22", "星期天": "2026-11-22", "周一": "2026-11-23",
    "礼拜三": "2026-11-25", "周五": TODAY, "这周六": TOMORROW, "本周日": "2026-11-22", "下周二": "2026-11-24",
    "下個星期三": "2026-11-25", "下下周一": "2026-11-30", "下礼拜天": "2026-11-29", "12月16日": "2026-12-16",
    "十二月十六号": "2026-12-16", "１２月１６日": "2026-12-16", "12月16日（周三）": "2026-12-16", "12/16": "2026-12-16",
    "2026年12月1日": "2026-12-01", "2026-12-01": "2026-12-01", "1月5日": "2027-01-05", "明年1月3日": "2027-01-03",
    "25号": "2026-11-25", "二十号": TODAY, "16号": "2026-12-16", "下个月3号": "2026-12-03", "三天后": "2026-11-23",
    "一周后": "2026-11-27", "两个星期之后": "2026-12-04", "元旦": "2027-01-01", "冬至": "2026-12-22",
    "春节": "2027-02-06", "除夕": "2027-02-05", "大年三十": "2027-02-05", "大年初一": "2027-02-06",
    "腊八节": "2027-01-15",
    "腊月二十三": "2027-01-30", "腊月廿三": "2027-01-30", "正月十五": "2027-02-20", "农历十一月初五": "2026-12-13",
    "圣诞节": "2026-12-25", "明天吧": TOMORROW, "想明天，可以吗？": TOMORROW, "明天😀": TOMORROW,
}  # fmt: skip

DAYS_WITH_TIMES = {
    "明天上午九点": (TOMORROW, "09:00"), "明天9点": (TOMORROW, "09:00"), "明早八点": (TOMORROW, "08:00"),
    "明晚7点": (TOMORROW, "19:00"), "今晚": (TODAY, "evening"), "明早": (TOMORROW, "morning"),
    "明天上午": (TOMORROW, "morning"), "后天下午": ("2026-11-22", "afternoon"), "明天中午": (TOMORROW, "12:00"),
    "明天中午十二点半": (TOMORROW, "12:30"), "明天下午1点": (TOMORROW, "13:00"),
    "后天晚上8点半": ("2026-11-22", "20:30"),
    "周五下午三点到五点": (TODAY, "15:00-17:00"), "周五9点-11点": ("2026-11-27", "09:00-11:00"),
    "周五十点": ("2026-11-27", "10:00"), "下周二下午三点": ("2026-11-24", "15:00"),
    "周六 9-11": (TOMORROW, "09:00-11:00"),
    "12月16日 上午10:30": ("2026-12-16", "10:30"), "十二月十六号上午十点半": ("2026-12-16", "10:30"),
    "明天九點半": (TOMORROW, "09:30"), "明天早上七点一刻": (TOMORROW, "07:15"), "明天八点三刻": (TOMORROW, "08:45"),
    "明天下午2点20": (TOMORROW, "14:20"), "明天下午两点二十分": (TOMORROW, "14:20"),
    "明天１５：３０": (TOMORROW, "15:30"),
    "明天上午9点到下午2点": (TOMORROW, "09:00-14:00"), "明天上午10点-12点": (TOMORROW, "10:00-12:00"),
    "明天早上8點半到10點": (TOMORROW, "08:30-10:00"), "明天上午9点左右": (TOMORROW, "09:00"),
    "明天下午三点以后": (TOMORROW, "15:00-20:00"), "明天中午以前": (TOMORROW, "08:00-12:00"),
    "明天一整天": (TOMORROW, "any"), "明天什么时候都行": (TOMORROW, "any"),
    "11月24日 周二 9:00–11:00": ("2026-11-24", "09:00-11:00"),
    "元旦上午九点": ("2027-01-01", "09:00"), "星期六 上午 十点": (TOMORROW, "10:00"),
    "tomorrow 下午3点": (TOMORROW, "15:00"),
    "明天 9am": (TOMORROW, "09:00"), "凌晨三点明天": (TOMORROW, "03:00"),
}  # fmt: skip

TIMES_OF_TODAY = {
    "下午三点": "15:00", "三点": "15:00", "下午3:30": "15:30", "晚上八点": "20:00", "傍晚": "evening",
    "下午": "afternoon",
    "晚上7点到9点": "19:00-21:00", "下午2点20到4点": "14:20-16:00", "今天下午4点前": "08:00-16:00", "随时": "any",
    "两小时后": "16:10", "半小时后": "14:40", "过半小时": "14:40", "一个半小时以后": "15:40", "一刻钟后": "14:25",
    "15：30": "15:30",
}  # fmt: skip

REFUSED: dict[type[Refusal], tuple[str, ...]] = {
    TimePassed: (
        "昨天", "前天", "上周五", "这周三", "11月19日", "9点", "九点半", "今天上午九点", "中午", "上午9点-11点",
        "今早", "2020年1月1日",
    ),
    NoSuchDay: ("2月31日", "4月31日", "2月29日", "13月5日", "12月45日", "31号", "2027年2月30日 上午", "正月三十五"),
    TimeTooFar: ("2028年1月1日", "国庆节", "二百天后", "7月1日"),
    TimeNotUnderstood: (
        "你好", "买米五公斤", "12", "138 0013 8000", "移动4/5G", "周末", "下周", "月底", "周八", "25点", "明天25点",
        "明天9:75",
        "三四点", "晚上12点", "明天差一刻九点", "明天买米", "明天或者后天", "明天后天", "每周五下午四点", "三天",
        "过两天", "明天上午或下午",
        "12月16日（周二）", "不是明天", "上午13点", "晚上2点", "明天下午五点到三点", "早上好", "点", "年月日",
        "去年12月3号",
    ),
    EmptyAnswer: ("", "   ", "\u200b", "😀", "。。。", "？"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_a_day_in_chinese(typed: str, day: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "zh_CN") == When(day)


@pytest.mark.parametrize(("typed", "when"), DAYS_WITH_TIMES.items())
def test_a_day_with_its_time_in_chinese(typed: str, when: tuple[str, str]) -> None:
    assert read_when(typed, FRIDAY, CHINA, "zh_CN") == When(*when)


@pytest.mark.parametrize(("typed", "time"), TIMES_OF_TODAY.items())
def test_a_time_alone_in_chinese_is_todays(typed: str, time: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "zh_CN") == When(TODAY, time)


@pytest.mark.parametrize("typed", ["现在", "马上", "尽快", "立刻", "现在就要", "越快越好", "急"])
def test_now_in_chinese(typed: str) -> None:
    assert read_when(typed, FRIDAY, CHINA, "zh_CN") == When("now")


@pytest.mark.parametrize(
    ("refusal", "typed"), [(refusal, text) for refusal, texts in REFUSED.items() for text in texts]
)
def test_what_cannot_be_taken_in_chinese_is_refused(refusal: type[Refusal], typed: str) -> None:
    with pytest.raises(refusal):
        read_when(typed, FRIDAY, CHINA, "zh_CN")


def test_chinese_is_read_for_a_person_whose_language_is_english() -> None:
    assert read_when("明天上午九点", FRIDAY, CHINA, "en") == When(TOMORROW, "09:00")


def test_figures_are_month_and_day_to_a_chinese_reader() -> None:
    assert read_when("1/2", FRIDAY, CHINA, "zh_CN") == When("2027-01-02")
    assert read_when("12.3", FRIDAY, CHINA, "zh_CN") == When("2026-12-03")


def test_a_refusal_for_the_past_says_from_when_on_it_would_do() -> None:
    with pytest.raises(TimePassed) as refusal:
        read_when("今天上午九点", FRIDAY, CHINA, "zh_CN")
    assert refusal.value.earliest == int(utc("2026-11-20 06:15").timestamp())


def test_the_weekday_of_today_is_today_until_its_time_is_over() -> None:
    assert read_when("周五下午四点", FRIDAY, CHINA, "zh_CN") == When(TODAY, "16:00")
    assert read_when("周五上午九点", FRIDAY, CHINA, "zh_CN") == When("2026-11-27", "09:00")
