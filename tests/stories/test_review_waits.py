"""While an order is looked at: it can be changed and cancelled, it is not forgotten, and in the end it ends."""

from sqlalchemy import update

from storage.engine import writing
from storage.schema import services
from tests.stories.looking import cards, looked_at, ready
from tests.town import PHONE, Town


async def test_the_resident_changes_it_meanwhile_and_the_coordinators_see_that(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Wash all windows")
    await town.anna.presses("Send")
    await town.anna.sees(f"{code} is changed", "The coordinators see it as it is now")
    assert "Wash all windows" in (await group.card(code)).text
    assert (await town.view(code)).state == "review"
    assert not await cards(town.green)


async def test_with_another_service_it_goes_to_the_team_of_that(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.presses("Change details", "✏️ Help", "🦽 Getting about", "Send")
    await town.dora.presses("Approve", at=group)
    assert (await town.blue.card(code)).labels == ["Claim"]
    assert not await cards(town.green)


async def test_the_resident_cancels_it_meanwhile(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    before = await group.card(code)
    await town.anna.presses("Cancel order", "Skip")
    await town.anna.sees(f"{code} is cancelled")
    card = await group.card(code)
    assert "⚪ Cancelled by the resident" in card.text
    assert not card.labels
    assert "has been cancelled" in await town.dora.presses("Approve", at=group, on=before)
    assert not await cards(town.green)


async def test_a_change_after_it_was_approved_is_told_to_the_coordinators(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.dora.presses("Approve", at=group)
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Paint the house")
    await town.anna.presses("Send")
    await town.dora.sees(f"{code} has been changed since it was approved")


async def test_an_order_that_is_out_cannot_become_one_that_is_looked_at(town: Town) -> None:
    await looked_at(town)
    await town.order(service="🦽 Getting about")
    await town.anna.presses("Change details", "✏️ Help")
    assert "🧹 Cleaning" not in await town.anna.labels()
    assert "🦽 Getting about" in await town.anna.labels()
    await town.anna.presses("Keep as it is")
    async with writing(town.house.app.engine) as connection:  # and none that became one meanwhile
        await connection.execute(update(services).where(services.c.preset == "meals").values(review=True))
    await town.anna.presses("✏️ Help")
    assert "🍲 Meals" not in await town.anna.labels()


async def test_mine_says_where_it_is(town: Town) -> None:
    await ready(town)
    code = await town.order()
    shown = await town.anna.says("/mine")
    assert "The coordinators look at it first. You will hear from me." in shown.text
    assert shown.labels == ["Cancel order", "Change details", "Every week"]
    await town.order(service="🦽 Getting about")
    assert f"{code} · 🧹 Cleaning · Tue 24 Nov, 9:00–11:00 · the coordinators look first" in (
        await town.anna.says("/mine")
    ).text


async def test_it_is_not_among_the_open_ones(town: Town) -> None:
    await ready(town)
    await town.order()
    assert "No order waits" in (await town.boris.says("/open")).text


async def test_after_an_hour_the_coordinators_are_reminded_once(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    told = len(await town.dora.chat())
    await town.house.later(minutes=59)
    assert len(await town.dora.chat()) == told
    await town.house.later(minutes=2)
    shown = await town.dora.sees(f"{code} still waits for a decision", "no volunteer can see it")
    assert shown.labels == ["Approve", "Ask back", "Decline", "Details"]
    await town.house.later(hours=5)
    assert len(await town.dora.chat()) == told + 1
    await town.dora.presses("Approve")
    assert "Approved by Dora" in (await group.card(code)).text


async def test_what_is_needed_at_once_is_asked_for_at_once(town: Town) -> None:
    await ready(town)
    await town.order(when="now")
    await town.house.later(seconds=1)
    await town.dora.sees("still waits for a decision")


async def test_with_no_decision_at_all_it_ends_and_everybody_knows(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.house.later(hours=2)
    await town.house.later(days=2)
    await town.anna.sees(f"nobody decided on {code} in time", "ask again")
    await town.dora.sees(f"{code}: its time is over, and nobody has decided", "Anna Lind", PHONE)
    card = await group.card(code)
    assert "nobody has decided" in card.text
    assert not card.labels
    assert not await cards(town.green)


async def test_switched_off_the_next_order_goes_straight_out(town: Town) -> None:
    await looked_at(town)
    code = await town.order()
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Let orders straight out")
    await town.dora.sees("Orders go straight to the team's group")
    assert (await town.view(code)).state == "review", "what is looked at already is looked at"
    later = await town.order(town.milan, phone="139 1234 5678", place="Westgate 3, door 12")
    town.secrets.extend(["Kos", "139", "Westgate 3"])
    assert (await town.view(later)).state == "open"


async def test_where_no_team_has_a_group_the_resident_and_the_coordinators_hear_that(town: Town) -> None:
    group = await ready(town)
    for each in (town.green, town.blue):
        await town.house.play.post("remove_bot", person=town.dora.id, chat=each.id)
        await town.house.settled()
    code = await town.order()
    await town.dora.presses("Approve", at=group)
    await town.anna.sees(f"{code} is approved", "No group of volunteers can see it yet")
    await town.dora.finds(f"{code} waits, and no volunteer can see it")
