"""People and groups: who is there, who comes and goes, topics, and the move to a supergroup."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import limits
from sandbox.chats import RIGHTS, USUAL_RIGHTS, Chat, Member
from sandbox.membership import ADMINISTRATORS, add_bot, join, leave, remove_bot, set_blocked, set_bot, set_member
from sandbox.people import Person
from sandbox.play import asked
from sandbox.refusals import Unplayable
from sandbox.speech import announce, erase
from sandbox.topics import change_topic, open_topic
from sandbox.world import World

Json = dict[str, Any]


async def new_person(world: World, act: asked.NewPerson) -> Json:
    """Somebody joins the sandbox."""
    details = {name: getattr(act, name) for name in ("last_name", "username", "language_code", "phone_number")}
    return world.add_person(act.name.strip() or act.name, **details).for_page()


async def new_group(world: World, act: asked.NewGroup) -> Json:
    """A group; its first member, or the one named, owns it."""
    members = list(dict.fromkeys(act.members))
    owner = world.person(act.owner if act.owner is not None else members[0]) if act.owner or members else None
    people = [world.person(one) for one in members]
    if owner is None and act.bot:
        raise Unplayable("Nobody is there to add the bot: give the group a member.")
    chat = world.add_group(act.title, "supergroup" if act.forum or act.supergroup else "group", forum=act.forum)
    if owner is not None:
        chat.members[owner.id] = Member("creator")
    for person in people:
        chat.members.setdefault(person.id, Member())
    if owner is not None:
        _found(world, chat, owner, with_bot=act.bot)
    return {"id": chat.id, "type": chat.type, "title": chat.title, "forum": chat.forum}


def _found(world: World, chat: Chat, owner: Person, *, with_bot: bool) -> None:
    """A basic group begins with all its members, the bot among them; a supergroup gets it afterwards."""
    basic = chat.type == "group"
    if with_bot and basic:
        set_bot(world, chat, owner, "member")
    created = {"group_chat_created": True} if basic else {"supergroup_chat_created": True}
    announce(world, chat, owner, created, f"{owner.name} created “{chat.title}”")
    if with_bot and not basic:
        add_bot(world, chat, owner)


def _group(world: World, chat_id: int) -> Chat:
    chat = world.chat(chat_id)
    if chat.private:
        raise Unplayable("That is a private chat, not a group.")
    if chat.migrated_to:
        raise Unplayable(f"“{chat.title}” has become the supergroup {chat.migrated_to}.", 409)
    return chat


def _theirs(world: World, act: asked.InGroup) -> tuple[Person, Chat]:
    person, chat = world.person(act.person), _group(world, act.chat)
    if not chat.holds(person.id):
        raise Unplayable(f"{person.name} is not in “{chat.title}”.", 403)
    return person, chat


async def comes(world: World, act: asked.Join) -> Json:
    """A person comes into a group."""
    person, chat = world.person(act.person), _group(world, act.chat)
    by = world.person(act.by) if act.by is not None else None
    if by is not None and not chat.holds(by.id):
        raise Unplayable(f"{by.name} is not in “{chat.title}”.", 403)
    join(world, chat, person, by)
    return {}


async def goes(world: World, act: asked.Leave) -> Json:
    """A person leaves a group or is removed."""
    person, chat = _theirs(world, act)
    by = world.person(act.by) if act.by is not None else None
    if by is not None and chat.members.get(by.id, Member("left")).status not in ADMINISTRATORS:
        raise Unplayable(f"{by.name} may not remove anybody from “{chat.title}”.", 403)
    leave(world, chat, person, by)
    return {}


async def promote(world: World, act: asked.Promote) -> Json:
    """Somebody, or the bot, becomes administrator or member again."""
    chat = _group(world, act.chat)
    by = world.person(act.by) if act.by is not None else _owner(world, chat)
    if act.rights is not None and not set(act.rights) <= set(RIGHTS):
        raise Unplayable(f"The rights are: {', '.join(RIGHTS)}.")
    rights = USUAL_RIGHTS if act.rights is None else frozenset({*act.rights, "can_manage_chat"})
    if act.person == "bot":
        if not chat.has_bot:
            raise Unplayable(f"The bot is not in “{chat.title}”.", 409)
        set_bot(world, chat, by, act.status, rights)
        return {}
    person = world.person(act.person)
    if not chat.holds(person.id):
        raise Unplayable(f"{person.name} is not in “{chat.title}”.", 409)
    set_member(world, chat, by, person, replace(chat.members[person.id], status=act.status, rights=rights))
    return {}


def _owner(world: World, chat: Chat) -> Person:
    for person_id, member in chat.members.items():
        if member.status == "creator":
            return world.people[person_id]
    for person_id in chat.present():
        return world.people[person_id]
    raise Unplayable(f"Nobody is left in “{chat.title}”.", 409)


async def bring_bot(world: World, act: asked.InGroup) -> Json:
    """A person adds the bot to a group."""
    person, chat = _theirs(world, act)
    add_bot(world, chat, person)
    return {}


async def drop_bot(world: World, act: asked.InGroup) -> Json:
    """A person throws the bot out of a group."""
    person, chat = _theirs(world, act)
    remove_bot(world, chat, person)
    return {}


async def block(world: World, act: asked.OfPerson) -> Json:
    """A person blocks the bot."""
    person = world.person(act.person)
    chat = world.chat(person.id)
    if not chat.started:
        raise Unplayable(f"{person.name} has not pressed Start yet, so there is nothing to block.", 409)
    set_blocked(world, chat, person, blocked=True)
    return {}


async def unblock(world: World, act: asked.OfPerson) -> Json:
    """A person takes the block back."""
    person = world.person(act.person)
    set_blocked(world, world.chat(person.id), person, blocked=False)
    return {}


async def deactivate(world: World, act: asked.OfPerson) -> Json:
    """A person deletes their Telegram account; the bot is not told."""
    person = world.person(act.person)
    world.chat(person.id).deactivated = True
    world.changes.touch(person.id)
    return {}


async def new_topic(world: World, act: asked.NewTopic) -> Json:
    """A person opens a topic in a forum."""
    person, chat = _theirs(world, asked.InGroup(person=act.person, chat=act.chat))
    if not chat.forum:
        raise Unplayable(f"“{chat.title}” has no topics.", 409)
    if len(chat.topics) >= limits.TOPICS:
        raise Unplayable(f"There are {limits.TOPICS} topics already.", 409)
    topic = open_topic(world, chat, person, act.name)
    return {"message_thread_id": topic.id, "name": topic.name}


async def turn_topic(world: World, act: asked.ChangeTopic) -> Json:
    """A person closes, opens again, renames or deletes a topic."""
    person, chat = _theirs(world, asked.InGroup(person=act.person, chat=act.chat))
    topic = chat.topics.get(act.thread)
    if topic is None or topic.deleted:
        raise Unplayable(f"There is no topic {act.thread} in “{chat.title}”.", 404)
    change_topic(world, chat, person, topic, act.action, act.name)
    return {}


async def rename(world: World, act: asked.Rename) -> Json:
    """A person gives a group another title."""
    person, chat = _theirs(world, asked.InGroup(person=act.person, chat=act.chat))
    chat.title = act.title
    world.describe(chat)
    announce(world, chat, person, {"new_chat_title": act.title}, f"{person.name} renamed the group to “{act.title}”")
    return {}


async def migrate(world: World, act: asked.Migrate) -> Json:
    """A basic group becomes a supergroup: another id, message ids from 1, the old group dead."""
    old = _group(world, act.chat)
    if old.type != "group":
        raise Unplayable(f"“{old.title}” is a supergroup already.", 409)
    by = world.person(act.person) if act.person is not None else _owner(world, old)
    new = world.add_group(old.title, "supergroup")
    new.members, new.bot = dict(old.members), old.bot
    announce(world, old, by, {"migrate_to_chat_id": new.id}, "The group became a supergroup")
    old.migrated_to = new.id
    announce(world, new, by, {"migrate_from_chat_id": old.id}, "The group became a supergroup")
    return {"id": new.id, "type": new.type, "title": new.title}


async def delete(world: World, act: asked.Delete) -> Json:
    """A person deletes a message for everybody; bots are not told of it."""
    person = world.person(act.person)
    chat = world.chat_of(person, act.chat)
    message = chat.messages.get(act.message)
    if message is None:
        raise Unplayable(f"There is no message {act.message} in this chat.", 404)
    erase(world, chat, message)
    return {}
