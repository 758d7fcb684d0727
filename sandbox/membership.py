"""Who comes, goes and rises in a group, the bot included, and what the bot is told of it."""

from __future__ import annotations

from typing import Any

from sandbox.chats import PERMISSIONS, RIGHTS, USUAL_RIGHTS, Chat, Member
from sandbox.people import Bot, Person
from sandbox.refusals import Unplayable
from sandbox.speech import announce
from sandbox.world import World

Json = dict[str, Any]

ADMINISTRATORS = ("creator", "administrator")


def member_shape(user: Json, member: Member) -> Json:
    """A ChatMember of the Bot API."""
    shape: Json = {"user": user, "status": member.status}
    if member.status == "creator":
        shape["is_anonymous"] = False
    elif member.status == "administrator":
        shape |= {right: right in member.rights for right in RIGHTS}
        shape |= {"can_be_edited": False, "is_anonymous": False}
    elif member.status == "restricted":
        shape |= dict.fromkeys(PERMISSIONS, False)
        shape |= {"is_member": True, "until_date": 0}
    elif member.status == "kicked":
        shape["until_date"] = 0
    if member.title and member.status in ADMINISTRATORS:
        shape["custom_title"] = member.title
    return shape


def _changed(world: World, chat: Chat, by: Person | Bot, user: Json, old: Member, new: Member) -> Json:
    return {
        "chat": chat.short,
        "from": by.user,
        "date": int(world.now()),
        "old_chat_member": member_shape(user, old),
        "new_chat_member": member_shape(user, new),
    }


def set_bot(world: World, chat: Chat, by: Person | Bot, status: str, rights: frozenset[str] = USUAL_RIGHTS) -> None:
    """Change the bot's standing in a chat and tell it (my_chat_member)."""
    old = chat.bot
    new = Member(status, rights)
    if (old.status, old.rights) == (new.status, new.rights):
        return
    chat.bot = new
    body = _changed(world, chat, by, world.bot.user, old, new)
    world.updates.add("my_chat_member", body, ("chat", chat.id), world.now())
    world.changes.touch(chat.id)


def set_member(world: World, chat: Chat, by: Person | Bot, person: Person, member: Member) -> None:
    """Change a person's standing in a group; a bot that is administrator there is told (chat_member)."""
    old = chat.members.get(person.id, Member("left"))
    chat.members[person.id] = member
    if chat.bot.status == "administrator":
        body = _changed(world, chat, by, person.user, old, member)
        world.updates.add("chat_member", body, ("chat", chat.id), world.now())
    world.changes.touch(chat.id)


def add_bot(world: World, chat: Chat, by: Person) -> None:
    """Bring the bot into a group: my_chat_member, then the service message."""
    if chat.has_bot:
        return
    set_bot(world, chat, by, "member")
    _say_joined(world, chat, by, world.bot)


def remove_bot(world: World, chat: Chat, by: Person) -> None:
    """Throw the bot out of a group: the service message, then my_chat_member.

    Raises Unplayable when it is not there.
    """
    if not chat.has_bot:
        raise Unplayable(f"The bot is not in “{chat.title}”.", 409)
    service = {"left_chat_member": world.bot.user, "left_chat_participant": world.bot.user}
    announce(world, chat, by, service, f"{by.name} removed {world.bot.first_name}")
    set_bot(world, chat, by, "kicked")


def bot_leaves(world: World, chat: Chat) -> None:
    """Let the bot go by itself."""
    announce(world, chat, world.bot, {"left_chat_member": world.bot.user}, f"{world.bot.first_name} left the group")
    set_bot(world, chat, world.bot, "left")


def join(world: World, chat: Chat, person: Person, by: Person | None = None) -> None:
    """Bring a person into a group, by themselves or added by another.

    Raises Unplayable when they were removed from it and nobody brings them back.
    """
    standing = chat.members.get(person.id, Member("left"))
    if standing.present:
        return
    by = by or person
    if standing.status == "kicked" and by is person:
        raise Unplayable(f"{person.name} was removed from “{chat.title}”; somebody in it must bring them back.", 403)
    set_member(world, chat, by, person, Member())
    _say_joined(world, chat, by, person)


def _say_joined(world: World, chat: Chat, by: Person, who: Person | Bot) -> None:
    name = who.name if isinstance(who, Person) else who.first_name
    words = f"{name} joined the group" if who is by else f"{by.name} added {name}"
    service = {
        "new_chat_participant": who.user,
        "new_chat_member": who.user,
        "new_chat_members": [who.user],
    }
    announce(world, chat, by, service, words)


def leave(world: World, chat: Chat, person: Person, by: Person | Bot | None = None) -> None:
    """Let a person go from a group, or be removed by another.

    Raises Unplayable when they are not in it.
    """
    if not chat.holds(person.id):
        raise Unplayable(f"{person.name} is not in “{chat.title}”.", 409)
    by = by or person
    own = by is person
    set_member(world, chat, by, person, Member("left" if own else "kicked"))
    remover = by.name if isinstance(by, Person) else by.first_name
    words = f"{person.name} left the group" if own else f"{remover} removed {person.name}"
    announce(world, chat, by, {"left_chat_member": person.user, "left_chat_participant": person.user}, words)


def set_blocked(world: World, chat: Chat, person: Person, blocked: bool) -> None:
    """Let a person block the bot, or take that back; it is told either way."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    set_bot(world, chat, person, "kicked" if blocked else "member")
