"""What the Bot API answers has the shapes python-telegram-bot needs."""

from __future__ import annotations

from typing import Any

import httpx
import telegram
from telegram.constants import ChatMemberStatus

from sandbox import samples
from sandbox.server import Sandbox
from tests.play import Play
from tests.sandbox.conftest import Ask, buttons


async def test_the_bot_knows_itself(bot: telegram.Bot, box: Sandbox) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username, me.can_read_all_group_messages) == (True, "paidan_sandbox_bot", False)
    assert me.id == int(box.token.split(":")[0])


async def test_a_text_message_carries_its_entities(bot: telegram.Bot, anna: int) -> None:
    sent = await bot.send_message(anna, "🦀 <b>Hello</b> /help", parse_mode="HTML")
    assert sent.text == "🦀 Hello /help"
    assert sent.parse_entities() == {sent.entities[0]: "Hello", sent.entities[1]: "/help"}
    assert [entity.type for entity in sent.entities] == ["bold", "bot_command"]
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert (sent.chat.id, sent.chat.type, sent.chat.first_name) == (anna, "private", "Anna")


async def test_a_person_is_seen_whole(bot: telegram.Bot, play: Play) -> None:
    boris = await play.person("Boris", "zh-hans", last_name="Berg", username="boris_b")
    await play.start(boris, "own_abc")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start own_abc"
    assert [entity.type for entity in update.message.entities] == ["bot_command"]
    user = update.effective_user
    assert user is not None
    assert (user.id, user.full_name, user.username, user.language_code) == (boris, "Boris Berg", "boris_b", "zh-hans")


async def test_buttons_keep_style_copy_text_and_address(bot: telegram.Bot, play: Play, anna: int) -> None:
    keyboard = telegram.InlineKeyboardMarkup(
        [
            [telegram.InlineKeyboardButton("Claim", callback_data="c", api_kwargs={"style": "success"})],
            [
                telegram.InlineKeyboardButton("Copy", copy_text=telegram.CopyTextButton("E-0142")),
                telegram.InlineKeyboardButton("Open", url="https://example.org/x"),
            ],
        ]
    )
    sent = await bot.send_message(anna, "card", reply_markup=keyboard)
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[1][0].copy_text == telegram.CopyTextButton("E-0142")
    seen = await play.last(anna)
    assert seen.buttons == [
        [{"label": "Claim", "kind": "callback", "style": "success"}],
        [
            {"label": "Copy", "kind": "copy", "copy": "E-0142"},
            {"label": "Open", "kind": "url", "url": "https://example.org/x"},
        ],
    ]


async def test_every_attachment_of_a_person_arrives(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.photo(anna, caption="the /door")
    await play.voice(anna, duration=7)
    await play.document(anna, data=b"%PDF-1.7", file_name="a.pdf", mime_type="application/pdf")
    await play.location(anna, 30.25, 120.5)
    await play.contact(anna)
    photo, voice, document, location, contact = [u.message for u in (await bot.get_updates(offset=-5)) if u.message]
    assert (photo.caption, photo.caption_entities[0].type) == ("the /door", "bot_command")
    assert (photo.photo[-1].width, photo.photo[-1].height) == (320, 200)
    assert voice.voice is not None
    assert (voice.voice.mime_type, voice.voice.file_size) == ("audio/ogg", len(samples.voice()))
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == ("a.pdf", "application/pdf")
    assert location.location == telegram.Location(120.5, 30.25)
    assert contact.contact is not None
    assert (contact.contact.user_id, contact.contact.phone_number) == (anna, f"8613800{anna:06d}")


async def test_a_file_comes_back_as_it_was_sent(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.document(anna, data=b"\x00hello\xff", file_name="x.bin")
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"\x00hello\xff"


async def test_the_bot_sends_files_albums_places_and_contacts(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.photo(anna)
    (update,) = await bot.get_updates(offset=-1)
    assert update.message is not None
    picture = await (await update.message.photo[-1].get_file()).download_as_bytearray()
    sent = await bot.send_photo(anna, bytes(picture), caption="<i>again</i>", parse_mode="HTML")
    assert (sent.caption, sent.photo[-1].width) == ("again", 320)
    again = await bot.send_photo(anna, sent.photo[-1].file_id)
    assert again.photo[-1].file_id == sent.photo[-1].file_id
    album = await bot.send_media_group(
        anna, [telegram.InputMediaPhoto(bytes(picture), caption="one"), telegram.InputMediaPhoto(bytes(picture))]
    )
    assert album[0].media_group_id == album[1].media_group_id
    assert [one.caption for one in album] == ["one", None]
    assert (await bot.send_document(anna, b"text", filename="report.csv")).document is not None
    assert (await bot.send_voice(anna, b"OggS", duration=3)).voice is not None
    assert (await bot.send_location(anna, 1.5, 2.5)).location == telegram.Location(2.5, 1.5)
    venue = (await bot.send_venue(anna, 1.5, 2.5, "Hall", "Main street 1")).venue
    assert venue is not None
    assert venue.title == "Hall"
    assert (await bot.send_contact(anna, "+1555", "Zoe")).contact == telegram.Contact("+1555", "Zoe")
    kinds = [seen.media["kind"] for seen in await play.chat(anna) if seen.media]
    assert kinds == ["photo", "photo", "photo", "photo", "photo", "document", "voice", "location", "venue", "contact"]


async def test_edits_of_every_kind(bot: telegram.Bot, play: Play, anna: int) -> None:
    sent = await bot.send_message(anna, "one", reply_markup=telegram.InlineKeyboardMarkup([]))
    edited = await bot.edit_message_text("two", anna, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "two"
    assert edited.edit_date is not None
    document = await bot.send_document(anna, b"1", filename="1.txt")
    await bot.edit_message_caption(anna, document.message_id, caption="new")
    await bot.edit_message_media(telegram.InputMediaDocument(b"2", filename="2.txt"), anna, document.message_id)
    seen = await play.last(anna)
    assert (seen.text, seen.media and seen.media["file_name"]) == ("", "2.txt")
    only_buttons = await bot.send_message(anna, "card")
    await bot.edit_message_reply_markup(
        anna,
        only_buttons.message_id,
        reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Go", callback_data="g")]]),
    )
    seen = await play.last(anna)
    assert (seen.labels, seen.edited) == (["Go"], False)


async def test_chats_and_members_of_every_status(bot: telegram.Bot, play: Play, anna: int) -> None:
    boris, clara = await play.person("Boris"), await play.person("Clara")
    group = await play.group("Green", [anna, boris, clara])
    await play.post("promote", person=boris, chat=group, status="administrator")
    await play.post("promote", person="bot", chat=group, status="administrator")
    await play.post("leave", person=clara, chat=group)
    full = await bot.get_chat(group)
    assert (full.type, full.title) == ("group", "Green")
    assert full.permissions is not None
    assert (await bot.get_chat(anna)).first_name == "Anna"
    statuses = [(await bot.get_chat_member(group, one)).status for one in (anna, boris, clara, bot.id)]
    assert statuses == [
        ChatMemberStatus.OWNER,
        ChatMemberStatus.ADMINISTRATOR,
        ChatMemberStatus.LEFT,
        ChatMemberStatus.ADMINISTRATOR,
    ]
    assert [one.user.id for one in await bot.get_chat_administrators(group)] == [anna, boris, bot.id]
    assert await bot.get_chat_member_count(group) == 3
    link = await bot.create_chat_invite_link(group, name="door")
    assert (link.name, link.creator.id) == ("door", bot.id)
    assert (await bot.export_chat_invite_link(group)).startswith("https://t.me/+")
    await bot.ban_chat_member(group, boris)
    assert (await bot.get_chat_member(group, boris)).status == ChatMemberStatus.BANNED
    await play.post("promote", person="bot", chat=group, status="restricted")
    assert (await bot.get_chat_member(group, bot.id)).status == ChatMemberStatus.RESTRICTED


async def test_copies_forwards_pins_and_the_small_methods(bot: telegram.Bot, play: Play, anna: int) -> None:
    sent = await bot.send_message(anna, "<b>see</b> https://example.org", parse_mode="HTML")
    copied = await bot.copy_message(anna, anna, sent.message_id)
    forwarded = await bot.forward_message(anna, anna, sent.message_id)
    assert [entity.type for entity in forwarded.entities] == ["bold", "url"]
    assert forwarded.forward_origin is not None
    assert await bot.pin_chat_message(anna, copied.message_id)
    assert (await bot.get_chat(anna)).pinned_message is not None
    assert await bot.unpin_all_chat_messages(anna)
    assert await bot.send_chat_action(anna, "typing")
    assert await bot.set_message_reaction(anna, 1, "👍")
    assert (await bot.get_user_profile_photos(anna)).total_count == 0
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.set_my_description("hi")
    assert (await bot.get_my_description()).description == "hi"
    assert await bot.delete_message(anna, sent.message_id)
    assert sent.message_id not in [seen.id for seen in await play.chat(anna)]


async def test_commands_by_scope_and_language(bot: telegram.Bot, play: Play, anna: int) -> None:
    group = await play.group("Green", [anna])
    chinese = await play.person("李雷", "zh-hans")
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("order", "Ask")], scope=telegram.BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("order", "求助")], scope=telegram.BotCommandScopeAllPrivateChats(), language_code="zh")
    await bot.set_my_commands([("bind", "Bind")], scope=telegram.BotCommandScopeChatAdministrators(group))
    assert (await bot.get_my_commands())[0].command == "help"

    async def seen(chat: int, person: int) -> list[dict[str, str]]:
        found: list[dict[str, str]] = (await play.get(f"chats/{chat}", as_=person))["commands"]
        return found

    assert await seen(anna, anna) == [{"command": "order", "description": "Ask"}]
    assert await seen(chinese, chinese) == [{"command": "order", "description": "求助"}]
    assert await seen(group, anna) == [{"command": "bind", "description": "Bind"}]
    await bot.delete_my_commands(scope=telegram.BotCommandScopeChatAdministrators(group))
    assert await seen(group, anna) == [{"command": "help", "description": "Help"}]


async def test_every_form_of_body_is_read(ask: Ask, box: Sandbox, web: httpx.AsyncClient, anna: int) -> None:
    path = f"/bot{box.token}/SENDmessage"
    answers = [
        await web.post(path, json={"chat_id": anna, "text": "json", "reply_markup": {"inline_keyboard": []}}),
        await web.post(path, data={"chat_id": anna, "text": "form", "reply_markup": buttons("Go")}),
        await web.post(path, data={"chat_id": anna, "text": "multipart"}, files={"unused": b"x"}),
        await web.get(path, params={"chat_id": anna, "text": "address"}),
    ]
    texts = [answer.json()["result"]["text"] for answer in answers]
    assert texts == ["json", "form", "multipart", "address"]
    calls: list[dict[str, Any]] = (await web.get("/play/calls")).json()["calls"]
    assert calls[1]["params"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go"
    assert calls[2]["params"]["unused"] == "<upload, 1 bytes>"
    assert (await ask("getMe"))["ok"] is True
