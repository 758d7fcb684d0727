"""Chats as the sandbox remembers them: members, topics, messages, and who has read how far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.keyboards import Markup
from sandbox.messages import Message

Json = dict[str, Any]

GENERAL = 1
"""The topic of a forum that has no number in messages."""
PRESENT = {"creator", "administrator", "member", "restricted"}
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
USUAL_RIGHTS = frozenset(RIGHTS) - {"can_promote_members", "can_post_stories", "can_edit_stories", "can_delete_stories"}
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


@dataclass(slots=True, eq=False)
class Member:
    """Somebody's standing in a group; `rights` count for administrators only."""

    status: str = "member"
    rights: frozenset[str] = USUAL_RIGHTS
    title: str = ""

    @property
    def present(self) -> bool:
        """Whether they are in the group now."""
        return self.status in PRESENT

    def may(self, right: str) -> bool:
        """Whether an administrator's right is theirs."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(slots=True, eq=False)
class Topic:
    """One topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    closed: bool = False
    deleted: bool = False
    by_bot: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat with the bot, a basic group or a supergroup."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    bot: Member = field(default_factory=lambda: Member("left"))
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboards: dict[int, Markup] = field(default_factory=dict)
    """The reply keyboard under each person's text field; 0 stands for everybody."""
    read: dict[int, int] = field(default_factory=dict)
    count: int = 0
    """How many messages there ever were; a message's ordinal is its place among them."""
    last_id: int = 0
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int = 0
    invite_link: str = ""
    description: str = ""
    closed_general: bool = False
    short: Json = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.type == "private"

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in the group."""
        return self.bot.present

    def holds(self, person_id: int) -> bool:
        """Whether the person sees this chat."""
        member = self.members.get(person_id)
        return member is not None and member.present

    def present(self) -> Iterator[int]:
        """Ids of the people in it."""
        return (person_id for person_id, member in self.members.items() if member.present)

    def keyboard_for(self, person_id: int) -> Markup | None:
        """The reply keyboard the person sees now."""
        own = self.keyboards.get(person_id) or self.keyboards.get(0)
        return own if own is not None and own.keys else None

    def newest(self) -> Iterator[Message]:
        """The messages, newest first."""
        return reversed(self.messages.values())

    def unread(self, person_id: int) -> int:
        """How many messages came since the person looked."""
        seen = self.read.get(person_id, 0)
        count = 0
        for message in self.newest():
            if message.ordinal <= seen:
                break
            count += 1
        return count
