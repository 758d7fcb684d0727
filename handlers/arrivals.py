"""From Telegram's update to who spoke and where, with the person as the database knows them."""

from telegram import CallbackQuery, Chat, Message, User

from handlers.context import Incoming
from storage import people
from storage.desk import Turn


class Arrival:
    """Remembers who came and which handler they got to, when a refusal has undone the transaction."""

    def __init__(self) -> None:
        self.incoming: Incoming | None = None
        self.by = "nobody"

    def keep(self, incoming: Incoming) -> Incoming:
        """The same, kept."""
        self.incoming = incoming
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
        chat_title=message.chat.title or "",
    )  # fmt: skip


def _name(user: User) -> str:
    return user.full_name.strip() or str(user.id)
