"""Time zones by city or country."""

from zoneinfo import available_timezones

import pytest

from handlers.parsing import read_zone, zone_offered
from rules.refusals import UnknownZone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"), ("asia/shanghai", "Asia/Shanghai"), ("Shanghai", "Asia/Shanghai"),
        ("上海", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"), ("北京时间", "Asia/Shanghai"), ("广州市", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"), ("中国", "Asia/Shanghai"),
        ("Ｓｈａｎｇｈａｉ", "Asia/Shanghai"), ("香港", "Asia/Hong_Kong"), ("台北", "Asia/Taipei"),
        ("Singapore", "Asia/Singapore"), ("日本", "Asia/Tokyo"),
        ("Berlin", "Europe/Berlin"), ("柏林", "Europe/Berlin"), ("Germany", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"), ("Zürich", "Europe/Zurich"),
        ("new york", "America/New_York"), ("New_York", "America/New_York"), ("纽约", "America/New_York"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"), ("Kyiv", "Europe/Kyiv"), ("基辅", "Europe/Kyiv"),
        ("加尔各答", "Asia/Kolkata"),
        ("UTC", "UTC"), ("London.", "Europe/London"), ("🇩🇪 Berlin", "Europe/Berlin"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_zone_is_found_by_the_name_of_a_place(typed: str, zone: str, language: str) -> None:
    assert read_zone(typed, language) == zone


@pytest.mark.parametrize(
    "typed",
    [
        "", "😀", "UTC+8", "GMT-5", "EST", "+8", "8", "United States", "Atlantis", "../../etc/passwd", "/etc/localtime",
        "x" * 5000, "Asia/", "Etc/GMT-8",
    ],
)  # fmt: skip
def test_what_is_no_place_or_one_with_many_zones_is_refused(typed: str) -> None:
    with pytest.raises(UnknownZone):
        read_zone(typed, "en")


@pytest.mark.parametrize("language", ["en", "zh_CN", "de"])
def test_the_zones_offered_exist_and_are_found_by_their_names(language: str) -> None:
    for zone in zone_offered(language):
        assert read_zone(zone, language) == zone


def test_every_zone_with_a_city_is_found_by_its_full_name_or_by_what_it_is_called_today() -> None:
    known = available_timezones()
    for zone in known:
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/")):
            assert read_zone(zone, "en") in known
