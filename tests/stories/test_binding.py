"""Groups become teams' groups: by the code, by the add-to-group link, in topics; wrong, used, taken and moved."""

from tests.house_of_paidan import House
from tests.stories.wenfeng import arrives, begins, code_for, owner, presses, says, wenfeng

GREEN, PURPLE = "💚 Green team, environment", "💜 Purple team, unity"
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def heard(house: House, group: int) -> str:
    """All that the bot has said in a group."""
    return "\n".join(seen.text for seen in await house.play.chat(group) if seen.by_bot)


async def test_the_code_typed_in_the_group_binds_it(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga])
    code = await code_for(house, olga, GREEN)
    shown = await says(house, olga, code, group)
    assert "group of 💚 Green team, environment now, for Wenfeng" in shown.text
    assert "to write messages" in shown.text
    assert "“Eastgate”" in (await house.play.last(olga)).text
    shown = await presses(house, olga, "Groups")
    assert "✅ 💚 Green team, environment: Eastgate" in shown.text
    assert "▫️ 💜 Purple team, unity: no group yet" in shown.text
    assert "Groups: 1 of 7 teams" in (await presses(house, olga, "Back")).text


async def test_a_code_is_typed_as_people_type(house: House) -> None:
    olga = await wenfeng(house)
    me = house.app.username
    one, two = await house.play.group("One", [olga]), await house.play.group("Two", [olga])
    code = (await code_for(house, olga, GREEN)).removeprefix("/bind ")
    assert "group of 💚" in (await says(house, olga, f"/bind@{me}  {code[:4].lower()}-{code[4:]}", one)).text
    code = (await code_for(house, olga, PURPLE)).removeprefix("/bind ")
    assert "group of 💜" in (await says(house, olga, f"/BIND {code[:4]} {code[4:].lower()}", two)).text


async def test_the_link_that_adds_the_bot_binds_at_once(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga], bot=False)
    await code_for(house, olga, GREEN)
    shown = await house.play.last(olga)
    link = next(b["url"] for row in shown.buttons for b in row if b["label"] == "Add me to the group")
    await house.play.start(olga, link.partition("startgroup=")[2], group=group)
    await house.settled()
    assert "group of 💚 Green team" in await heard(house, group)
    assert "To make this one a team's group" not in await heard(house, group)


async def test_the_topic_in_which_the_code_was_typed_is_bound(house: House) -> None:
    olga = await wenfeng(house)
    forum = await house.play.group("Forum", [olga], forum=True)
    opened = [await house.play.post("topics", person=olga, chat=forum, name=name) for name in ("Green", "Purple")]
    topics = [each["message_thread_id"] for each in opened]
    for topic, team in zip(topics, (GREEN, PURPLE), strict=True):
        await says(house, olga, await code_for(house, olga, team), forum, thread=topic)
        shown = await house.play.last(olga, forum)
        assert team in shown.text
        assert shown.thread == topic
    code = await code_for(house, olga, "🩷 Pink team, women")
    assert "belongs to 💚 Green team" in (await says(house, olga, code, forum, thread=topics[0])).text


async def test_the_same_code_twice_in_the_same_group_does_no_harm(house: House) -> None:
    olga = await wenfeng(house)
    one, two = await house.play.group("One", [olga]), await house.play.group("Two", [olga])
    code = await code_for(house, olga, GREEN)
    await says(house, olga, code, one)
    told = len(await house.play.chat(olga))
    assert "group of 💚" in (await says(house, olga, code, one)).text
    assert len(await house.play.chat(olga)) == told
    assert "works only once" in (await says(house, olga, code, two)).text


async def test_a_group_has_one_team(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga])
    await says(house, olga, await code_for(house, olga, GREEN), group)
    code = await code_for(house, olga, PURPLE)
    assert "belongs to 💚 Green team, environment already" in (await says(house, olga, code, group)).text
    other = await house.play.group("Westgate", [olga])
    assert "group of 💜" in (await says(house, olga, code, other)).text


async def test_a_team_that_moves_says_so_in_its_old_group(house: House) -> None:
    olga = await wenfeng(house)
    old, new = await house.play.group("Old", [olga]), await house.play.group("New", [olga])
    await says(house, olga, await code_for(house, olga, GREEN), old)
    await says(house, olga, await code_for(house, olga, GREEN), new)
    assert "no longer the group of 💚 Green team" in (await house.play.last(olga, old)).text
    assert "“New”" in (await house.play.last(olga)).text
    assert "gets no new cards" in (await house.play.last(olga)).text
    assert "group of 💜" in (await says(house, olga, await code_for(house, olga, PURPLE), old)).text


async def test_a_removed_team_leaves_its_group(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga])
    code = await code_for(house, olga, GREEN)
    await says(house, olga, code, group)
    await says(house, olga, "/setup")
    assert "“Eastgate” is told" in (await presses(house, olga, "Teams", GREEN, "Remove")).text
    assert "6 teams" in (await presses(house, olga, "Remove")).text
    assert "no longer the group of 💚" in (await house.play.last(olga, group)).text
    assert "do not know this link or code" in (await says(house, olga, code, group)).text


async def test_a_code_is_too_old_after_a_day(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga])
    code = await code_for(house, olga, GREEN)
    await house.later(hours=24, minutes=1)
    assert "too old" in (await says(house, olga, code, group)).text


async def test_a_fresh_code_kills_the_one_before(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga])
    first, second = await code_for(house, olga, GREEN), await code_for(house, olga, GREEN)
    assert "do not know" in (await says(house, olga, first, group)).text
    assert "group of 💚" in (await says(house, olga, second, group)).text


async def test_wrong_codes_are_refused_and_after_ten_none_is_looked_at(house: House) -> None:
    olga = await wenfeng(house)
    milan = await arrives(house, "Milan")
    theirs, ours = await house.play.group("Theirs", [milan]), await house.play.group("Ours", [olga])
    code = await code_for(house, olga, GREEN)
    for wrong in ("", "ABCDEFGH", "🙂", "x" * 500, "' OR 1=1 --", "own_x", "%", "_", "12345678", "ABCD-EFG2"):
        assert "do not know" in (await says(house, milan, f"/bind {wrong}", theirs)).text, wrong
    assert "do not know" in (await says(house, milan, code, theirs)).text
    assert "group of 💚" in (await says(house, olga, code, ours)).text
    await house.later(hours=1, minutes=1)
    assert "group of 💜" in (await says(house, milan, await code_for(house, olga, PURPLE), theirs)).text


async def test_in_private_it_says_where_it_works(house: House) -> None:
    olga = await wenfeng(house)
    code = await code_for(house, olga, GREEN)
    assert "only in a group" in (await says(house, olga, code)).text
    link = next(b["url"] for row in (await _shown(house, olga)) for b in row if b["label"] == "Add me to the group")
    await house.play.start(olga, link.partition("startgroup=")[2])
    await house.settled()
    assert "only in a group" in (await house.play.last(olga)).text


async def test_an_anonymous_administrator_may_type_the_code(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga], supergroup=True)
    code = await code_for(house, olga, GREEN)
    world = house.box.world
    chat = {"id": group, "type": "supergroup", "title": "Eastgate"}
    said = {
        "message_id": 900, "from": ANONYMOUS, "sender_chat": chat, "chat": chat, "date": int(world.now()), "text": code,
        "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
    }  # fmt: skip
    world.updates.add("message", said, ("chat", group), world.now())
    await house.settled()
    assert "group of 💚" in (await house.play.last(olga, group)).text


async def test_a_bot_that_may_not_write_tells_the_coordinators(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga], supergroup=True)
    await says(house, olga, await code_for(house, olga, GREEN), group)
    await house.play.post("promote", person="bot", chat=group, status="restricted")
    await house.settled()
    assert "may not write in the group “Eastgate”" in (await house.play.last(olga)).text


async def test_a_bot_added_by_hand_says_how_it_goes_on(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga], bot=False)
    await house.play.post("add_bot", person=olga, chat=group)
    await house.settled()
    assert "/bind CODE" in await heard(house, group)


async def test_orders_that_waited_for_a_group_appear_in_it(house: House) -> None:
    olga = await wenfeng(house)
    anna = await arrives(house, "Anna")
    await orders(house, anna)
    assert "no volunteer can see it" in (await house.play.last(olga)).text
    group = await house.play.group("Eastgate", [olga])
    await says(house, olga, await code_for(house, olga, GREEN), group)
    said = await heard(house, group)
    assert "E-0001" in said
    assert "Claim" in (await house.play.last(olga, group)).labels


async def test_orders_of_a_team_that_lost_its_group_appear_in_the_next(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Eastgate", [olga], supergroup=True)
    await says(house, olga, await code_for(house, olga, GREEN), group)
    anna = await arrives(house, "Anna")
    await orders(house, anna)
    assert "E-0001" in await heard(house, group)
    await house.play.post("remove_bot", person=olga, chat=group)
    await house.settled()
    other = await house.play.group("Westgate", [olga])
    await says(house, olga, await code_for(house, olga, GREEN), other)
    assert "E-0001" in await heard(house, other)


async def test_one_team_takes_every_order(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Service list", "Add the five helps", "Back", "Teams", "Add a team")
    await says(house, olga, "🟤 Repairs")
    group = await house.play.group("Eastgate", [olga])
    await says(house, olga, await code_for(house, olga, "🟤 Repairs"), group)
    anna = await arrives(house, "Anna")
    await orders(house, anna)
    assert "E-0001" in await heard(house, group)


async def orders(house: House, anna: int) -> None:
    """Anna asks for cleaning, tomorrow, at her door."""
    await says(house, anna, "/order")
    await presses(house, anna, "Myself", "🧹 Cleaning")
    await says(house, anna, "The stairs")
    await presses(house, anna, "Tomorrow", "Morning")
    await says(house, anna, "Eastgate Road 5, door 302")
    await says(house, anna, "Eastgate")
    await presses(house, anna, "Skip", "1", "Send")


async def _shown(house: House, olga: int) -> list[list[dict[str, str]]]:
    return next(seen.buttons for seen in reversed(await house.play.chat(olga)) if "/bind" in seen.text and seen.by_bot)
