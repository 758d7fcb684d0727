"""Times that cannot be: past, on no calendar, skipped by the clocks, too far ahead, or no time at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.schema import orders
from tests.databases import Place
from tests.stories.siege import DOOR, Siege, besieged


async def refused(siege: Siege, sentences: dict[str, str]) -> None:
    """Each of these is refused with its sentence, and the question stands."""
    before = await siege.drafted("order")
    assert before is not None
    for text, words in sentences.items():
        seen = await siege.say("anna", text)
        assert seen is not None
        assert words in seen.text.split("\n")[0], f"{text!r}: {seen.text!r}"
        kept = await siege.drafted("order")
        assert kept is not None
        assert kept["answers"] == before["answers"], text


async def sent(siege: Siege, *answers: str) -> dict[str, Any]:
    """The order that comes of these answers to the question for the day, sent; its row."""
    await siege.ask(until="day")
    await siege.answers("anna", *answers, DOOR, "Eastgate", ".Skip", ".1", ".Send")
    return (await siege.rows(orders))[-1]


async def test_days_that_are_over_do_not_exist_or_are_no_days(siege: Siege) -> None:
    await siege.ask(until="day")
    passed = "That time has passed. Choose one after 20:05 on Mon 23 Nov."
    await refused(siege, {
        "yesterday": passed, "2026-11-22": passed, "today 8:00": passed, "23 November 10am": passed,
        "2025-12-24": passed,
        "31 February": "The calendar has no such day.", "30.02.2027": "The calendar has no such day.",
        "29 February 2027": "The calendar has no such day.", "2027-13-01": "calendar",
        "1 January 2028": "too far ahead", "2027-11-23": "too far ahead", "9999-12-31": "too far ahead",
        "when the moon is blue": "could not read a day", "25:99": "could not read", "tomorrow 26:00": "could not read",
        "9" * 60: "could not read", "0000-00-00": "calendar", "-1": "could not read", "🕘": "no words",
        "tomorrow yesterday": "could not read", "in 99999999999 days": "could not read",
    })  # fmt: skip


async def test_the_same_in_chinese(siege: Siege) -> None:
    await siege.forge("anna", "v1|lang|0|0|zh_CN")
    await siege.say("anna", "/order")
    await siege.press("anna", siege.label("myself", language="zh_CN"))
    await siege.answers("anna", ".🧹", "擦窗户")
    no_day = siege.toast("no_such_day", language="zh_CN")
    await refused(siege, {"2月31日": no_day, "二月三十日": no_day, "明年2月29号": no_day, "2027年13月1日": ""})
    passed = (await siege.answers("anna", "昨天")).text.split("\n")[0]
    assert "20:05" in passed
    assert (await siege.answers("anna", "前天上午")).text.split("\n")[0] == passed
    confused = siege.toast("time_not_understood", language="zh_CN")
    await refused(siege, {"明天二十五点": confused, "月亮蓝的时候": confused, "百年以后": ""})


async def test_tomorrow_on_both_sides_of_local_midnight(siege: Siege) -> None:
    for hours, day in ((3.5, 24), (1.0, 25)):  # 23:30 on Monday there, then 0:30 on Tuesday: both Monday in UTC
        siege.house.clock.put_forward(timedelta(hours=hours))
        row = await sent(siege, "tomorrow 9:00")
        assert row["starts_at"] == datetime(2026, 11, day, 1, 0, tzinfo=UTC)
        assert f"{day} Nov, 9:00" in (await siege.card()).text
    await siege.ask(until="day")
    await refused(siege, {"today 0:10": "has passed", "yesterday": "has passed"})
    assert (await siege.last("anna")).labels[1] == "Today"


async def test_an_hour_that_the_clocks_skip(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    async with besieged(place, caplog, zone="Europe/Berlin", start=saturday) as siege:
        await siege.ask(until="day")
        await refused(siege, {"tomorrow 02:30": "That time does not exist", "28.3. 02:00": "does not exist"})
        await siege.answers("anna", "28 March")
        await refused(siege, {"02:30": "does not exist", "02:00-02:59": "does not exist"})
        await siege.say("anna", "/cancel")
        row = await sent(siege, "tomorrow 9:00")
        assert row["starts_at"] == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)
        assert "Sun 28 Mar, 9:00" in (await siege.card()).text


async def test_an_hour_that_comes_twice(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    async with besieged(place, caplog, zone="Europe/Berlin", start=saturday) as siege:
        row = await sent(siege, "tomorrow 02:30")
        assert row["starts_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two
        row = await sent(siege, "tomorrow 9:00")
        assert row["starts_at"] == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)
        await siege.house.later(hours=12.75)  # 2:45 in summer time, so only the second one is left
        row = await sent(siege, "today 02:30")
        assert row["starts_at"] == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


async def test_a_draft_whose_today_is_over_when_it_is_sent(siege: Siege) -> None:
    await siege.ask(until="day")
    await siege.answers("anna", "today 22:00", DOOR, "Eastgate", ".Skip", ".1")
    await siege.house.later(days=1)
    assert "has passed, so nothing was sent" in await siege.press("anna", "Send")
    assert not await siege.count(orders)
    await siege.answers("anna", ".✏️ Day", "tomorrow 9:00")
    await siege.press("anna", "Send")
    assert [row["starts_at"] for row in await siege.rows(orders)] == [datetime(2026, 11, 25, 1, 0, tzinfo=UTC)]


async def test_a_draft_whose_today_is_over_when_it_is_taken_up_again(siege: Siege) -> None:
    await siege.ask(until="day")
    await siege.press("anna", "Today")
    await siege.house.later(days=1)
    seen = await siege.answers("anna", "21:00")  # of a day that is over: the day is asked for again
    assert "That time has passed." in seen.text
    assert "On which day?" in seen.text
    await siege.answers("anna", ".Today", "21:00", DOOR, "Eastgate", ".Skip", ".1", ".Send")
    assert [row["starts_at"] for row in await siege.rows(orders)] == [datetime(2026, 11, 24, 13, 0, tzinfo=UTC)]


async def test_buttons_of_yesterday(siege: Siege) -> None:
    await siege.ask(until="day")
    await siege.house.later(days=1)
    await siege.press("anna", "Today")  # which was Monday
    seen = await siege.last("anna")
    assert "That time has passed." in seen.text
    assert "On which day?" in seen.text
    await siege.press("anna", "Today")
    await siege.house.later(hours=3)
    await siege.press("anna", "Evening")
    await siege.answers("anna", DOOR, "Eastgate", ".Skip", ".1")
    assert "nothing was sent" in await siege.press("anna", "Send")
    assert not await siege.count(orders)
    await siege.answers("anna", ".✏️ Day", ".Now")
    await siege.press("anna", "Send")
    assert await siege.count(orders) == 1
