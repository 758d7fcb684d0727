"""A voice note says it best: files go from the resident to the helper, and to nobody else."""

from tests.town import DOOR, PHONE, Town


async def asks_what(town: Town) -> None:
    """Anna has come to the question what exactly should be done."""
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.anna.sees("What exactly should be done?")


async def sends_off(town: Town) -> None:
    """The other questions, and Send."""
    await town.anna.says("tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    await town.anna.sees("E-0001 is out")


async def test_a_voice_note_is_heard_by_the_helper_alone(town: Town) -> None:
    await asks_what(town)
    await town.house.play.voice(town.anna.id, duration=17)
    await town.house.settled()
    await town.anna.sees("I have 1 file")
    await town.anna.presses("Done")
    await sends_off(town)
    card = await town.green.card("E-0001")
    assert "🎤 1 voice note" in card.text
    assert not [seen for seen in await town.green.seen() if seen.media]

    await town.boris.presses("Claim", at=town.green)
    heard = [seen for seen in await town.boris.chat() if seen.media]
    assert [seen.media["kind"] for seen in heard if seen.media] == ["voice"]
    assert heard[0].text == "E-0001, from the resident"
    sent = (await town.house.play.calls(method="sendVoice"))[-1]["params"]
    assert sent["protect_content"], "a forward would outlive the redaction"
    assert not [seen for seen in await town.chen.chat() if seen.media]


async def test_a_photo_with_words_needs_nothing_more(town: Town) -> None:
    await asks_what(town)
    await town.house.play.photo(town.anna.id, caption="This window, please")
    await town.house.settled()
    await town.anna.presses("Done")
    await sends_off(town)
    card = await town.green.card("E-0001")
    assert "This window, please" in card.text
    assert "📷 1 photo" in card.text
    await town.boris.presses("Claim", at=town.green)
    private = await town.boris.finds("You have E-0001")
    assert "This window, please" in private.text
    assert [seen.media["kind"] for seen in await town.boris.chat() if seen.media] == ["photo"]


async def test_three_files_of_three_kinds_arrive_in_their_order(town: Town) -> None:
    play, anna = town.house.play, town.anna
    await asks_what(town)
    await play.photo(anna.id)
    await town.house.settled()
    await play.document(anna.id, file_name="prescription.pdf")
    await town.house.settled()
    await anna.sees("I have 2 files")
    await play.voice(anna.id)
    await town.house.settled()
    await anna.sees("I have 3 files")
    await anna.presses("Done")
    await sends_off(town)
    card = await town.green.card("E-0001")
    assert "🎤 1 voice note · 📷 1 photo · 📎 1 file" in card.text
    await town.boris.presses("Claim", at=town.green)
    kinds = [seen.media["kind"] for seen in await town.boris.chat() if seen.media]
    assert kinds == ["photo", "document", "voice"], "in the order in which they came"


async def test_words_after_a_photo_end_the_question(town: Town) -> None:
    await asks_what(town)
    await town.house.play.photo(town.anna.id)
    await town.house.settled()
    await town.anna.says("The left one")
    await town.anna.sees("On which day?")
    await sends_off(town)
    assert "The left one" in (await town.green.card("E-0001")).text


async def test_of_an_album_the_first_three_are_kept_and_the_resident_is_told(town: Town) -> None:
    """An album comes as several messages at the same moment."""
    await asks_what(town)
    for number in range(5):
        await town.house.play.photo(town.anna.id, caption="All these windows" if number == 0 else "")
    await town.house.settled()
    await town.anna.sees("I kept the first 3 files")
    await town.anna.presses("Done")
    await sends_off(town)
    order = await town.view("E-0001")
    assert len(order.files) == 3
    assert order.details == "All these windows"


async def test_files_are_gone_when_the_order_is_closed(town: Town) -> None:
    await asks_what(town)
    await town.house.play.photo(town.anna.id, caption="This window")
    await town.house.settled()
    await town.anna.presses("Done")
    await sends_off(town)
    await town.boris.presses("Claim", at=town.green)
    await town.boris.presses("I have arrived", "Finished", "Send")
    assert [seen for seen in await town.boris.chat() if seen.media]
    await town.anna.presses("Confirm")
    assert not [seen for seen in await town.boris.chat() if seen.media]


async def test_files_are_exchanged_when_the_resident_changes_them(town: Town) -> None:
    await asks_what(town)
    await town.house.play.photo(town.anna.id, caption="This window")
    await town.house.settled()
    await town.anna.presses("Done")
    await sends_off(town)
    await town.boris.presses("Claim", at=town.green)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Details")
    await town.house.play.voice(town.anna.id)
    await town.house.settled()
    await town.anna.presses("Done", "Send")
    await town.boris.finds("E-0001 has changed")
    assert [seen.media["kind"] for seen in await town.boris.chat() if seen.media] == ["voice"]
