"""What volunteers choose to hear in private: orders one by one or once a day, and quiet hours."""

from sqlalchemy import update

from rules.people import Standing
from storage import apart, people, vettings
from storage.engine import writing
from storage.schema import services
from tests.town import Somebody, Town

CLEANING = "▫️ 🧹 Cleaning"


async def hears_of_cleaning(*everybody: Somebody) -> None:
    for who in everybody:
        await who.says("/hear")
        await who.presses(CLEANING)
        await who.sees("I tell you of open orders for: 🧹 Cleaning", "Each as it opens", "No quiet hours")


async def told(who: Somebody, code: str) -> list[str]:
    """The messages in which somebody heard of an order by themselves."""
    return [seen.text for seen in await who.chat() if code in seen.text and "🔔" in seen.text]


async def number_of(town: Town, who: Somebody) -> int:
    async with writing(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, who.id)
        assert person is not None
        return person.id


async def test_an_order_is_told_as_it_opens_to_those_who_asked_and_may_take_it(town: Town) -> None:
    await hears_of_cleaning(town.boris, town.chen, town.felix)
    anna, felix = await number_of(town, town.anna), await number_of(town, town.felix)
    async with writing(town.house.app.engine) as connection:
        await apart.keep(connection, town.community_id, anna, felix, town.house.clock.now())
    await town.chen.says("/duty")
    await town.chen.presses("Go off duty")
    code = await town.order()
    (alert,) = await told(town.boris, code)
    assert "Tue 24 Nov, 9:00–11:00 · Eastgate" in alert
    assert "Anna" not in alert
    assert "302" not in alert
    for who in (town.chen, town.felix, town.liu, town.milan):
        assert not await told(who, code), who.name
    await town.boris.presses("Claim")
    await town.boris.finds("building 7, door 302")
    other = await town.order(service="🍲 Meals")
    assert not await told(town.boris, other), "another kind of help"
    await town.boris.says("/hear")
    await town.boris.presses("✅ 🧹 Cleaning")
    await town.boris.sees("I do not tell you of open orders")
    assert not await told(town.boris, await town.order())


async def test_only_the_checked_hear_of_what_is_for_them_and_of_what_is_looked_at_first_once_it_is_out(
    town: Town,
) -> None:
    await hears_of_cleaning(town.boris, town.chen)
    chen, dora = await number_of(town, town.chen), await number_of(town, town.dora)
    async with writing(town.house.app.engine) as connection:
        await vettings.add(connection, town.community_id, chen, "ID card", dora, None, town.house.clock.now())
        await connection.execute(update(services).values(vetted_only=True, review=True))
    code = await town.order()
    assert not await told(town.chen, code), "it waits for a look"
    await town.dora.presses("Approve")
    assert await told(town.chen, code)
    assert not await told(town.boris, code)


async def test_quiet_hours_keep_it_until_the_morning_and_only_what_is_still_open(town: Town) -> None:
    """It is eight in the evening in Wenfeng."""
    await hears_of_cleaning(town.boris)
    await town.boris.presses("Quiet hours", "21:00–7:00")
    await town.boris.sees("Quiet from 21:00 to 7:00")
    await town.house.later(hours=2)
    taken, left = await town.order(), await town.order()
    assert not await told(town.boris, taken)
    await town.chen.presses("Claim", at=town.green, on=await town.green.card(taken))
    await town.house.later(hours=9, minutes=30)
    digest = await town.boris.finds("While it was quiet, 1 order opened:")
    assert left in digest.text
    assert taken not in digest.text
    await town.boris.presses(f"Claim {left}")
    await town.boris.finds("building 7, door 302")
    await town.house.later(days=1)
    assert len([seen for seen in await town.boris.chat() if "While it was quiet" in seen.text]) == 1, "else nothing"


async def test_once_a_day_at_the_hour_they_chose(town: Town) -> None:
    await hears_of_cleaning(town.boris)
    await town.boris.presses("One by one, or daily", "Daily at 12:00")
    await town.boris.sees("All at once, every day at 12:00")
    one, two = await town.order(when="Thursday 9 to 11"), await town.order(when="Thursday 14 to 16")
    assert not await told(town.boris, one)
    await town.house.later(hours=16, minutes=5)
    digest = await town.boris.finds("2 orders that you may like are open:")
    assert one in digest.text
    assert two in digest.text
    assert digest.labels == [f"Claim {one}", f"Claim {two}", "Open orders", "What I hear"]
    await town.boris.says("/duty")
    await town.boris.presses("Go off duty")
    await town.house.later(days=1)
    assert len([seen for seen in await town.boris.chat() if "that you may like" in seen.text]) == 1


async def test_it_is_for_approved_volunteers_and_for_what_there_is(town: Town) -> None:
    assert "volunteer" in (await town.anna.says("/hear")).text
    for data in ("hear|1|0|", "hear_svc|1|0|", "hear_at|1|0|once", "hear_hush|1|0|none"):
        under = (await town.anna.newest()).id
        assert "volunteer" in str(await town.house.play.forge(town.anna.id, f"v1|{data}", under)), data
    await town.boris.says("/hear")
    for data in ("hear_at|1|0|61", "hear_hush|1|0|1-2"):
        under = (await town.boris.newest()).id
        assert "out of date" in str(await town.house.play.forge(town.boris.id, f"v1|{data}", under)), data
    await hears_of_cleaning(town.boris)
    boris = await number_of(town, town.boris)
    async with writing(town.house.app.engine) as connection:
        place = await people.enter(connection, town.community_id, boris)
        await people.change_membership(connection, place.id, standing=Standing.PAUSED.value)
    assert not await told(town.boris, await town.order())
