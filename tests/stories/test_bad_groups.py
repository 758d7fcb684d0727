"""Groups that throw the bot out, grow, are taken, or talk among themselves."""

from typing import Any

from sandbox.chats import Member
from sandbox.membership import member_shape
from storage.schema import posts, teams
from tests.stories.siege import Siege, held

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


async def spoken(siege: Siege, group: int) -> int:
    """How often the bot has written to a group or edited something there."""
    return len([call for call in await siege.play.calls() if str(call["chat_id"]) == str(group)])


async def test_the_bot_is_thrown_out_and_comes_back(siege: Siege) -> None:
    first = await siege.order()
    await siege.play.post("remove_bot", person=siege.folk["dora"], chat=siege.green)
    await siege.house.settled()
    told = [seen.text for seen in await siege.said("dora")]
    assert len([text for text in told if "Green team" in text]) == 1
    assert not held(await siege.rows(teams), chat_id=siege.green)
    before = await spoken(siege, siege.green)
    second = await siege.sent(details="Carry the coal")
    assert "No group of volunteers can see it yet" in (await siege.last("anna")).text
    await siege.press("anna", "Cancel order")
    await siege.press("anna", "Skip")
    assert await siege.state(second) == "cancelled"
    await siege.play.post("add_bot", person=siege.folk["dora"], chat=siege.green)
    await siege.say("dora", await siege.code("green"), siege.green)
    assert await spoken(siege, siege.green) > before
    cards = [seen for seen in await siege.said("boris", siege.green) if "Claim" in seen.labels]
    assert "E-0001" in cards[-1].text
    assert "is yours" in await siege.press("boris", "Claim", siege.green, message=cards[-1].id)
    assert await siege.state(first) == "claimed"
    stale = await siege.press("chen", "Claim", siege.green, message=cards[0].id, stale=True)
    assert stale.startswith("Boris was faster.")  # the card from before, which nobody could edit


async def test_a_group_becomes_a_supergroup_and_the_cards_follow(siege: Siege) -> None:
    order = await siege.order("eve")
    grown = (await siege.play.post("migrate", chat=siege.north))["id"]
    await siege.house.settled()
    card = await siege.card(grown)
    assert "Claim" in card.labels
    assert "is yours" in await siege.press("fritz", "Claim", grown)
    assert "Fritz is on it" in (await siege.card(grown)).text
    assert {row["chat_id"] for row in held(await siege.rows(posts), order_id=order, view="card")} == {grown}
    assert not held(await siege.rows(teams), chat_id=siege.north)
    assert len(held(await siege.rows(teams), chat_id=grown)) == 1


async def test_the_sender_is_the_first_to_hear_of_the_supergroup(siege: Siege) -> None:
    world = siege.house.box.world
    grown = (await siege.play.post("migrate", chat=siege.north))["id"]
    world.updates.forget()  # as if Telegram's word had been lost
    await siege.order("eve")
    assert "Claim" in (await siege.card(grown)).labels
    assert len([seen for seen in await siege.said("fritz", grown) if "E-0001" in seen.text]) == 1


async def test_codes_that_bind_nothing(siege: Siege) -> None:
    used = await siege.code("blue")
    blue = await siege.play.group("Blue team", [siege.folk["dora"], siege.folk["boris"]])
    await siege.say("dora", used, blue)
    code, foreign = await siege.code("purple"), await siege.code("red", "northfield")
    before = [(row["id"], row["chat_id"]) for row in await siege.rows(teams)]
    other = await siege.play.group("Other", [siege.folk["dora"], siege.folk["gerd"]])
    for text, group, words in (
        (used, other, "has been used"),
        (code, siege.green, "This group belongs to 💚 Green team, environment already"),
        (foreign, siege.green, "This group belongs to 💚 Green team, environment already"),
        ("/bind", other, "do not know this link or code"),
        ("/bind <b>%s</b>", other, "do not know this link or code"),
        ("/bind " + "A" * 4000, other, "do not know this link or code"),
    ):
        seen = await siege.say("dora", text, group)
        assert seen is not None
        assert words in seen.text, text
    for name in ("dora", "anna", "milan"):
        assert "only in a group" in (await siege.answers(name, code)).text
    assert [(row["id"], row["chat_id"]) for row in await siege.rows(teams)] == before
    nobody = {"from": ANONYMOUS, "sender_chat": {"id": other, "type": "group"}}
    seen = await siege.deliver("dora", other, text=code, **nobody)
    assert seen is not None
    assert "Purple team" in seen.text  # nothing that was refused has spoilt the code


async def test_what_a_group_says_to_itself_is_not_answered(siege: Siege) -> None:
    await siege.order()
    silence, before = await spoken(siege, siege.green), await siege.dump()
    for text in ("Who goes?", "/order", "/help", "/cancel", "Claim", "/bind@other_bot ABCD2345", "/order@other_bot",
                 "@paidan_sandbox_bot hello", "/unknown", "/", "/start", "x" * 4096, "我来"):  # fmt: skip
        await siege.deliver("boris", siege.green, text=text)
    contents: tuple[dict[str, Any], ...] = (
        {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": siege.green, "type": "supergroup"}}},
        {"new_chat_title": "Brave team"}, {"delete_chat_photo": True}, {"left_chat_member": ANONYMOUS},
        {"new_chat_members": [ANONYMOUS]}, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}},
        {"forum_topic_closed": {}}, {"video_chat_started": {}}, {"boost_added": {"boost_count": 1}},
        {"location": {"latitude": 1.0, "longitude": 1.0}}, {"contact": {"phone_number": "1", "first_name": "x"}},
    )  # fmt: skip
    for content in contents:
        await siege.deliver("boris", siege.green, **content)
    await siege.play.post("rename", person=siege.folk["dora"], chat=siege.green, title="<b>Brave</b>")
    await siege.house.settled()
    assert await spoken(siege, siege.green) == silence
    assert await siege.dump() == before


async def test_a_command_to_us_in_a_group_is_sent_to_the_private_chat(siege: Siege) -> None:
    before = await siege.dump()
    for text in ("/order", "/mine", "/cancel", "/setup", "/help", "/passbook"):
        seen = await siege.say("boris", f"{text}@{siege.house.app.username}", siege.green)
        assert seen is not None
        assert seen.labels == [siege.label("write_in_private")], text
    assert await siege.dump() == before


async def test_updates_of_no_use_are_put_away(siege: Siege) -> None:
    world, before = siege.house.box.world, await siege.dump()
    channel = {"id": -1003, "type": "channel", "title": "News"}
    boris = world.person(siege.folk["boris"])
    bodies = (
        {"message_id": 1, "date": 0, "chat": channel, "text": "/bind ABCD2345"},  # nobody wrote it
        {"message_id": 1, "date": 0, "chat": {"id": siege.green, "type": "supergroup"}},
        {"message_id": 1, "date": 0, "chat": channel, "from": boris.user, "text": "hello", "via_bot": ANONYMOUS},
    )
    for body in bodies:
        world.updates.add("message", body, ("chat", -1003), world.now())
    for change in ("left", "kicked", "administrator", "restricted", "member"):
        standing = member_shape(world.bot.user, Member(change))
        members = {"old_chat_member": standing, "new_chat_member": standing}
        world.updates.add("my_chat_member", {**bodies[2], **members}, ("chat", -1003), world.now())
    await siege.house.settled()
    assert await siege.dump() == before
