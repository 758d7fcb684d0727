"""Find what a call speaks of: the chat the bot may reach, the message, the topic, the message replied to."""

from __future__ import annotations

from typing import Any, Literal

from sandbox.chats import GENERAL, Chat
from sandbox.messages import Message
from sandbox.params import Params
from sandbox.refusals import Refused, bad_request, forbidden
from sandbox.world import World

Access = Literal["read", "edit", "write"]


def chat_of(world: World, call: Params, access: Access, name: str = "chat_id") -> Chat:
    """The chat a call names.

    Raises Refused when there is none, or the bot cannot reach it in this way.
    """
    if not call.has(name):
        raise bad_request("chat_id is empty")
    chat_id = call.integer(name)
    chat = world.chats.get(chat_id) if chat_id is not None else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.private:
        _check_private(chat, access)
    else:
        _check_group(chat, access)
    return chat


def _check_private(chat: Chat, access: Access) -> None:
    if chat.deactivated and access != "read":
        raise forbidden("user is deactivated")
    if not chat.started:
        if access == "read":
            raise bad_request("chat not found")
        raise forbidden("bot can't initiate conversation with a user")
    if chat.blocked and access != "read":
        raise forbidden("bot was blocked by the user")


def _check_group(chat: Chat, access: Access) -> None:
    basic = chat.type == "group"
    if chat.migrated_to:
        if access == "read":
            return
        raise bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to})
    if basic and access == "read":
        return
    if chat.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not chat.has_bot:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if chat.bot.status == "restricted" and access == "write":
        raise bad_request("not enough rights to send text messages to the chat")


def message_of(world: World, call: Params, what: str, access: Access = "edit") -> tuple[Chat, Message]:
    """The message a call names, with its chat; `what` is how Telegram calls it, such as "message to edit".

    Raises Refused when the chat or the message cannot be found.
    """
    chat = chat_of(world, call, access)
    if not call.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(call.integer("message_id") or 0)
    if message is None:
        raise bad_request(f"{what} not found")
    return chat, message


def thread_of(chat: Chat, call: Params) -> int | None:
    """The topic a call posts in. Outside forums the parameter is ignored, as Telegram does.

    Raises Refused when there is no such topic, or it is closed to the bot.
    """
    thread = call.integer("message_thread_id")
    if not thread:
        return None
    if not chat.forum:
        if chat.private:
            raise bad_request("message thread not found")
        return None
    topic = chat.topics.get(thread)
    if thread == GENERAL or topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not chat.bot.may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread


def reply_of(chat: Chat, call: Params) -> Message | None:
    """The message a call replies to.

    Raises Refused when it does not exist and the call did not allow for that.
    """
    given = call.json("reply_parameters", "reply parameters")
    if given is not None and not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    asked: Any = (given or {}).get("message_id", call.integer("reply_to_message_id"))
    if not asked:
        return None
    elsewhere = (given or {}).get("chat_id")
    lenient = (given or {}).get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    found = chat.messages.get(asked) if isinstance(asked, int) and elsewhere in (None, chat.id, str(chat.id)) else None
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    return found


def administrator(chat: Chat, right: str, otherwise: Refused) -> None:
    """Check that the bot has a right in a group.

    Raises the given Refused when it has not.
    """
    if not chat.private and not chat.bot.may(right):
        raise otherwise


def ids_of(call: Params) -> list[int]:
    """The message ids of a call about several messages.

    Raises Refused when there are none, or too many.
    """
    given = call.json("message_ids", "message identifiers")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > 100:
        raise bad_request("too many message identifiers specified")
    return [int(one) for one in given if str(one).isdecimal()]
