"""Pressing buttons: by their visible label, or with forged data."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import Any

from sandbox.chats import Chat
from sandbox.keyboards import Button, button_kind, key_kind
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.play import asked
from sandbox.play.speaking import place, send
from sandbox.presses import Press
from sandbox.refusals import Unplayable
from sandbox.world import World

Json = dict[str, Any]

LABELS_TOLD = 40
LOCATION = {"latitude": 30.2741, "longitude": 120.1551}


async def press(world: World, act: asked.Press) -> Json:
    """Press a button, and tell what became of it.

    Raises Unplayable with 404, saying why nothing could be pressed and which labels are there.
    """
    person = world.person(act.person)
    chat = world.chat_of(person, act.chat)
    if act.data is not None:
        if act.message is None:
            raise Unplayable("A press with forged data needs the message it is on.")
        return await _callback(world, person, chat, _message(chat, act.message), act.data, act)
    if not act.label:
        raise Unplayable("Say which label to press.")
    found = _find(chat, act)
    if found is not None:
        return await _inline(world, person, chat, *found, act)
    key = _key(chat, person, act.label) if act.message is None else None
    if key is None:
        raise Unplayable(_nothing(chat, person, act), 404)
    return _press_key(world, key, act)


def _message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise Unplayable(f"There is no message {message_id} in this chat; it may have been deleted.", 404)
    return message


def _find(chat: Chat, act: asked.Press) -> tuple[Message, Button] | None:
    """The newest message with a button of that label, or the one that was named."""
    messages = chat.newest() if act.message is None else iter([_message(chat, act.message)])
    for message in messages:
        for button in chain.from_iterable(message.inline or ()):
            if button["text"] == act.label:
                return message, button
        if act.stale and act.label in message.former:
            return message, message.former[act.label]
    return None


def _key(chat: Chat, person: Person, label: str) -> Button | None:
    keyboard = chat.keyboard_for(person.id)
    keys = chain.from_iterable(keyboard.keys or ()) if keyboard else ()
    return next((key for key in keys if key["text"] == label), None)


def labels(chat: Chat, person: Person) -> list[str]:
    """What the person could press now: the keys under the text field, then the buttons, newest message first."""
    keyboard = chat.keyboard_for(person.id)
    seen = dict.fromkeys(key["text"] for key in chain.from_iterable(keyboard.keys or ())) if keyboard else {}
    for message in chat.newest():
        seen |= dict.fromkeys(button["text"] for button in chain.from_iterable(message.inline or ()))
    return list(seen)


def _nothing(chat: Chat, person: Person, act: asked.Press) -> str:
    if act.message is not None:
        there = [button["text"] for button in chain.from_iterable(_message(chat, act.message).inline or ())]
        where = f"Message {act.message}"
    else:
        there = labels(chat, person)
        where = f"The chat of {person.name} with the bot" if chat.private else f"“{chat.title}”"
    if not there:
        return f"{where} has no button to press, so “{act.label}” is not there."
    told = ", ".join(f"“{label}”" for label in there[:LABELS_TOLD])
    more = f" and {len(there) - LABELS_TOLD} more" if len(there) > LABELS_TOLD else ""
    return f"{where} has no button “{act.label}”. There is {told}{more}."


async def _inline(world: World, person: Person, chat: Chat, message: Message, button: Button, act: asked.Press) -> Json:
    kind = button_kind(button)
    if kind == "callback":
        return await _callback(world, person, chat, message, button["callback_data"], act)
    if kind == "url":
        return {"kind": "url", "url": button["url"], "message": message.id}
    if kind == "copy":
        return {"kind": "copy", "text": button["copy_text"]["text"], "message": message.id}
    raise Unplayable(f"The sandbox cannot press buttons of the kind of “{button['text']}”.", 501)


async def _callback(world: World, person: Person, chat: Chat, message: Message, data: str, act: asked.Press) -> Json:
    if not chat.private and not chat.has_bot:
        raise Unplayable(f"The bot is no longer in “{chat.title}”, so nobody would hear the press.", 409)
    if not message.by_bot:
        raise Unplayable(f"Message {message.id} is not the bot's, so it cannot carry such a button.", 409)
    pressed = world.presses.add(person.id, world.now())
    body: Json = {
        "id": pressed.id,
        "from": person.user,
        "chat_instance": str(10**15 + abs(chat.id) * 7919),
        "message": message.stub() if act.inaccessible else message.shape(),
        "data": data,
    }
    world.updates.add("callback_query", body, ("press", person.id), world.now())
    answer = await wait_for_answer(pressed, act.wait)
    return {"kind": "callback", "callback_query_id": pressed.id, "message": message.id, "answer": answer}


async def wait_for_answer(press: Press, seconds: float) -> Json | None:
    """What the bot answers to a press, None when nothing comes in that time."""
    end = asyncio.get_running_loop().time() + seconds
    while press.answer is None and (left := end - asyncio.get_running_loop().time()) > 0:
        if not await press.answered.wait(left):
            break
    return press.answer


def _press_key(world: World, key: Button, act: asked.Press) -> Json:
    person, chat = place(world, act)
    kind = key_kind(key)
    if kind == "other":
        raise Unplayable(f"The sandbox cannot press keys of the kind of “{key['text']}”.", 501)
    if kind == "contact":
        own = {"phone_number": person.phone_number, "first_name": person.first_name, "user_id": person.id}
        return {"kind": kind, **send(world, person, chat, act, media=Media("contact", own))}
    if kind == "location":
        return {"kind": kind, **send(world, person, chat, act, media=Media("location", LOCATION))}
    return {"kind": kind, **send(world, person, chat, act, text=key["text"])}
