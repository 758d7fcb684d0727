"""The resident changes or cancels an order, until somebody is there; whoever is coming hears of it."""

from tests.town import DOOR, PHONE, Town


async def test_cancelled_with_a_reason_that_the_helper_hears(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.anna.presses("Cancel order")
    await town.anna.sees(f"Why do you cancel {code}?")
    await town.anna.presses("Somebody else helps")

    await town.anna.sees(f"{code} is cancelled. Nobody will come")
    await town.boris.sees(f"{code} is cancelled", "You need not go", "Somebody else helps")
    card = await town.green.card(code)
    assert "⚪ Cancelled by the resident" in card.text
    assert not card.labels
    redacted = await town.boris.finds("Address and phone have been removed")
    assert PHONE not in redacted.text


async def test_cancelled_without_a_word(town: Town) -> None:
    code = await town.order()
    await town.anna.presses("Cancel order", "Skip")
    await town.anna.sees(f"{code} is cancelled")
    assert await town.anna.labels() == ["Ask for help"]
    assert "Cancelled" in (await town.green.card(code)).text


async def test_not_cancelled_after_all(town: Town) -> None:
    code = await town.order()
    await town.anna.presses("Cancel order", "Cancel")
    await town.anna.sees("Left as it was")
    assert (await town.green.card(code)).labels == ["Claim"]


async def test_the_buttons_for_it_go_when_somebody_is_there(town: Town) -> None:
    await town.claimed(town.boris)
    coming = await town.anna.finds("Boris will come")
    placed = await town.anna.finds("E-0001 is out")
    await town.boris.presses("I have arrived")
    for label, on in (("Cancel order", coming), ("Change details", placed)):
        assert "Boris is there already" in await town.anna.presses(label, on=on)
    assert (await town.view("E-0001")).state == "under_way"


async def test_details_change_and_the_claimant_is_told(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.anna.says("/mine")
    await town.anna.presses("Change details")
    await town.anna.sees(f"{code} as it stands", "Wash the kitchen window")
    await town.anna.presses("✏️ Details")
    await town.anna.says("Wash all windows, please")
    await town.anna.presses("✏️ Time")
    await town.anna.says("10 to 12")
    await town.anna.presses("Send")

    await town.anna.sees(f"{code} is changed", "10:00–12:00", "I have told Boris")
    await town.boris.sees(f"{code} has changed", "10:00–12:00")
    private = await town.boris.finds("You have E-0001")
    assert "Wash all windows, please" in private.text
    assert "10:00–12:00" in private.text
    card = await town.green.card(code)
    assert "Wash all windows, please" in card.text
    assert "10:00–12:00" in card.text


async def test_a_change_can_be_left_and_nothing_has_changed(town: Town) -> None:
    await town.claimed(town.boris)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "3", "Cancel")
    await town.anna.sees("Left as it was")
    assert (await town.view("E-0001")).helpers == 1
    assert "has changed" not in (await town.boris.newest()).text


async def test_fewer_helpers_than_are_coming_is_refused_in_words(town: Town) -> None:
    await town.claimed(town.boris, town.chen, helpers="3")
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "1")
    assert "2 helpers are coming already" in await town.anna.presses("Send")
    assert (await town.view("E-0001")).helpers == 3

    await town.anna.presses("✏️ Helpers", "2", "Send")
    await town.anna.sees("E-0001 is changed", "I have told Boris and Chen")
    assert (await town.green.card("E-0001")).labels == ["Stand by"], "both places are taken"


async def test_somebody_arrives_while_the_resident_is_still_changing(town: Town) -> None:
    await town.claimed(town.boris)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "2")
    review = await town.anna.newest()
    await town.boris.presses("I have arrived")
    assert "Boris is there already" in await town.anna.presses("Send", on=review)
    assert (await town.view("E-0001")).helpers == 1
    assert "I did not understand" in (await town.anna.says("Hello?")).text, "no question is open any more"


async def test_somebody_arrives_while_the_resident_is_cancelling(town: Town) -> None:
    await town.claimed(town.boris)
    await town.anna.presses("Cancel order")
    await town.boris.presses("I have arrived")
    await town.anna.says("My son is here")
    assert any("Boris is there already" in seen.text for seen in await town.anna.chat())
    assert (await town.view("E-0001")).state == "under_way"
    assert "I did not understand" in (await town.anna.says("Hello?")).text


async def test_more_helpers_open_a_place_again(town: Town) -> None:
    await town.claimed(town.boris)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "2", "Send")
    card = await town.green.card("E-0001")
    assert "1 of 2 helpers found" in card.text
    assert card.labels == ["Claim"]
    assert "is yours" in await town.chen.presses("Claim", at=town.green)


async def test_a_file_taken_out_is_taken_back_from_the_helper(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    for _ in range(2):
        await town.house.play.photo(town.anna.id)
        await town.house.settled()
    await town.anna.presses("Done")
    await town.anna.says("tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    await town.boris.presses("Claim", at=town.green)
    assert len([seen for seen in await town.boris.chat() if seen.media]) == 2
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Wash all windows, please")
    await town.anna.presses("Send")
    assert not [seen for seen in await town.boris.chat() if seen.media]


async def test_the_map_is_behind_the_private_card_alone(town: Town) -> None:
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.says("Wash the kitchen window", "tomorrow 9 to 11")
    await town.house.play.location(town.anna.id, 31.0, 121.0)
    await town.house.settled()
    await town.anna.presses("Skip")
    await town.anna.says("Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    await town.boris.presses("Claim", at=town.green)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "2", "Send")
    assert "Map" not in (await town.boris.sees("has changed")).labels
    assert "Map" in (await town.boris.finds("You have E-0001")).labels
    await town.boris.presses("Hand back", "Skip")
    assert not [seen for seen in await town.boris.chat() if "Map" in seen.labels]
