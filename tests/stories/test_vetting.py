"""Help for checked volunteers only: what coordinators note of a person, until when, and what it opens."""

import pytest
from sqlalchemy import select

from storage import people
from storage.engine import reading, writing
from storage.schema import journal, vettings
from tests.town import PHONE, Somebody, Town

REFUSED = "it is for checked volunteers only"


async def asks_for_a_check(town: Town, service: str = "🧹 Cleaning") -> None:
    """Dora lets only checked volunteers take this service."""
    await town.dora.says("/setup")
    await town.dora.presses("Service list", service, "Only for checked")


async def opens(town: Town, name: str, *labels: str, by: Somebody | None = None) -> None:
    """Dora opens a volunteer's page, and presses these there."""
    by = by or town.dora
    await by.says("/setup")
    await by.presses("Volunteers", name, *labels)


async def checks(town: Town, name: str = "Boris Novak", until: str = "") -> None:
    """Dora notes a check, until that day as she types it, or without an end."""
    await opens(town, name, "Note a check")
    await town.dora.says("ID card and police record")
    await (town.dora.says(until) if until else town.dora.presses("Skip"))


async def test_the_card_says_so_and_an_unchecked_volunteer_is_refused_in_words(town: Town) -> None:
    await asks_for_a_check(town)
    await town.dora.sees("Only checked volunteers can take it")
    code = await town.order()
    assert "🛡 For checked volunteers only" in (await town.green.card(code)).text
    assert REFUSED in await town.boris.presses("Claim", at=town.green)
    assert (await town.view(code)).claims == ()
    await town.boris.says("/open")
    await town.boris.sees(code, "🛡 checked volunteers only")
    assert REFUSED in await town.boris.presses(f"Claim {code}")


async def test_with_a_check_they_can_claim_and_they_hear_of_it(town: Town) -> None:
    await asks_for_a_check(town)
    code = await town.order()
    await opens(town, "Boris Novak")
    await town.dora.sees("Boris Novak", "Nothing has been checked yet")
    await town.dora.presses("Note a check")
    await town.dora.sees("What have you checked of Boris?")
    await town.dora.says("ID card and police record")
    await town.dora.presses("1 year, until 23 Nov 2027")
    await town.dora.sees("🛡 ID card and police record · until 23 Nov 2027 · Dora")
    await town.boris.sees("Wenfeng has noted a check of you", "ID card and police record", "until 23 Nov 2027")
    assert "is yours" in await town.boris.presses("Claim", at=town.green)
    assert "Boris is on it" in (await town.green.card(code)).text
    assert REFUSED not in await town.boris.presses("I have arrived")
    assert "🛡" not in await said_after_the_end(town, code)


async def said_after_the_end(town: Town, code: str) -> str:
    """The card once the order is finished and confirmed."""
    await town.house.later(minutes=40)
    await town.boris.presses("Finished", "Send")
    await town.anna.presses("Confirm")
    return (await town.green.card(code)).text


async def test_the_last_day_counts_and_the_day_after_does_not(town: Town) -> None:
    await asks_for_a_check(town)
    await checks(town, until="tomorrow")
    await town.house.later(days=1)
    await town.order()
    assert "is yours" in await town.boris.presses("Claim", at=town.green)
    await town.boris.presses("Hand back", "Skip")
    await town.house.later(days=1)
    await town.order(when="tomorrow 9 to 11")
    card = await town.green.card("E-0002")
    assert REFUSED in await town.boris.presses("Claim", at=town.green, on=card)
    await opens(town, "Boris Novak")
    await town.dora.sees("▫️ ID card and police record · ended 24 Nov 2026")


async def test_a_day_that_will_not_do_is_asked_again(town: Town) -> None:
    await opens(town, "Boris Novak", "Note a check")
    await town.dora.says("ID card", "yesterday")
    await town.dora.sees("That day has passed", "Until when is the check good?")
    await town.dora.says("1 January 2099")
    await town.dora.sees("10 years at most", "Until when is the check good?")
    await town.dora.says("for ever")
    await town.dora.sees("could not read", "Until when is the check good?")
    await town.dora.says("31 December 2027")
    await town.dora.sees("until 31 Dec 2027")


async def test_a_check_is_taken_back_when_pressed_twice_and_what_is_held_stays(town: Town) -> None:
    await asks_for_a_check(town)
    await checks(town)
    code = await town.claimed(town.boris)
    await opens(town, "Boris Novak")
    await town.dora.sees(f"Has now: {code}")
    page = await town.dora.newest()
    await town.dora.presses("Take back: ID card and police record")
    await town.dora.sees("Take back this check of Boris?", code)
    await town.dora.presses("Back")
    await town.dora.sees("no end")
    await town.dora.presses("Take back: ID card and police record", "Take back")
    await town.dora.sees("Nothing has been checked yet")
    await town.boris.finds("no longer counts in Wenfeng")
    assert "out of date" in await town.dora.presses("Take back: ID card and police record", on=page)
    assert (await town.view(code)).holding[0].first_name == "Boris"
    await town.boris.says("/mine")
    assert "Noted: you have arrived" in await town.boris.presses("I have arrived")
    other = await town.order()
    assert REFUSED in await town.boris.presses("Claim", at=town.green, on=await town.green.card(other))


async def test_nobody_notes_a_check_of_themselves(town: Town) -> None:
    await town.coordinates(town.felix)
    await opens(town, "Felix Moser", by=town.felix)
    assert "Nobody can note a check of themselves" in await town.felix.presses("Note a check")
    await checks(town, "Felix Moser")
    await town.felix.finds("has noted a check of you")


async def test_whoever_loses_the_right_while_answering_notes_nothing(town: Town) -> None:
    await town.coordinates(town.felix)
    await opens(town, "Boris Novak", "Note a check", by=town.felix)
    await town.felix.says("ID card")
    async with writing(town.house.app.engine) as connection:
        felix = await people.by_telegram(connection, town.felix.id)
        assert felix is not None
        place = await people.enter(connection, town.community_id, felix.id)
        await people.change_membership(connection, place.id, coordinator=False)
    await town.felix.presses("Skip")
    await town.felix.sees("Only the coordinators of this community")
    assert await rows(town) == []


async def rows(town: Town) -> list[object]:
    """All checks that were ever noted."""
    async with reading(town.house.app.engine) as connection:
        return list(await connection.execute(select(vettings)))


async def test_a_service_is_for_all_again(town: Town) -> None:
    await asks_for_a_check(town)
    code = await town.order()
    await town.dora.presses("For all volunteers")
    assert "🛡" not in (await town.dora.newest()).text
    assert "🛡" not in (await town.green.card(code)).text
    assert "is yours" in await town.boris.presses("Claim", at=town.green)


async def test_help_does_not_become_one_for_checked_volunteers_while_another_is_coming(town: Town) -> None:
    await asks_for_a_check(town, "🦽 Getting about")
    code = await town.claimed(town.boris)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Help", "🦽 Getting about", "✏️ Area shown")
    await town.anna.says("Westgate")
    toast = await town.anna.presses("Send")
    assert "Not changed" in toast
    assert "Boris" in toast
    view = await town.view(code)
    assert (view.service.preset, view.district) == ("cleaning", "Eastgate"), "nothing of it"
    await checks(town)
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Help", "🦽 Getting about", "Send")
    assert (await town.view(code)).service.preset == "mobility"


async def test_a_volunteer_is_paused_told_so_and_goes_on(town: Town) -> None:
    held = await town.claimed(town.boris)
    await opens(town, "Boris Novak")
    page = await town.dora.newest()
    await town.dora.presses("Pause")
    await town.dora.sees("Boris Novak · ⏸ paused", f"Has now: {held}")
    await town.boris.sees("You are paused as a volunteer in Wenfeng", "What you have taken stays yours")
    assert "out of date" in await town.dora.presses("Pause", on=page)
    code = await town.order(town.felix)
    assert "You are paused" in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))
    await town.boris.says("/open")
    await town.boris.sees("You are paused")
    await town.boris.says("/mine")
    assert "Noted: you have arrived" in await town.boris.presses("I have arrived")
    await town.dora.presses("Back")
    assert "⏸ Boris Novak" in await town.dora.labels()
    await town.dora.presses("⏸ Boris Novak", "Let go on")
    await town.boris.sees("You can take orders in Wenfeng again")
    assert "is yours" in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))


async def test_applying_again_is_no_way_around_a_pause(town: Town) -> None:
    await opens(town, "Boris Novak", "Pause")
    await town.boris.opens("join_wenfeng")
    await town.boris.says(PHONE)
    await town.boris.presses((await town.boris.labels())[0], "Done", "Send")
    await town.boris.sees("Noted.")
    code = await town.order()
    assert "You are paused" in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))


async def test_the_journal_says_who_did_what(town: Town) -> None:
    await asks_for_a_check(town)
    await checks(town)
    await opens(town, "Boris Novak", "Take back: ID card and police record", "Take back", "Pause", "Let go on")
    async with reading(town.house.app.engine) as connection:
        noted = list(await connection.execute(select(journal).order_by(journal.c.id)))
        dora = await people.by_telegram(connection, town.dora.id)
        boris = await people.by_telegram(connection, town.boris.id)
    assert dora is not None
    assert boris is not None
    wanted = ["checked_only", "check", "uncheck", "pause", "resume"]
    mine = [row for row in noted if row.verb in wanted]
    assert [row.verb for row in mine] == wanted
    assert {row.person_id for row in mine} == {dora.id}
    assert all(row.reason.startswith(str(boris.id)) for row in mine[1:])


async def test_a_long_list_of_volunteers_has_pages(town: Town) -> None:
    now = town.house.clock.now()
    async with writing(town.house.app.engine) as connection:
        for number in range(8):
            person = await people.met(connection, 5000 + number, f"Volunteer {number}", "en", now, private=False)
            place = await people.enter(connection, town.community_id, person.id)
            await people.change_membership(connection, place.id, standing="approved")
    await town.dora.says("/setup")
    await town.dora.presses("Volunteers")
    await town.dora.sees("12 volunteers in Wenfeng")
    first = await town.dora.labels()
    await town.dora.presses("Next page ›")
    second = await town.dora.labels()
    assert len([name for name in (*first, *second) if "Volunteer " in name]) == 8
    assert "‹ Previous page" in second
    assert not set(first) & set(second) - {"Back"}


@pytest.mark.parametrize("what", ["<b>ID</b> & {{x}} %(y)s", "身份证"])
async def test_what_was_typed_is_shown_as_typed(town: Town, what: str) -> None:
    await opens(town, "Boris Novak", "Note a check")
    await town.dora.says(what)
    await town.dora.presses("Skip")
    await town.dora.sees(f"🛡 {what} · no end · Dora")
    await town.boris.sees(what)


async def test_too_long_is_refused_and_too_many_as_well(town: Town) -> None:
    await opens(town, "Boris Novak", "Note a check")
    await town.dora.says("x" * 121)
    await town.dora.sees("121 characters", "What have you checked of Boris?")
    await town.dora.presses("Cancel")
    for _ in range(5):
        await checks(town)
    await opens(town, "Boris Novak")
    assert "There are 5 already" in await town.dora.presses("Note a check")


async def test_one_volunteer_is_one(town: Town) -> None:
    for name in ("Boris Novak", "Chen Mei", "Felix Moser"):
        await declined(town, name)
    await town.dora.says("/setup")
    await town.dora.presses("Volunteers")
    await town.dora.sees("1 volunteer in Wenfeng")


async def declined(town: Town, name: str) -> None:
    """No volunteer any more; their page is gone as well."""
    async with writing(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, next(each.id for each in town.folk.values() if each.name == name))
        assert person is not None
        place = await people.enter(connection, town.community_id, person.id)
        await people.change_membership(connection, place.id, standing="declined")
    toast = await town.house.play.forge(town.dora.id, f"v1|s_person|{place.id}|0|", await something(town))
    assert toast is not None
    assert "do not know this button" in toast


async def something(town: Town) -> int:
    """A message of the bot that Dora can press on."""
    return (await town.dora.says("/help")).id
