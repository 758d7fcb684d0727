"""How many helpers, and how many minutes."""

import pytest

from handlers.parsing import read_count, read_minutes
from handlers.parsing.counts import read_cost
from rules.refusals import BadCount, BadMinutes, BadValue, EmptyAnswer


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1", 1), ("9", 9), ("２", 2), ("two", 2), ("Three.", 3), ("两个", 2), ("兩個", 2), ("三人", 3), ("3人", 3),
        ("三个人", 3), ("一位", 1),
        ("两名志愿者", 2), ("九", 9), ("just one", 1), ("2 people", 2), ("1 helper", 1), ("只要一个", 1), ("③", 3),
        ("٣", 3),
    ],
)  # fmt: skip
def test_a_count_of_people(typed: str, count: int) -> None:
    assert read_count(typed, 9) == count


@pytest.mark.parametrize("typed", ["0", "10", "-2", "2.5", "2 or 3", "many", "十", "两三个", "1e0", "9" * 50, "½"])
def test_what_is_no_count_from_one_to_nine_is_refused(typed: str) -> None:
    with pytest.raises(BadCount) as refusal:
        read_count(typed, 9)
    assert refusal.value.most == 9


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90), ("９０", 90), ("1", 1), ("two", 2), ("1440", 1440), ("90 min", 90), ("90 minutes", 90),
        ("140分钟", 140), ("九十分钟", 90), ("一百二十分钟", 120),
        ("1h30", 90), ("1:30", 90), ("1：30", 90), ("2 h 20 min", 140), ("2h20m", 140), ("1 hr 30 mins", 90),
        ("1 hour 5", 65), ("2h", 120), ("24h", 1440),
        ("two hours", 120), ("an hour", 60), ("an hour and a half", 90), ("2 and a half hours", 150),
        ("half an hour", 30), ("1.5 hours", 90), ("1,5 h", 90),
        ("1½ hours", 90), ("½ hour", 30), ("quarter of an hour", 15), ("about 2 hours", 120), ("1小时20分", 80),
        ("1个小时20分钟", 80), ("一个半小时", 90),
        ("两个半小时", 150), ("半小时", 30), ("半个小时", 30), ("半个钟头", 30), ("两小时", 120),
        ("两个小时二十分钟", 140), ("3个小时半", 210),
        ("一小时零五分", 65), ("一刻钟", 15), ("三刻钟", 45), ("大约两小时", 120), ("2小时左右", 120),
        ("用了40分钟", 40),
    ],
)  # fmt: skip
def test_a_number_of_minutes(typed: str, minutes: int) -> None:
    assert read_minutes(typed, 1440) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        "0", "-5", "1441", "25 hours", "24h 1min", "0 min", "0:00", "1.5", "1:75", "90 s", "hello", "一百二", "1e3",
        "9" * 50, "1-2 hours", "1 or 2 hours",
        "3 days", "9:00-11:00", "half", "小时", "1小时-20分",
    ],
)  # fmt: skip
def test_what_is_no_number_of_minutes_up_to_a_day_is_refused(typed: str) -> None:
    with pytest.raises(BadMinutes) as refusal:
        read_minutes(typed, 1440)
    assert refusal.value.most == 1440


@pytest.mark.parametrize("typed", ["", "  ", "👍"])
def test_nothing_is_no_count_and_no_minutes(typed: str) -> None:
    with pytest.raises(EmptyAnswer):
        read_count(typed, 9)
    with pytest.raises(EmptyAnswer):
        read_minutes(typed, 1440)


@pytest.mark.parametrize(
    ("text", "cost"),
    [("200", 200), ("1,500", 1500), ("2 000", 2000), ("约200元", 200), ("¥300", 300), ("about 80 yuan", 80), ("0", 0),
     ("二百", 200), ("１２０", 120)],
)  # fmt: skip
def test_about_how_much_it_costs(text: str, cost: int) -> None:
    assert read_cost(text, 2000) == cost


@pytest.mark.parametrize("text", ["-5", "9.50", "2001", "a lot", "10 to 20", "10 20"])
def test_what_is_no_whole_sum_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_cost(text, 2000)
