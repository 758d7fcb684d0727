"""Still on it? A helper is asked in time, and where nothing is heard others come; nobody is asked twice or blamed."""

from datetime import timedelta

from tests.people import MONDAY
from tests.stories.siege import DOOR as SIEGE_DOOR
from tests.stories.siege import Siege
from tests.town import DOOR, PHONE, Town

AFTERNOON = "tomorrow 15 to 17"  # in Wenfeng; it is Monday, 20:00


async def until(town: Town, hour: int, minute: int = 0, day: int = 1) -> None:
    """It becomes that hour in Wenfeng, so many days after the Monday of the story."""
    wanted = MONDAY.replace(hour=0) + timedelta(days=day, hours=hour - 8, minutes=minute)
    await town.house.later(seconds=(wanted - town.house.clock.now()).total_seconds())


async def test_who_says_so_keeps_the_place_and_is_asked_again_only_at_the_door_and_after(town: Town) -> None:
    code = await town.claimed(town.boris, when=AFTERNOON)
    await until(town, 11)
    asked = await town.boris.sees(f"Are you still coming to {code}?", "by Tue 24 Nov, 13:00")
    assert asked.labels == ["I am coming", "Hand back"]
    await town.boris.presses("I am coming", on=asked)
    await town.boris.sees(f"Thank you, you are coming to {code}")
    assert "you are coming" in await town.boris.presses("I am coming", on=asked)  # twice
    await until(town, 14)
    await town.boris.sees(f"Thank you, you are coming to {code}")
    await until(town, 16, 30)
    here = await town.boris.sees(f"Have you arrived for {code}?")
    assert here.labels == ["I have arrived", "Hand back"]
    assert "Noted: you have arrived" in await town.boris.presses("I have arrived", on=here)
    assert "I have noted before" in await town.boris.presses("I am coming", on=asked)
    await until(town, 18)
    done = await town.boris.sees(f"Are you done with {code}?")
    await town.boris.presses("Finished", "Send", on=None)
    assert done.labels == ["Finished"]
    await until(town, 19, day=2)
    remind = await town.anna.sees(f"Was everything all right with {code}?", "I confirm it for you on Fri 27 Nov")
    assert remind.labels == ["Confirm", "Something is wrong"]
    await town.anna.presses("Confirm", on=remind)
    await until(town, 12, day=5)
    said = [seen.text for seen in await town.boris.chat()]
    for words in ("Have you arrived", "Are you done with"):
        assert len([text for text in said if words in text]) == 1, words


async def test_who_is_silent_need_not_go_and_others_are_asked_without_blame(town: Town) -> None:
    code = await town.claimed(town.boris, when=AFTERNOON)
    await until(town, 11)
    asked = await town.boris.finds("Are you still coming")
    await until(town, 13, 1)  # it was asked a moment after eleven
    await town.boris.sees(f"You need not go to {code}", "That happens")
    await town.anna.sees(f"Boris has not answered about {code}", "You need not do anything")
    left = "\n".join(seen.text for seen in await town.boris.chat())
    for secret in (DOOR, PHONE, "Lind"):
        assert secret not in left
    assert any(f"{code} needs a helper again" in seen.text for seen in await town.green.seen())
    card = next(seen for seen in await town.green.seen() if seen.labels)
    assert card.labels == ["Claim"]
    for late in ("I am coming", "Hand back"):
        assert "You do not hold this order" in await town.boris.presses(late, on=asked)
    await town.chen.presses("Claim", at=town.green, on=card)
    await until(town, 14)
    assert "still coming" not in (await town.chen.newest()).text, "Chen has only just said so"
    assert [claim.state.value for claim in (await town.view(code)).claims] == ["released", "taken"]


async def test_for_another_time_it_is_asked_anew_and_what_was_said_before_does_not_count(town: Town) -> None:
    code = await town.claimed(town.boris, when=AFTERNOON)
    await until(town, 11)
    await town.boris.presses("I am coming")
    await town.anna.presses("Change details", on=await town.anna.finds("is out"))
    await town.anna.presses("✏️ Day")
    await town.anna.says("Thursday 15 to 17")
    await town.anna.presses("Send")
    await town.boris.sees(f"{code} has changed")
    await until(town, 11, day=3)
    await town.boris.sees(f"Are you still coming to {code}?", "Thu 26 Nov, 13:00")


async def test_who_blocked_the_bot_is_not_waited_for(siege: Siege) -> None:
    start = siege.house.clock.now() + timedelta(hours=19)
    order = await siege.order(moment="window", starts_at=start, ends_at=start + timedelta(hours=2))
    await siege.press("boris", "Claim", siege.green)
    await siege.play.post("block", person=siege.folk["boris"])
    await siege.house.settled()
    await siege.house.later(hours=15)
    await siege.house.later(hours=2, minutes=1)
    assert await siege.state(order) == "open"
    assert any("Boris has not answered about E-0001" in seen.text for seen in await siege.said("anna"))
    await siege.play.post("unblock", person=siege.folk["boris"])
    await siege.house.settled()
    assert not any(SIEGE_DOOR in seen.text for seen in await siege.said("boris"))
