"""A helper who is alone: asked whether all is well, and without an answer whoever leads the community hears of it."""

from storage.engine import writing
from storage.schema import people
from tests.town import DOOR, Town


async def test_no_answer_and_the_coordinator_hears_who_and_where_the_order_was_then_that_all_is_well(
    town: Town,
) -> None:
    async with writing(town.house.app.engine) as connection:
        mine = people.c.telegram_id == town.boris.id
        await connection.execute(people.update().where(mine).values(phone="+8613900139000"))
    code = await town.claimed(town.boris)
    await town.boris.presses("I have arrived", "Check on me")
    choice = await town.boris.sees("in how long shall I ask", "the address of this order")
    assert choice.labels == ["30 min", "1 h", "2 h"]
    await town.boris.presses("1 h", on=choice)
    await town.boris.sees("At 21:00 I ask whether you are all right")
    card = await town.boris.finds(f"You have {code}")
    assert "⏱ At 21:00 I ask whether you are all right" in card.text
    assert card.labels == ["Finished", "Hand back", "I am all right"]

    await town.house.later(minutes=60)
    asked = await town.boris.sees("Are you all right?", "21:10")
    assert asked.labels == ["I am all right", "30 more minutes"]
    before = len(await town.dora.chat())
    await town.house.later(minutes=9)
    assert len(await town.dora.chat()) == before
    await town.house.later(minutes=1, seconds=5)
    told = await town.dora.sees("Please call Boris Novak now", code, "139 0013 9000", "At 21:00", DOOR)
    assert told.labels == ["Look at it"]
    await town.house.later(hours=1)
    assert len(await town.dora.chat()) == before + 1, "told once"

    await town.boris.presses("I am all right", on=asked)
    await town.boris.sees("Good that you are well", "I have told the coordinators")
    await town.dora.sees(f"Boris has answered and is well ({code})")
    assert "nothing to end" in await town.boris.presses("I am all right", on=asked)  # twice
    card = await town.boris.finds(f"You have {code}")
    assert card.labels == ["Finished", "Hand back", "Check on me"]
    assert "139" not in await town.said_in_groups()


async def test_half_an_hour_more_and_finishing_ends_it(town: Town) -> None:
    code = await town.claimed(town.boris)
    before = len(await town.dora.chat())
    await town.boris.presses("Check on me", "30 min")
    await town.house.later(minutes=30)
    await town.boris.presses("30 more minutes")
    await town.boris.sees("At 21:00 I ask")
    await town.house.later(minutes=30)
    asked = await town.boris.finds("Are you all right?")
    await town.boris.presses("Finished", on=await town.boris.finds(f"You have {code}"))
    await town.boris.presses("30 min", "Send")
    await town.house.later(minutes=30)
    assert len(await town.dora.chat()) == before
    assert "30 more minutes" in asked.labels
    assert await town.boris.presses("30 more minutes", on=asked)  # late: a sentence says why not
    await town.house.later(hours=1)
    assert len(await town.dora.chat()) == before


async def test_it_can_be_ended_from_the_card_which_stays_and_a_hand_back_ends_it_too(town: Town) -> None:
    code = await town.claimed(town.boris)
    before = len(await town.dora.chat())
    await town.boris.presses("Check on me", "30 min")
    card = await town.boris.finds(f"You have {code}")
    await town.boris.presses("I am all right", on=card)
    await town.boris.sees("I no longer check on you")
    card = await town.boris.finds(f"You have {code}")
    assert "⏱" not in card.text
    await town.boris.presses("Check on me", on=card)
    choice = await town.boris.newest()
    await town.boris.presses("Hand back", on=card)
    await town.boris.presses("Skip")
    assert "You do not hold this order" in await town.boris.presses("30 min", on=choice)
    await town.house.later(hours=2)
    assert len(await town.dora.chat()) == before
