"""Free text and names: what nobody can see is taken out, what somebody wrote is left as it is."""

import re
import unicodedata

from rules.refusals import BadCount, EmptyAnswer, TooLong

NAME_CHARACTERS = 60

_JOINERS = "\u200c\u200d"
_BLANK_SIGNS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a symbol to Unicode, nothing to the eye
_BLACK_FLAG, _TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)  # the flag of Wales is a black one and letters as tags
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]"
_BETWEEN = re.compile(r"[,，、;；\n]")
_STACKED = re.compile(f"({_MARK}{{3}}){_MARK}+")


def read_text(text: str, limit: int, *, words_needed: bool = True) -> str:
    """The text without invisible characters and absurd blanks; raises EmptyAnswer, TooLong.

    Words are at least one letter or digit; where none are needed (a word of thanks), any visible sign will do.
    Characters are Unicode code points after cleaning: a letter or Chinese character is one, an emoji one or more.
    """
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in _visible(text).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not any(_says_something(character, words_needed) for character in text):
        raise EmptyAnswer
    if len(text) > limit:
        raise TooLong(limit, len(text))
    return text


def read_name(text: str, limit: int = NAME_CHARACTERS) -> str:
    """A name on one line, with at least one letter or digit; raises EmptyAnswer, TooLong."""
    return read_text(re.sub(r"\s+", " ", text), limit)


def read_names(text: str, most: int, limit: int) -> str:
    """Several names, as "Driver, Lifter": so many at most, each no longer than that.

    Raises EmptyAnswer, TooLong, BadCount.
    """
    names = [read_name(part, limit) for part in _BETWEEN.split(text) if part.strip()]
    if not names:
        raise EmptyAnswer
    if len(names) > most:
        raise BadCount(most=most)
    return ", ".join(names)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    kept: list[str] = []
    for position, character in enumerate(text):
        before = kept[-1] if kept else " "
        if _belongs(character, before, text[position + 1 : position + 2]):
            kept.append(character)
        elif character in _BLANK_SIGNS or character == "\t":
            kept.append(" ")
    return _STACKED.sub(r"\1", "".join(kept))


def _belongs(character: str, before: str, after: str) -> bool:
    """Whether a character shows, or joins those around it: families of emoji, Persian and Indic words, flags."""
    if character in _JOINERS:
        kind = unicodedata.category(before)
        joining = kind in ("So", "Sk", "Mn", "Mc", "Cn") or unicodedata.bidirectional(before) == "AL"
        return joining and bool(after.strip()) and unicodedata.category(after) != "Cf"
    if ord(character) in _TAGS:
        return before == _BLACK_FLAG or ord(before) in _TAGS
    if character in "\ufe0e\ufe0f":
        return not before.isspace()
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in _BLANK_SIGNS or character == "\u034f"
    return character == "\n" or not hidden


def _says_something(character: str, words_needed: bool) -> bool:
    kind = unicodedata.category(character)
    new_emoji = kind == "Cn" and "\U0001f000" <= character <= "\U0001ffff"
    return kind[0] in "LN" or (not words_needed and (kind[0] in "PS" or new_emoji))
