"""Same as last time: all answers stand but when, and what has changed since is seen to."""

from tests.stories.test_off_the_list import remove_cleaning
from tests.town import DOOR, Town


async def test_the_last_order_once_more_asks_only_when(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Confirm", "Cancel")
    seen = await town.anna.says("/mine")
    assert seen.labels == ["Ask for help", "Same as last time: 🧹 Cleaning", "Earlier orders"]
    await town.anna.presses("Same as last time: 🧹 Cleaning")
    await town.anna.sees("All the same as in E-0001", "On which day?")
    await town.anna.says("Wednesday 9 to 11")
    await town.anna.sees("The same helper as last time?")
    await town.anna.presses("Anybody")
    await town.anna.sees("Is everything right?", "Wash the kitchen window", DOOR, "Wed 25 Nov", "138 0013 8000")
    assert "E-0002 is sent" in await town.anna.presses("Send")
    view = await town.view("E-0002")
    assert (view.details, view.door, view.helpers) == ("Wash the kitchen window", DOOR, 1)
    assert "E-0002" in (await town.green.card("E-0002")).text


async def test_from_the_list_of_earlier_orders_with_a_draft_that_waits(town: Town) -> None:
    for details in ("Wash the windows", "Wash the stairs"):
        await town.order(details=details)
        await town.anna.says("/mine")
        await town.anna.presses("Cancel order", "Skip")
    seen = await town.anna.says("/again")
    assert seen.text.splitlines()[0] == "Earlier:"
    assert [label.partition(" ·")[0] for label in seen.labels] == ["E-0002", "E-0001"]
    await town.anna.presses("E-0001 · 🧹 Cleaning")
    assert (await town.anna.newest()).labels == ["Same as last time", "Every week"]
    page = await town.anna.newest()
    await town.anna.says("/order")
    await town.anna.presses("Myself")
    await town.anna.presses("Same as last time", on=page)
    await town.anna.sees("You have begun an order")
    assert await town.anna.labels() == ["Go on with it", "Same as last time"]
    await town.anna.presses("Same as last time")
    await town.anna.says("tomorrow 15:00")
    await town.anna.sees("Wash the windows")
    await town.anna.presses("Send")
    single = await town.anna.says("/mine")
    assert single.labels == ["Cancel order", "Change details", "Every week", "Earlier orders"]
    await town.milan.says("/again")
    await town.milan.sees("You have ordered nothing yet")


async def test_what_has_changed_since_is_asked_again(town: Town) -> None:
    """The service has left the list; and what was spoken that time is no answer for this one."""
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.house.play.voice(town.anna.id)
    await town.house.settled()
    await town.anna.presses("Done")
    await town.anna.says("tomorrow 9 to 11", DOOR, "Eastgate", "138 0013 8000")
    await town.anna.presses("1", "Send")
    await town.anna.presses("Cancel order", "Skip")
    await remove_cleaning(town)
    await town.anna.says("/mine")
    await town.anna.presses("Same as last time: 🧹 Cleaning")
    await town.anna.sees("Which help is needed?")
    assert "🧹 Cleaning" not in await town.anna.labels()
    await town.anna.presses("🍲 Meals")
    await town.anna.sees("What exactly should be done?")
    await town.anna.says("Soup", "tomorrow 12:00")
    await town.anna.sees("Is everything right?", "🍲 Meals", DOOR)
    assert "E-0002 is sent" in await town.anna.presses("Send")
