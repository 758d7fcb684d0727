"""Answer presses of inline buttons."""

from __future__ import annotations

import re

from sandbox import limits, utf16
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.world import World


def answer_callback_query(world: World, call: Params) -> bool:
    """A toast, an alert, a link, or just the end of the waiting."""
    if not call.has("callback_query_id"):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text")
    if utf16.length(text) > limits.TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.text("url")
    if url and not re.match(rf"(https?://t\.me/|tg://resolve\?domain=){world.bot.username}\b", url, re.IGNORECASE):
        raise bad_request("URL_INVALID")
    answer = {"text": text, "show_alert": call.flag("show_alert"), "url": url or None}
    world.presses.reply(call.text("callback_query_id"), answer, world.now())
    world.changes.touch()
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
