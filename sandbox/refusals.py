"""Every way the sandbox says no: to the bot in Telegram's own words, to the people's side in a plain sentence.

Refused          the Bot API's answer with ok = false
Unplayable       what a person could not do in a real Telegram client either
"""

from __future__ import annotations

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"

USUAL_WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: f"Conflict: {OTHER_POLLER}",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Refused(Exception):
    """A call the Bot API does not carry out; nothing has changed."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Unplayable(Exception):
    """Something the people's side cannot do now, with the HTTP status and a sentence that says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def bad_request(words: str, parameters: dict[str, Any] | None = None) -> Refused:
    """400 in Telegram's form."""
    return Refused(400, f"Bad Request: {words}", parameters)


def forbidden(words: str) -> Refused:
    """403 in Telegram's form."""
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    """409 in Telegram's form."""
    return Refused(409, f"Conflict: {words}")


def too_many(retry_after: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
