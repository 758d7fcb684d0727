"""What coordinators do with an order from its page: take it back, another team, a note, close."""

from storage.engine import reading
from storage.schema import claims, notes
from tests.town import DOOR, PHONE, Town

PAGE = ["Offer to somebody", "Choose another team", "Add a note", "Close order", "What needs a decision"]


async def test_the_page_shows_all_of_it_to_a_coordinator_alone(town: Town) -> None:
    code = await town.order()
    page = await town.dora.says(f"/dispatch {code}")
    for words in (code, "Cleaning", "nobody yet", "Anna Lind", "138 0013 8000", DOOR, "Wash the kitchen window",
                  "Green team", "Anna · asked for help"):  # fmt: skip
        assert words in page.text
    assert page.labels == PAGE
    assert "Only the coordinators" in (await town.felix.says(f"/dispatch {code}")).text
    assert "I did not understand" in (await town.felix.says(code)).text
    assert (await town.dora.says(" e-1 ")).labels == PAGE
    assert "cannot find this order" in (await town.dora.says("/dispatch E-0999")).text
    assert "cannot find this order" in (await town.dora.says("/dispatch everything")).text


async def test_what_coordinators_hear_of_has_a_button_to_look_at_it(town: Town) -> None:
    await town.order()
    await town.house.later(days=2)
    heard = await town.dora.sees("E-0001: nobody came")
    assert heard.labels == ["Look at it"]
    await town.dora.presses("Look at it")
    page = await town.dora.sees("E-0001", "nobody could come", "Anna Lind")
    assert page.id != heard.id, "what was heard stays"
    assert page.labels == ["Add a note", "What needs a decision"]
    assert DOOR not in page.text, "nobody goes there any more"


async def test_taken_back_the_address_is_gone_and_the_place_free(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Take back from Boris")
    await town.dora.sees("Why does Boris no longer go to E-0001", "Boris will read it")
    await town.dora.presses("The plan has changed")

    await town.dora.sees(code, "nobody yet", "Dora · took it back from a helper")
    await town.boris.sees("E-0001 is with the coordinators again", "You need not go", "The plan has changed")
    await town.boris.finds("Address and phone have been removed")
    left = "\n".join(seen.text for seen in await town.boris.chat())
    assert not [secret for secret in (DOOR, PHONE, "Anna", "302") if secret in left]
    heard = await town.anna.sees("Boris no longer helps with E-0001", "You need not do anything")
    assert heard.labels == ["Cancel order", "Change details"]
    card = await town.green.card(code)
    assert "Boris" not in card.text
    assert card.labels == ["Claim"]
    async with reading(town.house.app.engine) as connection:
        kept = await connection.execute(claims.select().where(claims.c.order_id == 1))
        assert [row.reason for row in kept] == ["plans_changed"]
    await town.house.later(days=2)
    assert "Nobody could come in time" in (await town.green.card(code)).text


async def test_a_helper_who_hands_back_first_is_not_taken_back(town: Town) -> None:
    await town.claimed(town.boris)
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Take back from Boris")
    await town.boris.presses("Hand back", "Skip")
    await town.dora.says("I cannot reach him")
    await town.dora.sees("no longer holds a place")
    assert "I cannot reach him" not in (await town.boris.newest()).text


async def test_a_page_that_is_out_of_date_does_nothing_and_is_shown_anew(town: Town) -> None:
    await town.order()
    await town.dora.says("/dispatch E-0001")
    await town.boris.presses("Claim", at=town.green)
    assert "has changed since" in await town.dora.presses("Close order")
    assert "Take back from Boris" in (await town.dora.sees("Boris is on it")).labels
    assert (await town.view("E-0001")).state == "claimed"


async def test_another_team_takes_the_card_to_its_group(town: Town) -> None:
    await town.order()
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Choose another team")
    assert (await town.dora.newest()).labels == ["💙 Blue team, revitalisation", "Back"]
    await town.dora.presses("💙 Blue team, revitalisation")
    await town.dora.sees("Team: 💙 Blue team, revitalisation", "Dora · gave it to another team")
    assert (await town.blue.card("E-0001")).labels == ["Claim"]
    assert not any("helper needed" in seen.text for seen in await town.green.seen())
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Wash two windows")
    await town.anna.presses("Send")
    assert "two windows" in (await town.blue.card("E-0001")).text, "a change of details leaves the choice alone"


async def test_without_another_group_the_card_stays(town: Town) -> None:
    await town.order()
    await town.house.play.post("remove_bot", person=town.dora.id, chat=town.blue.id)
    await town.house.settled()
    await town.dora.says("/dispatch E-0001")
    assert "No other team has a group" in await town.dora.presses("Choose another team")
    assert (await town.green.card("E-0001")).labels == ["Claim"]


async def test_a_note_is_for_the_other_coordinators_alone(town: Town) -> None:
    await town.coordinates(town.felix)
    await town.claimed(town.boris)
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Add a note")
    await town.dora.says("She hears badly, ring twice")
    await town.dora.sees("Dora", "She hears badly, ring twice", "Dora · added a note")

    assert "She hears badly" in (await town.felix.says("/dispatch E-0001")).text
    for somebody in (town.anna, town.boris):
        await somebody.says("/mine")
        assert not [seen for seen in await somebody.chat() if "hears badly" in seen.text]
    assert "hears badly" not in await town.said_in_groups()
    await town.dora.presses("Add a note", "Cancel")
    await town.dora.sees("Left as it was", "/dispatch")
    async with reading(town.house.app.engine) as connection:
        kept = await connection.execute(notes.select().where(notes.c.order_id == 1))
        assert [row.words for row in kept] == ["She hears badly, ring twice"]


async def test_closed_with_a_reason_that_everybody_in_it_hears(town: Town) -> None:
    await town.coordinates(town.felix)
    await town.claimed(town.boris)
    await town.felix.says("/dispatch E-0001")
    opened = await town.felix.newest()
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Close order")
    await town.dora.says("The flat is empty")

    await town.dora.sees("Cancelled by the coordinators", "Reason: The flat is empty")
    heard = await town.boris.sees("E-0001 is cancelled by the coordinators", "You need not go", "The flat is empty")
    assert heard.labels == ["Open orders"]
    await town.boris.finds("Address and phone have been removed")
    heard = await town.anna.sees("E-0001 is cancelled by the coordinators", "The flat is empty")
    assert heard.labels == ["Ask for help"]
    card = await town.green.card("E-0001")
    assert "Cancelled by the coordinators" in card.text
    assert "empty" not in card.text
    assert not card.labels
    order = await town.view("E-0001")
    assert (order.state, order.ended_by, order.end_reason) == ("cancelled", "coordinator", "The flat is empty")
    assert "has changed since" in await town.felix.presses("Close order", on=opened)


async def test_where_somebody_has_finished_nobody_closes(town: Town) -> None:
    await town.claimed(town.boris, town.chen)
    await town.boris.presses("I have arrived")
    await town.house.later(minutes=30)
    await town.boris.presses("Finished", "Send")
    page = await town.dora.says("/dispatch E-0001")
    assert "Close order" not in page.labels
    assert "Take back from Boris" not in page.labels
    order = await town.view("E-0001")
    forged = f"v1|d_close|{order.id}|{order.version}|"
    assert "Boris has finished" in str(await town.house.play.forge(town.dora.id, forged, page.id))


async def test_who_no_longer_coordinates_sees_nothing_more(town: Town) -> None:
    await town.coordinates(town.felix)
    await town.order()
    page = await town.felix.says("/dispatch E-0001")
    await town.dora.says("/setup")
    await town.dora.presses("Coordinators", "Remove Felix", "Remove")
    for label in page.labels[:-1]:
        assert "Only the coordinators" in await town.felix.presses(label, on=page)
    assert (await town.view("E-0001")).state == "open"
