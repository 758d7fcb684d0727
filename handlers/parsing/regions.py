"""The country a time zone lies in, by the Unicode tables that Babel carries."""

from babel.core import Locale, UnknownLocaleError, get_global


def region_of(zone: str) -> str | None:
    """The two letters of the country of an IANA zone; None for those of no country (UTC)."""
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    region = territories.get(zone) or territories.get(aliases.get(zone, ""))
    return region if region and region.isalpha() and region != "ZZ" else None


def day_comes_first(language: str, zone: str) -> bool | None:
    """Whether 5/6 is the fifth of June where this language is written; None where nobody can tell."""
    if language.startswith("zh"):
        return False
    try:
        pattern = Locale(language.partition("_")[0], region_of(zone)).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return None
    return bool(pattern.index("d") < pattern.index("M"))
