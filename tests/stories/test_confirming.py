"""Confirming: thanks are passed on, silence counts as yes after three days, a dispute waits for a coordinator."""

import pytest

from rules.ledger import Ledger
from storage import ledger, people
from storage.engine import reading
from tests.town import Somebody, Town

DAYS_OF_GRACE = 3


async def credits_of(town: Town, somebody: Somebody) -> int:
    """What stands in the credits ledger to their name."""
    async with reading(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, somebody.id)
        assert person is not None
        return (await ledger.balances(connection, town.community_id, [person.id], Ledger.CREDITS)).get(person.id, 0)


async def test_stars_and_a_word_of_thanks_reach_the_helper(town: Town) -> None:
    code = await town.finished(town.boris)
    await town.anna.presses("Confirm")
    await town.anna.sees(f"{code} is confirmed. Thank you")
    await town.anna.presses("⭐⭐⭐⭐")
    await town.anna.says("He even <b>fixed</b> the bell & the light 😀")
    await town.boris.sees("“He even <b>fixed</b> the bell & the light 😀”")
    await town.anna.sees("I have passed your words on")
    assert await credits_of(town, town.boris) == 25


async def test_thanks_can_be_skipped_or_left_and_the_credits_stand(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Confirm", "Skip", "Skip")
    await town.anna.sees("Thank you. E-0001 is closed")
    await town.boris.sees("+25, now 25")
    await town.finished(town.chen)
    await town.anna.presses("Confirm", "Cancel")
    await town.chen.sees("+25, now 25")
    assert (await town.view("E-0002")).state == "closed"


async def test_thanks_reach_all_who_helped(town: Town) -> None:
    await town.finished(town.boris, town.chen)
    await town.anna.presses("Confirm", "Skip")
    await town.anna.says("Thank you both")
    for helper in (town.boris, town.chen):
        await helper.sees("“Thank you both”")
        assert await credits_of(town, helper) == 25
    assert "Boris (2 h 20 min) and Chen (2 h 20 min)" in (await town.green.card("E-0001")).text


async def test_confirming_twice_credits_once(town: Town) -> None:
    await town.finished(town.boris)
    asked = await town.anna.newest()
    await town.anna.presses("Confirm")
    assert "is closed" in await town.anna.presses("Confirm", on=asked)
    assert await credits_of(town, town.boris) == 25


async def test_after_three_days_of_silence_the_clock_confirms_and_tells_both(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.sees("I will confirm it for you on Thu 26 Nov")
    await town.house.later(days=DAYS_OF_GRACE, minutes=-1)
    assert (await town.view("E-0001")).state == "finished"

    await town.house.later(minutes=2)
    await town.anna.sees("E-0001 is confirmed", "heard nothing from you for three days")
    await town.boris.sees("+25, now 25", "The resident did not answer for three days")
    assert "Done, 2 h 20 min. Thank you, Boris" in (await town.green.card("E-0001")).text
    assert await credits_of(town, town.boris) == 25


async def test_something_is_wrong_freezes_the_credits_until_somebody_decides(town: Town) -> None:
    code = await town.finished(town.boris)
    await town.anna.presses("Something is wrong")
    await town.anna.sees(f"What was not right with {code}?")
    await town.anna.says("He stayed ten minutes at most")

    await town.anna.sees("The coordinators will look at E-0001", "Until then no credits")
    await town.boris.sees("the resident says that something was not right", "your credits wait")
    await town.dora.sees("E-0001 needs your decision", "Boris (2 h 20 min)", "Anna Lind writes: “He stayed ten minutes")
    await town.house.later(days=30)
    assert (await town.view(code)).state == "disputed", "no clock decides a dispute"
    assert await credits_of(town, town.boris) == 0


@pytest.mark.parametrize(
    ("pressed", "told", "credited"),
    [
        (("Credit it as reported",), "+25, now 25. The coordinators have decided on E-0001: 2 h 20 min", 25),
        (("Credit another time", "30 min"), "+5, now 5. The coordinators have decided on E-0001: 30 min", 5),
        (("Give no credits",), "the coordinators have decided to give no credits. You have 0", 0),
    ],
)
async def test_a_coordinator_decides_with_a_reason(
    town: Town, pressed: tuple[str, ...], told: str, credited: int
) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Something is wrong")
    await town.anna.says("He stayed ten minutes at most")
    await town.dora.presses("Decide", *pressed)
    await town.dora.says("I have spoken to both")

    await town.dora.sees("E-0001 is decided")
    await town.boris.sees(told, "“I have spoken to both”")
    await town.anna.sees("the coordinators have decided", "“I have spoken to both”")
    assert await credits_of(town, town.boris) == credited
    assert (await town.view("E-0001")).state == "closed"
    await town.boris.finds("Address and phone have been removed")


async def test_there_is_no_second_decision(town: Town) -> None:
    """Felix is made a coordinator, too; both open the question, Dora answers first."""
    await town.coordinates(town.felix)
    await town.finished(town.boris)
    await town.anna.presses("Something is wrong")
    await town.anna.says("Not finished")
    opened = await town.felix.finds("E-0001 needs your decision")
    await town.felix.presses("Decide", "Give no credits")

    await town.dora.presses("Decide", "Credit it as reported")
    await town.dora.says("It was done")
    await town.felix.says("It was not")
    await town.felix.sees("it has been decided")
    assert "I did not understand" in (await town.felix.says("Hello?")).text, "the question is gone"
    assert "it has been decided" in await town.felix.presses("Decide", on=opened)
    assert await credits_of(town, town.boris) == 25


async def test_nobody_decides_about_minutes_of_their_own(town: Town) -> None:
    await town.coordinates(town.boris)
    await town.finished(town.boris)
    await town.anna.presses("Something is wrong")
    await town.anna.says("Not finished")
    assert "Decide" not in await town.boris.labels()
    toast = await town.house.play.forge(town.boris.id, "v1|settle|1|0|", (await town.boris.newest()).id)
    await town.house.settled()
    assert "another coordinator" in str(toast)
    await town.dora.presses("Decide", "Credit it as reported")
    await town.dora.says("I asked the neighbours")
    assert (await town.view("E-0001")).state == "closed"


async def test_where_the_only_coordinator_helped_the_owner_decides(town: Town) -> None:
    await town.coordinates(town.boris)
    await town.dora.says("/setup")
    await town.dora.presses("Coordinators", "Remove Dora", "Remove")
    await town.finished(town.boris)
    await town.anna.presses("Something is wrong")
    await town.anna.says("Not finished")
    await town.dora.sees("E-0001 needs your decision")
    assert await town.dora.labels() == ["Decide", "Look at it"]
