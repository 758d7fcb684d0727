"""Asking for help in all the ways there are: again, at once, for somebody else, with a pin, without a phone."""

import re

from tests.town import DOOR, PHONE, Town


async def test_the_second_order_offers_the_address_and_the_number_of_the_first(town: Town) -> None:
    """One press answers where and which area; the number is one more."""
    await town.order()
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("The balcony", "tomorrow 15:00")
    assert DOOR in await town.anna.labels()
    await town.anna.presses(DOOR)
    await town.anna.sees("At which number can the helper call you?")
    assert PHONE in " ".join(await town.anna.labels())
    await town.anna.presses(next(label for label in await town.anna.labels() if PHONE in label), "1")
    await town.anna.sees(f"Address: {DOOR}", "Area shown: Eastgate")
    await town.anna.presses("Send")
    assert "Tue 24 Nov, 15:00 · Eastgate" in (await town.green.card("E-0002")).text


async def test_now_means_as_soon_as_possible(town: Town) -> None:
    code = await town.order(when="now")
    assert "Mon 23 Nov, from 20:00, as soon as possible" in (await town.green.card(code)).text
    await town.boris.presses("Claim", at=town.green)
    await town.boris.sees(f"You have {code}", "as soon as possible")


async def test_a_pin_on_the_map_becomes_the_helpers_map_button(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("The windows", "tomorrow 9 to 11")
    await town.anna.presses("Send my location")
    await town.anna.sees("Which door?")
    await town.anna.says("Building 7, third floor, door 302", "Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    assert "Map" not in (await town.green.card("E-0001")).labels

    await town.boris.presses("Claim", at=town.green)
    private = await town.boris.sees("Building 7, third floor, door 302")
    there = [button for row in private.buttons for button in row if button["label"] == "Map"]
    assert [button["kind"] for button in there] == ["url"]
    opened = await town.house.play.post("press", person=town.boris.id, label="Map")
    assert "30.2741" in opened["url"]
    assert "120.1551" in opened["url"]


async def test_for_somebody_else_the_helper_gets_both_names_and_numbers(town: Town) -> None:
    town.secrets.extend(["Grandma", "Li", "139"])
    await town.anna.says("/order")
    await town.anna.presses("Someone else")
    await town.anna.says("Grandma Li")
    await town.anna.presses("Parent")
    await town.anna.says("139 1234 5678")
    await town.anna.presses("🧹 Cleaning")
    await town.anna.says("Grandma Li needs her windows washed", "tomorrow 9 to 11", DOOR, "Eastgate")
    await town.anna.presses("Share my number", "1", "Send")
    await town.boris.presses("Claim", at=town.green)
    await town.boris.sees("Grandma Li · 139 1234 5678", "Ordered by Anna Lind", "relation: Parent")
    await town.boris.presses("Hand back", "Skip")
    left = "\n".join(seen.text for seen in await town.boris.chat())
    for secret in ("Grandma", "139", "Anna"):
        assert secret not in left


async def test_without_a_phone_the_helper_knows_that_there_is_none(town: Town) -> None:
    code = await town.order(phone="Skip")
    await town.boris.presses("Claim", at=town.green)
    await town.boris.sees(f"You have {code}", "Anna Lind", "no phone number given")


async def test_somebody_elses_contact_is_not_taken_for_ones_own(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("The windows", "tomorrow 9 to 11", DOOR, "Eastgate")
    await town.house.play.contact(
        town.anna.id, user_id=town.milan.id, phone_number="+8613912345678", first_name="Milan"
    )
    await town.house.settled()
    await town.anna.sees("That is somebody else's contact", "At which number can the helper call you?")
    await town.anna.presses("Share my number")
    await town.anna.sees("How many helpers are needed?")


async def test_what_has_a_team_goes_to_its_group_and_what_has_none_to_the_first(town: Town) -> None:
    await town.order(service="🧹 Cleaning")
    await town.order(service="🦽 Getting about")
    await town.order(service="🍲 Meals")
    codes = [re.findall(r"E-\d{4}", await town.house.play.text(group.id)) for group in (town.green, town.blue)]
    assert codes == [["E-0001", "E-0003"], ["E-0002"]], "the pink team has no group yet"


async def test_a_day_and_a_time_can_be_pressed(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("The windows")
    await town.anna.presses("Wed 25 Nov", "Morning")
    await town.anna.says(DOOR, "Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    await town.anna.sees("E-0001 is out", "Wed 25 Nov, 8:00–12:00")
