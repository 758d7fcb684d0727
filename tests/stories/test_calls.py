"""Phone and paper: an order for somebody without Telegram, the PIN at the end, and who is told how it ended."""

import re

from sqlalchemy import select, update

from storage import people
from storage.engine import reading, writing
from storage.schema import memberships, orders, outbox, transfers
from storage.schema import people as people_table
from tests.town import Town

CALLER, NUMBER, HOME = "Mrs Li", "139 0013 9000", "Elm Street 4, third floor"
WRONG = ("0000", "1111", "2222", "3333", "4444")


async def called(town: Town, *, again: bool = False, service: str = "🧹 Cleaning") -> tuple[str, str]:
    """Dora takes a call; code and PIN."""
    await town.dora.says("/call", NUMBER)
    if again:
        label = next(each for each in await town.dora.labels() if each.startswith(CALLER))
        assert "Elm Street 4" in label
        await town.dora.presses(label)
    else:
        await town.dora.says(CALLER)
    await town.dora.presses(service)
    await town.dora.says("tomorrow 9 to 11")
    if again:
        await town.dora.presses(HOME)
    else:
        await town.dora.says(HOME, "Elm")
    await town.dora.says("Wash the kitchen window")
    toast = await town.dora.presses("Send")
    found = re.search(r"E-\d{4}", toast)
    assert found is not None, (toast, (await town.dora.newest()).text)
    seen = await town.dora.finds(f"{found.group()} for {CALLER} is out")
    pin = re.search(r"PIN: (\d{4})", seen.text)
    assert pin is not None, seen.text
    return found.group(), pin.group(1)


async def there(town: Town) -> None:
    """Boris claims the newest order, and arrives."""
    await town.boris.presses("Claim", at=town.green)
    await town.boris.presses("I have arrived")
    await town.house.later(minutes=140)


async def test_a_call_is_an_order_and_the_pin_ends_it(town: Town) -> None:
    town.secrets.extend((CALLER, "Elm Street", "139", "9000"))
    code, pin = await called(town)
    town.secrets.append(pin)
    assert "1 helper needed" in (await town.green.card(code)).text
    said_to_dora = len(await town.dora.chat())
    assert "You act for the person" in await town.dora.presses("Claim", at=town.green)
    await there(town)
    assert len(await town.dora.chat()) == said_to_dora  # neither coming nor arrived
    await town.boris.finds("ask for the four figures")
    await town.boris.presses("Finished")
    await town.boris.sees("four figures", code)
    await town.boris.says("12")
    await town.boris.sees("I need the four figures")
    await town.boris.says(f"{pin[:2]} {pin[2:]}")
    assert pin not in (await town.boris.newest()).text
    await town.boris.presses("Send")
    await town.boris.sees(code, "+25")
    await town.dora.sees(code, CALLER, "confirmed by the PIN", "Boris")
    assert "Boris" in (await town.green.card(code)).text
    async with reading(town.house.app.engine) as connection:
        inputs = (await connection.execute(select(transfers.c.inputs))).scalars().all()
        kept = (await connection.execute(select(outbox.c.id))).all()
        caller = (await connection.execute(select(people_table).where(people_table.c.telegram_id.is_(None)))).one()
    assert {each["evidence"] for each in inputs} == {"pin"}
    assert not kept
    assert not caller.started
    assert not caller.reachable

    code, pin = await called(town, again=True)
    town.secrets.append(pin)
    await town.dora.sees("perhaps one too many", f"Perhaps {CALLER} has called twice")
    async with reading(town.house.app.engine) as connection:
        residents = (await connection.execute(select(orders.c.resident_id))).scalars().all()
    assert len(set(residents)) == 1  # found again by the number


async def test_five_wrong_numbers_and_a_call_decides(town: Town) -> None:
    code, pin = await called(town)
    other, other_pin = await called(town, again=True, service="🍲 Meals")
    await there(town)
    await town.boris.presses("Finished")
    newest = other if other in (await town.boris.newest()).text else code
    right = other_pin if newest == other else pin
    wrong = [each for each in ((pin if right != pin else other_pin), *WRONG) if each != right][:5]
    for left, each in zip((4, 3, 2, 1), wrong, strict=False):
        await town.boris.says(each)
        await town.boris.presses("Send")
        await town.boris.sees("That is not the number", str(left))
    await town.boris.says(wrong[4])
    await town.boris.presses("Send")
    await town.boris.finds("You need not try again")
    await town.dora.sees(newest, "PIN was not given", NUMBER)
    await town.dora.presses("Confirm", "Skip", "Skip")
    await town.boris.sees(newest, "+25")
    assert (await town.view(newest)).state.value == "closed"


async def test_without_the_number_it_goes_the_usual_way_and_she_hears_the_end(town: Town) -> None:
    code, _ = await called(town)
    await town.boris.presses("Claim", at=town.green)
    await town.boris.presses("Hand back", "Skip")
    await town.dora.sees("Boris", f"cannot come to {CALLER}", code)
    await there(town)
    await town.boris.presses("Finished", "Skip", "Send")
    await town.dora.sees(code, "PIN was not given")
    await town.dora.says("/mine")
    await town.dora.sees(code)
    await town.house.later(days=3, minutes=1)
    await town.dora.sees(code, CALLER, "for three days")

    code, _ = await called(town, again=True)
    await town.dora.presses("Change details", "✏️ Details")
    await town.dora.says("Only the balcony")
    await town.dora.presses("Send")
    await town.dora.sees(code, CALLER, "is changed")
    assert (await town.view(code)).details == "Only the balcony"
    await town.dora.presses("Cancel order", "Skip")
    await town.dora.sees(code, CALLER, "is cancelled")
    assert await town.dora.labels() == []

    code, _ = await called(town, again=True)
    await town.house.later(days=3)
    await town.dora.finds(f"Nobody could come for {code} of {CALLER}")


async def test_a_coordinator_who_helps_reads_no_pin_and_confirms_nothing_with_it(town: Town) -> None:
    code, pin = await called(town)
    await town.coordinates(town.boris)
    await town.boris.says(f"/dispatch {code}")
    page = await town.boris.newest()
    assert "Slip to print" in page.labels
    await there(town)
    assert "You help with this order yourself" in await town.boris.presses("Slip to print", on=page)
    await town.boris.says(f"/dispatch {code}")
    assert "Slip to print" not in await town.boris.labels()
    assert not [seen for seen in await town.boris.chat() if pin in seen.text]
    await town.boris.presses("Finished", "Send")
    assert (await town.view(code)).state.value == "finished"
    await town.dora.sees(code, "PIN was not given")
    await town.dora.presses("Confirm", "Skip", "Skip")
    assert (await town.view(code)).state.value == "closed"


async def test_the_slip_and_who_may_not(town: Town) -> None:
    code, pin = await called(town)
    await town.dora.presses("Slip to print")
    await town.dora.sees(code, f"PIN: {pin}", "when all is done")
    placed = await town.dora.finds("is out")
    for nobody in (town.anna, town.boris, town.milan):
        await nobody.says("/call")
        await nobody.sees("Only the coordinators")
        await nobody.says("/mine")
        assert pin not in (await nobody.newest()).text
    async with writing(town.house.app.engine) as connection:  # Dora coordinates no more, Milan does
        dora = await people.by_telegram(connection, town.dora.id)
        assert dora is not None
        await connection.execute(
            update(memberships).where(memberships.c.person_id == dora.id).values(coordinator=False)
        )
        await connection.execute(update(people_table).where(people_table.c.id == dora.id).values(owner=False))
    await town.coordinates(town.milan)
    assert "Only the person who asked" in await town.dora.presses("Cancel order", on=placed)
    assert "Only the coordinators" in await town.dora.presses("Slip to print", on=placed)
    await town.dora.says("/mine")
    await town.dora.sees("Nothing is open")
    await town.boris.presses("Claim", at=town.green)
    await town.boris.presses("Hand back", "Skip")
    await town.milan.sees(code, "cannot come", "please call")
    await town.milan.presses("Cancel order", "Skip")
    await town.milan.sees(code, "is cancelled")
    await town.milan.says(f"/dispatch {code}")
    assert "Slip to print" not in await town.milan.labels()
    async with writing(town.house.app.engine) as connection:
        await people.change(connection, dora.id, owner=True)
