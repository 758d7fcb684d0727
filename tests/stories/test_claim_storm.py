"""Two hundred volunteers press Claim on one order in the same moment: one comes, and 199 hear who was faster."""

import asyncio
from collections import Counter

from rules.people import Standing
from storage import people
from storage.engine import writing
from tests.town import PHONE, Somebody, Town

VOLUNTEERS = 200
ANSWER_SECONDS = 15  # what Telegram gives a bot to answer a press


async def test_two_hundred_press_at_once_and_one_wins(town: Town) -> None:
    crowd = await the_crowd_arrives(town, VOLUNTEERS)
    code = await town.order()
    card = await town.green.card(code)

    toasts = await asyncio.gather(
        *(
            town.house.play.press(each.id, "Claim", town.green.id, card.id, stale=True, wait=ANSWER_SECONDS)
            for each in crowd
        )
    )
    await town.house.settled()

    won = [each for each, toast in zip(crowd, toasts, strict=True) if "is yours" in str(toast)]
    assert len(won) == 1
    winner, first_name = won[0], won[0].name.split()[0]
    heard = Counter(toasts)
    assert heard == {
        f"{code} is yours. Address and phone are in our private chat.": 1,
        f"{first_name} was faster. No other order is open now.": VOLUNTEERS - 1,
    }

    await winner.sees(f"You have {code}", PHONE)
    await town.anna.sees(f"{first_name} will come for {code}")
    shown = await town.green.card(code)
    assert shown.id == card.id
    assert f"🟡 {first_name} is on it" in shown.text
    assert shown.labels == ["Stand by"]
    order = await town.view(code)
    assert [claim.name for claim in order.claims] == [winner.name]
    assert order.state == "claimed"
    assert not [call for call in await town.house.play.calls() if not call["ok"]], "Telegram refused nothing"


async def test_nine_places_have_nine_winners(town: Town) -> None:
    crowd = await the_crowd_arrives(town, 60)
    code = await town.order(helpers="9")
    card = await town.green.card(code)
    toasts = await asyncio.gather(
        *(
            town.house.play.press(each.id, "Claim", town.green.id, card.id, stale=True, wait=ANSWER_SECONDS)
            for each in crowd
        )
    )
    await town.house.settled()
    won = {each.name for each, toast in zip(crowd, toasts, strict=True) if "is yours" in str(toast)}
    assert len(won) == 9
    assert {claim.name for claim in (await town.view(code)).claims} == won
    assert sum("was faster" in str(toast) for toast in toasts) == 51
    assert (await town.green.card(code)).labels == ["Stand by"]


async def the_crowd_arrives(town: Town, count: int) -> list[Somebody]:
    """All of them approved, in the group, and in contact with the bot; how each came to be is another story."""
    house = town.house
    names = [f"Helper{number} Novak" for number in range(count)]
    crowd = [Somebody(house, await house.play.person(name, "en"), name) for name in names]
    async with writing(house.app.engine) as connection:
        for each in crowd:
            person = await people.met(connection, each.id, each.name, "en", house.clock.now(), private=True)
            place = await people.enter(connection, town.community_id, person.id)
            await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
    for each in crowd:
        await house.play.post("join", person=each.id, chat=town.green.id)
        house.box.world.chat(each.id).started = True
    await house.settled()
    return crowd
