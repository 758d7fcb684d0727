"""Nobody comes: the groups, whoever is on duty and the owner are asked one after the other, and never at night."""

from datetime import timedelta

import pytest

from rules.ladder import Act
from storage import communities, dispatch, orders, setup
from storage import routing as roads
from storage.engine import reading, writing
from tests.people import MONDAY
from tests.town import Town

LATER = {"when": "in 4 days 9 to 11"}


async def quiet_nights(town: Town) -> None:
    """From 22:00 to 7:00, as in every new community."""
    async with writing(town.house.app.engine) as connection:
        await communities.change(connection, town.community_id, quiet_from=22 * 60, quiet_to=7 * 60)


async def backed_up(town: Town) -> None:
    """The blue team stands in for the green one."""
    async with writing(town.house.app.engine) as connection:
        ids = {row["preset"]: row["id"] for row in await dispatch.teams_of(connection, town.community_id)}
        await roads.set_backup(connection, town.community_id, ids["green"], ids["blue"])


async def test_step_by_step_more_people_are_asked(town: Town) -> None:
    await backed_up(town)
    code = await town.order(**LATER)
    await town.house.later(hours=12)
    card = await town.green.card(code)
    reminder = (await town.green.seen())[-1]
    assert reminder.text.startswith(f"{code} still waits: 🧹 Cleaning")
    assert reminder.reply_to == card.id, "under the card, so that one press leads to it"
    assert not [seen for seen in await town.blue.seen() if code in seen.text]

    await town.house.later(hours=12)
    assert (await town.blue.card(code)).labels == ["Claim"]
    await town.house.later(hours=12)  # all teams: there are no others with a group, and nobody hears of it
    assert len([seen for seen in await town.blue.seen() if code in seen.text]) == 1

    await town.house.later(hours=12)
    seen = await town.dora.sees(f"{code} still needs a helper", "Please look for somebody")
    assert seen.labels == ["Look at it"]
    await town.anna.sees(f"{code} still needs a helper", "You need not do anything")
    await town.felix.presses("Claim", at=town.blue)
    assert "Felix is on it" in (await town.green.card(code)).text, "both cards tell the same"
    assert "Felix is on it" in (await town.blue.card(code)).text
    told = len(await town.dora.chat())
    await town.house.later(hours=30)
    assert len(await town.dora.chat()) == told, "claimed, the ladder stands still"


async def test_left_alone_to_the_end_it_expires_with_somebody_to_call(town: Town) -> None:
    code = await town.order(**LATER)
    await town.house.later(days=5)
    assert (await town.anna.finds(f"nobody could come for {code}")).labels == ["Ask for help", "Numbers to call"]
    await town.dora.finds(f"{code}: nobody came")
    told = [seen.text for seen in await town.dora.chat() if code in seen.text]
    assert len(told) == len(set(told)), "at most one message a step"
    assert "Nobody could come in time" in (await town.green.card(code)).text
    await town.anna.presses("Numbers to call")
    await town.anna.sees("120")


async def test_handed_back_the_groups_hear_it_under_the_card_and_the_ladder_goes_on(town: Town) -> None:
    code = await town.claimed(town.boris, **LATER)
    await town.house.later(hours=20)
    await town.boris.presses("Hand back", "Skip")
    again = (await town.green.seen())[-1]
    assert again.text.startswith(f"{code} needs a helper again")
    assert again.reply_to == (await town.green.card(code)).id
    before = len(await town.green.seen())
    await town.house.later(hours=12)
    assert len(await town.green.seen()) == before + 1


async def test_nobody_is_asked_at_night_unless_it_is_urgent(town: Town) -> None:
    await quiet_nights(town)
    code = await town.order(when="tomorrow 9 to 11")  # it is 20:00; the first step would come at 1:00
    await town.house.later(hours=10)
    assert (await town.green.seen())[-1] == await town.green.card(code)
    await town.house.later(hours=1, minutes=5)  # 7:05
    assert (await town.green.seen())[-1].text.startswith(f"{code} still waits")

    async with writing(town.house.app.engine) as connection:
        for row in await dispatch.services_of(connection, town.community_id):
            await setup.change_service(connection, town.community_id, row["id"], urgent=True)
    await town.house.later(hours=15)  # 22:05
    await town.order(when="tomorrow 9 to 11")
    await town.house.later(minutes=6)
    assert (await town.green.seen())[-1].text.startswith("E-0002 still waits")


async def test_what_was_due_in_an_outage_waits_for_the_morning_too(town: Town) -> None:
    await quiet_nights(town)
    code = await town.order(when="in 4 days 9 to 11")
    await town.house.later(hours=27)  # the first look after 8:00 the next day is at 23:00
    assert (await town.green.seen())[-1] == await town.green.card(code)
    await town.house.later(hours=8, minutes=1)
    assert (await town.green.seen())[-1].text.startswith(f"{code} still waits")


async def test_another_team_that_was_asked_already_has_one_card(town: Town) -> None:
    await backed_up(town)
    code = await town.order(**LATER)
    await town.house.later(hours=12)
    await town.house.later(hours=12)
    await town.blue.card(code)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Choose another team", "💙 Blue team, revitalisation")
    assert (await town.blue.card(code)).labels == ["Claim"]
    await town.house.later(hours=12)
    assert (await town.green.card(code)).labels == ["Claim"], "the first team is asked again, as all others are"


@pytest.mark.parametrize("act", list(Act))
async def test_a_coordinator_shapes_the_steps_of_a_service(town: Town, act: Act) -> None:
    words = {
        Act.REMIND: "Remind the group", Act.BACKUP: "Ask the team that stands in", Act.ALL: "Ask all teams",
        Act.DUTY: "Ask whoever is on duty", Act.OWNER: "Ask the owner",
    }[act]  # fmt: skip
    place = list(Act).index(act) + 1
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "When nobody comes")
    page = await town.dora.sees(f"{place}. {words}", "An hour after its time")
    assert f"{place}. {words}" in page.labels
    await town.dora.presses(f"{place}. {words}")
    await town.dora.presses("5 min")
    assert "✅ 5 min" in await town.dora.labels()
    await town.dora.sees(words, "after 5 min")
    await town.dora.presses("Leave this out")
    assert f"+ {words}" in await town.dora.labels()
    await town.dora.presses(f"+ {words}", "Use the usual steps", "🔔 It is urgent")
    await town.dora.sees("Urgent: it goes faster")
    async with reading(town.house.app.engine) as connection:
        kept = [row for row in await dispatch.services_of(connection, town.community_id) if row["urgent"]]
    assert [(row["preset"], row["ladder"]) for row in kept] == [("cleaning", None)]


async def test_orders_that_are_out_go_on_where_they_were_when_a_step_is_left_out_or_added(town: Town) -> None:
    code = await town.order(**LATER)
    await town.house.later(hours=12)
    await town.house.later(hours=12)  # reminded; no team stands in
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "When nobody comes", "1. Remind the group", "Leave this out")
    assert (await stands_at(town, code)) == 1
    await town.house.later(minutes=1)
    assert (await stands_at(town, code)) == 1, "the clock has looked, and nothing was due"
    await town.dora.presses("+ Remind the group")
    await town.house.later(minutes=1)
    assert (await stands_at(town, code)) == 2
    before = len(await town.green.seen())
    await town.house.later(hours=12)
    assert (await stands_at(town, code)) == 3
    assert len(await town.green.seen()) == before, "nobody is reminded twice"
    await town.dora.presses("4. Ask whoever is on duty", "Leave this out")
    await town.house.later(hours=12)
    assert not [seen for seen in await town.dora.chat() if f"{code} has no helper yet" in seen.text]


async def stands_at(town: Town, code: str) -> int:
    """How many steps an order has behind it; it wakes for the next one."""
    async with reading(town.house.app.engine) as connection:
        row = await orders.row(connection, (await town.view(code)).id)
    assert row is not None
    assert row["wake_at"] is not None
    return int(row["step"])


async def test_quiet_hours_are_chosen_in_set_up(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Quiet hours")
    await town.dora.sees("There are no quiet hours")
    await town.dora.presses("21:00–7:00")
    await town.dora.sees("Quiet hours: 21:00 to 7:00")
    await town.dora.presses("None")
    await town.dora.sees("There are no quiet hours")
    assert town.house.clock.now() - MONDAY < timedelta(minutes=5)


async def test_a_lost_group_leaves_one_card_where_the_backup_had_it(town: Town) -> None:
    await backed_up(town)
    code = await town.order(**LATER)
    await town.house.later(hours=12)
    await town.house.later(hours=12)
    await town.blue.card(code)
    await town.house.play.post("remove_bot", person=town.dora.id, chat=town.green.id)
    await town.house.settled()
    await town.house.later(hours=13)
    assert (await town.blue.card(code)).labels == ["Claim"], "one card, which is its own now"
    await town.felix.presses("Claim", at=town.blue)
    assert "Felix is on it" in (await town.blue.card(code)).text
