"""What a person can send: text, contact, place, files, and the bot's deep link."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from sandbox import entities as marks
from sandbox import limits, pictures, samples, utf16
from sandbox.chats import GENERAL, Chat, Member
from sandbox.files import File, Full
from sandbox.media import Media
from sandbox.membership import add_bot, set_blocked, set_bot
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.play import asked
from sandbox.refusals import Refused, Unplayable
from sandbox.speech import deliver, post, rewrite
from sandbox.world import World

Json = dict[str, Any]


def place(world: World, act: asked.Speak, *, starting: bool = False) -> tuple[Person, Chat]:
    """Who speaks, and where.

    Raises Unplayable when they cannot speak there.
    """
    person = world.person(act.person)
    chat = world.chat_of(person, act.chat)
    if chat.migrated_to:
        raise Unplayable(f"“{chat.title}” has become the supergroup {chat.migrated_to}.", 409)
    if chat.private and chat.blocked:
        raise Unplayable(f"{person.name} has blocked the bot.", 409)
    if chat.private and not chat.started and not starting:
        raise Unplayable(f"{person.name} has not pressed Start yet.", 409)
    if act.thread not in (None, GENERAL):
        topic = chat.topics.get(act.thread or 0)
        if topic is None or topic.deleted:
            raise Unplayable(f"There is no topic {act.thread} in “{chat.title}”.", 404)
        if topic.closed and chat.members[person.id].status == "member":
            raise Unplayable(f"The topic “{topic.name}” is closed.", 409)
    return person, chat


def send(
    world: World, person: Person, chat: Chat, act: asked.Speak, *, text: str = "", media: Media | None = None
) -> Json:
    """Post a person's message and hand it to the bot if it gets it."""
    reply_to = chat.messages.get(act.reply_to) if act.reply_to is not None else None
    if act.reply_to is not None and reply_to is None:
        raise Unplayable(f"There is no message {act.reply_to} to reply to.", 404)
    thread = act.thread if chat.forum and act.thread not in (None, GENERAL) else None
    if thread is None and reply_to is not None:
        thread = reply_to.thread
    if chat.private and text.split(maxsplit=1)[:1] == ["/start"]:
        chat.started = True
    message = post(world, chat, person, text=text, media=media, reply_to=reply_to, thread=thread)
    return {"message_id": message.id, "delivered": deliver(world, chat, message)}


async def say(world: World, act: asked.Say) -> Json:
    """A text message, in pieces if it is too long for one."""
    text = marks.clean(act.text).strip()
    if not text:
        raise Unplayable("A message needs some text.")
    person, chat = place(world, act, starting=text.split(maxsplit=1)[0] == "/start")
    sent = [send(world, person, chat, act, text=piece) for piece in _pieces(text)]
    return {**sent[0], "message_ids": [one["message_id"] for one in sent]}


def _pieces(text: str) -> Iterator[str]:
    while utf16.length(text) > limits.TEXT:
        end = limits.TEXT
        while utf16.length(text[:end]) > limits.TEXT:
            end -= max((utf16.length(text[:end]) - limits.TEXT) // 2, 1)
        yield text[:end]
        text = text[end:].lstrip()
    if text:
        yield text


async def contact(world: World, act: asked.Contact) -> Json:
    """A phone number; Telegram names the account behind it when there is one."""
    person, chat = place(world, act)
    whose = world.people.get(act.user_id) if act.user_id is not None else None
    user_id = act.user_id if "user_id" in act.model_fields_set else person.id
    whose = whose or person
    value: Json = {
        "phone_number": whose.phone_number if act.phone_number is None else act.phone_number,
        "first_name": whose.first_name if act.first_name is None else act.first_name,
    }
    if act.last_name:
        value["last_name"] = act.last_name
    if user_id:
        value["user_id"] = user_id
    return send(world, person, chat, act, media=Media("contact", value))


async def location(world: World, act: asked.Location) -> Json:
    """A place on the map."""
    person, chat = place(world, act)
    return send(
        world, person, chat, act, media=Media("location", {"latitude": act.latitude, "longitude": act.longitude})
    )


async def photo(world: World, act: asked.Attachment) -> Json:
    """A picture."""
    return _attach(world, act, "photo", samples.picture())


async def voice(world: World, act: asked.Attachment) -> Json:
    """A voice message."""
    return _attach(world, act, "voice", samples.voice())


async def document(world: World, act: asked.Attachment) -> Json:
    """Any file."""
    return _attach(world, act, "document", samples.DOCUMENT)


def _attach(world: World, act: asked.Attachment, kind: str, sample: bytes) -> Json:
    person, chat = place(world, act)
    file = _store(world, act, kind, _bytes(act.data) if act.data is not None else sample)
    return send(world, person, chat, act, text=marks.clean(act.caption).strip(), media=file.media())


def _bytes(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Unplayable("The file is not valid base64.") from None


def _store(world: World, act: asked.Attachment, kind: str, data: bytes) -> File:
    given = act.duration if act.duration is not None else samples.VOICE_SECONDS
    mime_type = act.mime_type
    if kind == "voice" and not mime_type and pictures.kind_of(data) in pictures.SOUNDS:
        mime_type = pictures.kind_of(data)
    try:
        return world.files.add(
            kind,
            data,
            name=act.file_name or (samples.DOCUMENT_NAME if kind == "document" else ""),
            mime_type=mime_type or ("text/plain" if kind == "document" and act.data is None else ""),
            size=act.file_size,
            duration=given if kind == "voice" else 0,
        )
    except Full:
        raise Unplayable("The sandbox has no room for more files. Reset it.", 507) from None
    except Refused as refusal:
        raise Unplayable(f"Telegram would not take this picture: {refusal.description}.") from None


async def edit(world: World, act: asked.Edit) -> Json:
    """A person changes the text of a message of theirs; the bot gets edited_message where it got the message."""
    person = world.person(act.person)
    chat = world.chat_of(person, act.chat)
    message = own_message(chat, person, act.message)
    text = marks.clean(act.text).strip()
    if not text or text == message.text:
        raise Unplayable("The new text is empty or the same.")
    message.edit_date = int(world.now())
    rewrite(world, chat, message, text=text)
    return {"message_id": message.id, "delivered": deliver(world, chat, message, "edited_message")}


def own_message(chat: Chat, person: Person, message_id: int) -> Message:
    """The person's own message of that id.

    Raises Unplayable when it is not there, or not theirs.
    """
    message = chat.messages.get(message_id)
    if message is None:
        raise Unplayable(f"There is no message {message_id} in this chat.", 404)
    if message.sender is not person:
        raise Unplayable(f"Message {message_id} is not {person.name}'s.", 403)
    return message


async def start(world: World, act: asked.Start) -> Json:
    """Press Start, open a deep link, or follow the link that adds the bot to a group."""
    person = world.person(act.person)
    if act.group is not None:
        return _start_in_group(world, act, person, act.group)
    chat = world.chat(person.id)
    if chat.deactivated:
        raise Unplayable(f"{person.name}'s account is deactivated.", 409)
    set_blocked(world, chat, person, blocked=False)
    text = f"/start {act.payload}".strip()
    return send(world, person, chat, asked.Speak(person=person.id), text=text)


def _start_in_group(world: World, act: asked.Start, person: Person, group: int) -> Json:
    chat = world.chat_of(person, group)
    add_bot(world, chat, person)
    if act.admin:
        standing: Member = chat.members[person.id]
        if standing.status not in ("creator", "administrator"):
            raise Unplayable(f"{person.name} may not appoint administrators in “{chat.title}”.", 403)
        set_bot(world, chat, person, "administrator")
    text = f"/start@{world.bot.username} {act.payload}".strip()
    return send(world, person, chat, asked.Speak(person=person.id, chat=chat.id), text=text)
