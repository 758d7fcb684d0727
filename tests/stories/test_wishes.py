"""The board of wishes, from a home visit to the family's thanks; and what happens when nobody gets in touch."""

import asyncio

from rules import wishes as verbs
from storage import people
from storage import wishes as kept
from storage.desk import Turn
from storage.engine import reading
from storage.schema import journal
from storage.schema_wishes import wish_claims, wishes
from storage.wish_views import WishView, wish_view
from tests.stories.bad_presses_wishes import CLAIM, wish_of
from tests.stories.siege import Siege
from tests.town import Somebody, Town

NAME, DIALED, DOOR = "Li Xiulan", "139 0013 9000", "Willow Lane 9, door 404"
SECRETS = (NAME, "Xiulan", "9000", "Willow", "404")
LAMP = f"A desk lamp for {NAME}, homework by candle light at door 404"


async def asked_for_cost(town: Town, words: str = LAMP) -> None:
    """Dora enters a wish, as far as what it costs."""
    await town.dora.says("/wishes")
    await town.dora.presses("Collect a wish")
    await town.dora.says(NAME, DIALED, "Eastgate", DOOR)
    await town.dora.presses("People in hardship")
    await town.dora.says(words)


async def collected(town: Town, words: str = LAMP) -> None:
    """Dora enters a wish."""
    await asked_for_cost(town, words)
    await town.dora.says("200")
    await town.dora.presses("Skip", "Send")


async def on_board(town: Town, words: str = LAMP) -> None:
    """The same, and checked."""
    town.secrets[:] = [*town.secrets, *SECRETS]
    await collected(town, words)
    await town.dora.presses("Checked, put it on the board")


async def claims(who: Somebody, code: str = "W-0001") -> str:
    """As a person, from the board; the toast."""
    await who.says("/wishes")
    await who.presses(f"Claim {code}")
    return await who.presses("Myself")


async def sends_photo(town: Town, who: Somebody) -> None:
    await town.house.play.photo(who.id)
    await town.house.settled()


async def the_wish(town: Town, number: int = 1) -> WishView:
    """As the database has it."""
    async with reading(town.house.app.engine) as connection:
        found = await wish_view(connection, number)
    assert found is not None
    return found


async def held_by(town: Town, who: Somebody) -> int:
    """How many count against the most that one may have."""

    async def asked(turn: Turn) -> int:
        person = await people.by_telegram(turn.connection, who.id)
        assert person is not None
        return (await kept.known(turn, 1, person.id)).held

    return await town.house.app.desk.run(asked)


async def knows_nothing(who: Somebody) -> None:
    """Nothing private of the wish stands in their chat, whatever stood there."""
    left = "\n".join(seen.text for seen in await who.chat())
    assert not [secret for secret in SECRETS if secret in left]


async def test_a_wish_is_collected_within_the_limit_and_on_the_board_once_it_is_checked(town: Town) -> None:
    town.secrets[:] = [*town.secrets, *SECRETS]
    dora, milan = town.dora, town.milan
    await dora.says("/setup")
    await dora.presses("Wishes")
    await dora.sees("No limit is set", "no currency")
    await dora.presses("Set the limit")
    await dora.says("yuan", "300")
    await dora.sees("A wish may cost at most 300 yuan")

    await asked_for_cost(town)
    await dora.says("1,500")
    await dora.sees("Here a wish may cost at most 300 yuan", "About how many yuan")
    await dora.says("a lot")
    await dora.sees("I need a whole number from 0 to")
    await dora.says("about 200 yuan")
    await dora.presses("Skip", "Send")
    page = await dora.sees("W-0001", "to be checked", NAME, "404", "Collected by Dora", "Not checked yet")
    assert page.labels == ["Checked, put it on the board", "Withdraw", "Look after wishes"]
    await milan.says("/wishes")
    await milan.sees("No wish waits in Wenfeng now")
    await milan.opens("wish_wenfeng_1")
    await milan.sees("link")
    assert not [seen for seen in await town.green.seen() if "wish" in seen.text]

    await dora.presses("Checked, put it on the board")
    await dora.sees("on the board", "Checked by Dora as well")
    told = (await town.green.seen())[-1]
    assert "A new wish." in told.text
    assert "W-0001 · A desk lamp for •••" in told.text
    assert "People in hardship · Eastgate · about 200 yuan" in told.text
    assert told.labels == ["See the wish"]
    assert "1 个微心愿等人认领" in (await town.liu.says("/wishes")).text
    for link in ("wish_wenfeng_99", "wish_wenfeng_x", "wish_other_1"):
        await milan.opens(link)
        await milan.sees("link")
    await milan.opens("wish_wenfeng_1")
    await milan.sees("W-0001", "You have seven days")
    await knows_nothing(milan)


async def test_claimed_for_an_organisation_and_in_touch(town: Town) -> None:
    await on_board(town)
    dora, milan = town.dora, town.milan
    await town.chen.says("/wishes")
    seen_by_chen = await town.chen.sees("1 wish waits in Wenfeng", "W-0001")
    await milan.says("/wishes")
    await milan.presses("Claim W-0001", "For an organisation")
    await milan.says("Spring Bakery")
    card = await milan.finds("You have W-0001")
    assert all(secret in card.text for secret in (NAME, DIALED, "door 404", "For Spring Bakery", "Mon 30 Nov"))
    await dora.sees("Milan for Spring Bakery has claimed W-0001")
    assert "Somebody was faster" in await town.chen.presses("Claim W-0001", on=seen_by_chen)
    assert "yours already" in str(await town.house.play.forge(milan.id, "v1|w_claim|1|0|", card.id))
    await milan.presses("I have been in touch")
    assert "are in touch" in (await milan.finds("You have W-0001")).text
    await town.house.later(days=14)
    await milan.sees("How is it going with W-0001?", "you owe no reason")
    await dora.sees("W-0001 is not delivered yet")


async def test_delivered_with_a_photo_confirmed_and_thanked(town: Town) -> None:
    await on_board(town)
    dora, milan = town.dora, town.milan
    await claims(milan)
    card = await milan.finds("You have W-0001")
    await milan.presses("Delivered")
    await milan.says("It is there")
    await milan.sees("I need a photo here", "send a photo of what was delivered")
    await sends_photo(town, milan)
    await milan.sees("W-0001 is delivered, thank you", "with the coordinators, and with nobody else")
    shown = await dora.sees("Milan has delivered W-0001", "Does the photo show it?")
    assert shown.media is not None
    assert shown.media["kind"] == "photo"
    await dora.presses("Ask for another photo")
    await dora.says("The whole lamp, please")
    await milan.sees("another photo of W-0001", "The whole lamp, please")
    assert "nothing was done" in await dora.presses("Confirm", on=shown)
    await milan.presses("Delivered")
    await sends_photo(town, milan)
    assert "has changed since" in await dora.presses("Confirm", on=shown), "of the first photo"
    await dora.presses("Look at the photo", "Confirm")
    await milan.sees("W-0001 is granted. Thank you.")
    assert (await milan.finds("Name, phone and address have been removed")).id == card.id
    await knows_nothing(milan)

    asked = await dora.finds("If the family has something to say to Milan")
    await dora.presses("Pass on thanks", on=asked)
    await dora.says(f"He reads every evening. Call me on {DIALED}, {NAME}")
    heard = await milan.sees("Thanks for W-0001", "He reads every evening")
    assert not [secret for secret in SECRETS if secret in heard.text]
    assert (await the_wish(town)).state == "closed"
    assert "nothing was done" in await dora.presses("Pass on thanks", on=asked)
    async with reading(town.house.app.engine) as connection:
        noted = [row.verb for row in await connection.execute(journal.select().where(journal.c.wish_id == 1))]
    done = ("collect", "verify", "claim", "deliver", "ask_again", "deliver", "confirm", "thank")
    assert noted == [f"wish_{verb}" for verb in done]


async def test_after_seven_days_without_a_word_it_is_first_on_the_board_again(town: Town) -> None:
    await on_board(town)
    await collected(town, "Warm shoes, size 38")
    await town.dora.presses("Checked, put it on the board")
    assert "is yours" in await claims(town.boris)
    card = await town.boris.finds("You have W-0001")
    await town.house.later(days=5)
    reminder = await town.boris.sees("Have you been in touch about W-0001?", "by Mon 30 Nov")
    await town.house.later(days=2, seconds=-1)
    assert (await the_wish(town)).state == "claimed"
    await town.house.later(seconds=1)

    assert (await the_wish(town)).state == "board"
    await town.boris.sees("W-0001 is back on the board", "claim it again")
    redacted = await town.boris.finds("W-0001 is no longer yours")
    assert (redacted.id, redacted.labels) == (card.id, [])
    await knows_nothing(town.boris)
    await town.dora.sees("W-0001 is first on the board again", "Boris had seven days")
    assert "This wish waits again" in (await town.green.seen())[-1].text
    assert "not yours now" in await town.boris.presses("I have been in touch", on=reminder)
    board = await town.anna.says("/wishes")
    assert board.labels == ["Claim W-0001", "Claim W-0002"]

    await claims(town.chen)
    await claims(town.boris, "W-0002")
    await town.house.later(days=1)
    await town.boris.says("/wishes")
    assert "W-0002 is yours" in await town.boris.labels()
    await town.boris.presses("W-0002 is yours")
    assert len([seen for seen in await town.boris.chat() if NAME in seen.text]) == 1, "it moves, and is never copied"
    await town.boris.presses("Hand back")
    await town.boris.finds("You have handed back W-0002")
    assert await held_by(town, town.boris) == 1, "what was handed back counts for a week"
    await knows_nothing(town.boris)
    await town.dora.sees("Boris has handed it back")


async def test_two_at_the_same_moment_and_one_has_it(town: Town) -> None:
    await on_board(town)
    both = (town.boris, town.anna)
    for each in both:
        await each.says("/wishes")
        await each.presses("Claim W-0001")
    toasts = await asyncio.gather(*(town.house.play.press(each.id, "Myself") for each in both))
    await town.house.settled()
    assert sorted(str(toast).partition(".")[0] for toast in toasts) == ["Somebody was faster", "W-0001 is yours"]
    async with reading(town.house.app.engine) as connection:
        assert len((await connection.execute(wish_claims.select())).all()) == 1
    loser = both[0] if "faster" in str(toasts[0]) else both[1]
    await knows_nothing(loser)


async def test_taken_back_and_withdrawn_with_a_reason(town: Town) -> None:
    await on_board(town)
    await town.coordinates(town.felix)
    await claims(town.boris)
    await town.felix.finds("Boris has claimed W-0001")
    await town.felix.presses("Look at it", "Put back on the board")
    await town.felix.says("He is away for a month")
    await town.felix.sees("on the board", "Boris Novak", "taken back by coordinators")
    await town.boris.sees("have put W-0001 back on the board", "He is away for a month")
    await knows_nothing(town.boris)
    await town.boris.says("/wishes")
    assert "somebody else takes it now" in await town.boris.presses("Claim W-0001")
    await knows_nothing(town.boris)
    await claims(town.chen)
    await town.chen.presses("I have been in touch", "Delivered")
    await town.felix.says("/wishes")
    await town.felix.presses("Look after wishes (1)", "W-0001", "Withdraw", "Somebody else helps")
    await town.felix.sees("withdrawn", "Reason: Somebody else helps")
    await town.chen.sees("have withdrawn W-0001", "Somebody else helps")
    await sends_photo(town, town.chen)  # the question for it was still open
    await town.chen.sees("not yours now")
    await knows_nothing(town.chen)
    async with reading(town.house.app.engine) as connection:
        row = (await connection.execute(wishes.select().where(wishes.c.id == 1))).mappings().one()
    assert (row["state"], row["end_reason"], row["wake_at"]) == ("withdrawn", "other_help", None)


async def test_whoever_blocks_the_bot_loses_it_by_the_clock_and_keeps_no_address(siege: Siege) -> None:
    number = await wish_of(siege, ("dora", verbs.verify), ("boris", CLAIM))
    assert any("Door 302" in seen.text for seen in await siege.said("boris"))
    await siege.play.post("block", person=siege.folk["boris"])
    await siege.house.settled()
    assert any("Boris Novak" in seen.text for seen in await siege.said("dora")), "somebody can call him"
    await siege.house.later(days=5)
    await siege.house.later(days=2)
    (row,) = await siege.rows(wishes)
    assert (row["id"], row["state"]) == (number, "board")
    assert "W-0001 is first on the board again" in (await siege.last("dora")).text
    await siege.play.post("unblock", person=siege.folk["boris"])
    await siege.house.settled()
    assert not any("Door 302" in seen.text or "Grandma Li" in seen.text for seen in await siege.said("boris"))


async def test_nobody_looks_at_the_photo_and_nobody_has_thanks(town: Town) -> None:
    await on_board(town)
    await claims(town.boris)
    await town.boris.presses("Delivered")
    await sends_photo(town, town.boris)
    await town.house.later(days=3)
    await town.dora.sees("W-0001 waits for your look at the photo")
    await town.dora.presses("Look at it", "Look at the photo", "Confirm")
    await town.house.later(days=14)
    assert (await the_wish(town)).state == "closed"
