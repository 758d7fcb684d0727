"""/hotline, and words of crisis: the numbers at once, a person told once, and nothing of what was written kept."""

from sqlalchemy import select

from storage.engine import reading
from storage.schema import journal, outbox
from tests.stories.looking import cards, desk
from tests.town import Town


async def test_the_numbers_of_the_community(town: Town) -> None:
    seen = await town.anna.says("/hotline")
    assert "12345 · Government service" in seen.text
    assert seen.labels[0] == "Copy 12345"
    assert "12355 · 青少年服务台" in (await town.wang.says("/hotline")).text


async def test_in_a_group_as_well(town: Town) -> None:
    seen = await town.boris.says("/hotline", at=town.green)
    assert "12345" in seen.text
    group = await desk(town)
    assert "12345" in (await town.dora.says("/hotline", at=group)).text


async def test_words_of_crisis_show_the_numbers_and_a_person_is_told(town: Town) -> None:
    await town.anna.says("I do not want to live any more")
    seen = await town.anna.sees("You need not be alone with it", "12356", "I have also told the coordinators")
    assert "Copy 12356" in seen.labels
    await town.dora.sees("Please get in touch with Anna Lind now")


async def test_they_are_told_once_an_hour_and_the_numbers_come_each_time(town: Town) -> None:
    await town.anna.says("I want to die")
    await town.anna.says("I want to die, really")
    shown = [seen for seen in await town.anna.chat() if "You need not be alone" in seen.text]
    assert len(shown) == 2
    assert len([seen for seen in await town.dora.chat() if "get in touch" in seen.text]) == 1
    await town.house.later(minutes=61)
    await town.anna.says("I want to die")
    assert len([seen for seen in await town.dora.chat() if "get in touch" in seen.text]) == 2


async def test_in_the_middle_of_a_dialog_the_dialog_goes_on(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("Wash the window, I want to die")
    assert [seen for seen in await town.anna.chat() if "On which day?" in seen.text]
    await town.anna.sees("You need not be alone with it")
    await town.dora.sees("Please get in touch with Anna Lind now")


async def test_what_was_written_is_not_kept(town: Town) -> None:
    await town.anna.says("I want to die in the blue room")
    async with reading(town.house.app.engine) as connection:
        rows = [*await connection.execute(select(journal.c.reason)), *await connection.execute(select(outbox.c.fields))]
    assert "blue room" not in str(rows)


async def test_a_coordinator_in_need_is_not_their_own_helper(town: Town) -> None:
    await town.coordinates(town.chen)
    await town.chen.says("I want to die")
    await town.dora.sees("Please get in touch with Chen Mei now")
    assert not [seen for seen in await town.chen.chat() if "get in touch with" in seen.text and "Chen" in seen.text]


async def test_the_coordinators_keep_the_list(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Hotlines", "Add a number")
    await town.dora.says("Doctor on call", "none", "400-161 9995")
    seen = await town.dora.sees("4001619995 · Doctor on call", "12345")
    assert "Remove 4001619995" in seen.labels
    await town.dora.presses("Remove 110")
    assert "110 ·" not in (await town.dora.newest()).text
    assert "110 ·" not in (await town.anna.says("/hotline")).text
    assert "out of date" in await town.dora.presses("Remove 110", on=seen)
    await town.dora.presses("The usual numbers")
    assert "Doctor" not in (await town.anna.says("/hotline")).text


async def test_a_number_that_is_none_is_asked_again(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Hotlines", "Add a number")
    await town.dora.says("Doctor on call", "call the doctor")
    await town.dora.sees("could not read that as a phone number", "12345")


async def test_a_community_writes_words_of_its_own(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Hotlines", "Words of crisis")
    await town.dora.sees("Now: suicide")
    await town.dora.says("very dark, 很黑")
    await town.dora.sees("2 words of crisis")
    await town.anna.says("It is VERY dark here")
    await town.anna.sees("You need not be alone with it")
    await town.milan.says("I want to die")
    assert not [seen for seen in await town.milan.chat() if "alone" in seen.text], "only their own words count now"
    await town.dora.presses("Words of crisis", "Skip")
    await town.milan.says("I want to die")
    await town.milan.sees("You need not be alone with it")


async def test_an_order_that_sounds_like_a_crisis_is_read_by_a_person_first(town: Town) -> None:
    code = await town.order(details="Somebody please come, I want to die")
    assert (await town.view(code)).state == "review"
    assert not await cards(town.green), "none goes out by itself"
    await town.anna.sees(f"{code} is with the coordinators")
    await town.dora.finds(code)


async def test_so_is_what_they_order_soon_after(town: Town) -> None:
    await town.anna.says("I want to die")
    assert (await town.view(await town.order())).state == "review"
    await town.house.later(minutes=61)
    assert (await town.view(await town.order(details="Rice and eggs"))).state == "open"
