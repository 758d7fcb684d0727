"""What comes in without being spoken to us: blocked, removed, promoted, migrated, and words in the wrong place."""

from telegram import Chat, ChatMember, ChatMemberUpdated, Message

from handlers.binding import rights_lacking
from handlers.context import House, Incoming
from rules.notices import Coordinators, Group, Refused, Say, Screen, ours
from storage import links, lost, people
from storage.desk import Turn

GONE = (ChatMember.LEFT, ChatMember.BANNED)


async def membership_changed(turn: Turn, change: ChatMemberUpdated) -> None:
    """We were blocked or let in again, added to a group, given or denied rights there, or removed."""
    if change.chat.type == Chat.PRIVATE:
        await _private_chat(turn, change)
    elif change.chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        await _group_chat(turn, change)


async def service_message(turn: Turn, message: Message) -> bool:
    """True for messages nobody wrote: pins, titles, members; a move to a supergroup is followed."""
    if message.migrate_to_chat_id is not None:
        await lost.group_moved(turn, message.chat.id, message.migrate_to_chat_id)
        return True
    written = (message.text, message.caption, message.effective_attachment, message.checklist, message.live_photo)
    return not any(written)


async def refuse(turn: Turn, incoming: Incoming | None, refused: Refused) -> None:
    """Say no where the words were said: in private to the person, in a group to the group."""
    if incoming is None:
        return
    if incoming.private:
        person = await people.met(
            turn.connection, incoming.person.telegram_id, incoming.person.name, incoming.person.telegram_language,
            turn.now, private=True,
        )  # fmt: skip
        await turn.say(Say(person.id, refused))
    else:
        await turn.say(Say(Group(incoming.chat_id, incoming.thread_id), refused))


async def only_private(turn: Turn, incoming: Incoming, house: House) -> None:
    """Everything but binding is between the person and us."""
    button = (ours("write_in_private"), f"url:https://t.me/{house.bot_username}?start", "")
    await turn.say(Say(Group(incoming.chat_id, incoming.thread_id), Screen("only_private", {}, ((button,),))))


async def _private_chat(turn: Turn, change: ChatMemberUpdated) -> None:
    person = await people.by_telegram(turn.connection, change.from_user.id)
    if person is None:
        return
    if change.new_chat_member.status in GONE:
        await lost.person_lost(turn, person.id, "blocked")
    else:
        await lost.person_back(turn, person.id)


async def _group_chat(turn: Turn, change: ChatMemberUpdated) -> None:
    chat_id = change.chat.id
    if change.new_chat_member.status in GONE:
        await lost.group_lost(turn, chat_id, "removed")
        return
    bound = await lost.led_from(turn, chat_id)
    lacking = rights_lacking(change.new_chat_member)
    if lacking:
        missing = Screen("rights_missing", {"group": change.chat.title or "", "rights": list(lacking)})
        for community_id in bound:
            await turn.say(Say(Coordinators(community_id), missing))
    elif change.old_chat_member.status in GONE and not bound and not await _knows_how(turn, change):
        await turn.say(Say(Group(chat_id), Screen("group_hint", {})))


async def _knows_how(turn: Turn, change: ChatMemberUpdated) -> bool:
    """Whether who added us holds a code, or has just followed the link that adds and binds in one."""
    return await links.holds_code(turn.connection, change.from_user.id, turn.now)
