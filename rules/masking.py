"""What a group must not read in the words of an order: the names, phones and doors in them become dots.

Two passes. `mask_known` looks for what the order itself calls private, however it is written; `mask_numbers` for
what looks like a phone or a door, whoever's it is. Quantities, times, dates and floors stay: a volunteer needs them
to decide. Where the two cannot be told apart, privacy wins.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

MASK = "•••"

# Both texts are compared folded (see `_fold`), so the patterns know only small letters, plain digits and ASCII signs.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff"
_TOKEN = re.compile(rf"\d+|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
_GAP = r"[\W_]{0,3}"
_DASH = r"[-\u2010–—−]"
_LETTER_BEFORE = rf"(?<![^\W\d_{_UNSPACED}])"
_LETTER_AFTER = rf"(?![^\W\d_{_UNSPACED}])"

_COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯")
_TITLES = (
    "奶奶|爷爷|阿姨|叔叔|先生|女士|小姐|太太|大爷|大妈|大娘|大叔|大姐|大哥|师傅|老师|医生|婆婆|公公|伯伯|伯母|"
    "姥姥|姥爷|外婆|外公|妈妈|爸爸|老人|姨|叔|婶|姐|哥|婆|伯|嫂"
)
_NO_NAMES = frozenset(
    "mr mrs ms miss mx dr sir madam aunt auntie uncle grandma grandpa granny grandmother grandfather mother father "
    "mum mom mama dad papa sister brother son daughter neighbour neighbor friend old the my our and for of".split()
) | frozenset(_TITLES.split("|"))


def mask_known(text: str, secrets: Iterable[str]) -> str:
    """The text without these names, phones and addresses.

    Case, accents, full width, spaces and hyphens make no difference. A name is hidden whole and in its parts, an
    address whole and piece by piece, a phone with or without the prefix of its country. What is too short to be told
    from other words stays: one letter, two figures.
    """
    text = unicodedata.normalize("NFC", text)
    within = _fold(text)
    for secret in secrets:
        kept = unicodedata.normalize("NFC", secret)
        for pattern in _patterns(_fold(kept), within):
            text = _hide(pattern, text)
        if not _is_address(_fold(kept)):
            text = _hide_short_names(text, kept)
    return text


def mask_numbers(text: str) -> str:
    """The text without phone numbers, door, house and entry numbers; other numbers stay."""
    text = unicodedata.normalize("NFC", text)
    text = _hide(_BEFORE_STREET, text, folded=False)
    for pattern in _NUMBERS:
        text = _hide(pattern, text)
    return text


def _fold(text: str) -> str:
    """The same text, letter for letter, without case, accents and full width."""
    return text.lower() if text.isascii() else "".join(map(_fold_letter, text))


@lru_cache(maxsize=4_096)
def _fold_letter(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKD", letter)
    if any(not unicodedata.combining(mark) for mark in plain[1:]):
        plain = letter
    small = plain[0].casefold()
    return small if len(small) == 1 else plain[0]


def _hide(pattern: re.Pattern[str], text: str, *, folded: bool = True) -> str:
    """Dots for what the pattern finds, or for its group `hide`; dates and spans of time stay."""
    shown, at = [], 0
    for found in pattern.finditer(_fold(text) if folded else text):
        part = "hide" if "hide" in pattern.groupindex else 0
        if not _HARMLESS.fullmatch(found[part]):
            shown += [text[at : found.start(part)], MASK]
            at = found.end(part)
    return "".join(shown) + text[at:]


# --- what is known ---------------------------------------------------------------------------------------------------


# A pattern takes longer to make than to look for, so none is made for what is not in the text in any way.


def _patterns(secret: str, within: str) -> Iterator[re.Pattern[str]]:
    digits = re.sub(r"\D", "", secret)
    if len(digits) >= 5 and re.fullmatch(r"[\d\s+()./-]+", secret.strip()):
        if digits[-7:] not in re.sub(r"\D", "", within):
            return
        tail = rf"{_GAP}".join(digits[-7:])
        yield re.compile(rf"(?<!\d)(?:\+?\d{_GAP}){{0,9}}{tail}(?!\d)" if len(digits) > 7 else rf"(?<!\d){tail}(?!\d)")
        return
    yield from _phrase(secret, within)
    if _is_address(secret):
        for piece in re.split(r"[,;、\n]|\.\s+(?=\D)", secret):
            yield from _phrase(piece, within)
        return
    for word in re.split(r"[\W_]+", secret):
        yield from _parts_of_name(word, within)


def _is_address(secret: str) -> bool:
    return bool(re.search(r"[\d,;、]", secret))


def _phrase(words: str, within: str) -> Iterator[re.Pattern[str]]:
    """The words in their order, with up to three signs or spaces between them."""
    tokens = _TOKEN.findall(words)
    if not all(token in within for token in tokens):
        return
    letters = "".join(tokens)
    if len(letters) < (2 if re.search(f"[{_UNSPACED}]", letters) else 3) or letters in _NO_NAMES:
        return
    before, after = _edge(tokens[0], r"(?<!\d)", _LETTER_BEFORE), _edge(tokens[-1], r"(?!\d)", _LETTER_AFTER)
    yield re.compile(before + _GAP.join(tokens) + after)


def _edge(token: str, for_digits: str, for_letters: str) -> str:
    """Where a word must stand by itself; scripts without spaces have no such place."""
    if token.isdecimal():
        return for_digits
    return "" if re.match(f"[{_UNSPACED}]", token) else for_letters


def _parts_of_name(word: str, within: str) -> Iterator[re.Pattern[str]]:
    """A first or a family name alone; of a Chinese name the given name, and the family name with a title."""
    yield from _phrase(word, within)
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", word) or word in _NO_NAMES:
        return
    length = 2 if word.startswith(_COMPOUND_SURNAMES) else 1
    family, given = word[:length], word[length:]
    yield from _phrase(given, within)
    if family in within:
        yield re.compile(rf"[老小阿]{family}|{family}\s?(?:{_TITLES})")


def _hide_short_names(text: str, name: str) -> str:
    """A name of two letters ("Li") only as it is written: in small letters it may be any word."""
    for word in re.findall(rf"{_LETTER_BEFORE}[^\W\d_{_UNSPACED}]{{2}}{_LETTER_AFTER}", name):
        if word[0].isupper() and word.casefold() not in _NO_NAMES:
            text = _hide(re.compile(f"{_LETTER_BEFORE}{word}{_LETTER_AFTER}"), text, folded=False)
    return text


# --- what looks private ----------------------------------------------------------------------------------------------

_HARMLESS = re.compile(
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?: \d{1,2})?"
    r"|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?: \d{1,2})?"
    rf"|(?:[01]?\d|2[0-3])\.[0-5]\d ?{_DASH} ?(?:[01]?\d|2[0-3])\.[0-5]\d"
)
_NO_UNIT = (
    r"(?!\s?(?:(?:kg|g|km|m|cm|mm|ml|l|lbs?|oz|pcs|mins?|minutes?|hrs?|h|hours?|days?|weeks?|people|persons?|"
    r"helpers?|bottles?|bags?|box|boxes|packs?|eggs?|times|pages?|euros?|dollars?|yuan|rmb|usd|eur|vnd|percent)\b"
    r"|[%°€$£¥]|公斤|千克|斤|克|升|毫升|瓶|袋|盒|包|箱|桶|个|只|件|本|张|份|把|条|双|元|块|米|厘米|公里|小时|分钟|天|人|次|岁|年|月|日"
    r"|点|号(?![楼院门房])))"
)
_CN = r"(?:(?<![a-z\d])(?:[a-z]?\d{1,5}[a-z]?|[a-z])|[〇零一二三四五六七八九十百]{1,5})"
_CN_UNIT = r"(?:栋|幢|单元|号楼|号院|号门|号房|弄|(?<=\d)房(?!间)|室(?![\d一二三四五六]?厅)|(?<=[a-z])座)"
_CN_PIECE = rf"{_CN}\s?{_CN_UNIT}"
_CN_SEPARATOR = rf"[\s,、/]{{0,2}}{_DASH}?\s?"
_TRAILING_DOOR = rf"\d{{3,4}}(?![\d-])(?!室){_NO_UNIT}"
_DOOR_WORD = (
    r"(?:door|apartment|apt|appt|flat|room|rm|unit|suite|building|bldg|block|house|entrance|staircase|stairwell|stairs?"
    r"|gate|intercom|buzzer|code|pin|hausnummer|(?:[^\W\d_]{0,30})(?:straße|strasse)|street|str|st|road|rd|avenue|ave|lane"
    r"|квартира|кв|дом|подъезд|домофон)"
)
_DOOR_NUMBER = rf"[a-z]?\d{{1,6}}(?:[-/]\d{{1,5}})*[a-z]?(?![a-z\d])(?!\s?[:.]\d\d){_NO_UNIT}"

_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)\+?\(?\d(?:[\s\-\u2010–—−./()]{0,2}\d){6,}",  # a phone
        r"[〇零一二三四五六七八九幺]{7,}",  # a phone in words
        rf"(?<![\d.,])\d{{5,6}}(?!\d){_NO_UNIT}",  # a short phone, an entry code
        rf"{_CN_PIECE}(?:{_CN_SEPARATOR}{_CN_PIECE})*(?:{_CN_SEPARATOR}{_TRAILING_DOOR})?",  # 3栋2单元302室
        rf"(?<![a-z\d])(?:[a-z]|\d{{1,2}})座\s?{_TRAILING_DOOR}",  # B座301
        rf"(?:路|街|巷|村|苑|胡同)\s?(?P<hide>{_CN}\s?号)",
        r"(?:门牌|房间|房号|门禁|密码|门锁)号?(?:码|是|为)?\s?[::]?\s?(?P<hide>[\da-z#*]{1,10})",
        rf"{_LETTER_BEFORE}{_DOOR_WORD}\b\.?(?:\s?(?:no|number|nr|code|is|[:#=№,-])\.?){{0,3}}\s?"
        rf"(?P<hide>{_DOOR_NUMBER}(?:\s?[,/-]\s?{_TRAILING_DOOR})?)",  # Building 7, 302
        rf"(?:{_LETTER_BEFORE}no\.|#|№)\s?(?P<hide>{_DOOR_NUMBER})",
        r"(?<![\d.:/-])\d{1,3}-\d{1,3}-\d{2,4}(?![\d:.-])",  # 3-2-302
        rf"(?<![\d.:/-])\d{{1,2}}-\d{{3,4}}(?![\d:.-]){_NO_UNIT}",  # 7-302
    )
)
_BEFORE_STREET = re.compile(
    r"(?<![\d.,:])(?P<hide>\d{1,5}[A-Za-z]?),?\s+(?:[A-Z][\w'’.]*\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Close|Way|Square|Terrace|Place|Gardens|House)\b"
)
