"""The coordinators' group: bound like a team's and never both, moved, lost; what waits is not lost with it."""

from storage.engine import reading
from storage.schema import communities
from tests.stories.looking import cards, desk, looked_at, ready
from tests.town import Group, Town

CODE = "E-0001"


async def a_group(town: Town, name: str, **details: bool) -> Group:
    return Group(town.house, await town.house.play.group(name, [town.dora.id], **{"supergroup": True, **details}))


async def code(town: Town, *, team: str | None = None) -> str:
    """What is to be typed for the coordinators' group, or for a team's."""
    await town.dora.says("/setup")
    await town.dora.presses(*(("Groups", team) if team else ("Coordinators' group",)))
    return next(line for line in (await town.dora.newest()).text.splitlines() if line.startswith("/bind "))


async def bound(town: Town) -> tuple[int | None, int | None]:
    async with reading(town.house.app.engine) as connection:
        row = (await connection.execute(communities.select())).one()
    return row.desk_chat_id, row.desk_thread_id


async def test_it_stands_in_the_checklist_and_is_not_asked_for(town: Town) -> None:
    shown = await town.dora.says("/setup")
    assert "▫️ Coordinators' group: none, if you need none" in shown.text
    assert "Nothing is missing" in shown.text
    await town.dora.presses("Coordinators' group")
    await town.dora.sees("The coordinators have no group", "to each of them in private")
    group = await desk(town)
    assert "coordinators' group of Wenfeng now" in (await town.dora.newest(group)).text
    await town.dora.sees("have their group now: “Desk”")
    await town.dora.presses("Checklist")
    await town.dora.sees("✅ Coordinators' group: Desk")


async def test_the_link_that_adds_the_bot_binds_at_once(town: Town) -> None:
    group = await a_group(town, "Desk", bot=False)
    await code(town)
    shown = await town.dora.newest()
    link = next(b["url"] for row in shown.buttons for b in row if b["label"] == "Add me to the group")
    await town.house.play.start(town.dora.id, link.partition("startgroup=")[2], group=group.id)
    await town.house.settled()
    said = "\n".join(seen.text for seen in await group.seen())
    assert "coordinators' group of Wenfeng now" in said
    assert "To make this one a team's group" not in said


async def test_a_group_is_a_teams_or_the_coordinators_and_never_both(town: Town) -> None:
    typed = await code(town)
    await town.dora.says(typed, at=town.green)
    assert "belongs to 💚 Green team, environment already" in (await town.dora.newest(town.green)).text
    assert await bound(town) == (None, None)
    group = await desk(town)
    shown = await town.dora.says(await code(town, team="💜 Purple team, unity"), at=group)
    assert "belongs to the coordinators already" in shown.text
    assert (await bound(town))[0] == group.id


async def test_the_same_code_twice_does_no_harm_and_works_nowhere_else(town: Town) -> None:
    group, other = await a_group(town, "Desk"), await a_group(town, "Other")
    typed = await code(town)
    await town.dora.says(typed, at=group)
    told = len(await town.dora.chat())
    assert "coordinators' group of Wenfeng" in (await town.dora.says(typed, at=group)).text
    assert len(await town.dora.chat()) == told
    assert "works only once" in (await town.dora.says(typed, at=other)).text
    assert (await bound(town))[0] == group.id


async def test_a_code_is_too_old_after_a_day(town: Town) -> None:
    group = await a_group(town, "Desk")
    typed = await code(town)
    await town.house.later(hours=24, minutes=1)
    assert "too old" in (await town.dora.says(typed, at=group)).text
    assert await bound(town) == (None, None)


async def test_only_coordinators_get_a_code(town: Town) -> None:
    await town.anna.says("/help")
    for verb in (f"v1|s_desk|{town.community_id}|0|", "v1|s_review|1|0|yes"):
        toast = await town.house.play.forge(town.anna.id, verb, (await town.anna.newest()).id)
        await town.house.settled()
        assert "Only the coordinators" in str(toast)


async def test_what_waits_moves_with_the_group_and_the_old_one_is_told(town: Town) -> None:
    old = await ready(town)
    await town.order()
    new = await a_group(town, "New desk")
    await town.dora.says(await code(town), at=new)
    assert "no longer the coordinators' group" in (await town.dora.newest(old)).text
    assert not [seen for seen in await cards(old) if seen.labels]
    card = await new.card(CODE)
    assert card.labels == ["Approve", "Ask back", "Decline", "Details"]
    await town.dora.finds("“New desk”")
    await town.dora.presses("Approve", at=new)
    assert "Approved by Dora" in (await new.card(CODE)).text


async def test_what_waits_in_private_appears_in_the_group_when_there_is_one(town: Town) -> None:
    await looked_at(town)
    await town.order()
    await town.dora.finds(f"{CODE} · Cleaning")
    group = await desk(town)
    await town.dora.presses("Approve", at=group)
    assert "Approved by Dora" in (await group.card(CODE)).text
    assert "Approved by Dora" in (await town.dora.finds(f"{CODE} · Cleaning")).text


async def test_when_the_group_is_lost_each_coordinator_has_it_in_private(town: Town) -> None:
    group = await ready(town)
    await town.order()
    await town.house.play.post("remove_bot", person=town.dora.id, chat=group.id)
    await town.house.settled()
    await town.dora.finds("I can no longer write to the coordinators' group")
    shown = await town.dora.finds(f"{CODE} · Cleaning")
    assert shown.labels == ["Approve", "Ask back", "Decline", "Details"]
    assert await bound(town) == (None, None)
    await town.dora.presses("Approve", on=shown)
    assert (await town.green.card(CODE)).labels == ["Claim"]


async def test_a_group_that_becomes_a_supergroup_keeps_the_coordinators(town: Town) -> None:
    await looked_at(town)
    group = await a_group(town, "Desk", supergroup=False)
    await town.dora.says(await code(town), at=group)
    await town.order()
    grown = (await town.house.play.post("migrate", chat=group.id))["id"]
    await town.house.settled()
    new = Group(town.house, grown)
    assert (await bound(town))[0] == new.id
    assert (await new.card(CODE)).labels == ["Approve", "Ask back", "Decline", "Details"]


async def test_in_a_topic_and_when_the_topic_is_gone_in_the_group(town: Town) -> None:
    await looked_at(town)
    forum = await a_group(town, "Forum", forum=True)
    opened = await town.house.play.post("topics", person=town.dora.id, chat=forum.id, name="Desk")
    topic = int(opened["message_thread_id"])
    await town.house.play.say(town.dora.id, await code(town), chat=forum.id, thread=topic)
    await town.house.settled()
    await town.order()
    assert (await forum.card(CODE)).thread == topic
    town.refused.append("sendMessage")
    await town.house.play.post("topic", person=town.dora.id, chat=forum.id, thread=topic, action="delete")
    await town.order(service="🧹 Cleaning", details="The stairs")
    assert await bound(town) == (forum.id, None)
    await town.dora.finds("the topic of the coordinators is gone")
    assert (await forum.card("E-0002")).thread is None


async def test_rights_that_are_missing_are_told_to_the_coordinators(town: Town) -> None:
    group = await desk(town)
    await town.house.play.post("promote", person="bot", chat=group.id, status="restricted")
    await town.house.settled()
    await town.dora.sees("may not write in the group “Desk”")
