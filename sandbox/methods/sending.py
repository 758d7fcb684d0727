"""Say something: sendMessage, forwarding and copying, chat actions, reactions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.chats import Chat
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.methods import content, reach
from sandbox.params import Params
from sandbox.people import Person
from sandbox.refusals import bad_request
from sandbox.speech import post
from sandbox.world import World

Json = dict[str, Any]

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
REACTIONS = {
    "👍",
    "👎",
    "❤",
    "🔥",
    "🥰",
    "👏",
    "😁",
    "🤔",
    "🎉",
    "🙏",
    "👌",
    "💯",
    "🤝",
    "✍",
    "🫡",
    "😢",
    "👀",
    "⚡",
    "🏆",
}


def say(
    world: World,
    call: Params,
    read: Callable[[], tuple[str, list[Json], Media | None]],
    chat: Chat | None = None,
) -> Message:
    """Post what `read` finds in the call, with the keyboard, topic and reply the call asks for.

    Raises Refused before anything has changed.
    """
    text, entities, media = read()
    chat = chat or reach.chat_of(world, call, "write")
    markup = content.markup_of(chat, call)
    thread = reach.thread_of(chat, call)
    reply_to = reach.reply_of(chat, call)
    if reply_to is not None and thread is None and chat.forum:
        thread = reply_to.thread
    world.rates.count(chat.id, world.now())
    return post(
        world,
        chat,
        world.bot,
        text=text,
        entities=entities,
        media=media,
        markup=markup,
        thread=thread,
        reply_to=reply_to,
        extra={"has_protected_content": True} if call.flag("protect_content") else None,
    )


def send_message(world: World, call: Params) -> Json:
    """A text message."""
    return say(world, call, lambda: (*content.text_of(world, call), None)).shape()


def _source(world: World, call: Params, what: str, message_id: int | None = None) -> Message:
    origin = reach.chat_of(world, call, "read", "from_chat_id")
    found = origin.messages.get(message_id or call.integer("message_id") or 0)
    if found is None:
        raise bad_request(f"message to {what} not found")
    if found.service is not None or "has_protected_content" in found.extra:
        raise bad_request(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return found


def _passed_on(world: World, chat: Chat, call: Params, source: Message) -> Message:
    person = source.sender
    origin = source.extra.get("forward_origin") or {
        "type": "user",
        "date": source.date,
        "sender_user": person.user,
    }
    extra: Json = {"forward_origin": origin, "forward_date": origin["date"]}
    if isinstance(person, Person):
        extra["forward_from"] = person.user
    thread = reach.thread_of(chat, call)
    return post(
        world,
        chat,
        world.bot,
        text=source.text,
        entities=source.entities,
        media=source.media,
        extra=extra,
        thread=thread,
    )


def forward_message(world: World, call: Params) -> Json:
    """The same message again, with its origin shown."""
    chat = reach.chat_of(world, call, "write")
    source = _source(world, call, "forward")
    world.rates.count(chat.id, world.now())
    return _passed_on(world, chat, call, source).shape()


def forward_messages(world: World, call: Params) -> list[Json]:
    """Several messages again; those that are gone are left out."""
    chat = reach.chat_of(world, call, "write")
    origin = reach.chat_of(world, call, "read", "from_chat_id")
    found = [origin.messages[one] for one in reach.ids_of(call) if one in origin.messages]
    world.rates.count(chat.id, world.now())
    return [{"message_id": _passed_on(world, chat, call, source).id} for source in found]


def copy_message(world: World, call: Params) -> Json:
    """The same content as a message of the bot's own."""
    source = _source(world, call, "copy")

    def read() -> tuple[str, list[Json], Media | None]:
        if source.media is not None and call.values.get("caption") is not None:
            return (*content.caption_of(world, call), source.media)
        return source.text, source.entities, source.media

    return {"message_id": say(world, call, read).id}


def copy_messages(world: World, call: Params) -> list[Json]:
    """The content of several messages; those that are gone are left out."""
    origin = reach.chat_of(world, call, "read", "from_chat_id")
    found = [origin.messages[one] for one in reach.ids_of(call) if one in origin.messages]
    return [{"message_id": say(world, call, _reader(source)).id} for source in found]


def _reader(source: Message) -> Callable[[], tuple[str, list[Json], Media | None]]:
    return lambda: (source.text, source.entities, source.media)


def send_chat_action(world: World, call: Params) -> bool:
    """The word “typing”, which the sandbox checks and does not show."""
    chat = reach.chat_of(world, call, "write")
    reach.thread_of(chat, call)
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def set_message_reaction(world: World, call: Params) -> bool:
    """An emoji under somebody's message."""
    chat, message = reach.message_of(world, call, "message to react", "write")
    reactions = call.json("reaction", "reaction types") or []
    if not isinstance(reactions, list):
        raise bad_request("expected an Array of ReactionType")
    chosen = [str(one.get("emoji")) for one in reactions if isinstance(one, dict)]
    if len(chosen) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(emoji not in REACTIONS for emoji in chosen):
        raise bad_request("REACTION_INVALID")
    message.reaction = "".join(chosen)
    world.changes.touch(chat.id)
    return True


METHODS = {
    "sendMessage": send_message,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
