"""Prints everything Paidan can say, for somebody who reads it aloud: `python -m tests.read_aloud zh_CN`."""

import html
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot import cards, keyboards
from bot.words import LABELS, Words
from rules.notices import ours
from tests.bot import samples, samples_screens

WIDTH = 100


def everything(words: Words, language: str) -> Iterator[tuple[str, str, str]]:
    """Heading, message and buttons of each example in turn."""
    for name, order in samples.orders():
        spoken = replace(order, language=language)
        yield f"card: {name}", *_page(cards.card(spoken, words), words, language)
        for claim in order.claims:
            page = cards.claim_card(order, claim, words, language)
            yield f"private card: {name}", *_page(page, words, language)
    for name, fields in samples.notices():
        key, order, claim = fields["key"], fields["order"], fields["claim"]
        rows = keyboards.buttons_for(order, claim, key, fields)
        text = words.text(key, language, **{name: value for name, value in fields.items() if name != "key"})
        yield name, *_page(cards.Page(text, rows), words, language)
    for name, fields in samples.others():
        yield name, words.text(fields.pop("key"), language, **fields), ""
    for name, ask in samples.asks():
        yield f"question: {name}", *_question(ask, words, language)
    for name, data in samples_screens.screens():
        yield f"screen: {name}", words.text(name, language, **data), ""
    for name, given in samples.refusals():
        yield f"refusal: {name}", words.toast(name, given, language), ""
    for key in sorted(words.names(LABELS)):
        yield from _label(key, words, language)


def question_text(ask: dict[str, Any], words: Words, language: str) -> str:
    """A question as it stands in the chat."""
    key = f"{ask['dialog']}_{ask['question']}"
    key = key if key in words.names() else f"order_{ask['question']}"
    text = words.text(key, language, about=ask["about"], lines=ask["lines"], zone="Asia/Shanghai")
    if ask["refusal"]:
        text = f"{words.refusal(ask['refusal'], ask['given'], language, 'Asia/Shanghai')}\n\n{text}"
    return text


def _question(ask: dict[str, Any], words: Words, language: str) -> tuple[str, str]:
    text = question_text(ask, words, language)
    if ask["kind"] in keyboards.BY_REPLY_KEYBOARD:
        return text, _drawn(keyboards.reply_keyboard(ask, words, language))
    return text, _drawn(keyboards.inline(keyboards.question_rows(ask, words, language), words, language))


def _page(page: cards.Page, words: Words, language: str) -> tuple[str, str]:
    return page.text, _drawn(keyboards.inline(page.rows, words, language))


def _label(key: str, words: Words, language: str) -> Iterator[tuple[str, str, str]]:
    if words.keys_for(spoken) if (spoken := _fixed(key, words, language)) else None:
        yield f"label: {key}", spoken, ""


def _fixed(key: str, words: Words, language: str) -> str:
    try:
        return words.label(ours(key), language)
    except Exception:  # it takes fields, and is heard where they are
        return ""


def _drawn(keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | None) -> str:
    if keyboard is None:
        return ""
    rows: Iterable[Sequence[Any]] = (
        keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else keyboard.keyboard
    )
    return "\n".join("  ".join(f"[ {button.text} ]" for button in row) for row in rows)


def main() -> None:
    """Print it all in one language."""
    words = Words()
    for name, text, buttons in everything(words, sys.argv[1] if len(sys.argv) > 1 else "en"):
        plain = html.unescape(re.sub(r"</?(?:b|code|a)\b[^>]*>", "", text))
        sys.stdout.write(f"--- {name}\n{plain}\n{buttons}\n".replace("\n\n---", "\n---"))


if __name__ == "__main__":
    main()
