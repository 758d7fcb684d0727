"""Standing by: the next in line gets the place that is handed back, at once, and nobody is left in the dark."""

import asyncio

from tests.town import DOOR, PHONE, Town


async def test_the_stand_in_takes_over_and_everybody_knows(town: Town) -> None:
    code = await town.claimed(town.boris)
    assert (await town.green.card(code)).labels == ["Stand by"]
    toast = await town.chen.presses("Stand by", at=town.green)
    assert toast == f"You stand by for {code}. You hear from me if a place falls free."
    assert "⏳ Standing by: Chen" in (await town.green.card(code)).text
    await town.chen.sees(f"You stand by for {code}", "it is yours at once")

    await town.boris.presses("Hand back", "Skip")
    await town.chen.finds(f"{code} is yours now")
    private = await town.chen.finds(f"You have {code}")
    assert PHONE in private.text
    assert private.labels == ["I have arrived", "Finished", "Hand back", "Check on me"]
    await town.anna.sees(f"Chen will come for {code} instead of Boris", "You need not do anything")
    card = await town.green.card(code)
    assert "Chen is on it" in card.text
    assert "Standing by" not in card.text
    assert "free again" not in card.text


async def test_whoever_only_stands_by_sees_no_address(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.chen.says("/mine")
    await town.chen.sees(f"You stand by for {code}")
    said = "\n".join(seen.text for seen in await town.chen.chat())
    for secret in (DOOR, PHONE, "Anna", "Lind"):
        assert secret not in said


async def test_stepping_down_owes_no_reason(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.chen.presses("Step down")
    await town.chen.sees(f"You no longer stand by for {code}")
    assert "Standing by" not in (await town.green.card(code)).text
    await town.boris.presses("Hand back", "Skip")
    await town.anna.sees(f"Boris cannot come for {code} after all")
    assert (await town.green.card(code)).labels == ["Claim"]


async def test_two_press_and_both_wait_in_their_order(town: Town) -> None:
    code = await town.claimed(town.boris)
    await asyncio.gather(
        town.house.play.press(town.chen.id, "Stand by", town.green.id),
        town.house.play.press(town.felix.id, "Stand by", town.green.id),
    )
    await town.house.settled()
    first, second = (await town.view(code)).standing_by
    assert {first.first_name, second.first_name} == {"Chen", "Felix"}
    await town.boris.presses("Hand back", "Skip")
    after = await town.view(code)
    assert [claim.first_name for claim in after.holding] == [first.first_name]
    assert [claim.first_name for claim in after.standing_by] == [second.first_name]


async def test_a_cancelled_order_tells_them(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.anna.presses("Cancel order", "Skip")
    await town.chen.sees(f"{code} is over. You need not stand by any more")


async def test_a_finished_order_thanks_them(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.boris.presses("I have arrived")
    assert not (await town.green.card(code)).labels, "once the helper is there, nobody has to stand by"
    await town.house.later(minutes=60)
    await town.boris.presses("Finished", "Send")
    await town.chen.sees(f"{code} is done. You need not stand by any more")


async def test_old_and_forged_buttons_change_nothing(town: Town) -> None:
    code = await town.claimed(town.boris)
    with_button = await town.green.card(code)
    assert "You have this order already" in await town.boris.presses("Stand by", at=town.green, on=with_button)
    await town.boris.presses("Hand back", "Skip")
    assert "A place is free" in await town.chen.presses("Stand by", at=town.green, on=with_button)
    await town.anna.presses("Cancel order", "Skip")
    assert "has been cancelled" in await town.chen.presses("Stand by", at=town.green, on=with_button)
    assert not (await town.view(code)).standing_by


async def test_in_chinese(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.liu.presses("Stand by", at=town.green)
    await town.liu.sees(f"您是 {code} 的候补")
    await town.boris.presses("Hand back", "Skip")
    await town.liu.finds(f"{code} 现在由您来接")


async def test_whoever_is_paused_stands_by_no_more(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.dora.says("/setup")
    await town.dora.presses("Volunteers")
    await town.dora.presses(next(label for label in await town.dora.labels() if "Chen" in label), "Pause")
    assert not (await town.view(code)).standing_by
    await town.boris.presses("Hand back", "Skip")
    assert (await town.green.card(code)).labels == ["Claim"]


async def test_a_place_that_is_taken_back_goes_to_whoever_stands_by(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Take back from Boris", "We could not reach each other")
    await town.anna.sees(f"Chen will come for {code} instead of Boris")
    await town.chen.finds(f"You have {code}")
    assert [claim.first_name for claim in (await town.view(code)).holding] == ["Chen"]


async def test_closing_lets_them_go(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.chen.presses("Stand by", at=town.green)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Close order")
    await town.dora.presses(next(label for label in await town.dora.labels() if label != "Cancel"))
    await town.chen.sees(f"{code} is over. You need not stand by any more")
