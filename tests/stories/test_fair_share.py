"""Fair share: at first a card is for newcomers and those who rested longest, and everybody sees until when."""

from storage import people
from storage.engine import writing
from tests.play import Seen
from tests.town import Town

SIGN = "for those who are new or have not helped for a while"
REFUSED = "this order is for neighbours who are new or have not helped for a while"


async def shares_out(town: Town, choice: str = "15 min", service: str = "🧹 Cleaning") -> None:
    """Dora chooses how long, on the service's page."""
    await town.dora.says("/setup")
    await town.dora.presses("Service list", service, "Fair share", choice)


async def have_helped(town: Town) -> None:
    """Felix, 刘洋, Chen and Boris have helped, in this order, and it is 21:20."""
    async with writing(town.house.app.engine) as connection:
        liu = await people.by_telegram(connection, town.liu.id)
        assert liu is not None
        await people.change(connection, liu.id, language="en")
    helpers = (town.felix, town.liu, town.chen, town.boris)
    await town.claimed(*helpers)
    for helper in helpers:
        await helper.presses("I have arrived")
    await town.house.later(minutes=60)
    for helper in helpers:
        await helper.presses("Finished", "Send")
        await town.house.later(minutes=5)


async def first_card(town: Town, code: str) -> Seen:
    """The card, above the word that a place is free again."""
    return next(seen for seen in await town.green.seen() if code in seen.text)


async def test_who_helped_lately_waits_and_everybody_sees_until_when(town: Town) -> None:
    await have_helped(town)
    before = await town.order()
    assert SIGN not in (await town.green.card(before)).text, "it is off"
    await town.anna.presses("Cancel order", "Skip")
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Fair share")
    assert "✅ For all from the start" in (await town.dora.sees("no fair share")).labels
    await town.dora.presses("15 min")
    assert "✅ 15 min" in (await town.dora.sees("fair share for 15 min")).labels

    code = await town.order()
    card = await town.green.card(code)
    assert f"🌱 Until 21:35 {SIGN}" in card.text
    assert card.labels == ["Claim"]
    for late in (town.boris, town.chen):
        assert f"Until 21:35 {REFUSED}" in await late.presses("Claim", at=town.green)
    assert "is yours" in await town.felix.presses("Claim", at=town.green)
    assert "Until" not in (await town.green.card(code)).text
    await town.house.later(minutes=5)
    await town.felix.presses("Hand back", "Skip")
    assert "Until 21:35" in (await first_card(town, code)).text, "handed back, it is kept on"
    assert REFUSED in await town.boris.presses("Claim", at=town.green)

    await town.house.later(minutes=10)
    assert "Until" not in (await first_card(town, code)).text
    assert (await town.view(code)).reserved_until is None
    assert "is yours" in await town.boris.presses("Claim", at=town.green)


async def test_a_newcomer_claims_at_once_a_coordinator_may_ask_and_what_is_urgent_is_for_all(town: Town) -> None:
    await shares_out(town)
    code = await town.order()
    assert SIGN not in (await town.green.card(code)).text, "nobody has helped yet, so there is nothing to share"
    await town.anna.presses("Cancel order", "Skip")
    await have_helped(town)
    await town.milan.says("/join", "Milan Kos", "138 0013 8001")
    await town.milan.presses("▫️ 🧹 Cleaning", "Done", "▫️ 💚 Green team, environment", "Done", "Send")
    await town.dora.presses("Approve")
    code = await town.order()
    assert SIGN in (await town.green.card(code)).text
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody", "Boris Novak")
    assert "is yours" in await town.boris.presses("Accept"), "who was asked need not wait"
    code = await town.order()
    await town.milan.says("/open")
    assert "is yours" in await town.milan.presses(f"Claim {code}")
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "When nobody comes", "🔔 It is urgent")
    code = await town.order()
    assert SIGN not in (await town.green.card(code)).text
    assert "is yours" in await town.chen.presses("Claim", at=town.green)
