"""Change what was said: edit, delete, pin."""

from __future__ import annotations

from typing import Any

from sandbox import entities as marks
from sandbox import limits
from sandbox.chats import Chat
from sandbox.keyboards import Rows
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.methods import content, reach
from sandbox.params import Params
from sandbox.refusals import NOT_MODIFIED, bad_request
from sandbox.speech import ENTITIES_KEPT, announce, erase, rewrite
from sandbox.world import World

Json = dict[str, Any]


def editable(world: World, call: Params, what: str = "message to edit") -> tuple[Chat, Message]:
    """The message of the bot's own that a call wants to change.

    Raises Refused when it is gone, or cannot be edited.
    """
    if call.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat, message = reach.message_of(world, call, what)
    if not message.by_bot or message.frozen or message.service is not None or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return chat, message


def apply(
    world: World,
    chat: Chat,
    message: Message,
    inline: Rows | None,
    text: tuple[str, list[Json]] | None = None,
    media: Media | None = None,
) -> Json:
    """Change a message to what is given; its keyboard goes when no new one came.

    Raises Refused when nothing would change.
    """
    same_text = text is None or (text[0] == message.text and _own(text[1])[:ENTITIES_KEPT] == _own(message.entities))
    if same_text and (media is None or media == message.media) and inline == message.inline:
        raise bad_request(NOT_MODIFIED)
    world.rates.count(chat.id, world.now())
    if not same_text or media is not None:
        # Changing the buttons alone leaves no "edited" behind.
        message.edit_date = int(world.now())
    for row in message.inline or ():
        for button in row:
            message.former[button["text"]] = button
    while len(message.former) > limits.FORMER_BUTTONS:
        message.former.pop(next(iter(message.former)))
    message.inline = inline
    rewrite(world, chat, message, text=text[0] if text else None, entities=text[1] if text else None, media=media)
    return message.shape()


def _own(entities: list[Json]) -> list[Json]:
    """The entities the bot wrote, without those found by themselves."""
    return [entity for entity in entities if entity["type"] not in marks.FOUND]


def edit_message_text(world: World, call: Params) -> Json:
    """Another text."""
    text = content.text_of(world, call)
    chat, message = editable(world, call)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return apply(world, chat, message, content.markup_of(chat, call).inline, text)


def edit_message_caption(world: World, call: Params) -> Json:
    """Another caption."""
    text = content.caption_of(world, call)
    chat, message = editable(world, call)
    if message.media is None or not message.media.captioned:
        raise bad_request("there is no caption in the message to edit")
    return apply(world, chat, message, content.markup_of(chat, call).inline, text)


def edit_message_reply_markup(world: World, call: Params) -> Json:
    """Other buttons, or none."""
    chat, message = editable(world, call)
    return apply(world, chat, message, content.markup_of(chat, call).inline)


def delete_message(world: World, call: Params) -> bool:
    """Take a message away for everybody."""
    chat, message = reach.message_of(world, call, "message to delete")
    check_deletable(world, chat, message)
    erase(world, chat, message)
    return True


def check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Check that the bot may delete it.

    Raises Refused for what is older than 48 hours, and for others' messages without the right.
    """
    administrates = not chat.private and chat.bot.may("can_delete_messages")
    if message.service and {"supergroup_chat_created", "channel_chat_created"} & message.service.keys():
        raise bad_request("message can't be deleted")
    if not chat.private and not message.by_bot and not administrates:
        raise bad_request("message can't be deleted")
    old = world.now() - message.date > limits.DELETE_HOURS * 3600
    if old and not (administrates and chat.type == "supergroup"):
        raise bad_request("message can't be deleted for everyone")


def delete_messages(world: World, call: Params) -> bool:
    """Take several messages away; those that are gone are skipped."""
    chat = reach.chat_of(world, call, "edit")
    found = [chat.messages[one] for one in reach.ids_of(call) if one in chat.messages]
    for message in found:
        check_deletable(world, chat, message)
    for message in found:
        erase(world, chat, message)
    return True


def _check_pinning(chat: Chat) -> None:
    words = "not enough rights to manage pinned messages in the chat"
    reach.administrator(chat, "can_pin_messages", bad_request(words))


def pin_chat_message(world: World, call: Params) -> bool:
    """Put a message on top of its chat."""
    chat, message = reach.message_of(world, call, "message to pin", "write")
    if message.service is not None:
        raise bad_request("message can't be pinned")
    _check_pinning(chat)
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    pinned = {"pinned_message": message.shape(nested=True)}
    announce(world, chat, world.bot, pinned, f"{world.bot.first_name} pinned a message", message.thread)
    return True


def unpin_chat_message(world: World, call: Params) -> bool:
    """Take one message from the top, the newest when none is named."""
    chat = reach.chat_of(world, call, "write")
    _check_pinning(chat)
    asked = call.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if asked not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(asked)
    world.changes.touch(chat.id)
    return True


def unpin_all_chat_messages(world: World, call: Params) -> bool:
    """Take everything from the top."""
    chat = reach.chat_of(world, call, "write")
    _check_pinning(chat)
    chat.pinned.clear()
    world.changes.touch(chat.id)
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
