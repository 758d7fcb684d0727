"""Handing back: no reason is owed, the place opens again, and the address is taken out of the private chat."""

from storage.engine import reading
from storage.schema import claims
from tests.town import DOOR, PHONE, Town


async def test_without_a_reason_the_place_is_open_again_and_everybody_knows(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.boris.presses("Hand back")
    await town.boris.sees("You owe no reason")
    await town.boris.presses("Skip")

    await town.boris.sees(f"{code} is handed back. You need not go")
    await town.anna.sees(f"Boris cannot come for {code} after all", "You need not do anything")
    card = await town.green.card(code)
    assert "a place is free again" in card.text
    assert "Boris" not in card.text
    assert card.labels == ["Claim"]


async def test_the_private_message_is_redacted(town: Town) -> None:
    await town.claimed(town.boris)
    private = await town.boris.finds("You have E-0001")
    assert PHONE in private.text
    await town.boris.presses("Hand back", "Skip")

    redacted = await town.boris.finds("Address and phone have been removed")
    assert redacted.id == private.id
    assert not redacted.labels
    left = "\n".join(seen.text for seen in await town.boris.chat())
    for secret in (DOOR, PHONE, "Anna", "Lind", "302"):
        assert secret not in left


async def test_the_files_are_taken_back_as_well(town: Town) -> None:
    anna, play = town.anna, town.house.play
    await anna.says("/order")
    await anna.presses("Myself", "🧹 Cleaning")
    await play.photo(anna.id, caption="This window")
    await town.house.settled()
    await play.voice(anna.id)
    await town.house.settled()
    await anna.presses("Done")
    await anna.says("tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await anna.presses("1", "Send")
    await town.boris.presses("Claim", at=town.green)
    assert [seen.media["kind"] for seen in await town.boris.chat() if seen.media] == ["photo", "voice"]

    await town.boris.presses("Hand back", "Skip")
    assert not [seen for seen in await town.boris.chat() if seen.media]
    await town.chen.presses("Claim", at=town.green)
    assert [seen.media["kind"] for seen in await town.chen.chat() if seen.media] == ["photo", "voice"]


async def test_a_reason_is_kept_and_told_to_nobody(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("Hand back", "I am ill")
    async with reading(town.house.app.engine) as connection:
        assert [row.reason for row in await connection.execute(claims.select())] == ["ill"]
    assert "ill" not in (await town.anna.newest()).text.split()
    assert "ill" not in (await town.green.card("E-0001")).text.split()


async def test_a_reason_may_be_typed_in_ones_own_words(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("Hand back")
    await town.boris.says("My daughter has a fever")
    await town.boris.sees("E-0001 is handed back")
    async with reading(town.house.app.engine) as connection:
        assert [row.reason for row in await connection.execute(claims.select())] == ["My daughter has a fever"]


async def test_thinking_better_of_it_leaves_everything_as_it_was(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("Hand back", "Cancel")
    await town.boris.sees("Left as it was")
    assert "Boris is on it" in (await town.green.card("E-0001")).text
    assert "Noted: you have arrived" in await town.boris.presses("I have arrived")


async def test_the_place_is_for_anybody_the_same_helper_too(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("Hand back", "Skip")
    assert "is yours" in await town.boris.presses("Claim", at=town.green)
    await town.boris.sees("You have E-0001", PHONE)
    assert await town.boris.labels() == ["I have arrived", "Finished", "Hand back", "Check on me"]
    assert [claim.state.value for claim in (await town.view("E-0001")).claims] == ["handed_back", "taken"]


async def test_old_buttons_do_nothing_after_that(town: Town) -> None:
    await town.claimed(town.boris)
    private = await town.boris.finds("You have E-0001")
    await town.boris.presses("Hand back", "Skip")
    assert "You do not hold this order" in await town.boris.presses("I have arrived", on=private)


async def test_one_of_two_helpers_cannot_come_and_the_other_still_does(town: Town) -> None:
    await town.claimed(town.boris, town.chen)
    await town.boris.presses("Hand back", "Skip")
    card = await town.green.card("E-0001")
    assert "Chen is on it" in card.text
    assert "1 of 2 helpers found" in card.text
    assert card.labels == ["Claim"]
    await town.chen.finds("You have E-0001")
