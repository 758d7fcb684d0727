"""Finishing: minutes from arrival to finish, corrected by the helper before they are sent, never absurd."""

from tests.town import Somebody, Town


async def arrived(town: Town, minutes: int = 40) -> Somebody:
    """Boris came to Anna's order so many minutes ago."""
    await town.claimed(town.boris)
    await town.boris.presses("I have arrived")
    await town.house.later(minutes=minutes)
    return town.boris


async def test_the_minutes_run_from_arrival_to_finish(town: Town) -> None:
    boris = await arrived(town, minutes=95)
    await boris.presses("Finished")
    await boris.sees("1 h 35 min for E-0001: you arrived at 20:00, now it is 21:35")
    await boris.presses("Send")
    await boris.sees("1 h 35 min noted for E-0001")
    await town.anna.sees("Boris has finished E-0001 after 1 h 35 min")
    assert "Boris has finished, 1 h 35 min" in (await town.green.card("E-0001")).text
    assert (await town.view("E-0001")).claims[0].minutes == 95


async def test_the_helper_corrects_them_before_sending(town: Town) -> None:
    boris = await arrived(town, minutes=95)
    await boris.presses("Finished", "✏️ Time given")
    await boris.sees("How long did E-0001 take?")
    await boris.says("1 h 20 min")
    await boris.sees("1 h 20 min for E-0001")
    await boris.presses("✏️ Time given", "1 h", "Send")
    await town.anna.sees("Boris has finished E-0001 after 1 h")
    assert (await town.view("E-0001")).claims[0].minutes == 60


async def test_absurd_minutes_are_refused_in_words_and_asked_again(town: Town) -> None:
    boris = await arrived(town)
    await boris.presses("Finished", "✏️ Time given")
    for absurd in ("0", "-5", "25 hours", "1441", "a long time", "0 min", "99999999999"):
        await boris.says(absurd)
        await boris.sees("I could not take that time. Between 1 min and 24 h, please", "How long did E-0001 take?")
    await boris.says("24 h")
    await boris.presses("Send")
    assert (await town.view("E-0001")).claims[0].minutes == 1440


async def test_whoever_forgets_to_press_finished_is_offered_a_day_at_most(town: Town) -> None:
    boris = await arrived(town, minutes=0)
    await town.house.later(hours=23, minutes=59)
    await boris.presses("Finished")
    await boris.sees("23 h 59 min for E-0001")
    await boris.presses("Cancel")
    await town.house.later(hours=9)
    await boris.presses("Finished")
    await boris.sees("24 h for E-0001")


async def test_whoever_forgot_to_say_that_they_arrived_tells_how_long_it_took(town: Town) -> None:
    await town.claimed(town.boris)
    await town.house.later(hours=15)
    await town.boris.presses("Finished")
    await town.boris.sees("How long did E-0001 take?")
    await town.boris.says("1 h 20 min")
    await town.boris.presses("Send")
    await town.anna.sees("Boris has finished E-0001 after 1 h 20 min")
    claim = (await town.view("E-0001")).claims[0]
    assert (claim.arrived_at, claim.minutes) == (None, 80)


async def test_a_day_after_its_time_the_helper_is_asked(town: Town) -> None:
    await town.claimed(town.boris)
    await town.house.later(days=2)
    await town.boris.sees("Did E-0001 take place?")
    await town.dora.sees("E-0001 is not finished, a day after its time", "I have asked Boris")
    await town.boris.presses("Finished")
    await town.boris.sees("How long did E-0001 take?")
    await town.boris.presses("45 min", "Send")
    await town.anna.sees("Boris has finished E-0001 after 45 min")


async def test_thinking_better_of_it_leaves_the_work_under_way(town: Town) -> None:
    boris = await arrived(town)
    await boris.presses("Finished", "Cancel")
    assert (await town.view("E-0001")).state == "under_way"
    await boris.presses("Finished", "Send")
    await boris.sees("40 min noted")


async def test_the_resident_is_asked_once_when_the_last_of_two_is_done(town: Town) -> None:
    await town.claimed(town.boris, town.chen)
    for helper in (town.boris, town.chen):
        await helper.presses("I have arrived")
    await town.house.later(minutes=30)
    await town.boris.presses("Finished", "Send")
    await town.boris.sees("When the other helpers have finished too")
    await town.anna.sees("Chen has arrived")

    await town.house.later(minutes=30)
    await town.chen.presses("Finished", "Send")
    await town.anna.sees("E-0001 is finished", "Boris (30 min)", "Chen (1 h)")
    assert await town.anna.labels() == ["Confirm", "Something is wrong"]


async def test_nobody_finishes_or_arrives_twice(town: Town) -> None:
    await town.claimed(town.boris, town.chen)
    fresh = await town.boris.finds("You have E-0001")
    await town.boris.presses("I have arrived")
    there = await town.boris.finds("You have E-0001")
    assert "the first time counts" in await town.boris.presses("I have arrived", on=fresh)
    await town.house.later(minutes=20)
    await town.boris.presses("Finished", "Send")
    assert "You have finished this order already" in await town.boris.presses("Finished", on=there)
    assert "You have finished this order already" in await town.boris.presses("Hand back", on=there)
    assert (await town.view("E-0001")).claims[0].minutes == 20


async def test_a_helper_who_stays_silent_is_let_go_and_everybody_is_told(town: Town) -> None:
    await town.claimed(town.boris)
    await town.house.later(days=2)
    await town.house.later(days=3, minutes=1)
    await town.boris.sees("E-0001 is no longer yours")
    assert "⚪" in (await town.green.card("E-0001")).text
    assert (await town.view("E-0001")).state == "expired"
    await town.boris.finds("Address and phone have been removed")


async def test_nobody_came_and_the_coordinator_has_a_name_to_call(town: Town) -> None:
    await town.order()
    await town.house.later(days=2)
    await town.anna.sees("nobody could come for E-0001 in time")
    await town.dora.sees("E-0001: nobody came", "Please call Anna Lind", "138 0013 8000")
    card = await town.green.card("E-0001")
    assert "Nobody could come in time" in card.text
    assert not card.labels
