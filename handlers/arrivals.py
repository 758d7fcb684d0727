"""From Telegram's update to who spoke and where, with the person as the database knows them."""

from telegram import CallbackQuery, Chat, Message, User

from handlers.context import Incoming
from handlers.parsing.texts import read_text
from rules.refusals import Unreadable
from storage import people
from storage.desk import Turn

MOST_CHARACTERS = 128  # what Telegram allows for a name or a title, and the tables keep


class Arrival:
    """Remembers who came, which handler they got to, and what was refused, when that has undone the transaction."""

    def __init__(self) -> None:
        self.incoming: Incoming | None = None
        self.by = "nobody"
        self.refusal = ""

    def keep(self, incoming: Incoming) -> Incoming:
        """The same, kept; every attempt begins with it."""
        self.incoming, self.refusal = incoming, ""
        return incoming


async def from_press(turn: Turn, query: CallbackQuery) -> Incoming:
    """Who pressed, and the message under whose button it was, which may no longer be readable."""
    message = query.message
    private = message is not None and message.chat.type == Chat.PRIVATE
    person = await people.met(
        turn.connection, query.from_user.id, _name(query.from_user), query.from_user.language_code or "", turn.now,
        private=private,
    )  # fmt: skip
    return Incoming(
        person=person,
        chat_id=message.chat.id if message else query.from_user.id,
        private=private,
        message=message if isinstance(message, Message) else None,
        message_id=message.message_id if message else None,
        pressed=True,
    )


async def from_message(turn: Turn, message: Message, user: User) -> Incoming:
    """Who wrote, and where; the topic only where the message is a topic's."""
    private = message.chat.type == Chat.PRIVATE
    person = await people.met(
        turn.connection, user.id, _name(user), user.language_code or "", turn.now, private=private
    )
    return Incoming(
        person=person, chat_id=message.chat.id, private=private, message=message, message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        chat_title=_line(message.chat.title or ""),
    )  # fmt: skip


def _name(user: User) -> str:
    """The name as it will stand on cards; a number for those who show none."""
    return _line(user.full_name) or str(user.id)


def _line(text: str) -> str:
    """One line without signs that hide, or that turn the rest of a card around."""
    try:
        return read_text(" ".join(text.split())[:MOST_CHARACTERS], MOST_CHARACTERS, words_needed=False)
    except Unreadable:
        return ""
