"""Look at chats and their members, and do what an administrator may."""

from __future__ import annotations

from typing import Any

from sandbox.chats import PERMISSIONS, RIGHTS, Chat, Member
from sandbox.membership import ADMINISTRATORS, bot_leaves, leave, member_shape, set_member
from sandbox.methods import reach
from sandbox.params import Params
from sandbox.people import Person
from sandbox.refusals import bad_request
from sandbox.speech import announce
from sandbox.world import World

Json = dict[str, Any]

GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


def get_chat(world: World, call: Params) -> Json:
    """All about a chat (ChatFullInfo)."""
    chat = reach.chat_of(world, call, "read")
    full: Json = {
        **chat.short,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": GIFTS,
    }
    if chat.pinned and chat.pinned[-1] in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].shape(nested=True)
    if chat.private:
        return full
    full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.description:
        full["description"] = chat.description
    if chat.bot.may("can_invite_users"):
        full["invite_link"] = _link(chat)
    return full


def _link(chat: Chat) -> str:
    chat.invite_link = chat.invite_link or f"https://t.me/+sandbox{abs(chat.id)}a"
    return chat.invite_link


def _group(world: World, call: Params, access: reach.Access = "read") -> Chat:
    chat = reach.chat_of(world, call, access)
    if chat.private:
        raise bad_request("method is available only for groups and supergroups")
    return chat


def get_chat_member(world: World, call: Params) -> Json:
    """One person's, or the bot's, standing in a chat."""
    chat = reach.chat_of(world, call, "read")
    user_id = call.integer("user_id")
    if not user_id or user_id < 0:
        raise bad_request("invalid user_id specified")
    if user_id == world.bot.id:
        return member_shape(world.bot.user, chat.bot)
    person = world.people.get(user_id)
    if person is None or (chat.private and user_id != chat.id):
        raise bad_request("member not found" if chat.type != "supergroup" else "PARTICIPANT_ID_INVALID")
    return member_shape(person.user, chat.members.get(user_id, Member("left")))


def get_chat_administrators(world: World, call: Params) -> list[Json]:
    """The owner and the administrators; other bots there are none."""
    chat = reach.chat_of(world, call, "read")
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    found = [
        member_shape(world.people[person_id].user, member)
        for person_id, member in chat.members.items()
        if member.status in ADMINISTRATORS
    ]
    return found + ([member_shape(world.bot.user, chat.bot)] if chat.bot.status == "administrator" else [])


def get_chat_member_count(world: World, call: Params) -> int:
    """How many are in a chat, the bot included."""
    chat = reach.chat_of(world, call, "read")
    return sum(1 for _ in chat.present()) + chat.has_bot


def leave_chat(world: World, call: Params) -> bool:
    """The bot goes by itself."""
    chat = _group(world, call, "write")
    bot_leaves(world, chat)
    return True


def _needs(chat: Chat, right: str, words: str) -> None:
    reach.administrator(chat, right, bad_request(words))


def export_chat_invite_link(world: World, call: Params) -> str:
    """The group's own link, made anew."""
    chat = _group(world, call, "write")
    _needs(chat, "can_invite_users", "not enough rights to manage chat invite link")
    chat.invite_link = f"https://t.me/+sandbox{abs(chat.id)}n{world.next_album()}"
    return chat.invite_link


def create_chat_invite_link(world: World, call: Params) -> Json:
    """One more link into the group."""
    chat = _group(world, call, "write")
    _needs(chat, "can_invite_users", "not enough rights to manage chat invite link")
    link: Json = {
        "invite_link": f"https://t.me/+sandbox{abs(chat.id)}n{world.next_album()}",
        "creator": world.bot.user,
        "creates_join_request": call.flag("creates_join_request"),
        "is_primary": False,
        "is_revoked": False,
    }
    if call.has("name"):
        link["name"] = call.text("name")[:32]
    for name in ("expire_date", "member_limit"):
        if call.integer(name):
            link[name] = call.integer(name)
    return link


def set_chat_title(world: World, call: Params) -> bool:
    """Another title for a group."""
    chat = _group(world, call, "write")
    title = call.text("title").strip()
    if not 1 <= len(title) <= 128:
        raise bad_request("title must be non-empty" if not title else "title is too long")
    _needs(chat, "can_change_info", "not enough rights to change chat title")
    chat.title = title
    world.describe(chat)
    announce(
        world, chat, world.bot, {"new_chat_title": title}, f"{world.bot.first_name} renamed the group to “{title}”"
    )
    return True


def set_chat_description(world: World, call: Params) -> bool:
    """Another description for a group."""
    chat = _group(world, call, "write")
    _needs(chat, "can_change_info", "not enough rights to set chat description")
    text = call.text("description")
    if text == chat.description:
        raise bad_request("chat description is not modified")
    if len(text) > 255:
        raise bad_request("CHAT_ABOUT_TOO_LONG")
    chat.description = text
    world.changes.touch(chat.id)
    return True


def _target(world: World, chat: Chat, call: Params) -> Person:
    person = world.people.get(call.integer("user_id") or 0)
    if person is None:
        raise bad_request("invalid user_id specified" if not call.has("user_id") else "PARTICIPANT_ID_INVALID")
    if chat.members.get(person.id, Member("left")).status == "creator":
        raise bad_request("can't remove chat owner")
    return person


def ban_chat_member(world: World, call: Params) -> bool:
    """Remove somebody from a group for good."""
    chat = _group(world, call, "write")
    _needs(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    person = _target(world, chat, call)
    if chat.holds(person.id):
        leave(world, chat, person, world.bot)
    else:
        set_member(world, chat, world.bot, person, Member("kicked"))
    return True


def unban_chat_member(world: World, call: Params) -> bool:
    """Let somebody who was removed come back."""
    chat = _group(world, call, "write")
    _needs(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    person = _target(world, chat, call)
    if chat.members.get(person.id, Member("left")).status == "kicked":
        set_member(world, chat, world.bot, person, Member("left"))
    return True


def promote_chat_member(world: World, call: Params) -> bool:
    """Give somebody rights, or take all of them."""
    chat = _group(world, call, "write")
    _needs(chat, "can_promote_members", "not enough rights")
    person = _target(world, chat, call)
    if not chat.holds(person.id):
        raise bad_request("USER_NOT_PARTICIPANT")
    rights = frozenset(right for right in RIGHTS if call.flag(right))
    set_member(world, chat, world.bot, person, Member("administrator" if rights else "member", rights))
    return True


def set_chat_administrator_custom_title(world: World, call: Params) -> bool:
    """A word beside an administrator's name."""
    chat = _group(world, call, "write")
    member = chat.members.get(call.integer("user_id") or 0)
    if member is None or member.status != "administrator":
        raise bad_request("user is not an administrator")
    _needs(chat, "can_promote_members", "not enough rights to change custom title of the user")
    if len(call.text("custom_title")) > 16:
        raise bad_request("CUSTOM_TITLE_INVALID")
    member.title = call.text("custom_title")
    return True


def get_user_profile_photos(world: World, call: Params) -> Json:
    """Nobody has a picture here."""
    if (call.integer("user_id") or 0) not in world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "exportChatInviteLink": export_chat_invite_link,
    "createChatInviteLink": create_chat_invite_link,
    "setChatTitle": set_chat_title,
    "setChatDescription": set_chat_description,
    "banChatMember": ban_chat_member,
    "unbanChatMember": unban_chat_member,
    "promoteChatMember": promote_chat_member,
    "setChatAdministratorCustomTitle": set_chat_administrator_custom_title,
    "getUserProfilePhotos": get_user_profile_photos,
}
