"""Law: one door out. Only the sender speaks to a chat; only two places answer the press of a button."""

import inspect
import re

import telegram

from tests.house.tree import Source, sources

SENDER = "bot/sender.py"
PRESSES = {"handlers/buttons.py", "bot/errors.py"}
SPEAKING = re.compile(r"(send|edit|delete|reply|forward|copy|pin|unpin)(_|[A-Z])")
ANSWERING = {"answer_callback_query", "answerCallbackQuery"}


def changes_a_chat() -> set[str]:
    """The library's methods that say, change or take back something in a chat, its shortcuts on objects included."""
    shortcuts = (telegram.Message, telegram.CallbackQuery, telegram.Chat, telegram.User)
    names = {name for kind in shortcuts for name in dir(kind) if SPEAKING.match(name)}
    for name in filter(SPEAKING.match, dir(telegram.Bot)):
        if {"chat_id", "message_id"} & set(inspect.signature(getattr(telegram.Bot, name)).parameters):
            names.add(name)
    return names | {"do_api_request", "send_raw"}


def strays(source: Source, forbidden: set[str]) -> list[str]:
    return [f"{source.name}:{line} calls {name}" for line, name in source.method_calls() if name in forbidden]


def test_the_library_still_calls_it_so() -> None:
    """If the library renames its methods, these laws would hold of nothing."""
    assert changes_a_chat() >= {"send_message", "edit_message_text", "delete_message", "reply_text", "sendPhoto"}
    assert hasattr(telegram.Bot, "answer_callback_query")


def test_only_the_sender_speaks() -> None:
    speaking = changes_a_chat()
    rooms = [source for source in sources("bot", "handlers", "storage", "rules") if source.name != SENDER]
    assert not [stray for source in rooms for stray in strays(source, speaking)]


def test_only_buttons_and_errors_answer_a_press() -> None:
    rooms = [source for source in sources("bot", "handlers", "storage", "rules") if source.name not in PRESSES]
    assert not [stray for source in rooms for stray in strays(source, ANSWERING)]
    assert not [f"{source.name} answers by a shortcut" for source in rooms if "query.answer(" in source.text]
