"""Time zones by the city or country that a person types, in Chinese or English."""

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from babel.core import Locale, get_global

from handlers.parsing.plain import plain
from rules.refusals import EmptyAnswer, UnknownZone

# The zone that stands for a country with several (Unicode's primaryZones, which Babel leaves out).
_PRIMARY = {
    "CL": "America/Santiago", "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "EC": "America/Guayaquil",
    "ES": "Europe/Madrid", "MH": "Pacific/Majuro", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent",
}
# Cities that people name first and the zone tables do not know.
_ALSO = {
    "Asia/Shanghai": "beijing,peking,guangzhou,shenzhen,北京,广州,深圳,成都,武汉,天津,南京,杭州,西安",
    "America/New_York": "washington,boston,miami,华盛顿,波士顿",
    "America/Los_Angeles": "san francisco,seattle,旧金山,西雅图",
    "Asia/Kolkata": "delhi,new delhi,mumbai,德里,新德里,孟买",
    "Asia/Tokyo": "osaka,kyoto,大阪,京都",
    "Europe/Berlin": "munich,hamburg,cologne,frankfurt,慕尼黑,汉堡,科隆,法兰克福",
    "Europe/Rome": "milan,米兰",
    "Europe/Madrid": "barcelona,巴塞罗那",
    "Australia/Sydney": "canberra,堪培拉",
    "UTC": "utc,gmt",
}
_OFFERED = {
    "zh": ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Europe/Berlin", "America/New_York"),
    "en": ("Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Singapore", "UTC"),
}


def read_zone(text: str, language: str) -> str:
    """The IANA name for a zone, a city, or a country with one zone; raises UnknownZone, also for UTC+8: no place."""
    try:
        wanted = _bare(plain(text))
    except EmptyAnswer:
        raise UnknownZone from None
    for ending in ("", "市", "时间", "time"):
        for names in (_zones(), _places(language), _places("en"), _places("zh_CN")):
            if zone := names.get(wanted.removesuffix(ending)):
                return zone
    raise UnknownZone


def zone_offered(language: str) -> tuple[str, ...]:
    """A few likely zones for buttons, as IANA names."""
    return _OFFERED["zh" if language.startswith("zh") else "en"]


@cache
def _zones() -> dict[str, str]:
    """Zones by their names and by the city at the end of these, old names by what they are called today."""
    aliases: dict[str, str] = dict(get_global("zone_aliases"))
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    names = {_bare(zone.rpartition("/")[2]): zone for zone in places if zone not in aliases}
    names |= {_bare(zone): aliases.get(zone, zone) for zone in places}
    return names | {_bare(city): zone for zone, cities in _ALSO.items() for city in cities.split(",")}


@cache
def _places(language: str) -> dict[str, str]:
    """Zones by the cities and countries as this language writes them."""
    locale, known = Locale.parse(language), available_timezones()
    places: dict[str, str] = {}
    for region, zones in get_global("territory_zones").items():
        zone = _PRIMARY.get(region) or (zones[0] if len(zones) == 1 else None)
        if zone in known and region in locale.territories:
            places[_bare(locale.territories[region])] = zone
    cities = {zone: names["city"] for zone, names in locale.time_zones.items() if "city" in names}
    return places | {_bare(city): _called_today(zone) for zone, city in cities.items() if zone in known}


def _called_today(zone: str) -> str:
    """Europe/Kyiv for Europe/Kiev: Unicode keeps the oldest name of a zone, but not of its city."""
    city = Locale.parse("en").time_zones.get(zone, {}).get("city", zone.rpartition("/")[2])
    return _zones().get(_bare(city), zone)


def _bare(name: str) -> str:
    """Letters and digits only, without accents, so that New_York, new york and São Paulo are found."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if letter.isalnum())
