"""The whole loop in English, by chat only: from the printed link to the credits in the passbook."""

import re

from tests.house_of_paidan import House
from tests.town import Group, Somebody, bind_code_in, link_in


async def test_from_the_owner_link_to_the_passbook(house: House) -> None:
    """Three people and two teams: Dora sets Wenfeng up, Boris volunteers, Anna asks for help."""
    play = house.play
    dora, boris, anna = [
        Somebody(house, await play.person(name, "en"), name) for name in ("Dora Klein", "Boris Novak", "Anna Lind")
    ]
    green = Group(house, await play.group("Green team", [dora.id, boris.id], supergroup=True))
    blue = Group(house, await play.group("Blue team", [dora.id, boris.id]))
    await house.settled()

    await dora_founds_wenfeng(house, dora)
    await the_teams_get_their_groups(dora, boris, green, blue)
    await boris_joins(dora, boris)
    await anna_asks_for_help(dora, anna, green)
    await boris_claims_it(anna, boris, green)
    await boris_comes_and_finishes(house, anna, boris, green)
    await anna_confirms_and_thanks(anna, boris, green)
    await the_credits_stand_in_the_passbook(boris)

    assert len(await green.seen()) == 4, "a greeting, the binding, a used code, and one card edited through its life"
    assert len(await blue.seen()) == 2, "what is for the green team is not posted in the blue one"
    calls = [str(call["params"]) for call in await play.calls() if str(call["chat_id"]).startswith("-")]
    for secret in ("Anna", "Lind", "Li", "138", "139", "302", "building 7"):
        assert not any(re.search(rf"\b{secret}\b", said) for said in calls), f"{secret} was said in a group"


async def dora_founds_wenfeng(house: House, dora: Somebody) -> None:
    link = await house.app.owner_link()
    assert link is not None
    welcome = await dora.opens(link.partition("?start=")[2])
    assert "You are the owner of this installation" in welcome.text

    await dora.presses("Set up")
    await dora.sees("What is your community called?")
    await dora.says("Wenfeng")
    await dora.presses("English")
    await dora.says("Shanghai")
    await dora.sees("Wenfeng · English · Shanghai", "Still missing: services, teams")
    await dora.presses("Service list", "Add the five helps", "Back")
    await dora.presses("Teams", "Add the seven colours", "Back")
    await dora.presses("Credit rule", "Jishui, 10 an hour")
    await dora.sees("5 services", "7 teams", "Jishui", "Still missing: a group for a team and volunteers")


async def the_teams_get_their_groups(dora: Somebody, boris: Somebody, green: Group, blue: Group) -> None:
    await dora.presses("Groups", "💚 Green team, environment")
    code = bind_code_in(await dora.newest())
    assert "This is the group of 💚 Green team" in (await dora.says(f"/bind {code}", at=green)).text
    await dora.sees("Green team, environment has its group now: “Green team”")

    await dora.presses("Groups", "💙 Blue team, revitalisation")
    code = bind_code_in(await dora.newest())
    # The code is the authority, whoever types it; addressed, it works with privacy mode on.
    assert "This is the group of 💙 Blue team" in (await boris.says(f"/bind@paidan_sandbox_bot {code}", at=blue)).text
    assert "has been used" in (await boris.says(f"/bind {code}", at=green)).text
    await dora.presses("Checklist")
    await dora.sees("2 of 7 teams have one", "Still missing: volunteers")


async def boris_joins(dora: Somebody, boris: Somebody) -> None:
    await dora.presses("Invite people")
    assert "Forward these links" in (await dora.newest()).text
    await boris.opens(link_in(await dora.newest(), "join"))
    await boris.sees("What is your name?")
    await boris.presses("Boris Novak", "Share my number")
    await boris.presses("▫️ 🧹 Cleaning", "Done", "▫️ 💚 Green team, environment", "Done")
    await boris.sees("Name: Boris Novak", "Helps with: 🧹 Cleaning", "Teams: 💚 Green team, environment")
    await boris.presses("Send")
    await boris.sees("The coordinators of Wenfeng decide")

    await dora.sees("Boris Novak wants to volunteer in Wenfeng", "🧹 Cleaning")
    assert await dora.presses("Approve") == "Approved: Boris"
    await boris.sees("Approved", "you can claim orders in Wenfeng")


async def anna_asks_for_help(dora: Somebody, anna: Somebody, green: Group) -> None:
    invitation = await dora.says("/setup")
    assert "Nothing is missing" in invitation.text
    await dora.presses("Invite people")
    await anna.opens(link_in(await dora.newest(), "com"))
    await anna.sees("for neighbours in Wenfeng")
    await anna.presses("Ask for help", "Someone else")
    await anna.says("Grandma Li")
    await anna.presses("Neighbour")
    await anna.says("139 1234 5678")
    await anna.presses("🧹 Cleaning")
    await anna.says("Wash the kitchen window for Grandma Li, door 302; call 139 1234 5678")
    await anna.says("tomorrow 9 to 11", "Eastgate Road 5, building 7, door 302", "Eastgate")
    await anna.presses("Share my number", "1")
    await anna.sees("Their name: Grandma Li", "9:00–11:00", "Area shown: Eastgate", "Helpers: 1")
    assert await anna.presses("Send") == "E-0001 is sent."
    await anna.sees("E-0001 is out: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00", "you will hear from me")

    card = await green.card("E-0001")
    assert card.labels == ["Claim"]
    assert card.buttons[0][0]["style"] == "success"
    for shown in ("E-0001 · Cleaning", "Tue 24 Nov, 9:00–11:00", "Eastgate", "Wash the kitchen window", "1 helper"):
        assert shown in card.text


async def boris_claims_it(anna: Somebody, boris: Somebody, green: Group) -> None:
    assert await boris.presses("Claim", at=green) == "E-0001 is yours. Address and phone are in our private chat."
    card = await green.card("E-0001")
    assert "🟡 Boris is on it" in card.text
    assert card.labels == ["Stand by"]
    await boris.sees("You have E-0001", "Grandma Li", "139 1234 5678", "Ordered by Anna Lind", "building 7, door 302")
    assert await boris.labels() == ["I have arrived", "Finished", "Hand back", "Check on me"]
    await anna.sees("Boris will come for E-0001: 🧹 Cleaning, Tue 24 Nov, 9:00–11:00")


async def boris_comes_and_finishes(house: House, anna: Somebody, boris: Somebody, green: Group) -> None:
    await house.later(hours=13, minutes=2)
    assert "Noted: you have arrived" in await boris.presses("I have arrived")
    await anna.sees("Boris has arrived for E-0001")
    assert "🔵 Boris has arrived, 9:02" in (await green.card("E-0001")).text
    await boris.sees("You arrived at 9:02")

    await house.later(hours=2, minutes=20)
    await boris.presses("Finished")
    await boris.sees("2 h 20 min for E-0001: you arrived at 9:02, now it is 11:22")
    await boris.presses("Send")
    await boris.sees("2 h 20 min noted for E-0001")
    await anna.sees("Boris has finished E-0001 after 2 h 20 min", "I will confirm it for you on Fri 27 Nov")
    assert await anna.labels() == ["Confirm", "Something is wrong"]


async def anna_confirms_and_thanks(anna: Somebody, boris: Somebody, green: Group) -> None:
    await anna.presses("Confirm")
    await boris.sees("+25, now 25. E-0001 is confirmed: 2 h 20 min.")
    card = await green.card("E-0001")
    assert "✅ Done, 2 h 20 min. Thank you, Boris" in card.text
    assert not card.labels
    closed = await boris.finds("E-0001 is closed")
    assert closed.text == "E-0001 is closed. Address and phone have been removed."

    await anna.presses("⭐⭐⭐⭐⭐")
    await anna.says("He even fixed the bell.")
    await anna.sees("I have passed your words on")
    await boris.sees("“He even fixed the bell.”")


async def the_credits_stand_in_the_passbook(boris: Somebody) -> None:
    await boris.presses("Passbook")
    await boris.sees("25 credits in Wenfeng, from 2 h 20 min of help", "+25", "24 Nov 2026", "E-0001", "🧹 Cleaning")
    await boris.presses("Why 25?")
    await boris.sees("25 for E-0001: 2 h 20 min, rounded up to 2 h 30 min, at 10 an hour", "rules of Wenfeng")
