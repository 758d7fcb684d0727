"""Everybody hears their own language, a group has one, and Telegram offers the commands in each."""

from collections.abc import AsyncIterator

import pytest

from handlers import commands
from tests.databases import Place
from tests.play import Json
from tests.town import Group, Somebody, Town, open_town


@pytest.fixture
async def wenfeng(place: Place) -> AsyncIterator[Town]:
    """The same town, which speaks Chinese."""
    async with open_town(place, language="zh_CN") as opened:
        yield opened


async def offered(somebody: Somebody, at: Group | None = None) -> dict[str, str]:
    """The commands that Telegram shows this person."""
    shown: Json = await somebody.house.play.get(f"chats/{at.id if at else somebody.id}", as_=somebody.id)
    return {each["command"]: each["description"] for each in shown["commands"]}


async def test_language_is_chosen_and_stays(town: Town) -> None:
    asked = await town.anna.says("/language")
    assert asked.labels == ["English", "中文"]
    await town.anna.presses("中文")
    chosen = await town.anna.sees("中文")
    assert chosen.id == asked.id, "the answer stands in place of the question"
    assert "我要求助" in chosen.labels

    assert "请问是谁需要帮忙？" in (await town.anna.says("/order")).text
    await town.anna.presses("我自己", "🧹 助洁")
    await town.anna.says("Wash the window")
    await town.anna.says("/language")
    await town.anna.presses("English")
    await town.anna.sees("English")
    await town.anna.says("tomorrow 9 to 11")
    await town.anna.sees("Where should the helper come?")


async def test_telegrams_language_counts_until_one_is_chosen(town: Town) -> None:
    """王桂兰's Telegram is in Chinese, Anna's in English; one in French hears what the community speaks."""
    assert "我要求助" in (await town.wang.says("/help")).text
    assert "ask for help" in (await town.anna.says("/help")).text
    play = town.house.play
    for code, words in (
        ("fr", "for neighbours in Wenfeng"),
        ("zh-TW", "Wenfeng"),
        ("en-GB", "for neighbours in Wenfeng"),
    ):
        somebody = Somebody(town.house, await play.person("Claire", code), "Claire")
        await somebody.opens("com_wenfeng")
        await somebody.sees(words)


async def test_a_french_telegram_hears_the_communitys_chinese(wenfeng: Town) -> None:
    claire = Somebody(wenfeng.house, await wenfeng.house.play.person("Claire", "fr"), "Claire")
    await claire.opens("com_wenfeng")
    await claire.sees("文峰社区")
    assert "我要求助" in await claire.labels()


async def test_the_group_speaks_its_communitys_language_whoever_presses(wenfeng: Town) -> None:
    await wenfeng.order()
    card = await wenfeng.green.card("E-0001")
    assert "E-0001 · 助洁" in card.text
    assert "11月24日 周二 9:00–11:00" in card.text
    assert card.labels == ["我来"]
    toast = await wenfeng.boris.presses("我来", at=wenfeng.green)
    assert toast.startswith("E-0001 is yours"), "the toast is for Boris alone, so it is in his language"
    assert "Boris 接了" in (await wenfeng.green.card("E-0001")).text
    await wenfeng.boris.sees("You have E-0001: 🧹 Cleaning")
    late = await wenfeng.liu.presses("我来", on=card, at=wenfeng.green)
    assert "Boris" in late
    assert "faster" not in late


async def test_an_english_order_is_read_by_a_chinese_helper(town: Town) -> None:
    await town.order()
    await town.liu.presses("Claim", at=town.green)
    await town.liu.sees("您接了 E-0001：🧹 助洁，11月24日 周二 9:00–11:00", "Anna Lind")
    await town.anna.sees("刘洋 will come for E-0001")


async def test_telegram_offers_the_commands_by_language_and_place(town: Town) -> None:
    private = await offered(town.anna)
    assert tuple(private) == commands.PRIVATE
    assert private["order"] == "Ask for help"
    chinese = await offered(town.wang)
    assert tuple(chinese) == commands.PRIVATE
    assert chinese["order"] == "我要求助"
    assert tuple(await offered(town.boris, town.green)) == commands.GROUP
    assert (await offered(town.liu, town.green))["bind"] != (await offered(town.boris, town.green))["bind"]


async def test_every_offered_command_is_answered(town: Town) -> None:
    for command in commands.PRIVATE:
        before = len(await town.dora.chat())
        await town.dora.says(f"/{command}")
        assert len(await town.dora.chat()) > before, f"/{command} is not answered"
        await town.dora.says("/cancel")


async def test_buttons_typed_as_words_work_in_either_language(town: Town) -> None:
    await town.anna.says("Ask for help")
    await town.anna.sees("Who needs help?")
    await town.anna.says("myself", "🧹 cleaning")
    await town.anna.sees("What exactly should be done?")
    await town.anna.says("取消")
    await town.anna.sees("Cancelled")
    await town.wang.says("Ask for help")
    await town.wang.sees("请问是谁需要帮忙？")
