"""Put messages into chats, change and delete them, and decide which of them the bot gets to hear."""

from __future__ import annotations

import re
from typing import Any

from sandbox import entities as marks
from sandbox.chats import GENERAL, Chat
from sandbox.keyboards import Markup
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.people import Bot, Person
from sandbox.world import World

Json = dict[str, Any]

ENTITIES_KEPT = 100
COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@(\w{3,32}))?(?![\w@])")


def post(
    world: World,
    chat: Chat,
    sender: Person | Bot,
    *,
    text: str = "",
    entities: list[Json] | None = None,
    media: Media | None = None,
    markup: Markup | None = None,
    reply_to: Message | None = None,
    thread: int | None = None,
    extra: Json | None = None,
    service: Json | None = None,
    service_words: str = "",
) -> Message:
    """A new message in the chat, seen by everybody in it; it is not delivered to the bot yet."""
    message = Message(
        id=world.next_message_id(chat),
        chat=chat,
        sender=sender,
        date=int(world.now()),
        text=text,
        entities=marks.find(text, entities or [])[:ENTITIES_KEPT],
        media=media,
        inline=markup.inline if markup else None,
        frozen=markup.freezes if markup else False,
        reply_to=reply_to,
        thread=thread,
        root=chat.messages.get(thread) if thread else None,
        extra=extra or {},
        service=service,
        service_words=service_words,
    )
    world.keep(message, chat)
    if isinstance(sender, Person):
        chat.read[sender.id] = message.ordinal
    if markup is not None:
        _set_keyboard(chat, message, markup)
    return message


def _set_keyboard(chat: Chat, message: Message, markup: Markup) -> None:
    """Change what stands under the text field: everybody's, or only theirs whom a selective markup means."""
    if not (markup.keys or markup.remove):
        return
    if not markup.selective:
        chat.keyboards = {0: markup} if markup.keys else {}
        return
    aimed = [entity["user"]["id"] for entity in message.entities if entity["type"] == "text_mention"]
    if message.reply_to is not None:
        aimed.append(message.reply_to.sender.id)
    for person_id in aimed:
        chat.keyboards[person_id] = markup


def announce(
    world: World, chat: Chat, sender: Person | Bot, service: Json, words: str, thread: int | None = None
) -> Message:
    """A service message, delivered to the bot if it is there."""
    message = post(world, chat, sender, service=service, service_words=words, thread=thread)
    deliver(world, chat, message)
    return message


def deliver(world: World, chat: Chat, message: Message, kind: str = "message") -> bool:
    """Queue a message for the bot, if it is one the bot gets; answers whether it was."""
    if not hears(world, chat, message):
        return False
    world.updates.add(kind, message.shape(), ("chat", chat.id), world.now())
    return True


def hears(world: World, chat: Chat, message: Message) -> bool:
    """Whether a message reaches the bot; in groups that depends on its privacy mode."""
    if message.by_bot and message.service is None:
        return False
    if chat.private:
        return True
    if not chat.has_bot:
        return False
    if message.service is not None or not world.options.privacy or chat.bot.status == "administrator":
        return True
    if message.reply_to is not None and message.reply_to.by_bot:
        return True
    command = COMMAND.match(message.text)
    return command is not None and (command[1] or world.bot.username).lower() == world.bot.username.lower()


def rewrite(
    world: World,
    chat: Chat,
    message: Message,
    *,
    text: str | None = None,
    entities: list[Json] | None = None,
    media: Media | None = None,
) -> None:
    """Change what a message says; the mark "edited" is the caller's to set."""
    if text is not None:
        message.text = text
        message.entities = marks.find(text, entities or [])[:ENTITIES_KEPT]
    if media is not None:
        message.media = media
    message.drawn = None
    world.changes.touch(chat.id)


def erase(world: World, chat: Chat, message: Message) -> None:
    """Delete a message for everybody."""
    message.deleted = True
    chat.messages.pop(message.id, None)
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    world.changes.touch(chat.id)


def thread_of(chat: Chat, thread: int | None) -> int | None:
    """The thread as messages carry it: none outside forums and in the general topic."""
    return None if thread in (None, GENERAL) or not chat.forum else thread
