"""Telegram's words and what they mean, and what of an error may stand in a log."""

import logging

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import logs
from bot.aiorequest import LineDied, NeverLeft
from bot.errors import Failure, failure_of, place_of, seconds_of
from tests.house_of_paidan import TOKEN

WORDS = [
    ("Message is not modified: specified new message content and reply markup are the same", Failure.NOT_MODIFIED),
    ("Message to edit not found", Failure.MESSAGE_GONE),
    ("Message can't be edited", Failure.MESSAGE_GONE),
    ("MESSAGE_ID_INVALID", Failure.MESSAGE_GONE),
    ("Message to delete not found", Failure.MESSAGE_GONE),
    ("Message can't be deleted for everyone", Failure.MESSAGE_GONE),
    ("Message thread not found", Failure.TOPIC_GONE),
    ("TOPIC_DELETED", Failure.TOPIC_GONE),
    ("TOPIC_CLOSED", Failure.TOPIC_GONE),
    ("Chat not found", Failure.CHAT_LOST),
    ("Not enough rights to send text messages to the chat", Failure.CHAT_LOST),
    ("Have no rights to send a message", Failure.CHAT_LOST),
    ("CHAT_WRITE_FORBIDDEN", Failure.CHAT_LOST),
    ("PEER_ID_INVALID", Failure.CHAT_LOST),
    ("Can't parse entities: unsupported start tag \"x\" at byte offset 0", Failure.REFUSED),
    ("Message is too long", Failure.REFUSED),
    ("BUTTON_DATA_INVALID", Failure.REFUSED),
]  # fmt: skip


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("words", "failure"), WORDS)
def test_a_bad_request_is_told_by_its_words(words: str, failure: Failure) -> None:
    assert failure_of(BadRequest(words)) is failure


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Failure.CHAT_LOST),
        (ChatMigrated(-100), Failure.CHAT_MOVED),
        (RetryAfter(3), Failure.SLOW_DOWN),
        (caused(NetworkError("aiohttp.ClientConnectorError"), NeverLeft("ClientConnectorError")), Failure.NOT_REACHED),
        (caused(TimedOut(), NeverLeft("ConnectionTimeoutError")), Failure.NOT_REACHED),
        (caused(TimedOut(), NeverLeft("PoolTimeout")), Failure.NOT_REACHED),
        (NetworkError("Bad Gateway"), Failure.NOT_REACHED),
        (NetworkError("Internal Server Error (500)"), Failure.NOT_REACHED),
        (InvalidToken("Unauthorized"), Failure.NOT_REACHED),
        (Conflict("Conflict"), Failure.NOT_REACHED),
        (caused(TimedOut(), LineDied("SocketTimeoutError")), Failure.PERHAPS_DONE),
        (caused(NetworkError("aiohttp.ClientOSError"), LineDied("ClientOSError")), Failure.PERHAPS_DONE),
        (caused(NetworkError("aiohttp.ClientPayloadError"), LineDied("ClientPayloadError")), Failure.PERHAPS_DONE),
        (TelegramError("Invalid server response"), Failure.PERHAPS_DONE),
    ],
)
def test_other_errors_are_told_by_their_kind(error: TelegramError, failure: Failure) -> None:
    assert failure_of(error) is failure


def test_the_patience_asked_for_is_in_seconds() -> None:
    assert seconds_of(RetryAfter(40)) == 40


def test_a_log_says_where_and_not_what() -> None:
    try:
        raise ValueError("Anna lives at door 302")
    except ValueError as error:
        place = place_of(error)
    assert place.startswith("ValueError at bot/test_errors.py:")
    assert "Anna" not in place


def test_libraries_that_log_the_token_are_silent(caplog: pytest.LogCaptureFixture) -> None:
    levels = {name: logging.getLogger(name).level for name in (*logs.CHATTY, *logs.ROOMS)}
    try:
        logs.begin("debug")
        with caplog.at_level(logging.NOTSET):
            for name in logs.CHATTY:
                logging.getLogger(name).error("POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
        assert TOKEN not in caplog.text
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def test_a_pseudonym_is_the_same_here_and_another_elsewhere() -> None:
    here, elsewhere = logs.pseudonyms("one token"), logs.pseudonyms("another token")
    assert here(1001) == here(1001)
    assert len({here(1001), here(1002), elsewhere(1001)}) == 3
    assert "1001" not in here(1001)
