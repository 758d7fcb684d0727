"""Where roles, standing by, offers, looking first and limits meet: what one of them allows must suit the others."""

from sqlalchemy import select

from storage import people
from storage.engine import reading, writing
from storage.schema import journal
from tests.stories.test_roles import carried
from tests.town import Town


async def test_who_waits_for_one_role_and_takes_another_holds_one_place(town: Town) -> None:
    code = await carried(town)
    await town.boris.presses("Claim: Driver", at=town.green)
    await town.chen.presses("Claim: Lifter", at=town.green)
    await town.felix.presses("Stand by: Driver", at=town.green)
    await town.chen.presses("Hand back", "Skip")
    await town.felix.presses("Claim: Lifter", at=town.green)
    await town.boris.presses("Hand back", on=await town.boris.finds(f"You have {code}"))
    await town.boris.presses("Skip")
    assert [(claim.first_name, claim.role) for claim in (await town.view(code)).holding] == [("Felix", "Lifter")]
    assert (await town.green.card(code)).labels == ["Claim: Driver"]


async def test_an_offer_asks_which_role(town: Town) -> None:
    code = await carried(town)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody", "Felix Moser")
    assert (await town.felix.newest()).labels == ["Claim: Driver", "Claim: Lifter", "Decline"]
    assert "is yours" in await town.felix.presses("Claim: Lifter")
    assert [claim.role for claim in (await town.view(code)).holding] == ["Lifter"]


async def test_no_place_goes_to_somebody_who_cannot_be_reached(town: Town) -> None:
    town.refused.append("sendMessage")
    code = await town.claimed(town.boris)
    await town.felix.presses("Stand by", at=town.green)
    await town.house.play.post("block", person=town.felix.id)
    await town.house.settled()
    await town.boris.presses("Hand back", "Skip")
    assert not (await town.view(code)).holding
    await town.anna.sees("Boris cannot come")


async def test_no_place_goes_to_anybody_once_its_time_is_over(town: Town) -> None:
    code = await town.claimed(town.boris)
    await town.felix.presses("Stand by", at=town.green)
    await town.house.later(hours=48)
    await town.boris.presses("Hand back", "Skip")
    assert not (await town.view(code)).holding
    await town.felix.sees(f"You no longer stand by for {code}")


async def test_finished_work_keeps_nobody_from_the_next(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Orders at a time", "1")
    await town.finished(town.boris)
    code = await town.order(details="Carry the carpet", when="friday 9 to 11")
    assert "is yours" in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))


async def test_at_the_limit_one_does_not_stand_by_either(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Orders at a time", "1")
    await town.claimed(town.felix)
    code = await town.claimed(town.chen, details="Carry the carpet", when="friday 9 to 11")
    toast = await town.felix.presses("Stand by", at=town.green, on=await town.green.card(code))
    assert toast.startswith("You hold 1 order")


async def test_what_the_only_coordinator_orders_is_decided_by_the_owner(town: Town) -> None:
    async with writing(town.house.app.engine) as connection:
        for who, owner in ((town.dora, False), (town.milan, True)):
            person = await people.by_telegram(connection, who.id)
            assert person is not None
            await people.change(connection, person.id, owner=owner)
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Look at orders first")
    code = await town.order(town.dora)
    await town.milan.finds(code)
    await town.milan.presses("Approve", on=await town.milan.finds(code))
    assert (await town.view(code)).state == "open"


async def test_the_name_of_a_hotline_is_no_cry_for_help(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Hotlines", "Add a number")
    await town.dora.says("Suicide prevention line", "116 123")
    await town.dora.sees("116123 · Suicide prevention line")
    async with reading(town.house.app.engine) as connection:
        verbs = set((await connection.execute(select(journal.c.verb))).scalars())
    assert "crisis" not in verbs


async def test_what_nobody_decided_on_blames_no_volunteer(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Look at orders first")
    code = await town.order()
    await town.house.later(hours=72)
    assert (await town.view(code)).state == "expired"
    await town.dora.says(f"/dispatch {code}")
    await town.dora.sees("Nobody decided in time")
