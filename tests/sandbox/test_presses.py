"""Pressing buttons: by label, forged, late, twice; and the keyboard under the text field."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import telegram
from telegram.error import BadRequest

from sandbox.server import Sandbox
from sandbox.world import Options
from tests.play import CannotPlay, Play
from tests.sandbox.conftest import Ask, buttons, new_bot

KEYS = json.dumps(
    {
        "keyboard": [
            ["Yes", {"text": "My number", "request_contact": True}],
            [{"text": "Here", "request_location": True}],
        ],
        "one_time_keyboard": True,
        "input_field_placeholder": "Choose",
    }
)


async def press_and_answer(play: Play, bot: telegram.Bot, person: int, label: str, **answer: Any) -> str | None:
    """Press, let the bot answer, and see the toast."""
    pressing = asyncio.create_task(play.press(person, label))
    query = await next_query(bot)
    await bot.answer_callback_query(query.id, **answer)
    return await pressing


async def next_query(bot: telegram.Bot) -> telegram.CallbackQuery:
    """The next press; what came before it is confirmed and forgotten."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, limit=1, timeout=10):
            offset = update.update_id + 1
            if update.callback_query is not None:
                await bot.get_updates(offset=offset)
                return update.callback_query


async def test_a_press_reaches_the_bot_and_its_toast_the_person(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    sent = (await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Claim", "Skip")))["result"]
    pressing = asyncio.create_task(play.press(anna, "Claim"))
    query = await next_query(bot)
    assert (query.data, query.from_user.id, query.message and query.message.message_id) == (
        "Claim",
        anna,
        sent["message_id"],
    )
    assert query.chat_instance
    assert query.message is not None
    assert query.message.is_accessible
    assert await bot.answer_callback_query(query.id, "Yours now", show_alert=True)
    assert await pressing == "Yours now"


async def test_the_newest_message_with_that_label_is_pressed(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    for text in ("old", "new"):
        await ask("sendMessage", chat_id=anna, text=text, reply_markup=buttons("Claim"))
    old, new = [seen.id for seen in await play.chat(anna) if seen.by_bot]
    await play.press(anna, "Claim", wait=0)
    await play.press(anna, "Claim", message=old, wait=0)
    presses = [u.callback_query.message for u in await bot.get_updates() if u.callback_query]
    assert [message and message.message_id for message in presses] == [new, old]


async def test_what_is_not_there_cannot_be_pressed(ask: Ask, play: Play, anna: int) -> None:
    with pytest.raises(CannotPlay, match="The chat of Anna with the bot has no button to press") as nothing:
        await play.press(anna, "Claim")
    assert nothing.value.status == 404
    sent = (await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Claim", "Skip")))["result"]
    with pytest.raises(CannotPlay, match=r"has no button “claim”\. There is “Claim”, “Skip”"):
        await play.press(anna, "claim")
    with pytest.raises(CannotPlay, match="no message 99"):
        await play.press(anna, "Claim", message=99)
    await ask("editMessageReplyMarkup", chat_id=anna, message_id=sent["message_id"])
    with pytest.raises(CannotPlay, match=f"Message {sent['message_id']} has no button to press"):
        await play.press(anna, "Claim", message=sent["message_id"])


async def test_a_screen_that_is_out_of_date_still_presses(ask: Ask, bot: telegram.Bot, play: Play, anna: int) -> None:
    sent = (await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Claim")))["result"]
    await ask("editMessageText", chat_id=anna, message_id=sent["message_id"], text="closed")
    await play.press(anna, "Claim", message=sent["message_id"], stale=True, wait=0)
    (update,) = await bot.get_updates(offset=-1)
    assert update.callback_query is not None
    assert update.callback_query.data == "Claim"


async def test_any_data_can_be_forged_on_a_message_of_the_bot(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    sent = (await ask("sendMessage", chat_id=anna, text="no buttons"))["result"]
    pressing = asyncio.create_task(play.forge(anna, "v1|claim|\x00|'; --", sent["message_id"]))
    query = await next_query(bot)
    assert query.data == "v1|claim|\x00|'; --"
    await bot.answer_callback_query(query.id)
    assert await pressing is None
    with pytest.raises(CannotPlay, match="is not the bot's"):
        await play.forge(anna, "x", 1)


async def test_a_very_old_message_comes_as_its_ids_only(ask: Ask, bot: telegram.Bot, play: Play, anna: int) -> None:
    await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Claim"))
    await play.press(anna, "Claim", inaccessible=True, wait=0)
    query = await next_query(bot)
    assert query.message is not None
    assert (query.message.is_accessible, query.message.chat.id) == (False, anna)


async def test_a_press_is_answered_once_and_in_time(ask: Ask, bot: telegram.Bot, play: Play, anna: int) -> None:
    await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Claim"))
    await play.press(anna, "Claim", wait=0)
    query = await next_query(bot)
    assert await bot.answer_callback_query(query.id)
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(query.id)
    await play.press(anna, "Claim", wait=0)
    query = await next_query(bot)
    await play.post("clock", advance_seconds=15.5)
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(query.id, "late")


async def test_the_window_is_measured_by_the_clock_that_was_handed_in() -> None:
    moments = iter(range(0, 100_000, 10))
    options = Options(query_seconds=5)
    async with (
        Sandbox(clock=lambda: datetime.fromtimestamp(next(moments), UTC), options=options) as box,
        Play(box.url) as play,
        new_bot(box) as bot,
    ):
        anna = await play.person("Anna")
        await play.start(anna)
        await bot.send_message(
            anna,
            "x",
            reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Go", callback_data="g")]]),
        )
        await play.press(anna, "Go", wait=0)
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_callback_query((await next_query(bot)).id)


async def test_buttons_that_lead_or_copy_do_not_trouble_the_bot(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    keyboard = [[{"text": "Open", "url": "https://example.org"}, {"text": "Copy", "copy_text": {"text": "E-0142"}}]]
    await ask("sendMessage", chat_id=anna, text="card", reply_markup={"inline_keyboard": keyboard})
    assert (await play.post("press", person=anna, label="Open"))["url"] == "https://example.org/"
    assert (await play.post("press", person=anna, label="Copy"))["text"] == "E-0142"
    assert [u for u in await bot.get_updates() if u.callback_query] == []


async def test_the_keyboard_under_the_text_field_sends_what_its_keys_say(
    ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    await ask("sendMessage", chat_id=anna, text="well?", reply_markup=KEYS)
    shown = await play.get(f"chats/{anna}", as_=anna)
    assert shown["keyboard"][0] == [
        {"label": "Yes", "kind": "text"},
        {"label": "My number", "kind": "contact"},
    ]
    assert (shown["one_time"], shown["placeholder"]) == (True, "Choose")
    assert await play.labels(anna) == ["Yes", "My number", "Here"]
    for label in ("Yes", "My number", "Here"):
        await play.press(anna, label)
    yes, number, here = [u.message for u in await bot.get_updates(offset=-3) if u.message]
    assert yes.text == "Yes"
    assert number.contact is not None
    assert number.contact.user_id == anna
    assert here.location is not None
    await ask("sendMessage", chat_id=anna, text="thanks", reply_markup='{"remove_keyboard": true}')
    assert await play.labels(anna) == []


async def test_a_selective_keyboard_is_seen_by_whom_it_is_meant_for(ask: Ask, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    group = await play.group("Green", [anna, boris])
    asked = await play.say(boris, "/ask", group)
    keys = '{"keyboard": [["Mine"]], "selective": true}'
    await ask("sendMessage", chat_id=group, text="x", reply_markup=keys, reply_parameters={"message_id": asked})
    assert await play.labels(boris, group) == ["Mine"]
    assert await play.labels(anna, group) == []


async def test_two_hundred_press_at_once_and_each_gets_their_own_answer(
    ask: Ask, bot: telegram.Bot, play: Play
) -> None:
    crowd = [await play.person(f"Volunteer {number}") for number in range(200)]
    group = await play.group("Green", crowd)
    await ask("sendMessage", chat_id=group, text="card", reply_markup=buttons("Claim"))
    presses = [asyncio.create_task(play.press(person, "Claim", group, wait=30)) for person in crowd]
    offset = 0
    left = set(crowd)
    while left:
        for update in await bot.get_updates(offset=offset, timeout=10):
            offset = update.update_id + 1
            if update.callback_query is not None:
                left.discard(update.callback_query.from_user.id)
                await bot.answer_callback_query(update.callback_query.id, f"for {update.callback_query.from_user.id}")
    assert await asyncio.gather(*presses) == [f"for {person}" for person in crowd]
