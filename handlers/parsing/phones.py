"""Telephone numbers of the world, judged by Google's library: typed or shared in, E.164 kept, spaces when shown."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType

from handlers.parsing.regions import region_of
from rules.refusals import NotAPhone

__all__ = ["read_phone", "region_of", "show_phone"]

LONGEST_CHARACTERS = 100
EXAMPLE_REGION = "CN"  # where the community's zone lies in no country

_BARE = re.compile(r"[0-9+()./\s-]+")
_DASHES = re.compile(r"[‐-―−~]")
_EXTENSION = re.compile(r"转|轉|分机|分機|\bext", re.IGNORECASE)  # E.164 has no room for one, and half a number is none


def read_phone(text: str, region: str | None) -> str:
    """The number as E.164 (+8613800138000), read as it is dialled in that region; raises NotAPhone.

    One number may stand among words. To a number without its country code the region gives it; 00 counts as a plus.
    """
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    text = _DASHES.sub("-", text).strip().removeprefix("tel:").strip()
    if region is None and text.startswith("00"):
        text = "+" + text[2:]
    if len(text) <= LONGEST_CHARACTERS and not _EXTENSION.search(text):
        number = _dialled(text, region) if _BARE.fullmatch(text) else _among_words(text, region)
        if number is not None and not number.extension:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise NotAPhone(_example(region))


def read_short_number(text: str, zone: str) -> str:
    """A hotline's number as one dials it, 12345 or 400-161-9995, without what stands between; raises NotAPhone."""
    number = re.sub(r"[\s()./-]+", "", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    if not re.fullmatch(r"\+?[0-9]{2,15}", number):
        raise NotAPhone("12345" if region_of(zone) == "CN" else "112")
    return number


@lru_cache(maxsize=1_000)
def show_phone(number: str, region: str | None = None) -> str:
    """An E.164 number with its spaces: as at home within the region, with the country code elsewhere."""
    parsed = phonenumbers.parse(number)
    at_home = region is not None and phonenumbers.region_code_for_number(parsed) == region
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def _dialled(text: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _among_words(text: str, region: str | None) -> PhoneNumber | None:
    """The only number in a sentence; None where there are two, or further digits that may belong to it."""
    found = list(PhoneNumberMatcher(text, region, leniency=Leniency.VALID))
    if len(found) != 1 or re.search("[0-9]", text[: found[0].start] + text[found[0].end :]):
        return None
    return found[0].number


def _example(region: str | None) -> str:
    for candidate in (region, EXAMPLE_REGION):
        example = phonenumbers.example_number_for_type(candidate, PhoneNumberType.MOBILE) if candidate else None
        if example is not None:
            return show_phone(phonenumbers.format_number(example, PhoneNumberFormat.E164), region)
    raise AssertionError("the library has a mobile number of EXAMPLE_REGION")
