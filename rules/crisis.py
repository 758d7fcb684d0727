"""Words of crisis: whoever writes them is shown the hotlines at once, and a person is told. No list is complete."""

import re
from collections.abc import Iterable
from functools import lru_cache

MOST_WORDS, MOST_CHARACTERS = 200, 40

# What a community begins with, whatever language is written; coordinators change it in /setup.
USUAL = (
    "suicide", "suicidal", "kill myself", "end my life", "take my life", "want to die", "better off dead",
    "don't want to live", "do not want to live", "no reason to live", "hurt myself", "harm myself", "self-harm",
    "overdose", "beats me", "is hitting me", "is going to kill me",
    "自杀", "轻生", "不想活", "想死", "活不下去", "活着没意思", "结束生命", "了结自己", "寻短见", "自残", "割腕",
    "想跳楼", "要跳楼", "家暴", "他打我", "她打我", "有人打我", "要杀我", "救救我", "救命啊",
)  # fmt: skip


def heard(text: str, words: Iterable[str] = USUAL) -> bool:
    """Whether any of the words stands in the text, however it is written: whole words where letters are Latin."""
    pattern = _pattern(tuple(words))
    return pattern is not None and bool(pattern.search(_folded(text)))


@lru_cache(maxsize=200)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = [_part(_folded(word)) for word in words if word.strip()]
    return re.compile("|".join(parts)) if parts else None


def _part(word: str) -> str:
    quoted = re.escape(word)
    return rf"\b{quoted}\b" if word.isascii() else quoted


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
