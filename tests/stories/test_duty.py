"""On and off duty, the coordinators' rota, swaps and the note for the next one."""

from datetime import date

from rules.notices import OnDuty
from storage import duty, people
from storage.engine import reading, writing
from tests.town import Somebody, Town

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


async def two_lead(town: Town) -> None:
    """Dora has Mondays, Milan Tuesdays; it is Monday evening."""
    await town.coordinates(town.milan)
    await town.dora.says("/rota")
    await town.dora.sees("no duty rota yet")
    await town.dora.presses("Monday", "Dora", "Tuesday", "Milan")


async def asked_now(town: Town) -> list[str]:
    """Who is on duty, as everything that asks them sees it."""
    async with reading(town.house.app.engine) as connection:
        found = await duty.on_duty(connection, town.community_id, town.house.clock.now())
        return [(await people.get(connection, each)).name for each in found]


async def leads_no_more(town: Town, who: Somebody) -> None:
    async with writing(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, who.id)
        assert person is not None
        place = await people.enter(connection, town.community_id, person.id)
        await people.change_membership(connection, place.id, coordinator=False)


async def pressed(town: Town, who: Somebody, data: str) -> str:
    """What a forged press is answered."""
    await who.says("/help")
    return str(await town.house.play.forge(who.id, data, (await who.newest()).id))


async def test_the_rota_says_who_is_asked_and_the_note_goes_to_the_next_one(town: Town) -> None:
    assert await asked_now(town) == ["Dora Klein"], "without a rota all who lead"
    await two_lead(town)
    await town.milan.sees("Tuesday is your duty in Wenfeng")
    await town.dora.sees("You are on duty until Tue 24 Nov, 8:00", "Monday: Dora · Tuesday: Milan", "changes at 8:00")
    assert await asked_now(town) == ["Dora Klein"]
    await town.dora.presses("Note for the next one")
    await town.dora.says("Anna rings <often>; her bell is broken.")
    await town.dora.sees("📝 Dora: Anna rings <often>")
    await town.house.later(hours=11, minutes=30)
    assert "You are on duty" not in (await town.milan.newest()).text
    await town.house.later(hours=1)
    await town.milan.sees("You are on duty in Wenfeng now, until Wed 25 Nov, 8:00", "📝 Dora: Anna rings <often>")
    assert await asked_now(town) == ["Milan Kos"]
    await town.house.later(days=1)
    assert sorted(await asked_now(town)) == ["Dora Klein", "Milan Kos"], "nobody was named for Wednesdays"
    assert len([seen for seen in await town.milan.chat() if "on duty in Wenfeng now" in seen.text]) == 1
    await town.dora.says("/rota")
    await town.dora.sees("Nobody is on duty")
    await town.dora.presses("When duty changes", "18:00")
    await town.dora.sees("changes at 18:00")


async def test_who_is_on_duty_and_cannot_be_reached_is_not_the_only_one_asked(town: Town) -> None:
    await two_lead(town)
    await town.house.play.post("block", person=town.milan.id)
    await town.house.later(hours=13)
    assert sorted(await asked_now(town)) == ["Dora Klein", "Milan Kos"]
    await town.dora.finds("Milan would be on duty in Wenfeng now, but cannot be reached")
    async with reading(town.house.app.engine) as connection:
        dora = await people.by_telegram(connection, town.dora.id)
        assert dora is not None
        without = OnDuty(town.community_id, frozenset({dora.id})).without
        left = await duty.on_duty(connection, town.community_id, town.house.clock.now(), without)
        assert [(await people.get(connection, each)).name for each in left] == ["Milan Kos"]


async def test_a_day_is_swapped_when_the_other_says_yes_and_not_too_late(town: Town) -> None:
    await two_lead(town)
    await town.milan.says("/rota")
    await town.milan.presses("Swap a day", "Tue 24 Nov", "Dora")
    await town.milan.sees("I have asked Dora to take Tue 24 Nov")
    asked = await town.dora.finds("Milan asks: could you take the duty of Tue 24 Nov")
    assert asked.labels == ["I take it", "I cannot"]
    for who in (town.milan, town.boris):
        assert await pressed(town, who, "v1|swap_yes|1|0|") == "I do not know this button. Everything I can do: /help" \
            or "button" in await pressed(town, who, "v1|swap_yes|1|0|")
    await town.dora.presses("I take it", on=asked)
    await town.milan.finds("Dora takes the duty of Tue 24 Nov.")
    await town.dora.finds("🔄 Tue 24 Nov: Dora")
    assert "answered" in await town.dora.presses("I take it", on=asked)
    await town.house.later(hours=13)
    assert await asked_now(town) == ["Dora Klein"]
    assert not [seen for seen in await town.milan.chat() if "on duty in Wenfeng now" in seen.text]
    await town.milan.says("/rota")
    await town.milan.presses("Swap a day", "Tue 1 Dec", "Dora")
    late = await town.dora.finds("duty of Tue 1 Dec")
    await town.house.later(days=9)
    assert "That day is over" in await town.dora.presses("I take it", on=late)
    await town.milan.says("/rota")
    await town.milan.presses("Swap a day", "Tue 8 Dec", "Dora")
    await town.dora.presses("I cannot")
    await town.milan.finds("Dora cannot take Tue 8 Dec")


async def test_the_rota_is_for_those_who_lead_there(town: Town) -> None:
    await two_lead(town)
    for who in (town.boris, town.anna):
        assert "coordinator" in (await who.says("/rota")).text
        for verb, arg in (("rota", ""), ("rota_day", "1"), ("rota_clear", "1"), ("rota_hour", "480"), ("swap", "")):
            assert "coordinator" in await pressed(town, who, f"v1|{verb}|{town.community_id}|0|{arg}"), verb
    assert "not yours" in await pressed(town, town.dora, f"v1|swap_day|{town.community_id}|0|{TUESDAY}")
    assert "button" in await pressed(town, town.dora, f"v1|swap_day|{town.community_id}|0|soon")
    await leads_no_more(town, town.milan)
    assert "coordinator" in (await town.milan.says("/rota")).text
    await town.house.later(hours=13)
    assert await asked_now(town) == ["Dora Klein"], "Milan leads no more"


async def test_off_duty_is_asked_for_nothing_until_the_morning(town: Town) -> None:
    await town.boris.says("/duty")
    await town.boris.sees("You are on duty in Wenfeng")
    await town.boris.presses("Off until tomorrow morning")
    await town.boris.sees("off duty in Wenfeng until Tue 24 Nov, 7:00")
    code = await town.order()
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody")
    assert "Boris" not in str(await town.dora.labels())
    assert "Chen" in str(await town.dora.labels())
    await town.boris.presses("Claim", at=town.green)
    assert [claim.first_name for claim in (await town.view(code)).holding] == ["Boris"], "who claims all the same may"
    await town.house.later(hours=12)
    await town.boris.says("/duty")
    await town.boris.sees("You are on duty")
    await town.boris.presses("Go off duty", "Go on duty")
    await town.boris.sees("You are on duty")
    assert "volunteer" in (await town.anna.says("/duty")).text
    await town.dora.says("/duty")
    await town.dora.sees("no duty rota yet")
