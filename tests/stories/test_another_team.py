"""Cards find their group: a changed service, a lost group, a helper who cannot be written to."""

from tests.town import Town


async def test_a_changed_service_takes_the_card_to_its_own_team(town: Town) -> None:
    await town.order()
    await town.anna.presses("Change details", "✏️ Help", "🦽 Getting about", "Send")
    card = await town.blue.card("E-0001")
    assert "Getting about" in card.text
    assert card.labels == ["Claim"]
    assert not any("helper needed" in seen.text for seen in await town.house.play.chat(town.green.id))


async def test_orders_of_a_lost_group_go_to_a_team_that_has_one(town: Town) -> None:
    await town.order()
    await town.house.play.post("remove_bot", person=town.dora.id, chat=town.green.id)
    await town.house.settled()
    assert (await town.blue.card("E-0001")).labels == ["Claim"]


async def test_who_cannot_be_written_to_takes_no_place_from_others(town: Town) -> None:
    await town.order()
    await town.house.play.post("block", person=town.boris.id)
    await town.house.settled()
    assert "cannot write to you" in await town.boris.presses("Claim", at=town.green)
    assert (await town.view("E-0001")).claims == ()


async def test_who_is_not_approved_finds_a_button_to_join_in_private(town: Town) -> None:
    await town.house.play.start(town.milan.id)
    await town.order()
    await town.house.play.post("join", person=town.milan.id, chat=town.green.id)
    await town.milan.presses("Claim", at=town.green)
    assert (await town.milan.sees("approved volunteer")).labels == ["I want to help"]
