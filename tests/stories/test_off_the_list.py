"""A service that leaves the list while it is ordered, what neighbours typed as their area, and a name that changes."""

from storage import setup
from storage.engine import writing
from tests.town import DOOR, PHONE, Town


async def remove_cleaning(town: Town) -> None:
    """The coordinators take cleaning off the list."""
    cleaning = (await town.view("E-0001")).service.id
    async with writing(town.house.app.engine) as connection:
        await setup.change_service(connection, town.community_id, cleaning, removed=True)


async def test_a_service_gone_before_send_is_asked_again_and_all_else_stands(town: Town) -> None:
    await town.order()
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("Wash the stairs", "tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await town.anna.presses("1")
    await remove_cleaning(town)
    assert "is sent" not in await town.anna.presses("Send")
    assert "🧹 Cleaning" not in await town.anna.labels()
    await town.anna.presses("🍲 Meals")
    await town.anna.sees("Wash the stairs", "🍲 Meals", "Eastgate")
    assert "E-0002 is sent" in await town.anna.presses("Send")


async def test_an_order_that_is_out_keeps_its_service_through_a_change(town: Town) -> None:
    await town.order()
    await remove_cleaning(town)
    await town.anna.says("/mine")
    await town.anna.presses("Change details")
    await town.anna.sees("🧹 Cleaning")
    await town.anna.presses("✏️ Helpers", "2", "Send")
    await town.anna.sees("E-0001 is changed", "🧹 Cleaning")


async def test_a_door_or_a_phone_typed_as_the_area_is_offered_to_nobody(town: Town) -> None:
    await town.order(district="Building 7, 302")
    await town.order(district="Westgate", place="Westgate 3, door 12")
    await town.milan.says("/order")
    await town.milan.presses("Myself", "🧹 Cleaning")
    await town.milan.says("Wash the stairs", "tomorrow 9 to 11", "Westgate 3, door 12")
    await town.milan.sees("Which part of the neighbourhood")
    offered = await town.milan.labels()
    assert "Westgate" in offered
    assert not [label for label in offered if "302" in label]


async def test_another_name_is_shown_wherever_the_old_one_stood(town: Town) -> None:
    await town.claimed(town.boris)
    assert "Anna Lind" in (await town.boris.sees(DOOR)).text
    await town.anna.says("/join", "Anna Berg", PHONE)
    for _ in ("services", "teams"):
        await town.anna.presses((await town.anna.labels())[0], "Done")
    await town.anna.presses("Send")
    await town.house.settled()
    seen = [one.text for one in await town.house.play.chat(town.boris.id) if DOOR in one.text]
    assert len(seen) == 1
    assert "Anna Berg" in seen[0]
    assert "Anna Lind" not in seen[0]
    town.secrets.append("Berg")
