"""How tests read a message as Telegram would: markup taken off, tags checked, typed text found again."""

import html
import re

MOST_CHARACTERS = 4096
TAG = re.compile(r"<(/?)(b|i|code|a)(?: href=\"https://[^\"<>]+\")?>")


def plain(text: str) -> str:
    """What a reader sees; asserts that the markup is Telegram's and closed."""
    open_tags: list[str] = []
    for closing, tag in TAG.findall(text):
        if closing:
            assert open_tags[-1:] == [tag], f"<{tag}> is not closed in order: {text}"
            open_tags.pop()
        else:
            open_tags.append(tag)
    assert not open_tags, f"left open: {open_tags}: {text}"
    bare = TAG.sub("", text)
    assert not re.search("[<>]", bare), f"markup that is not ours: {bare}"
    return html.unescape(bare)


def check(text: str) -> str:
    """A message that Telegram takes and a person can read; what the reader sees."""
    seen = plain(text)
    assert seen.strip(), "an empty message"
    assert len(seen.encode("utf-16-le")) // 2 <= MOST_CHARACTERS, len(seen)
    assert not re.search(r"%\(|\{\{|\{%|None|Undefined", seen), f"a field stands where its value should: {seen}"
    assert not re.search("[!！]", seen), f"shouted: {seen}"
    return seen
