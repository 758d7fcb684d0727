"""Claims that fall into the same time are pointed out, and nobody holds more orders than the community allows."""

from tests.town import Town


async def test_two_orders_at_the_same_time_are_pointed_out(town: Town) -> None:
    first = await town.claimed(town.boris)
    second = await town.claimed(town.boris, when="tomorrow 10 to 12", details="Carry the carpet down")
    seen = await town.boris.finds("fall into the same time")
    assert f"{second} and {first}" in seen.text
    assert seen.labels == [f"Hand back {second}", f"Hand back {first}"]
    await town.boris.presses(f"Hand back {first}", on=seen)
    await town.boris.presses("Skip")
    assert not (await town.view(first)).holding
    assert (await town.view(second)).holding


async def test_one_after_the_other_is_no_clash(town: Town) -> None:
    await town.claimed(town.boris)
    await town.claimed(town.boris, when="tomorrow 11 to 12", details="Carry the carpet down")
    assert not [seen for seen in await town.boris.chat() if "same time" in seen.text]


async def test_some_time_that_day_is_no_clash(town: Town) -> None:
    await town.claimed(town.boris)
    await town.claimed(town.boris, when="tomorrow any time", details="Carry the carpet down")
    assert not [seen for seen in await town.boris.chat() if "same time" in seen.text]


async def test_one_holds_no_more_than_the_community_allows(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Orders at a time", "2")
    for hour in (9, 11, 13):
        await town.order(when=f"tomorrow {hour} to {hour + 1}", details=f"Carpet number {hour}")
    cards = [await town.green.card(f"E-000{number}") for number in (1, 2, 3)]
    for card in cards[:2]:
        await town.boris.presses("Claim", at=town.green, on=card)
    toast = await town.boris.presses("Claim", at=town.green, on=cards[2])
    assert toast.startswith("You hold 2 orders, as many as one may at a time here.")
    assert not (await town.view("E-0003")).claims
    held = await town.boris.finds("You have E-0001")
    await town.boris.presses("Hand back", on=held)
    await town.boris.presses("Skip")
    assert "is yours" in await town.boris.presses("Claim", at=town.green, on=cards[2])


async def test_without_a_limit_one_holds_what_one_likes(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Orders at a time")
    shown = await town.dora.sees("How many orders", "Now: 5 orders")
    assert shown.labels == ["1", "2", "3", "✅ 5", "10", "No limit", "Back"]
    await town.dora.presses("No limit", "Orders at a time")
    await town.dora.sees("Now: as many as one likes")
