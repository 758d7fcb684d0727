"""Topics of forums, opened and changed by the bot."""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.chats import Chat, Topic
from sandbox.methods import reach
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.topics import change_topic, open_topic
from sandbox.world import World

Json = dict[str, Any]

COLOURS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}


def _forum(world: World, call: Params) -> Chat:
    chat = reach.chat_of(world, call, "write")
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(world: World, call: Params) -> tuple[Chat, Topic]:
    chat = _forum(world, call)
    topic = chat.topics.get(call.integer("message_thread_id") or 0)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if not topic.by_bot:
        reach.administrator(chat, "can_manage_topics", bad_request("not enough rights"))
    return chat, topic


def create_forum_topic(world: World, call: Params) -> Json:
    """A new topic."""
    chat = _forum(world, call)
    reach.administrator(chat, "can_manage_topics", bad_request("not enough rights to create a topic"))
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_NAME_INVALID" if name else "topic name is empty")
    colour = call.integer("icon_color") or 7322096
    if colour not in COLOURS:
        raise bad_request("invalid icon color specified")
    if len(chat.topics) >= limits.TOPICS:
        raise bad_request("TOPICS_TOO_MUCH")
    topic = open_topic(world, chat, world.bot, name, colour)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def edit_forum_topic(world: World, call: Params) -> bool:
    """Another name for a topic."""
    chat, topic = _topic(world, call)
    name = call.text("name").strip()
    if len(name) > 128:
        raise bad_request("TOPIC_NAME_INVALID")
    if not name or name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    change_topic(world, chat, world.bot, topic, "rename", name)
    return True


def close_forum_topic(world: World, call: Params) -> bool:
    """Nobody but administrators writes in it any more."""
    chat, topic = _topic(world, call)
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    change_topic(world, chat, world.bot, topic, "close")
    return True


def reopen_forum_topic(world: World, call: Params) -> bool:
    """Everybody writes in it again."""
    chat, topic = _topic(world, call)
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    change_topic(world, chat, world.bot, topic, "reopen")
    return True


def delete_forum_topic(world: World, call: Params) -> bool:
    """The topic goes, with all that was said in it."""
    chat, topic = _topic(world, call)
    reach.administrator(chat, "can_delete_messages", bad_request("not enough rights to delete a topic"))
    change_topic(world, chat, world.bot, topic, "delete")
    return True


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
