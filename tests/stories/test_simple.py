"""Simple mode: remembered, one question a screen, few buttons under each other, and no typing at all."""

from storage import setup
from storage.engine import writing
from tests.play import Seen
from tests.town import DOOR, Town


def under_each_other(seen: Seen, most: int = 4) -> list[str]:
    """Its buttons: one a row, and few."""
    assert all(len(row) == 1 for row in seen.buttons), seen.labels
    assert len(seen.labels) <= most, seen.labels
    return seen.labels


async def test_an_order_by_voice_and_a_few_large_buttons(town: Town) -> None:
    await town.order()  # so that her address and her phone are known
    await town.anna.presses("Cancel order", "Skip")
    async with writing(town.house.app.engine) as connection:
        values = {"name": "Haircut", "emoji": "✂️", "beneficiary_group": "public"}
        await setup.add_service(connection, town.community_id, values)
    seen = await town.anna.says("/simple")
    assert "Simple mode is on" in seen.text
    assert under_each_other(await town.anna.opens("")) == ["Ask for help", "My orders", "Usual mode"]
    await town.anna.presses("Ask for help")
    seen = await town.anna.sees("What do you need?")
    assert under_each_other(seen, 7)[-2:] == ["More", "Cancel"]
    await town.anna.presses("More")
    assert under_each_other(await town.anna.newest())[:2] == ["✂️ Haircut", "More"]
    await town.anna.presses("✂️ Haircut")
    await town.anna.sees("Hold the microphone")
    await town.house.play.voice(town.anna.id)
    await town.house.settled()
    seen = await town.anna.sees("📅 When?")
    assert under_each_other(seen) == ["Now", "Tomorrow", "Another time", "Back"]
    await town.anna.presses("Another time")
    assert under_each_other(await town.anna.newest(), 5)[-2:] == ["More", "Back"]
    await town.anna.presses("Thu 26 Nov")
    assert under_each_other(await town.anna.newest(), 5) == ["Any time", "Morning", "Afternoon", "Evening", "Back"]
    await town.anna.presses("Morning")
    await town.anna.sees("🏠 Where?")
    assert DOOR in await town.anna.labels()
    await town.anna.presses(DOOR)
    seen = await town.anna.sees("Is this right?", "✂️ Haircut", "1 file", "Thu 26 Nov")
    assert under_each_other(seen) == ["Send", "Change something", "Cancel"]
    await town.anna.presses("Change something", "✏️ Time", "Evening")
    assert under_each_other(await town.anna.newest()) == ["Send", "Change something", "Cancel"]
    assert "E-0002 is sent" in await town.anna.presses("Send")
    view = await town.view("E-0002")
    assert ([each.kind for each in view.files], view.helpers, view.beneficiary_name) == (["voice"], 1, None)
    assert view.phone == "+8613800138000"
    assert under_each_other(await town.anna.says("/mine")) == [
        "Cancel order", "Change details", "Every week", "Earlier orders",
    ]  # fmt: skip


async def test_it_is_remembered_and_switched_off_the_same_way(town: Town) -> None:
    await town.milan.opens("")
    await town.milan.presses("Simple mode")
    on = await town.milan.sees("Simple mode is on")
    await town.house.later(days=2)
    assert (await town.milan.opens("")).text.startswith("👋")
    await town.milan.says("/order")
    await town.milan.presses("🧹 Cleaning")
    await town.milan.says("Wash the stairs")
    await town.milan.presses("Now")
    assert await town.milan.labels() == ["Send my location", "Back", "Cancel"]
    await town.milan.says("Westgate 3, door 12")
    await town.milan.presses(*[label for label in await town.milan.labels() if label == "Eastgate"])
    await town.milan.says("Westgate")
    await town.milan.sees("📞 Your phone number?")
    await town.milan.presses("Share my number")
    town.secrets.extend(["Westgate 3", "Kos"])
    await town.milan.presses("Send")
    await town.milan.finds("E-0001 is out")
    await town.milan.presses("Usual mode", on=on)
    await town.milan.presses("Usual mode", on=on)
    await town.milan.sees("Usual mode is on again")
    await town.milan.says("/order")
    await town.milan.sees("Who needs help?")
