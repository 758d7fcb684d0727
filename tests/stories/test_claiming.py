"""Claiming: exactly one wins each place, and everybody else is told why not."""

import asyncio

from tests.town import PHONE, Town


async def test_two_press_at_the_same_moment_and_one_wins(town: Town) -> None:
    await town.order()
    boris, chen = town.boris, town.chen
    toasts = await asyncio.gather(
        town.house.play.press(boris.id, "Claim", town.green.id), town.house.play.press(chen.id, "Claim", town.green.id)
    )
    await town.house.settled()

    winner, loser = (boris, chen) if "is yours" in str(toasts[0]) else (chen, boris)
    first_name = winner.name.split()[0]
    won, lost = sorted(map(str, toasts), key=lambda toast: "faster" in toast)
    assert won == "E-0001 is yours. Address and phone are in our private chat."
    assert lost == f"{first_name} was faster. No other order is open now."
    await winner.sees("You have E-0001", "Anna Lind", PHONE)
    assert not await loser.chat(), "the address is for the winner alone"
    assert f"{first_name} is on it" in (await town.green.card("E-0001")).text


async def test_the_late_one_learns_the_first_name_and_what_else_is_open(town: Town) -> None:
    await town.order(details="Wash the windows")
    await town.order(details="Carry the carpet down")
    before = await town.green.card("E-0001")
    await town.boris.presses("Claim", on=before, at=town.green)
    toast = await town.chen.presses("Claim", on=before, at=town.green)
    assert toast == "Boris was faster. 1 other order is open: /open"


async def test_several_helpers_and_each_place_is_won_once(town: Town) -> None:
    await town.order(helpers="2", details="Carry a wardrobe down")
    await town.boris.presses("Claim", at=town.green)
    card = await town.green.card("E-0001")
    assert "Boris is on it" in card.text
    assert "1 of 2 helpers found" in card.text
    assert card.labels == ["Claim"]
    await town.anna.sees("Boris will come", "1 more helper")

    await town.chen.presses("Claim", at=town.green)
    full = await town.green.card("E-0001")
    assert "Boris is on it" in full.text
    assert "Chen is on it" in full.text
    assert full.labels == ["Stand by"]
    assert "Chen was faster" in await town.felix.presses("Claim", on=card, at=town.green)
    await town.anna.sees("Chen will come")


async def test_nobody_claims_an_order_of_their_own(town: Town) -> None:
    await town.order(town.boris)
    assert await town.boris.presses("Claim", at=town.green) == "This order is yours, so somebody else has to claim it."
    assert (await town.view("E-0001")).claims == ()


async def test_nobody_claims_twice(town: Town) -> None:
    await town.order(helpers="2")
    card = await town.green.card("E-0001")
    await town.boris.presses("Claim", at=town.green)
    assert "You have this order already" in await town.boris.presses("Claim", on=card, at=town.green)
    assert len((await town.view("E-0001")).claims) == 1


async def test_who_is_not_approved_is_shown_the_way_in(town: Town) -> None:
    """Milan is in the group by invitation of a friend; the toast opens our private chat with the joining dialog."""
    await town.order()
    await town.house.play.post("join", person=town.milan.id, chat=town.green.id)
    pressed = await town.house.play.post("press", person=town.milan.id, chat=town.green.id, label="Claim")
    await town.house.settled()
    assert "approved volunteer" in pressed["answer"]["text"]
    assert pressed["answer"]["show_alert"]
    payload = pressed["answer"]["url"].partition("?start=")[2]

    await town.milan.opens(payload)
    await town.milan.sees("What is your name?")
    assert (await town.view("E-0001")).claims == ()


async def test_who_has_applied_is_asked_for_patience(town: Town) -> None:
    await town.order()
    await town.house.play.post("join", person=town.milan.id, chat=town.green.id)
    await town.milan.says("/join")
    await town.milan.presses("Milan Kos", "Share my number", "▫️ 🧹 Cleaning", "Done")
    await town.milan.presses("▫️ 💚 Green team, environment", "Done", "Send")
    assert "still looking at your application" in await town.milan.presses("Claim", at=town.green)

    await town.dora.presses("Approve")
    assert "is yours" in await town.milan.presses("Claim", at=town.green)


async def test_what_is_over_cannot_be_claimed_from_an_old_screen(town: Town) -> None:
    await town.order()
    before = await town.green.card("E-0001")
    await town.anna.presses("Cancel order", "Skip")
    assert "has been cancelled" in await town.boris.presses("Claim", on=before, at=town.green)

    await town.finished(town.boris)
    before = await town.green.card("E-0002")
    await town.anna.presses("Confirm")
    assert "is closed" in await town.chen.presses("Claim", on=before, at=town.green)


async def test_open_lists_what_waits_for_those_who_come_late(town: Town) -> None:
    """With a link to each card, where Telegram has links, and a button that claims."""
    await town.order(details="Wash the windows")
    await town.order(service="🦽 Getting about", details="To the doctor and back")
    shown = await town.chen.says("/open")
    card = await town.green.card("E-0001")
    assert f'href="https://t.me/c/{str(town.green.id).removeprefix("-100")}/{card.id}"' in shown.html
    assert "E-0002" in shown.text
    assert shown.html.count("href") == 1, "messages of a small group have no links"
    assert shown.labels == ["Claim E-0001", "Claim E-0002"]

    assert "E-0002 is yours" in await town.chen.presses("Claim E-0002")
    await town.chen.sees("You have E-0002")
    assert "Chen is on it" in (await town.blue.card("E-0002")).text
    assert (await town.chen.says("/open")).labels == ["Claim E-0001"]


async def test_open_is_for_volunteers_and_says_when_nothing_waits(town: Town) -> None:
    refused = await town.anna.says("/open")
    assert "approved volunteer" in refused.text
    assert refused.labels == ["I want to help"]
    assert "No order waits" in (await town.boris.says("/open")).text


async def test_the_list_of_open_orders_turns_its_pages(town: Town) -> None:
    for number in range(9):
        await town.order(town.anna if number < 5 else town.milan, details=f"Work number {number}")
    shown = await town.boris.says("/open")
    assert shown.labels[-1] == "Next page ›"
    assert len(shown.labels) == 9
    await town.boris.presses("Next page ›")
    assert (await town.boris.newest()).id == shown.id
    assert await town.boris.labels() == ["Claim E-0009", "‹ Previous page"]
    await town.boris.presses("‹ Previous page")
    assert await town.boris.labels() == shown.labels
