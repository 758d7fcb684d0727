"""What people type made plain: one width, one script, one kind of dash, and numbers written as digits."""

import re
import unicodedata

from rules.refusals import EmptyAnswer

_SIMPLER = {
    **dict(zip("後點兩週禮號鐘個時間過農臘閏節從〇零", "后点两周礼号钟个时间过农腊闰节从00", strict=True)),
    **dict.fromkeys("‐‑‒–—―−~〜", "-"),
    **dict.fromkeys("、，。；", ","),
    **dict.fromkeys("‘’`´", "'"),
    **dict.fromkeys("<>{}[]()\"“”「」《》|_*", " "),
}
_TABLE = str.maketrans(_SIMPLER)
_DIGITS = {character: value for value, character in enumerate("0一二三四五六七八九")} | {"两": 2}
_NUMERAL = re.compile(r"[0一二两三四五六七八九十百廿卅]+")
# 周五十点 is not a week's 50th hour, nor is 初五9点 the 59th.
_TOUCHING = re.compile(
    r"((?:周|星期|礼拜)[一二三四五六日天](?=[0-9一二两三四五六七八九十])|[一二三四五六七八九十](?=[1-9]))"
)
_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_SPELLED_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_SPELLED, key=len, reverse=True))})\b")
_DOTTED = re.compile(r"[0-9]\.[0-9]+\.$")  # 31.12. is a date; any other last dot ends a sentence
_HAN = re.compile(r"[\u3400-\u9fff]")


def plain(text: str) -> str:
    """The text in one width, lower case and simplified characters; refuses an answer with nothing in it."""
    text = re.sub(r"(?<=[0-9])\s?½", ".5", text).replace("½", "0.5")
    text = unicodedata.normalize("NFKC", text).lower().translate(_TABLE)
    text = "".join(_shown(character) for character in text)
    text = re.sub(r"\s+", " ", text).strip(" ,!?'")
    text = text if _DOTTED.search(text) else text.strip(" .")
    if not text:
        raise EmptyAnswer
    return text


def is_chinese(text: str) -> bool:
    """Whether any of it is written in Chinese characters."""
    return _HAN.search(text) is not None


def with_digits(text: str) -> str:
    """The same plain text with its numerals, in Chinese and English, as digits; those nobody can read are left."""
    text = _TOUCHING.sub(r"\1 ", text)
    text = _SPELLED_WORD.sub(lambda match: str(_SPELLED.index(match.group())), text)
    return _NUMERAL.sub(lambda match: _numeral(match.group()), text)


def _shown(character: str) -> str:
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cs") or character in "\ufe0e\ufe0f":
        return ""
    return " " if kind.startswith(("C", "Z")) or kind in ("So", "Sk") else character


def _numeral(run: str) -> str:
    if not set(run) & set("十百廿卅"):
        return "".join(str(_DIGITS[character]) for character in run)
    total, digit = 0, None
    for position, character in enumerate(run):
        if character in "十百":
            total += (1 if digit is None else digit) * (10 if character == "十" else 100)
            digit = None
        elif character in "廿卅":
            total += 20 if character == "廿" else 30
        elif digit:
            return run
        elif character != "0" and position and run[position - 1] == "百" and position == len(run) - 1:
            return run  # 一百二 is 120 to one and 102 to another
        else:
            digit = _DIGITS[character]
    return str(total + (digit or 0))
