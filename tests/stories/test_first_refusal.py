"""First refusal: the resident asks for the helper of last time, who has it to themselves for a while."""

from storage.engine import reading
from storage.schema import offers
from tests.play import Seen
from tests.stories.test_hearing import hears_of_cleaning, told
from tests.stories.test_vetting import opens
from tests.town import PRIVATE, Town

AGAIN = "Boris, as last time"
SIGN = "⏳ Somebody is asked first, until 21:00"


async def helped_before(town: Town) -> None:
    """Boris has helped Anna; it is 20:30."""
    await town.finished(town.boris, minutes=30)
    await town.anna.presses("Confirm")


async def wished(town: Town) -> tuple[str, Seen]:
    """Anna orders the same again, and Boris, too; the code, and what he is asked."""
    code = await town.order(same=AGAIN)
    return code, await town.boris.sees(f"Could you take {code}?", "A neighbour you have helped before asks for you")


async def states(town: Town) -> list[str]:
    """How the offers stand."""
    async with reading(town.house.app.engine) as connection:
        return [row.state for row in await connection.execute(offers.select().order_by(offers.c.id))]


async def test_the_helper_of_last_time_is_asked_in_private_and_the_group_is_told_no_name(town: Town) -> None:
    await helped_before(town)
    code, asked = await wished(town)
    placed = await town.anna.sees(f"{code} is out", "Boris is asked first; until 21:00 nobody else can take it")
    assert placed.labels == ["Cancel order", "Change details"]
    assert asked.labels == ["Accept", "Decline"]
    assert "Until 21:00 it is kept for you" in asked.text
    assert not [secret for secret in PRIVATE if secret in asked.text], "no more than the card"
    card = await town.green.card(code)
    assert SIGN in card.text
    assert "Boris" not in card.text
    refused = "Somebody is asked about this order first, until 21:00"
    assert refused in await town.chen.presses("Claim", at=town.green)
    number = (await town.view(code)).id
    await town.chen.says("/help")
    for who, verb, words in (
        (town.chen, "accept", refused), (town.chen, "no_thanks", "No offer of this order waits"),
        (town.anna, "accept", "This order is yours"),
    ):  # fmt: skip
        message = (await who.newest()).id
        assert words in str(await town.house.play.forge(who.id, f"v1|{verb}|{number}|0|", message))
    assert await states(town) == ["offered"]

    assert "is yours" in await town.boris.presses("Accept", on=asked)
    await town.anna.sees("Boris will come for")
    card = await town.green.card(code)
    assert "Boris is on it" in card.text
    assert SIGN not in card.text
    assert await states(town) == ["accepted"]
    assert "already" in await town.boris.presses("Accept", on=asked)
    assert not [seen for seen in await town.dora.chat() if f"takes {code}" in seen.text], "Dora has not asked"


async def test_declined_it_is_for_all_at_once_and_after_its_time_for_all_as_well(town: Town) -> None:
    await helped_before(town)
    code, asked = await wished(town)
    await town.boris.presses("Decline", on=asked)
    await town.boris.sees(f"You need not go to {code}. The other volunteers are asked now.")
    await town.anna.sees("Boris cannot come for", "From now on all volunteers can take it")
    assert SIGN not in (await town.green.card(code)).text
    assert "is yours" in await town.chen.presses("Claim", at=town.green)

    code, asked = await wished(town)
    await town.house.later(minutes=31)
    await town.anna.sees(f"{code} is open to all volunteers now", "has not answered so far")
    assert SIGN not in (await town.green.card(code)).text
    assert "is yours" in await town.boris.presses("Accept", on=asked), "there is still a place"

    code, asked = await wished(town)
    await town.anna.presses("Cancel order", "Skip")
    assert "has been cancelled" in await town.boris.presses("Accept", on=asked)


async def test_nobody_is_alerted_before_it_is_for_all_and_whoever_is_off_duty_is_not_wished_for(town: Town) -> None:
    await helped_before(town)
    await hears_of_cleaning(town.chen)
    code, asked = await wished(town)
    assert not await told(town.chen, code), "it is kept for Boris"
    await town.boris.presses("Decline", on=asked)
    assert len(await told(town.chen, code)) == 1
    code, _ = await wished(town)
    assert not await told(town.chen, code)
    await town.house.later(minutes=31)
    assert len(await told(town.chen, code)) == 1
    await town.boris.says("/duty")
    await town.boris.presses("Go off duty")
    code = await town.order(same="nobody is proposed, so nothing is asked")
    assert len(await told(town.chen, code)) == 1, "it is for all at once"


async def test_paused_meanwhile_they_cannot_and_are_not_proposed_again(town: Town) -> None:
    await helped_before(town)
    code, asked = await wished(town)
    await opens(town, "Boris Novak", "Pause")
    assert "You are paused" in await town.boris.presses("Accept", on=asked)
    await town.anna.sees(f"{code} is open to all volunteers now")
    assert SIGN not in (await town.green.card(code)).text
    assert "is yours" in await town.chen.presses("Claim", at=town.green)
    await town.order(same="nobody is proposed, so nothing is asked")
    await town.anna.sees("The volunteers can see it now")


async def test_whoever_has_blocked_the_bot_meanwhile_is_not_waited_for(town: Town) -> None:
    town.refused.append("sendMessage")
    await helped_before(town)
    await town.house.play.post("block", person=town.boris.id)
    await town.house.settled()
    code = await town.order(same="nobody is proposed, so nothing is asked")
    await town.anna.presses("Cancel order", "Skip")
    await town.house.play.post("unblock", person=town.boris.id)
    await town.boris.says("/help")
    code, _ = await wished(town)
    await town.house.play.post("block", person=town.boris.id)
    await town.house.settled()
    await town.anna.sees(f"{code} is open to all volunteers now")
    assert SIGN not in (await town.green.card(code)).text


async def test_looked_at_first_the_wish_counts_from_the_moment_it_is_let_out(town: Town) -> None:
    await helped_before(town)
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Look at orders first")
    code = await town.order(same=AGAIN)
    await town.anna.sees(f"{code} is with the coordinators")
    await town.anna.presses("Change details")
    await town.anna.sees("First asked: Boris, as last time")
    await town.anna.presses("Send")
    await town.house.later(minutes=10)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Approve")
    await town.anna.sees("Boris is asked first; until 21:10")
    await town.boris.sees(f"Could you take {code}?", "Until 21:10 it is kept for you")
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Wash the other window")
    await town.anna.presses("Send")
    assert "Somebody is asked first, until 21:10" in (await town.green.card(code)).text, "changed, it is kept on"
    assert "is yours" in await town.boris.presses("Accept", on=await town.boris.finds("Could you take"))
