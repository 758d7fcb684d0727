"""What every handler is handed: who spoke and where, and the few things of the house a handler needs."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from telegram import Message

from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Label, Notice, Say
from storage.desk import Turn
from storage.people import Person


class Words(Protocol):
    """The part of the bot's words that handlers may ask for."""

    def toast(self, key: str, given: Mapping[str, Any], language: str) -> str:
        """A refusal or a short word, plain text, at most 200 characters."""

    def label(self, label: Label, language: str) -> str:
        """A button's words."""

    def keys_for(self, text: str) -> frozenset[str]:
        """Which labels have exactly these words, in any language."""

    def language_for(self, chosen: str | None, telegram_language: str, community_language: str | None) -> str:
        """The language to speak."""


@dataclass(frozen=True)
class Toast:
    """The answer to a press: `key` with its fields; a loud one stays until it is read, `url` opens a chat with us."""

    key: str
    given: Mapping[str, Any] = field(default_factory=dict)
    loud: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Handled:
    """What became of an update: which handler it was for, and the key of the refusal, if it was refused."""

    by: str
    refusal: str = ""
    marked: bool = True  # as done, in the commit of what it caused


@dataclass(frozen=True)
class Incoming:
    """Somebody's message or press; `message` is None when the pressed message is no longer readable."""

    person: Person
    chat_id: int
    private: bool
    message: Message | None = None
    message_id: int | None = None
    thread_id: int | None = None
    pressed: bool = False
    chat_title: str = ""
    keeps_message: bool = False

    @property
    def text(self) -> str:
        """What was typed, or the caption."""
        if self.message is None or self.pressed:
            return ""
        return self.message.text or self.message.caption or ""

    @property
    def edit(self) -> int | None:
        """The message of ours that the answer may replace: the one whose button was pressed, in private."""
        return self.message_id if self.pressed and self.private and not self.keeps_message else None

    def beside(self) -> "Incoming":
        """The same, where the pressed message has to stay as it is and the answer comes below."""
        return replace(self, keeps_message=True)


Choice = tuple[object, Label]  # the value kept, and what its button says
Choices = Callable[[Turn, Draft, "House"], Awaitable[list[Choice]]]
Ending = Callable[[Turn, Incoming, "House", Draft], Awaitable[Toast | None]]
Handler = Callable[[Turn, Incoming, "House", Press], Awaitable[Toast | None]]
Command = Callable[[Turn, Incoming, "House", str], Awaitable[None]]


@dataclass(frozen=True)
class House:
    """What handlers share: the words, the bot's name, and which handler answers to what."""

    words: Words
    bot_username: str
    presses: Mapping[str, Handler] = field(default_factory=dict)
    commands: Mapping[str, Command] = field(default_factory=dict)
    group_commands: Mapping[str, Command] = field(default_factory=dict)
    links: Mapping[str, Command] = field(default_factory=dict)
    endings: Mapping[str, Ending] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Choices] = field(default_factory=dict)

    def language_of(self, person: Person, community_language: str | None = None) -> str:
        """The language a person is spoken to in."""
        return self.words.language_for(person.language, person.telegram_language, community_language)

    def link(self, payload: str, *, group: bool = False) -> str:
        """A deep link to the bot, or one that adds it to a group."""
        return f"https://t.me/{self.bot_username}?{'startgroup' if group else 'start'}={payload}"


async def tell(turn: Turn, incoming: Incoming, notice: Notice) -> None:
    """Say something to the person who spoke, in place of the screen whose button they pressed."""
    await turn.say(Say(incoming.person.id, notice, incoming.edit))
