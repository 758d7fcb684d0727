"""Topics of forums: opened, closed, renamed and deleted, by people or the bot."""

from __future__ import annotations

from sandbox.chats import Chat, Topic
from sandbox.people import Bot, Person
from sandbox.speech import announce, deliver, erase, post
from sandbox.world import World


def _name(who: Person | Bot) -> str:
    return who.name if isinstance(who, Person) else who.first_name


def open_topic(world: World, chat: Chat, by: Person | Bot, name: str, icon_color: int = 0x6FB9F0) -> Topic:
    """A new topic; the service message that opens it gives it its number."""
    created = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    message = post(world, chat, by, service=created, service_words=f"{_name(by)} opened the topic “{name}”")
    message.thread = message.id
    topic = Topic(message.id, name, icon_color, by_bot=isinstance(by, Bot))
    chat.topics[topic.id] = topic
    deliver(world, chat, message)
    return topic


def change_topic(world: World, chat: Chat, by: Person | Bot, topic: Topic, action: str, name: str = "") -> None:
    """Do with a topic what `action` says: "close", "reopen", "rename" or "delete"."""
    if action == "delete":
        topic.deleted = True
        for message in [one for one in chat.messages.values() if one.thread == topic.id]:
            erase(world, chat, message)
        world.changes.touch(chat.id)
    elif action == "rename":
        topic.name = name or topic.name
        words = f"{_name(by)} renamed the topic to “{topic.name}”"
        announce(world, chat, by, {"forum_topic_edited": {"name": topic.name}}, words, topic.id)
    elif topic.closed != (action == "close"):
        topic.closed = action == "close"
        verb = "closed" if topic.closed else "reopened"
        announce(world, chat, by, {f"forum_topic_{verb}": {}}, f"{_name(by)} {verb} the topic “{topic.name}”", topic.id)
