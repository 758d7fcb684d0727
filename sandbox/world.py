"""The whole state of the pretend Telegram, and how its people, chats and messages are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import limits
from sandbox.botcommands import Commands
from sandbox.calls import Calls
from sandbox.changes import Changes
from sandbox.chats import Chat, Member
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.messages import Message
from sandbox.people import DEFAULT_TOKEN, Bot, Person
from sandbox.presses import Presses
from sandbox.rates import Rates
from sandbox.refusals import Unplayable
from sandbox.updates import Updates
from sandbox.webhooks import Webhook

Json = dict[str, Any]
Clock = Callable[[], datetime]

FIRST_PERSON = 1001
FIRST_GROUP = 5001
FIRST_SUPERGROUP = 2_000_000_001


def wall_clock() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True, frozen=True)
class Options:
    """How strict this pretend Telegram is, and who its bot is."""

    token: str | None = None
    """The bot's token; without one, the first well-formed token that is used becomes it."""
    bot_name: str = "Paidan"
    bot_username: str = "paidan_sandbox_bot"
    privacy: bool = True
    """In groups the bot reads only what is meant for it, unless it is an administrator."""
    rate_limits: bool = False
    """Refuse with 429 what would be too fast for Telegram."""
    query_seconds: float = limits.QUERY_SECONDS
    """How long a press may wait for its answer."""
    keep_calls: int = limits.CALLS_KEPT
    webhook_backoff_seconds: float = 0.5
    """The pause before a failed webhook is tried the second time; it doubles up to a minute."""


class World:
    """Everything the sandbox remembers. Nothing is kept on disk."""

    def __init__(self, options: Options | None = None, clock: Clock = wall_clock) -> None:
        self.options = options or Options()
        self.bot = Bot(self.options.bot_name, self.options.bot_username, self.options.token)
        self.updates = Updates()
        self.calls = Calls(self.options.keep_calls)
        self.changes = Changes()
        self.presses = Presses(self.options.query_seconds)
        self.faults = Faults()
        self.webhook = Webhook()
        self.tour: list[Json] = []
        self.last_poll = float("-inf")
        """When the bot last called getUpdates, by the clock that never jumps."""
        self._clock = clock
        self._ahead = timedelta()
        self._begin()

    def _begin(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.commands = Commands()
        self.descriptions: dict[tuple[str, str], str] = {}
        self.rates = Rates(self.options.rate_limits)
        self._groups = 0
        self._supergroups = 0
        self._last_message = 0
        self._albums = 0

    def reset(self) -> None:
        """Forget people, chats, files, faults and calls; the bot, its token and its poll stay."""
        self._begin()
        self._ahead = timedelta()
        self.updates.forget()
        self.presses.forget()
        self.faults.clear()
        self.calls.forget()
        self.changes.restart()

    @property
    def token(self) -> str:
        """The token a bot can use here."""
        return self.bot.token or self.options.token or DEFAULT_TOKEN

    def now(self) -> float:
        """Seconds since 1970, by the sandbox's clock."""
        return (self._clock() + self._ahead).timestamp()

    def advance(self, seconds: float) -> None:
        """Put the sandbox's clock forward."""
        self._ahead += timedelta(seconds=seconds)

    def person(self, person_id: int) -> Person:
        """The person of that id.

        Raises Unplayable when there is none.
        """
        found = self.people.get(person_id)
        if found is None:
            raise Unplayable(f"There is no person {person_id} here.", 404)
        return found

    def chat(self, chat_id: int) -> Chat:
        """The chat of that id.

        Raises Unplayable when there is none.
        """
        found = self.chats.get(chat_id)
        if found is None:
            raise Unplayable(f"There is no chat {chat_id} here.", 404)
        return found

    def chat_of(self, person: Person, chat_id: int | None) -> Chat:
        """The chat in which the person acts, their private chat with the bot when none is named.

        Raises Unplayable when there is none, or it is not theirs.
        """
        chat = self.chat(person.id if chat_id is None else chat_id)
        if not chat.holds(person.id):
            raise Unplayable(f"{person.name} is not in the chat {chat_id}.", 403)
        return chat

    def add_person(self, first_name: str, **details: Any) -> Person:
        """A new person with a private chat that has not been started.

        Raises Unplayable when the sandbox is full.
        """
        if len(self.people) >= limits.PEOPLE:
            raise Unplayable(f"There are {limits.PEOPLE} people already.", 409)
        person = Person(FIRST_PERSON + len(self.people), first_name, **details)
        self.people[person.id] = person
        chat = Chat(person.id, "private", person.name, members={person.id: Member()}, bot=Member())
        chat.short = {key: value for key, value in person.user.items() if key not in ("is_bot", "language_code")}
        chat.short["type"] = "private"
        self.chats[chat.id] = chat
        self.changes.touch(chat.id)
        return person

    def add_group(self, title: str, kind: str, *, forum: bool = False) -> Chat:
        """A new group without anybody in it: "group" or "supergroup".

        Raises Unplayable when the sandbox is full.
        """
        if self._groups + self._supergroups >= limits.GROUPS:
            raise Unplayable(f"There are {limits.GROUPS} groups already.", 409)
        if kind == "supergroup":
            chat_id = -1_000_000_000_000 - FIRST_SUPERGROUP - self._supergroups
            self._supergroups += 1
        else:
            chat_id = -FIRST_GROUP - self._groups
            self._groups += 1
        chat = Chat(chat_id, kind, title, forum=forum)
        self.describe(chat)
        self.chats[chat_id] = chat
        self.changes.touch(chat_id)
        return chat

    def describe(self, chat: Chat) -> None:
        """Renew what messages say of a group, after its title or kind changed."""
        chat.short = {"id": chat.id, "title": chat.title, "type": chat.type}
        if chat.forum:
            chat.short["is_forum"] = True
        if chat.type == "group":
            chat.short["all_members_are_administrators"] = False

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count their own messages; private chats and basic groups share one count, as for any account."""
        if chat.type == "supergroup":
            chat.last_id += 1
            return chat.last_id
        self._last_message += 1
        return self._last_message

    def next_album(self) -> int:
        """A number never used before, for albums and links."""
        self._albums += 1
        return self._albums

    def keep(self, message: Message, chat: Chat) -> None:
        """Put a message into its chat; the oldest one goes when there are too many."""
        chat.count += 1
        message.ordinal = chat.count
        chat.messages[message.id] = message
        if len(chat.messages) > limits.MESSAGES_A_CHAT:
            chat.messages.pop(next(iter(chat.messages))).deleted = True
        self.changes.touch(chat.id)
