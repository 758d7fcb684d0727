"""Every week: ordered by itself two days ahead, once, and told; skipped, stopped, over, and what is in the way."""

import asyncio

from sqlalchemy import select

from handlers.standing_due import place_due
from storage import people, standing_orders
from storage.engine import reading, writing
from storage.schema import communities
from storage.schema import standing_orders as table
from tests.play import Seen
from tests.stories.test_off_the_list import remove_cleaning
from tests.town import PHONE, Town


async def weekly(town: Town, how_long: str = "A year, then ask me") -> Seen:
    """Anna's order for Tuesday, and from now on every Tuesday; the first is for 1 December."""
    await town.order()
    await town.anna.says("/mine")
    await town.anna.presses("Every week")
    await town.anna.sees("For how long, every week?")
    if how_long[0].isdigit() and "week" not in how_long:
        await town.anna.says(how_long)
    else:
        await town.anna.presses(how_long)
    await town.anna.sees("🧹 Cleaning every week, 9:00–11:00", "Days: Tuesday")
    await town.anna.presses("Send")
    return await town.anna.newest()


async def numbers(town: Town) -> int:
    """How many orders there are."""
    async with reading(town.house.app.engine) as connection:
        return int((await connection.execute(select(communities.c.next_number))).scalar_one()) - 1


async def test_it_is_placed_two_days_ahead_once_and_stopped_by_its_resident(town: Town) -> None:
    made = await weekly(town)
    assert "🧹 Cleaning, every Tuesday, 9:00–11:00. The first is for Tue 1 Dec" in made.text
    await town.house.later(days=5, hours=12)
    assert await numbers(town) == 1, "not yet"
    await town.house.later(hours=2)
    told = await town.anna.finds("E-0002 is out, as every week: 🧹 Cleaning, Tue 1 Dec, 9:00–11:00")
    assert told.labels == ["Cancel order", "Change details", "Stop the weekly orders"]
    assert "Claim" in (await town.green.card("E-0002")).labels
    app = town.house.app
    await asyncio.gather(*(app.desk.run(lambda turn: place_due(turn, 1)) for _ in range(3)))
    await town.house.later(hours=1)
    assert await numbers(town) == 2, "however often it is looked at"

    stranger = (await town.milan.says("/help")).id
    assert "cannot find this order" in str(await town.house.play.forge(town.milan.id, "v1|weekly_stop|1|0|", stranger))
    await town.anna.presses("Stop the weekly orders", on=told)
    await town.anna.sees("🧹 Cleaning is no longer ordered every week", "What is ordered already stays")
    assert "no longer ordered every week" in await town.anna.presses("Stop the weekly orders", on=told)
    await town.house.later(days=14)
    assert await numbers(town) == 2
    await town.anna.says("/again")
    assert "Every week" not in (await town.anna.newest()).text


async def test_weeks_without_the_bot_are_let_go_and_one_is_skipped(town: Town) -> None:
    await weekly(town)
    await town.house.later(days=34)
    assert await numbers(town) == 2, "no flood: only the one that comes"
    await town.anna.finds("E-0002 is out, as every week: 🧹 Cleaning, Tue 29 Dec")
    seen = await town.anna.says("/again")
    assert "🧹 Cleaning, every Tuesday, 9:00–11:00; next on Tue 5 Jan" in seen.text
    await town.anna.presses("Every week: 🧹 Cleaning")
    page = await town.anna.sees("Next for Tue 5 Jan; I order it on Sun 3 Jan. The last day is 23 Nov 2027")
    await town.anna.presses("Skip the next one")
    await town.anna.sees("Next for Tue 12 Jan")
    twice = await town.house.play.forge(town.anna.id, "v1|weekly_skip|1|1|", page.id)
    assert twice == town.house.app.words.toast("stale_button", {}, "en"), "pressed twice, one is skipped"
    await town.house.later(days=7)
    assert await numbers(town) == 2
    await town.house.later(days=7)
    await town.anna.finds("E-0003 is out, as every week: 🧹 Cleaning, Tue 12 Jan")


async def test_the_last_one_says_so_and_it_can_go_on(town: Town) -> None:
    await weekly(town, "1 December")
    await town.house.later(days=5, hours=14)
    told = await town.anna.finds("It was the last one. If it shall go on, press Every week.")
    assert told.labels[-1] == "Every week"
    await town.anna.presses("Every week", on=told)
    await town.anna.says("30 November")
    assert "none of the days you chose" in await town.anna.presses("Send")
    await town.anna.presses("✏️ Last day", "4 weeks", "Send")
    await town.anna.sees("The first is for Tue 8 Dec")
    await town.house.later(days=40)
    assert await numbers(town) == 2
    await town.anna.finds("🧹 Cleaning is no longer ordered every week: its last day is over.")


async def test_help_that_has_left_the_list_is_told_once_to_both(town: Town) -> None:
    await weekly(town)
    await remove_cleaning(town)
    for _ in range(2):
        await town.house.later(days=7)
    for who, words in ((town.anna, "I am sorry: 🧹 Cleaning is no longer"), (town.dora, "every week for Anna Lind")):
        assert len([seen for seen in await who.chat() if words in seen.text]) == 1
    assert await numbers(town) == 1
    async with reading(town.house.app.engine) as connection:
        (row,) = (await connection.execute(table.select())).all()
        assert (row.state, row.why, row.next_at) == ("stopped", "service_gone", None)
        assert await standing_orders.of_person(connection, row.person_id) == []


async def test_by_hand_for_the_same_time_is_pointed_out_and_nothing_is_ordered_for_who_is_gone(town: Town) -> None:
    await weekly(town)
    await town.order(when="1 December 10:00")
    await town.house.later(days=5, hours=14)
    await town.anna.finds("For this time you have asked for the same help already: E-0002")
    await town.dora.finds("E-0003")
    async with writing(town.house.app.engine) as connection:
        anna = await people.by_telegram(connection, town.anna.id)
        assert anna is not None
        await people.change(connection, anna.id, reachable=False)
    await town.house.later(days=7)
    await town.dora.finds("no longer ordered every week for Anna Lind: I cannot reach them")
    assert await numbers(town) == 3


async def test_it_is_looked_at_and_limited_as_if_by_hand(town: Town) -> None:
    """Words of crisis in it are read by a person first; and nobody has more open orders than by hand."""
    await town.order(details="I do not want to live any more")
    await town.dora.finds("Anna Lind")
    await town.anna.says("/mine")
    await town.anna.presses("Every week", "4 weeks", "Send")
    await town.house.later(days=5, hours=14)
    told = await town.anna.finds("The coordinators look at it first")
    assert (await town.view("E-0002")).state == "review"
    await town.anna.presses("Cancel order", on=told)
    await town.anna.presses("Skip")
    for number in range(10):
        await town.order(details=f"Window {number}", when="10 December 9 to 11", phone=PHONE)
    await town.house.later(days=7)
    await town.anna.finds("you have as many open orders as are possible")
    await town.dora.finds("who has too many open orders")
