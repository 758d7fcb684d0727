"""/mine: one's own orders and claims, with the buttons they have now; nobody else's."""

from datetime import timedelta

from tests.town import DOOR, PHONE, Town


async def test_with_nothing_open_there_is_the_way_to_ask(town: Town) -> None:
    seen = await town.anna.says("/mine")
    assert "Nothing is open" in seen.text
    assert seen.labels == ["Ask for help"]


async def test_the_only_order_is_shown_at_once_with_its_buttons(town: Town) -> None:
    code = await town.order()
    seen = await town.anna.says("/mine")
    assert f"{code} · 🧹 Cleaning" in seen.text
    assert DOOR in seen.text
    assert "Nobody has accepted yet" in seen.text
    assert seen.labels == ["Cancel order", "Change details", "Every week"]

    await town.boris.presses("Claim", at=town.green)
    assert "🟡 Boris is on it" in (await town.anna.says("/mine")).text
    await town.boris.presses("I have arrived")
    there = await town.anna.says("/mine")
    assert "Boris has arrived" in there.text
    assert not there.labels
    await town.boris.presses("Finished", "Send")
    assert (await town.anna.says("/mine")).labels == ["Confirm", "Something is wrong"]
    await town.anna.presses("Confirm", "Cancel")
    assert "Nothing is open" in (await town.anna.says("/mine")).text


async def test_several_are_a_list_to_choose_from(town: Town) -> None:
    await town.order(details="Wash the windows")
    await town.order(service="🦽 Getting about", details="To the doctor", when="tomorrow 15:00")
    seen = await town.anna.says("/mine")
    assert "You asked for help:" in seen.text
    assert [line.partition(" ·")[0] for line in seen.text.splitlines()[1:]] == ["E-0001", "E-0002"]
    assert [label.partition(" ·")[0] for label in seen.labels] == ["E-0001", "E-0002"]
    await town.anna.presses("E-0002 · 🦽 Getting about")
    await town.anna.sees("E-0002 · 🦽 Getting about", "To the doctor", "Tue 24 Nov, 15:00")
    assert await town.anna.labels() == ["Cancel order", "Change details", "Every week"]


async def test_a_volunteer_sees_what_they_hold(town: Town) -> None:
    await town.claimed(town.boris)
    seen = await town.boris.says("/mine")
    assert "E-0001" in seen.text
    assert seen.labels[0] == "I have arrived"
    await town.boris.presses("I have arrived", on=seen)
    await town.chen.says("/mine")
    await town.chen.sees("Nothing is open")


async def test_orders_and_claims_stand_apart(town: Town) -> None:
    await town.claimed(town.boris)
    await town.order(town.boris, details="My own window", phone="139 1234 5678", place="Westgate 3, door 12")
    town.secrets.extend(["Westgate 3", "Novak", "139"])
    seen = await town.boris.says("/mine")
    asked, helps = seen.text.split("You help with:")
    assert "E-0002" in asked
    assert "E-0001" in helps


async def test_another_persons_order_is_not_shown(town: Town) -> None:
    await town.order()
    await town.milan.says("/mine")
    toast = await town.house.play.forge(town.milan.id, "v1|status|1|0|", (await town.milan.newest()).id)
    await town.house.settled()
    assert "cannot find this order" in str(toast)
    assert PHONE not in "\n".join(seen.text for seen in await town.milan.chat())


async def test_who_has_handed_back_finds_no_address_any_more(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("Hand back", "Skip")
    assert "Nothing is open" in (await town.boris.says("/mine")).text
    await town.house.play.forge(town.boris.id, "v1|status|1|0|", (await town.boris.newest()).id)
    await town.house.settled()
    left = "\n".join(seen.text for seen in await town.boris.chat())
    assert PHONE not in left
    assert DOOR not in left


async def test_there_is_only_ever_one_message_with_the_address(town: Town) -> None:
    await town.claimed(town.boris)
    for _ in range(3):
        seen = await town.boris.says("/mine")
        assert PHONE in seen.text
    assert len([seen for seen in await town.boris.chat() if PHONE in seen.text]) == 1
    await town.boris.presses("Hand back", "Skip")
    assert not [seen for seen in await town.boris.chat() if PHONE in seen.text or DOOR in seen.text]


async def test_a_card_asked_for_while_it_is_being_edited_is_there_in_the_end(town: Town) -> None:
    """The edit comes back when the card has been taken away: it must not be remembered as standing."""
    await town.claimed(town.boris)
    await town.house.play.faults(method="editMessageText", chat=town.boris.id, delay_ms=1500, after=True)
    await town.house.play.press(town.boris.id, "I have arrived", wait=0)
    await town.house.play.until(lambda: not town.house.box.world.faults.shown(), seconds=60)
    await town.house.play.say(town.boris.id, "/mine")
    await town.house.settled()
    cards = [seen for seen in await town.house.play.chat(town.boris.id) if DOOR in seen.text]
    assert [seen.labels[0] for seen in cards] == ["Finished"]


async def test_a_card_too_old_to_be_deleted_loses_the_address_all_the_same(town: Town) -> None:
    town.refused.append("deleteMessage")
    await town.claimed(town.boris, when="25 November 9 to 11")
    town.house.clock.put_forward(timedelta(hours=49))
    assert PHONE in (await town.boris.says("/mine")).text
    await town.boris.finds("E-0001: name, phone and address are in a newer message below")
    assert len([seen for seen in await town.boris.chat() if PHONE in seen.text]) == 1
