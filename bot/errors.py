"""Telegram's errors by name: what each means for the call that failed, and what may be said of it in a log."""

import traceback
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.aiorequest import LineDied, NeverLeft


class Failure(StrEnum):
    """Why a call did not do what it should."""

    NOT_MODIFIED = "not modified"  # it says so already: as good as done
    MESSAGE_GONE = "message gone"  # nothing there to edit or delete
    TOPIC_GONE = "topic gone"
    CHAT_LOST = "chat lost"  # blocked, deactivated, kicked, no rights, never begun
    CHAT_MOVED = "chat moved"
    SLOW_DOWN = "slow down"
    PERHAPS_DONE = "perhaps done"  # sent, and no answer came back
    NOT_REACHED = "not reached"  # it never left, or the server says that it could not
    REFUSED = "refused"  # anything else: trying again would not help


_WORDS: tuple[tuple[Failure, tuple[str, ...]], ...] = (
    (Failure.NOT_MODIFIED, ("message is not modified",)),
    (Failure.TOPIC_GONE, ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")),
    (
        Failure.MESSAGE_GONE,
        (
            "message to edit not found", "message can't be edited", "message to delete not found",
            "message can't be deleted", "message_id_invalid", "message identifier is not specified",
        ),
    ),
    (
        Failure.CHAT_LOST,
        (
            "chat not found", "not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted",
            "need administrator rights", "chat_send_", "peer_id_invalid", "user_is_blocked", "user not found",
            "group chat was deactivated", "group chat was deleted", "bot is not a member",
        ),
    ),
)  # fmt: skip


def failure_of(error: TelegramError) -> Failure:
    """The name of an error; BadRequest is asked before its parent NetworkError."""
    match error:
        case RetryAfter():
            return Failure.SLOW_DOWN
        case ChatMigrated():
            return Failure.CHAT_MOVED
        case Forbidden():
            return Failure.CHAT_LOST
        case BadRequest():
            words = error.message.lower()
            return next((name for name, known in _WORDS if any(one in words for one in known)), Failure.REFUSED)
        case NetworkError():
            return _network_failure(error)
    # A token that is refused all of a sudden is no fault of the message; an answer that is no JSON may hide a success.
    return Failure.PERHAPS_DONE if error.message == "Invalid server response" else Failure.NOT_REACHED


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    asked = error.retry_after
    return float(asked) if isinstance(asked, int) else asked.total_seconds()


def place_of(error: BaseException) -> str:
    """An exception for the log: its kind and where it was raised; its words may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    path = " < ".join(f"{_tail(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {path or 'no place'}"


def one_line(error: BaseException) -> str:
    """A database's own words for whoever runs the program; a driver's error, and its first lines, in one line."""
    cause = getattr(error, "orig", None) or error
    said = str(cause).split("DETAIL:", maxsplit=1)[0]  # in which PostgreSQL repeats values
    return " ".join(said.split()).removesuffix(".") or type(cause).__name__


def _network_failure(error: NetworkError) -> Failure:
    if isinstance(error.__cause__, NeverLeft):
        return Failure.NOT_REACHED
    if isinstance(error.__cause__, LineDied) or isinstance(error, TimedOut):
        return Failure.PERHAPS_DONE  # it left, and then the line went dead
    return Failure.NOT_REACHED


def _tail(path: str) -> str:
    return "/".join(path.rsplit("/", 2)[-2:])
