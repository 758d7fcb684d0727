"""Groups: what the bot hears of them, who comes and goes, topics, and the move to a supergroup."""

from __future__ import annotations

from typing import Any

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated

from sandbox.server import Sandbox
from sandbox.world import Options
from tests.play import CannotPlay, Play
from tests.sandbox.conftest import Ask, new_bot


async def heard(bot: telegram.Bot) -> list[str]:
    """What each waiting update is about, in a word; they are confirmed by it."""
    found = []
    offset = 0
    for update in await bot.get_updates():
        offset = update.update_id + 1
        found.append(word(update))
    if offset:
        await bot.get_updates(offset=offset)
    return found


def word(update: telegram.Update) -> str:
    """An update's kind, or what its message is about."""
    if update.my_chat_member:
        new = update.my_chat_member.new_chat_member
        return f"bot is {new.status}"
    if update.chat_member:
        return f"{update.chat_member.new_chat_member.user.first_name} is {update.chat_member.new_chat_member.status}"
    message = update.effective_message
    assert message is not None
    if message.text:
        return message.text
    shape = message.to_dict()
    return next(key for key in shape if key in SERVICE and shape[key] is not False)


SERVICE = {
    "group_chat_created",
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
    "forum_topic_closed",
    "pinned_message",
    "new_chat_title",
    "supergroup_chat_created",
}


async def test_with_privacy_the_bot_hears_only_what_is_meant_for_it(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    boris = await play.person("Boris")
    group = await play.group("Green", [anna, boris])
    await heard(bot)
    own = (await ask("sendMessage", chat_id=group, text="card"))["result"]["message_id"]
    chatter = await play.say(anna, "good morning", group)
    await play.say(boris, "good morning, see /help", group, reply_to=chatter)
    await play.say(anna, "/bind@another_bot X", group)
    await play.photo(anna, group)
    await play.say(anna, "/bind ABC", group)
    await play.say(anna, "/bind@Paidan_Sandbox_Bot ABC", group)
    await play.say(boris, "thanks", group, reply_to=own)
    assert await heard(bot) == ["/bind ABC", "/bind@Paidan_Sandbox_Bot ABC", "thanks"]
    assert len([seen for seen in await play.chat(group, boris) if not seen.service]) == 8


async def test_an_administrator_hears_everything(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna])
    await play.post("promote", person="bot", chat=group)
    await heard(bot)
    await play.say(anna, "good morning", group)
    assert await heard(bot) == ["good morning"]


async def test_without_privacy_too() -> None:
    async with Sandbox(options=Options(privacy=False)) as box, Play(box.url) as play, new_bot(box) as bot:
        anna = await play.person("Anna")
        group = await play.group("Green", [anna])
        await heard(bot)
        await play.say(anna, "good morning", group)
        assert await heard(bot) == ["good morning"]


async def test_the_bot_is_told_of_its_own_coming_rising_and_going(bot: telegram.Bot, play: Play, anna: int) -> None:
    await heard(bot)
    group = await play.group("Green", [anna], bot=False)
    assert await heard(bot) == []
    await play.post("add_bot", person=anna, chat=group)
    await play.post("promote", person="bot", chat=group, rights=["can_pin_messages"])
    await play.post("promote", person="bot", chat=group, status="member")
    await play.post("remove_bot", person=anna, chat=group)
    assert await heard(bot) == [
        "bot is member",
        "new_chat_members",
        "bot is administrator",
        "bot is member",
        "left_chat_member",
        "bot is kicked",
    ]


async def test_the_rights_of_an_administrator_are_those_given(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna], supergroup=True)
    await play.post("promote", person="bot", chat=group, rights=["can_pin_messages"])
    sent = await bot.send_message(group, "card")
    assert await bot.pin_chat_message(group, sent.message_id)
    me = await bot.get_chat_member(group, bot.id)
    assert isinstance(me, telegram.ChatMemberAdministrator)
    assert (me.can_pin_messages, me.can_manage_topics) == (True, False)
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.set_chat_title(group, "Blue")


async def test_people_who_come_and_go_are_service_messages(bot: telegram.Bot, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    group = await play.group("Green", [anna])
    await heard(bot)
    await play.post("join", person=boris, chat=group, by=anna)
    await play.post("leave", person=boris, chat=group)
    await play.post("rename", person=anna, chat=group, title="Blue")
    assert await heard(bot) == ["new_chat_members", "left_chat_member", "new_chat_title"]
    assert "Anna added Boris" in await play.text(group)
    with pytest.raises(CannotPlay, match="Boris is not in"):
        await play.say(boris, "hello?", group)


async def test_whoever_was_removed_is_brought_back_by_others_only(play: Play, anna: int) -> None:
    boris, clara = await play.person("Boris"), await play.person("Clara")
    group = await play.group("Green", [anna, boris])
    with pytest.raises(CannotPlay, match="Boris may not remove anybody"):
        await play.post("leave", person=anna, chat=group, by=boris)
    await play.post("leave", person=boris, chat=group, by=anna)
    with pytest.raises(CannotPlay, match="Boris was removed from"):
        await play.post("join", person=boris, chat=group)
    with pytest.raises(CannotPlay, match="Clara is not in"):
        await play.post("join", person=boris, chat=group, by=clara)
    await play.post("join", person=boris, chat=group, by=anna)
    await play.say(boris, "/back", group)


async def test_an_administrator_may_ask_for_chat_member_updates(bot: telegram.Bot, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    group = await play.group("Green", [anna])
    await play.post("promote", person="bot", chat=group)
    await heard(bot)
    await bot.get_updates(allowed_updates=["message", "chat_member"])
    await play.post("join", person=boris, chat=group)
    await play.post("promote", person=boris, chat=group)
    assert await heard(bot) == ["Boris is member", "new_chat_members", "Boris is administrator"]


async def test_the_add_to_group_link_brings_the_bot_and_its_payload(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna], bot=False)
    await heard(bot)
    await play.start(anna, "bind_abc", group)
    assert await heard(bot) == ["bot is member", "new_chat_members", "/start@paidan_sandbox_bot bind_abc"]
    await play.start(anna, "bind_abc", group)
    assert await heard(bot) == ["/start@paidan_sandbox_bot bind_abc"]


async def test_blocking_and_coming_back_are_told(bot: telegram.Bot, play: Play, anna: int) -> None:
    await heard(bot)
    await play.post("block", person=anna)
    with pytest.raises(CannotPlay, match="Anna has blocked the bot"):
        await play.say(anna, "hello?")
    await play.start(anna, "again")
    assert await heard(bot) == ["bot is kicked", "bot is member", "/start again"]


async def test_a_forum_has_topics(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Town", [anna], forum=True)
    topic = (await play.post("topics", person=anna, chat=group, name="Orders"))["message_thread_id"]
    await play.say(anna, "/bind X", group, thread=topic)
    created, bound = [update.message for update in await bot.get_updates(offset=-2) if update.message]
    assert created.forum_topic_created is not None
    assert (created.forum_topic_created.name, created.message_thread_id) == ("Orders", topic)
    assert (bound.message_thread_id, bound.is_topic_message, bound.chat.is_forum) == (topic, True, True)
    assert bound.reply_to_message is not None
    assert bound.reply_to_message.forum_topic_created is not None
    sent = await bot.send_message(group, "card", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    general = await bot.send_message(group, "for all")
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    assert [(seen.text, seen.thread) for seen in (await play.chat(group))[-2:]] == [("card", topic), ("for all", None)]


@pytest.mark.parametrize(("thread", "words"), [(1, "message thread not found"), (999, "message thread not found")])
async def test_a_topic_that_is_not_there(ask: Ask, play: Play, anna: int, thread: int, words: str) -> None:
    group = await play.group("Town", [anna], forum=True)
    answer = await ask("sendMessage", chat_id=group, text="x", message_thread_id=thread)
    assert answer["description"] == f"Bad Request: {words}"


async def test_a_topic_that_was_closed_or_deleted(ask: Ask, bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Town", [anna], forum=True)
    topic = (await play.post("topics", person=anna, chat=group, name="Orders"))["message_thread_id"]
    card = await bot.send_message(group, "card", message_thread_id=topic)
    await play.post("topic", person=anna, chat=group, thread=topic, action="close")
    answer = await ask("sendMessage", chat_id=group, text="x", message_thread_id=topic)
    assert answer["description"] == "Bad Request: TOPIC_CLOSED"
    await play.post("topic", person=anna, chat=group, thread=topic, action="delete")
    answer = await ask("sendMessage", chat_id=group, text="x", message_thread_id=topic)
    assert answer["description"] == "Bad Request: message thread not found"
    answer = await ask("editMessageText", chat_id=group, message_id=card.message_id, text="x")
    assert answer["description"] == "Bad Request: message to edit not found"


async def test_the_bot_manages_topics_when_it_may(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Town", [anna], forum=True)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(group, "Orders")
    await play.post("promote", person="bot", chat=group)
    topic = await bot.create_forum_topic(group, "Orders")
    assert await bot.edit_forum_topic(group, topic.message_thread_id, name="Help")
    assert await bot.close_forum_topic(group, topic.message_thread_id)
    await bot.send_message(group, "administrators still write", message_thread_id=topic.message_thread_id)
    assert await bot.reopen_forum_topic(group, topic.message_thread_id)
    assert await bot.delete_forum_topic(group, topic.message_thread_id)
    assert (await play.get(f"chats/{group}"))["chat"]["topics"] == []


async def test_a_group_becomes_a_supergroup(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna])
    card = await bot.send_message(group, "card")
    await heard(bot)
    new: int = (await play.post("migrate", chat=group))["id"]
    assert str(new).startswith("-100")
    assert await heard(bot) == ["migrate_to_chat_id", "migrate_from_chat_id"]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group, "still here?")
    assert moved.value.new_chat_id == new
    with pytest.raises(ChatMigrated):
        await bot.edit_message_text("x", group, card.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", new, card.message_id + 100)
    sent = await bot.send_message(new, "here")
    assert (sent.message_id, sent.chat.type) == (2, "supergroup")
    assert [one["id"] for one in (await play.get("chats", as_=anna))["chats"]] == [anna, new]
    with pytest.raises(CannotPlay, match="has become the supergroup"):
        await play.say(anna, "hello", group)


async def test_messages_of_private_chats_and_basic_groups_share_their_numbers(
    bot: telegram.Bot, play: Play, anna: int
) -> None:
    basic = await play.group("Green", [anna])
    super_ = await play.group("Town", [anna], supergroup=True)
    ids: list[Any] = [(await bot.send_message(chat, "x")).message_id for chat in (anna, basic, super_, anna)]
    assert ids[:2] == [3, 4]
    assert ids[2:] == [3, 5]
