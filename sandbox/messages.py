"""One message, in Telegram's shape and in the page's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox import entities
from sandbox.keyboards import Button, Rows, button_kind
from sandbox.media import Media
from sandbox.people import Bot, Person

Json = dict[str, Any]


class Home(Protocol):
    """What a message needs to know of the chat it lives in."""

    id: int
    short: Json
    pinned: list[int]


@dataclass(slots=True, eq=False)
class Message:
    """A message of a person or of the bot; `text` is the caption where there is media."""

    id: int
    chat: Home
    sender: Person | Bot
    date: int
    ordinal: int = 0
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Media | None = None
    inline: Rows | None = None
    frozen: bool = False
    """Sent with a reply keyboard or its like, so it cannot be edited."""
    reply_to: Message | None = None
    thread: int | None = None
    root: Message | None = None
    """The service message that opened its topic; Telegram shows it as the message replied to when there is no other."""
    service: Json | None = None
    service_words: str = ""
    edit_date: int = 0
    extra: Json = field(default_factory=dict)
    """Further Telegram fields, such as forward_origin or media_group_id."""
    former: dict[str, Button] = field(default_factory=dict)
    """Buttons it had once, by label, for presses on a picture that is out of date."""
    reaction: str = ""
    deleted: bool = False
    drawn: str | None = None

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return isinstance(self.sender, Bot)

    def shape(self, *, nested: bool = False) -> Json:
        """The message as the Bot API shows it."""
        shape: Json = {
            "message_id": self.id,
            "from": self.sender.user,
            "chat": self.chat.short,
            "date": self.date,
        }
        if self.thread is not None:
            shape["message_thread_id"] = self.thread
            shape["is_topic_message"] = True
        replied = self.reply_to or self.root
        if replied is not None and not nested and not replied.deleted:
            shape["reply_to_message"] = replied.shape(nested=True)
        if self.edit_date:
            shape["edit_date"] = self.edit_date
        if self.extra:
            shape.update(self.extra)
        if self.service is not None:
            shape.update(self.service)
        self._content(shape)
        if self.inline:
            shape["reply_markup"] = {"inline_keyboard": self.inline}
        return shape

    def _content(self, shape: Json) -> None:
        text, marks = "text", "entities"
        if self.media is not None:
            shape[self.media.field] = self.media.value
            if self.media.field == "venue":
                shape["location"] = self.media.value["location"]
            text, marks = "caption", "caption_entities"
        if self.text:
            shape[text] = self.text
            if self.entities:
                shape[marks] = self.entities

    def stub(self) -> Json:
        """What is left of it for the bot when it is out of reach."""
        return {"message_id": self.id, "chat": self.chat.short, "date": 0}

    def markup(self) -> str:
        """The text or caption as the page's HTML."""
        if self.drawn is None:
            self.drawn = entities.draw(self.text, self.entities)
        return self.drawn

    def for_page(self) -> Json:
        """The message as the people's side sees it."""
        sender = self.sender
        name = sender.name if isinstance(sender, Person) else sender.first_name
        page: Json = {
            "message_id": self.id,
            "date": self.date,
            "from": {"id": sender.id, "name": name, "is_bot": self.by_bot},
        }
        if self.text:
            page["text" if self.media is None else "caption"] = self.text
            page["html"] = self.markup()
        if self.media is not None:
            page["media"] = self.media.for_page()
        if self.inline:
            page["buttons"] = [[page_button(button) for button in row] for row in self.inline]
        if self.reply_to is not None:
            page["reply_to"] = self.reply_to.id
        self._page_more(page)
        return page

    def _page_more(self, page: Json) -> None:
        if self.thread is not None:
            page["thread"] = self.thread
        if self.edit_date:
            page["edit_date"] = self.edit_date
        if self.service is not None:
            page["service"] = self.service_words
        if self.id in self.chat.pinned:
            page["pinned"] = True
        if "forward_origin" in self.extra:
            page["forwarded"] = True
        if self.reaction:
            page["reaction"] = self.reaction


def page_button(button: Button) -> Json:
    """An inline button as the page draws it; the callback data stays with the sandbox."""
    drawn: Json = {"label": button["text"], "kind": button_kind(button)}
    if "style" in button:
        drawn["style"] = button["style"]
    if "url" in button:
        drawn["url"] = button["url"]
    if "copy_text" in button:
        drawn["copy"] = button["copy_text"]["text"]
    return drawn
