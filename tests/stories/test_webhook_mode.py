"""The same stories where Telegram delivers: the door keeps each update before it answers, on both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.databases import Place
from tests.house_of_paidan import House, open_house
from tests.stories import test_whole_loop_en as english
from tests.stories import test_whole_loop_zh as chinese
from tests.town import Town, open_town


@pytest.fixture
async def house(place: Place) -> AsyncIterator[House]:
    async with open_house(replace(place, webhook=True)) as opened:
        yield opened
        assert not await opened.play.calls(method="getUpdates")


@pytest.fixture
async def town(place: Place) -> AsyncIterator[Town]:
    async with open_town(replace(place, webhook=True)) as opened:
        yield opened
        await opened.keeps_private()


async def test_from_the_owner_link_to_the_passbook(house: House) -> None:
    await english.test_from_the_owner_link_to_the_passbook(house)


async def test_the_same_in_chinese(house: House) -> None:
    await chinese.test_from_the_owner_link_to_the_passbook_in_chinese(house)


async def test_of_two_who_press_at_once_one_is_told_who_was_faster(town: Town) -> None:
    code = await town.order()
    card = await town.green.card(code)
    for helper in (town.boris, town.chen):
        await town.house.play.press(helper.id, "Claim", chat=town.green.id, message=card.id, wait=0)
    await town.house.settled()
    (winner,) = (await town.view(code)).holding
    toasts = await town.house.play.calls(method="answerCallbackQuery")
    assert any(f"{winner.first_name} was faster" in str(each["params"]) for each in toasts)


async def test_every_update_that_comes_twice_does_nothing_twice(town: Town) -> None:
    await town.house.play.faults(duplicate=True, times=100)
    code = await town.order()
    assert code == "E-0001"
    await town.boris.presses("Claim", at=town.green)
    assert len((await town.view(code)).claims) == 1
    assert len([seen for seen in await town.boris.chat() if code in seen.text]) == 1


async def test_updates_that_overtake_each_other_lose_nobody(town: Town) -> None:
    await town.house.play.faults(reorder=True, delay_ms=50, times=2)
    everybody = (town.anna, town.boris, town.chen, town.milan)
    for who in everybody:
        await town.house.play.say(who.id, "/language")
    await town.house.settled()
    for who in everybody:
        assert await who.labels() == ["English", "中文"]
