"""Two orders for the same help and person within a day: pointed out, and never refused."""

import pytest

from tests.play import Seen
from tests.stories.looking import ready
from tests.town import DOOR, PHONE, Somebody, Town


async def placed(town: Town, who: Somebody | None = None, **answers: str) -> Seen:
    await town.order(who, **answers)
    return await (who or town.anna).newest()


async def test_a_second_order_for_the_same_help_is_pointed_out_on_the_review_card(town: Town) -> None:
    group = await ready(town)
    await town.order()
    await town.order(details="Wash the window, please")
    assert "Perhaps the same as" not in (await group.card("E-0001")).text
    assert "⚠️ Perhaps the same as E-0001" in (await group.card("E-0002")).text
    await town.anna.sees("E-0002 is with the coordinators", "asked for the same help already: E-0001")
    await town.anna.presses("Cancel order", on=await town.anna.finds("E-0001 is with the coordinators"))
    await town.anna.presses("Skip")
    await town.dora.presses("Ask back", at=group, on=await group.card("E-0002"))
    await town.dora.says("Is one enough?")
    assert "Perhaps the same as" not in (await group.card("E-0002")).text, "the other is cancelled"


async def test_where_nobody_looks_first_both_the_resident_and_the_coordinators_hear_of_it(town: Town) -> None:
    await placed(town)
    assert not [seen for seen in await town.dora.chat() if "one too many" in seen.text]
    shown = await placed(town, details="Wash the window, please")
    assert "asked for the same help already: E-0001" in shown.text
    await town.dora.sees("E-0002 is perhaps one too many", "Anna Lind has asked for the same help", "E-0001")


@pytest.mark.parametrize("other", ["service", "person", "later", "cancelled", "resident"])
async def test_what_is_not_the_same_is_not_pointed_out(town: Town, other: str) -> None:
    await town.order()
    if other == "cancelled":
        await town.anna.presses("Cancel order", "Skip")
    if other == "later":
        await town.house.later(hours=24, minutes=1)
    if other == "resident":
        town.secrets.extend(["Kos", "139", "Westgate 3"])
        shown = await placed(town, town.milan, phone="139 1234 5678", place="Westgate 3, door 12")
        assert "E-0002" in shown.text
        assert "E-0001" not in shown.text
    elif other == "person":
        await for_somebody(town, "Grandma Li")
        assert "same help" not in (await town.anna.newest()).text
    else:
        service = "🦽 Getting about" if other == "service" else "🧹 Cleaning"
        when = "25 November 9 to 11"
        assert "same help" not in (await placed(town, service=service, when=when)).text


async def test_a_name_is_the_same_however_it_is_written(town: Town) -> None:
    await for_somebody(town, "Grandma Li")
    await for_somebody(town, "grandma  LI")
    await town.anna.sees("asked for the same help already: E-0001")


async def for_somebody(town: Town, name: str) -> None:
    """Anna asks for cleaning at somebody else's."""
    anna = town.anna
    await anna.says("/order")
    await anna.presses("Someone else")
    await anna.says(name)
    await anna.presses("Parent")
    await anna.says("Skip")
    await anna.presses("🧹 Cleaning")
    await anna.says("Wash the kitchen window", "25 November 9 to 11", DOOR, "Eastgate", PHONE)
    await anna.presses("1", "Send")
