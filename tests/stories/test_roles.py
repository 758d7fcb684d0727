"""Driver and lifter: helpers who do different things in one order, each claimed by itself."""

import asyncio

from tests.town import Town


async def roles(town: Town, *, service: str = "🧹 Cleaning", names: str = "Driver, Lifter") -> None:
    """Dora says what the helpers of a service do."""
    await town.dora.says("/setup")
    await town.dora.presses("Service list", service, "Who does what")
    await town.dora.says(names)


async def carried(town: Town) -> str:
    """An order for a driver and a lifter."""
    await roles(town)
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("A wardrobe", "tomorrow 9 to 11", "Eastgate Road 5, building 7, door 302", "Eastgate")
    await town.anna.says("138 0013 8000")
    assert "Send" in await town.anna.labels(), "nobody is asked how many helpers it takes"
    await town.anna.presses("Send")
    return "E-0001"


async def test_each_role_is_claimed_by_itself(town: Town) -> None:
    code = await carried(town)
    card = await town.green.card(code)
    assert "wanted: Driver and Lifter" in card.text
    assert card.labels == ["Claim: Driver", "Claim: Lifter"]
    await town.boris.presses("Claim: Lifter", at=town.green)
    await town.boris.sees("You come as: Lifter")
    card = await town.green.card(code)
    assert "Boris is on it · Lifter" in card.text
    assert "wanted: Driver" in card.text
    assert card.labels == ["Claim: Driver"]
    await town.chen.presses("Claim: Driver", at=town.green)
    card = await town.green.card(code)
    assert "wanted" not in card.text
    assert card.labels == ["Stand by: Lifter", "Stand by: Driver"]


async def test_one_role_is_won_once(town: Town) -> None:
    code = await carried(town)
    toasts = await asyncio.gather(
        town.house.play.press(town.boris.id, "Claim: Driver", town.green.id),
        town.house.play.press(town.chen.id, "Claim: Driver", town.green.id),
    )
    await town.house.settled()
    assert sorted("Somebody was faster as Driver" in str(toast) for toast in toasts) == [False, True]
    assert [claim.role for claim in (await town.view(code)).holding] == ["Driver"]


async def test_who_stands_by_for_a_role_gets_that_role(town: Town) -> None:
    code = await carried(town)
    await town.boris.presses("Claim: Driver", at=town.green)
    await town.chen.presses("Claim: Lifter", at=town.green)
    await town.felix.presses("Stand by: Lifter", at=town.green)
    await town.boris.presses("Hand back", "Skip")
    assert [claim.role for claim in (await town.view(code)).holding] == ["Lifter"]
    assert (await town.green.card(code)).labels == ["Claim: Driver"]
    await town.chen.presses("Hand back", "Skip")
    await town.felix.finds("You come as: Lifter")


async def test_the_list_of_open_orders_has_a_button_for_each_role_that_is_free(town: Town) -> None:
    code = await carried(town)
    seen = await town.boris.says("/open")
    assert seen.labels == ["Claim E-0001: Driver", "Claim E-0001: Lifter"]
    await town.chen.presses("Claim: Driver", at=town.green)
    assert "Somebody was faster as Driver" in await town.boris.presses("Claim E-0001: Driver", on=seen)
    assert (await town.boris.says("/open")).labels == ["Claim E-0001: Lifter"]
    await town.boris.presses("Claim E-0001: Lifter")
    await town.boris.finds("You come as: Lifter")
    assert (await town.view(code)).state == "claimed"


async def test_forged_places_are_refused(town: Town) -> None:
    code = await carried(town)
    card = await town.green.card(code)
    for arg, said in (("7", "I do not know this button"), ("x", "Helpers do different things")):
        toast = await town.house.play.forge(town.boris.id, f"v1|claim|1|0|{arg}", card.id, town.green.id)
        assert toast is not None
        assert said in toast
    assert not (await town.view(code)).claims


async def test_an_order_keeps_its_roles_when_the_service_changes(town: Town) -> None:
    code = await carried(town)
    await roles(town, names="Cook")
    assert (await town.green.card(code)).labels == ["Claim: Driver", "Claim: Lifter"]
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("A larger wardrobe")
    await town.anna.presses("Send")
    assert (await town.view(code)).roles == ("Driver", "Lifter")


async def test_another_kind_of_help_is_another_order_once_somebody_has_accepted(town: Town) -> None:
    code = await carried(town)
    await town.boris.presses("Claim: Driver", at=town.green)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Help", "🍲 Meals")
    await town.anna.presses("1", "Send")
    await town.anna.sees("another kind of help needs a new order")
    assert (await town.view(code)).roles == ("Driver", "Lifter")


async def test_without_roles_again_the_resident_says_how_many(town: Town) -> None:
    await roles(town)
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning")
    await town.dora.sees("Helpers: Driver and Lifter")
    await town.dora.presses("Who does what", "Skip")
    await town.dora.sees("all do the same")
    assert await town.order(helpers="2") == "E-0001"
    assert (await town.green.card("E-0001")).labels == ["Claim"]


async def test_too_many_and_unreadable_names_are_asked_again(town: Town) -> None:
    await roles(town, names=", ".join("abcdefghij"))
    await town.dora.sees("1 to 9")
    await town.dora.says("，，")
    seen = await town.dora.newest()
    assert "What do the helpers" in seen.text
