"""Looking at the sandbox: chats, transcripts, the bot's calls, what changed, and whether it is ready."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from sandbox import limits
from sandbox.chats import Chat, Member
from sandbox.keyboards import key_kind
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.play.pressing import wait_for_answer
from sandbox.presence import connected
from sandbox.refusals import Unplayable
from sandbox.world import World

Json = dict[str, Any]
Query = Mapping[str, str]

SETTLE_SECONDS = 0.005


def number(query: Query, name: str, otherwise: float = 0.0) -> float:
    """A number in the address.

    Raises Unplayable when it is none.
    """
    try:
        value = float(query.get(name, otherwise))
    except ValueError:
        raise Unplayable(f"“{name}” must be a number.") from None
    if not math.isfinite(value):
        raise Unplayable(f"“{name}” must be a number.")
    return value


def _viewer(world: World, query: Query) -> Person | None:
    return world.person(int(number(query, "as"))) if query.get("as") else None


async def ready(world: World, query: Query) -> Json:
    """Who the bot is and whether it listens; with `wait`, once it does."""
    loop = asyncio.get_running_loop()
    end = loop.time() + min(number(query, "wait"), limits.CHANGES_WAIT_SECONDS)
    while not connected(world) and (left := end - loop.time()) > 0:
        await world.changes.bell.wait(min(left, 1.0))
    bot = {"id": world.bot.id, "username": world.bot.username, "first_name": world.bot.first_name}
    return {"ok": True, "bot": bot, "connected": connected(world), "now": world.now(), "waiting": len(world.updates)}


async def people(world: World, _query: Query) -> Json:
    """Everybody, in the order they came, and how much each has not read yet."""
    unread: Counter[int] = Counter()
    for chat in world.chats.values():
        if not chat.migrated_to:
            for person_id in chat.present():
                unread[person_id] += chat.unread(person_id)
    return {"people": [{**person.for_page(), "unread": unread[person.id]} for person in world.people.values()]}


async def chats(world: World, query: Query) -> Json:
    """The chats of a person, the bot first, then the liveliest; without a person, all of them."""
    viewer = _viewer(world, query)
    found = [
        chat for chat in world.chats.values() if viewer is None or (chat.holds(viewer.id) and not chat.migrated_to)
    ]
    found.sort(key=lambda chat: (not chat.private, -_last_date(chat)))
    return {"chats": [_in_list(chat, viewer) for chat in found]}


def _last_date(chat: Chat) -> int:
    return next((message.date for message in chat.newest()), 0)


def _in_list(chat: Chat, viewer: Person | None) -> Json:
    last = next(chat.newest(), None)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "forum": chat.forum,
        "bot_member": chat.has_bot,
        "unread": chat.unread(viewer.id) if viewer else 0,
        "last": {"text": gist(last), "date": last.date} if last else None,
    }


def gist(message: Message) -> str:
    """A message in one line."""
    if message.service is not None:
        return message.service_words
    if message.text or message.media is None:
        return message.text
    return f"[{message.media.field}]"


async def chat(world: World, query: Query, chat_id: int) -> Json:
    """One chat with its messages, as a person sees it or as nobody in particular."""
    found, viewer = _seen(world, query, chat_id)
    keyboard = found.keyboard_for(viewer.id) if viewer else None
    language = viewer.language_code if viewer else ""
    commands = world.commands.seen(found, viewer.id if viewer else 0, language) if found.has_bot else []
    return {
        "chat": _described(world, found),
        "messages": [message.for_page() for message in found.messages.values()],
        "commands": commands,
        "started": found.started,
        "keyboard": [[_key(key) for key in row] for row in keyboard.keys or ()] if keyboard else None,
        "one_time": keyboard.one_time if keyboard else False,
        "placeholder": keyboard.placeholder if keyboard else "",
    }


def _seen(world: World, query: Query, chat_id: int) -> tuple[Chat, Person | None]:
    viewer = _viewer(world, query)
    found = world.chat(chat_id)
    if viewer is not None and not found.holds(viewer.id):
        raise Unplayable(f"{viewer.name} is not in this chat.", 403)
    return found, viewer


def _key(key: Json) -> Json:
    return {"label": key["text"], "kind": key_kind(key), **({"style": key["style"]} if "style" in key else {})}


def _described(world: World, chat: Chat) -> Json:
    described: Json = {"id": chat.id, "type": chat.type, "title": chat.title, "forum": chat.forum}
    if chat.private:
        return {**described, "started": chat.started, "blocked": chat.blocked}
    members = [_member(world.people[person_id], member) for person_id, member in chat.members.items()]
    if chat.has_bot:
        members.append({"id": world.bot.id, "name": world.bot.first_name, "status": chat.bot.status, "is_bot": True})
    topics = [
        {"message_thread_id": topic.id, "name": topic.name, "closed": topic.closed}
        for topic in chat.topics.values()
        if not topic.deleted
    ]
    described |= {"members": members, "topics": topics, "bot_member": chat.has_bot, "bot_status": chat.bot.status}
    if chat.migrated_to:
        described["migrated_to"] = chat.migrated_to
    return described


def _member(person: Person, member: Member) -> Json:
    return {"id": person.id, "name": person.name, "status": member.status, "is_bot": False}


async def transcript(world: World, query: Query, chat_id: int) -> str:
    """A chat as text that can be read aloud."""
    found, _ = _seen(world, query, chat_id)
    head = f"{found.title} ({found.type}, {found.id})"
    lines = list(chain.from_iterable(_told(message) for message in found.messages.values()))
    return "\n".join([head, "", *lines]) + "\n"


def _told(message: Message) -> list[str]:
    when = datetime.fromtimestamp(message.date, UTC).strftime("%Y-%m-%d %H:%M")
    if message.service is not None:
        return [f"[{when}] -- {message.service_words} --"]
    name = message.sender.name if isinstance(message.sender, Person) else message.sender.first_name
    media = f"[{message.media.field}] " if message.media is not None else ""
    edited = " (edited)" if message.edit_date else ""
    reply = f" (reply to {message.reply_to.id})" if message.reply_to is not None else ""
    lines = f"{media}{message.text}".split("\n")
    told = [f"[{when}] #{message.id} {name}{reply}{edited}: {lines[0]}", *(f"    {line}" for line in lines[1:])]
    return told + ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message.inline or ()]


async def calls(world: World, query: Query) -> Json:
    """The bot's calls after a number, oldest first; `method` picks one, `limit` the newest so many."""
    found = world.calls.since(int(number(query, "since")))
    wanted = query.get("method", "").lower()
    if wanted:
        found = [call for call in found if call.method.lower() == wanted]
    if query.get("limit"):
        found = found[-max(int(number(query, "limit")), 1) :]
    return {"calls": [call.for_page() for call in found], "next": world.calls.last}


async def changes(world: World, query: Query) -> Json:
    """What changed after a number; with `wait`, as soon as something does."""
    since = int(number(query, "since"))
    loop = asyncio.get_running_loop()
    end = loop.time() + min(number(query, "wait"), limits.CHANGES_WAIT_SECONDS)
    while world.changes.last == since and (left := end - loop.time()) > 0:
        if not await world.changes.bell.wait(left):
            break
        # In a storm of changes, who watches is told of many at once.
        await asyncio.sleep(SETTLE_SECONDS)
    changed, called = world.changes.since(since)
    return {"next": world.changes.last, "changed": changed, "calls": called}


async def answer(world: World, query: Query, query_id: str) -> Json:
    """What the bot answered to a press; with `wait`, as soon as it does."""
    press = world.presses.find(query_id)
    if press is None:
        raise Unplayable(f"There was no press {query_id}.", 404)
    return {"answer": await wait_for_answer(press, min(number(query, "wait"), limits.CHANGES_WAIT_SECONDS))}


async def faults(world: World, _query: Query) -> Json:
    """The faults that are set, with the times left."""
    return {"faults": world.faults.shown()}


async def tour(world: World, _query: Query) -> Json:
    """The guided tour."""
    return {"steps": world.tour}
