"""An order is offered to somebody: accepted, declined, too late; nobody is ever assigned."""

import asyncio

from rules.people import Standing
from storage import people
from storage.engine import reading, writing
from storage.schema import offers
from tests.people import MONDAY
from tests.stories.test_vetting import checks
from tests.town import PHONE, PRIVATE, Somebody, Town

OFFERED = offers.select().where(offers.c.order_id == 1).order_by(offers.c.id)


async def offers_to(town: Town, *helpers: Somebody, code: str = "E-0001") -> None:
    """Dora offers the order to each of them."""
    for helper in helpers:
        await town.dora.says(f"/dispatch {code}")
        toast = await town.dora.presses("Offer to somebody", helper.name)
        assert f"{code} is offered to" in toast


async def states(town: Town) -> list[str]:
    """How the offers stand, in the order they were first made."""
    async with reading(town.house.app.engine) as connection:
        return [row.state for row in await connection.execute(OFFERED)]


async def test_an_offer_says_no_more_than_the_card_and_accepting_brings_the_address(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    await town.dora.sees("Felix was asked", "Dora · offered it to somebody")
    asked = await town.felix.sees("Could you take E-0001?", "Cleaning", "Eastgate", "you owe no reason")
    assert asked.labels == ["Accept", "Decline"]
    assert not [secret for secret in PRIVATE if secret in asked.text]
    assert (await town.green.card("E-0001")).labels == ["Claim"], "an offer holds no place"

    assert "E-0001 is yours" in await town.felix.presses("Accept")
    await town.felix.finds("You have E-0001")
    assert PHONE in (await town.felix.finds("You have E-0001")).text
    await town.anna.sees("Felix will come for E-0001")
    heard = await town.dora.sees("Felix takes E-0001")
    assert heard.labels == ["Look at it"]
    assert "Felix is on it" in (await town.green.card("E-0001")).text
    assert await states(town) == ["accepted"]
    assert "You have this order already" in await town.felix.presses("Accept", on=asked)
    assert not (await town.felix.finds("Could you take E-0001?")).labels


async def test_declined_without_a_reason_and_somebody_else_is_asked(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    asked = await town.felix.newest()
    await town.felix.presses("Decline")
    await town.felix.sees("You need not go to E-0001")
    await town.dora.sees("Felix cannot take E-0001", "You can ask somebody else")
    assert await states(town) == ["declined"]

    await town.dora.presses("Look at it", "Offer to somebody")
    shown = await town.dora.sees("To whom shall I offer E-0001?")
    assert shown.labels == ["Boris Novak", "Chen Mei", "刘洋", "Find by name", "Back"]
    for label in ("Accept", "Decline"):
        assert "No offer of this order waits" in await town.felix.presses(label, on=asked)
    assert (await town.view("E-0001")).claims == ()


async def test_offered_to_two_the_slower_one_is_told_who_was_faster(town: Town) -> None:
    await town.order()
    await offers_to(town, town.boris, town.chen)
    await town.boris.presses("Accept")
    assert "Boris was faster" in await town.chen.presses("Accept")
    assert not [seen for seen in await town.chen.chat() if PHONE in seen.text]
    assert [claim.first_name for claim in (await town.view("E-0001")).holding] == ["Boris"]


async def test_all_who_were_asked_answer_at_the_same_moment_and_one_wins(town: Town) -> None:
    await town.order()
    helpers = (town.boris, town.chen, town.felix)
    await offers_to(town, *helpers)
    toasts = await asyncio.gather(*(town.house.play.press(each.id, "Accept") for each in helpers))
    await town.house.settled()
    assert sum("is yours" in str(toast) for toast in toasts) == 1
    assert sum("was faster" in str(toast) for toast in toasts) == 2
    assert len((await town.view("E-0001")).claims) == 1
    assert sorted(await states(town)) == ["accepted", "offered", "offered"]


async def test_a_pressed_claim_is_faster_than_an_offer(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    await town.boris.presses("Claim", at=town.green)
    assert "Boris was faster" in await town.felix.presses("Accept")
    await town.felix.presses("Decline")
    await town.dora.sees("Felix cannot take E-0001", "You need not do anything")


async def test_an_offer_lapses_with_its_order(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    await town.dora.presses("Close order", "No longer needed")
    assert await states(town) == ["withdrawn"]
    assert "has been cancelled" in await town.felix.presses("Accept")
    assert "No offer of this order waits" in await town.felix.presses("Decline")


async def test_who_was_not_asked_cannot_answer(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    await town.milan.says("/help")
    for somebody, accepting, declining in (
        (town.boris, "No offer of this order waits", "No offer of this order waits"),
        (town.milan, "approved volunteer", "No offer of this order waits"),
        (town.anna, "This order is yours", "No offer of this order waits"),
    ):
        message = (await somebody.newest()).id if await somebody.chat() else (await somebody.says("/help")).id
        for verb, words in (("accept", accepting), ("no_thanks", declining)):
            assert words in str(await town.house.play.forge(somebody.id, f"v1|{verb}|1|0|", message))
    await town.house.settled()
    assert await states(town) == ["offered"]


async def test_nobody_is_asked_twice_while_the_first_answer_may_come(town: Town) -> None:
    await town.order()
    await offers_to(town, town.felix)
    order, page = await town.view("E-0001"), await town.dora.newest()
    (felix,) = await asked_people(town)
    forged = f"v1|d_to|{order.id}|{order.version}|{felix}"
    assert "has not answered yet" in str(await town.house.play.forge(town.dora.id, forged, page.id))
    for stranger in ("999999", "x", ""):
        forged = f"v1|d_to|{order.id}|{order.version}|{stranger}"
        assert "out of date" in str(await town.house.play.forge(town.dora.id, forged, page.id))
    await town.house.settled()
    assert await states(town) == ["offered"]


async def asked_people(town: Town) -> list[int]:
    """To whom, by their numbers."""
    async with reading(town.house.app.engine) as connection:
        return [row.person_id for row in await connection.execute(OFFERED)]


async def test_somebody_is_found_by_a_part_of_the_name(town: Town) -> None:
    await town.order()
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Offer to somebody", "Find by name")
    await town.dora.says("NOVA")
    assert (await town.dora.sees("To whom", "Boris Novak")).labels == ["Boris Novak", "Find by name", "Back"]
    await town.dora.presses("Find by name")
    await town.dora.says("Zacharias")
    await town.dora.sees("no volunteer who could still be asked")


async def test_who_has_rested_longest_is_asked_first(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Confirm", "Skip", "Skip")
    await town.order()
    await town.dora.says("/dispatch E-0002")
    await town.dora.presses("Offer to somebody")
    shown = await town.dora.sees("Boris Novak · last helped: 23 Nov 2026", "Chen Mei · has not helped yet")
    assert shown.labels[:4] == ["Chen Mei", "Felix Moser", "刘洋", "Boris Novak"]


async def test_an_offer_is_made_in_the_language_of_who_is_asked(town: Town) -> None:
    await town.order()
    await offers_to(town, town.liu)
    assert (await town.liu.sees("E-0001 您方便接吗？", "不用说原因")).labels == ["我来", "这次不行"]
    await town.liu.presses("这次不行")
    await town.liu.sees("E-0001 您不用去")
    await town.dora.sees("刘洋 cannot take E-0001")


async def test_many_volunteers_are_turned_over_and_only_five_are_asked_at_a_time(town: Town) -> None:
    await town.order(when="in 5 days 9 to 11")
    many = {f"Helper {number}": await town.house.play.person(f"Helper {number}", "en") for number in range(7)}
    async with writing(town.house.app.engine) as connection:
        for name, number in many.items():
            town.house.box.world.chat(number).started = True
            person = await people.met(connection, number, name, "en", MONDAY, private=True)
            place = await people.enter(connection, town.community_id, person.id)
            await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Offer to somebody")
    first = await town.dora.labels()
    assert first[:4] == ["Boris Novak", "Chen Mei", "Felix Moser", "刘洋"], "who ticked this help comes first"
    assert first[8:] == ["Next page ›", "Find by name", "Back"]
    await town.dora.presses("Next page ›")
    assert await town.dora.labels() == ["Helper 4", "Helper 5", "Helper 6", "‹ Previous page", "Find by name", "Back"]
    await town.dora.presses("Back")
    await offers_to(town, town.boris, town.chen, town.felix, town.liu)
    await town.dora.presses("Offer to somebody", "Helper 0")
    await town.dora.presses("Offer to somebody")
    assert "5 people are being asked already" in await town.dora.presses("Helper 1")
    await town.house.later(hours=25)
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Offer to somebody")
    assert "Boris Novak" in await town.dora.labels(), "after a day without an answer, once more"


async def test_who_cannot_be_written_to_is_not_on_the_list(town: Town) -> None:
    await town.order()
    await town.house.play.post("block", person=town.felix.id)
    await town.house.settled()
    await town.dora.says("/dispatch E-0001")
    await town.dora.presses("Offer to somebody")
    assert "Felix Moser" not in await town.dora.labels()


async def test_what_is_for_checked_volunteers_is_offered_to_no_other(town: Town) -> None:
    code = await town.order()
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody")
    shown = await town.dora.newest()
    assert "Boris Novak" in shown.labels
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Only for checked")
    assert "cannot be offered to Boris" in await town.dora.presses("Boris Novak", on=shown)
    await town.dora.says(f"/dispatch {code}")
    assert "no volunteer who could still be asked" in await town.dora.presses("Offer to somebody")
    await checks(town)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody")
    assert [label for label in await town.dora.labels() if "Novak" in label or "Mei" in label] == ["Boris Novak"]
    assert f"{code} is offered to" in await town.dora.presses("Boris Novak")
