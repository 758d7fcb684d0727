"""Acting for a relative: asked by a link or the coordinators, both see everything, three at most, ended at will."""

import re

from tests.town import DOOR, PHONE, Somebody, Town


async def link_of(who: Somebody) -> str:
    """A fresh link of theirs, as its payload."""
    await who.says("/family")
    await who.presses("Ask a relative who has Telegram")
    found = re.search(r"start=(fam_[\w-]+)", (await who.newest()).text)
    assert found is not None
    return found.group(1)


async def acts(who: Somebody, relative: Somebody) -> None:
    """The relative has opened the link and agreed."""
    await relative.opens(await link_of(who))
    await relative.presses("Agree")
    await who.sees("You act for", "now")


async def ordered(who: Somebody, name: str) -> str:
    """An order for a relative; its code."""
    await who.says("/order")
    await who.presses(name, "🧹 Cleaning")
    await who.says("Wash the kitchen window", "tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await who.presses("1")
    found = re.search(r"E-\d{4}", await who.presses("Send"))
    assert found is not None, (await who.newest()).text
    return found.group()


async def test_both_see_everything_and_the_first_to_confirm_wins(town: Town) -> None:
    milan, anna = town.milan, town.anna
    link = await link_of(milan)
    assert "meant for somebody else" in (await milan.opens(link)).text  # not by themselves, and not used up
    await anna.opens(link)
    await anna.sees("Milan Kos", "wants to act for you", "You both see everything")
    assert "works only once" in (await town.felix.opens(link)).text
    asked = await anna.newest()
    await anna.presses("Agree")
    assert "answered already" in await anna.presses("Do not agree", on=asked)
    await milan.sees("You act for Anna Lind now")
    assert "That is so already" in (await anna.opens(await link_of(milan))).text

    code = await ordered(milan, "Anna Lind")
    assert (await town.view(code)).resident_name == "Anna Lind"
    assert "Milan Kos has ordered this for you" in (await anna.finds(f"{code} is out")).text
    await milan.finds(f"👪 Anna Lind\n{code} is out")
    await town.boris.presses("Claim", at=town.green)
    for each in (anna, milan):
        await each.sees("Boris", f"will come for {code}")
    await milan.says("/mine")
    await milan.sees(code, "👪 Anna Lind")
    await town.boris.presses("I have arrived")
    await town.house.later(minutes=140)
    await town.boris.presses("Finished", "Send")
    asked, his = await anna.newest(), await milan.newest()
    assert "Is everything all right" in asked.text
    assert "Is everything all right" in his.text
    await milan.presses("Confirm", "Skip", "Skip")
    await anna.sees("Milan", f"has confirmed {code}")
    assert "closed" in await anna.presses("Confirm", on=asked)
    await town.boris.sees(code, "+25")

    code = await town.order(town.anna, service="🍲 Meals")  # her own is seen by him as well, and he may call it off
    await milan.sees(f"{code} is out")
    await milan.presses("Cancel order", "Skip")
    await anna.sees(f"{code} is cancelled")


async def test_it_ends_while_an_order_is_being_written(town: Town) -> None:
    milan, anna = town.milan, town.anna
    await acts(milan, anna)
    await milan.says("/order")
    await milan.presses("Anna Lind", "🧹 Cleaning")
    await anna.says("/family")
    await anna.presses("End it: Milan Kos", "End it")
    await milan.finds("Anna has ended it")
    await milan.says("Window", "tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await milan.presses("1", "Send")
    await milan.sees("You do not act for this person any more")
    await milan.says("/order")
    assert "Anna Lind" not in await milan.labels()


async def test_who_acts_for_somebody_does_not_help_them(town: Town) -> None:
    await acts(town.boris, town.anna)
    await town.order()
    assert "You act for the person" in await town.boris.presses("Claim", at=town.green)
    await town.chen.presses("Claim", at=town.green)
    await town.boris.finds("Chen will come")


async def asks(who: Somebody, name: str, number: str) -> None:
    """Ask the coordinators to act for somebody without Telegram."""
    await who.says("/family")
    await who.presses("My relative has no Telegram")
    await who.says(name, number)
    await who.presses("Parent")
    await who.sees("The coordinators are asked", name)


async def test_a_relative_without_telegram_is_agreed_to_by_a_coordinator(town: Town) -> None:
    town.secrets.extend(("Li Guilan", "139", "Elm Street"))
    milan, dora = town.milan, town.dora
    await asks(milan, "Li Guilan", "139 0013 9000")
    asked = await dora.sees("Milan Kos", "wants to act for", "Li Guilan", "139 0013 9000", "Please call")
    await milan.says("/order")
    assert "Li Guilan" not in await milan.labels()
    await dora.presses("Agree")
    await dora.sees("✅ Agreed")
    assert "answered already" in await dora.presses("Do not agree", on=asked)
    await milan.sees("You act for Li Guilan now")

    await milan.says("/cancel", "/order")
    await milan.presses("Li Guilan", "🧹 Cleaning")
    await milan.says("Wash the window", "tomorrow 9 to 11", "Elm Street 4", "Elm", "139 0013 9000")
    await milan.presses("1", "Send")
    placed = await milan.finds("👪 Li Guilan\nE-0001 is out")
    pin = re.search(r"PIN: (\d{4})", placed.text)
    assert pin is not None
    await town.boris.presses("Claim", at=town.green)
    await milan.sees("Boris", "will come")
    assert not [seen for seen in await dora.chat() if "E-0001" in seen.text]  # it is not hers
    await town.boris.presses("I have arrived", "Finished")
    await town.boris.says(pin.group(1))
    await town.boris.presses("Send")
    await milan.sees("confirmed by the PIN")


async def test_three_are_enough(town: Town) -> None:
    milan, dora = town.milan, town.dora
    for relative in (town.anna, town.felix, town.boris):
        await acts(milan, relative)
    await milan.says("/family")
    assert "You act for 3 people" in await milan.presses("My relative has no Telegram")
    assert "You act for 3 people" in await milan.presses("Ask a relative who has Telegram")
    await milan.presses("End it: Felix Moser", "End it")
    await town.felix.sees("Milan", "has ended it")
    await asks(milan, "Old Zhang", "139 0013 9001")
    await dora.presses("Do not agree")
    await milan.sees("You do not act for Old Zhang")
    link = await link_of(milan)
    await town.chen.opens(link)
    await town.chen.presses("Do not agree")
    await milan.sees("You do not act for Chen Mei")
