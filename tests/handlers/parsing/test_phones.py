"""Telephone numbers of the world, typed as people type them."""

import pytest

from handlers.parsing import read_phone, region_of, show_phone
from rules.refusals import NotAPhone
from tests.handlers.parsing.clocks import BERLIN, CHINA, NEW_YORK


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("13800138000", "CN", "+8613800138000"), ("138 0013 8000", "CN", "+8613800138000"),
        ("138-0013-8000", "CN", "+8613800138000"),
        ("138–0013–8000", "CN", "+8613800138000"), ("１３８００１３８０００", "CN", "+8613800138000"),
        ("8613800138000", "CN", "+8613800138000"),
        ("0086 138 0013 8000", "CN", "+8613800138000"), ("+86 138 0013 8000", "DE", "+8613800138000"),
        ("tel:+86-138-0013-8000", "CN", "+8613800138000"),
        ("我的电话是13800138000", "CN", "+8613800138000"), ("电话：138 0013 8000。", "CN", "+8613800138000"),
        ("+86 138 0013 8000 (Anna)", "DE", "+8613800138000"),
        ("\u202a+86 138 0013 8000\u202c", "CN", "+8613800138000"), ("010-62345678", "CN", "+861062345678"),
        ("（010）62345678", "CN", "+861062345678"),
        ("(030) 901820", "DE", "+4930901820"), ("030/90 18 20", "DE", "+4930901820"),
        ("+49 (0)30 901820", "CN", "+4930901820"),
        ("0171 2345678", "DE", "+491712345678"), ("(212) 736-5000", "US", "+12127365000"),
        ("011 49 30 901820", "US", "+4930901820"),
        ("+1 212 736 5000", None, "+12127365000"), ("0044 20 7946 0958", None, "+442079460958"),
        ("+33 6 12 34 56 78", None, "+33612345678"),
        ("+91 98765 43210", None, "+919876543210"), ("+852 5123 4567", "CN", "+85251234567"),
        ("+39 06 6982", None, "+39066982"), ("<b>13800138000</b>", "CN", "+8613800138000"),
    ],
)  # fmt: skip
def test_a_number_is_read(typed: str, region: str | None, number: str) -> None:
    assert read_phone(typed, region) == number


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "+", "110", "138", "1380013800", "138001380001", "no phone", "没有电话", "1-800-FLOWERS",
        "+999 12345678", "😀",
        "13800138000 or 13900139000", "6号楼 13800138000", "13800138000 ext 5", "010-62345678转123",
        "13800138000;ext=5", "1" * 5000,
        "+86" + "x" * 500, "tel:", "0", "+0000000000",
    ],
)  # fmt: skip
def test_what_is_no_single_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(NotAPhone) as refusal:
        read_phone(typed, "CN")
    assert refusal.value.example == "131 2345 6789"


@pytest.mark.parametrize(
    ("region", "example"), [("DE", "01512 3456789"), ("US", "(201) 555-0123"), (None, "+86 131 2345 6789")]
)
def test_the_example_is_one_of_the_community_s_country(region: str | None, example: str) -> None:
    with pytest.raises(NotAPhone) as refusal:
        read_phone("none", region)
    assert refusal.value.example == example
    assert read_phone(example, region).startswith("+")


def test_a_local_number_without_a_country_is_refused() -> None:
    with pytest.raises(NotAPhone):
        read_phone("138 0013 8000", None)


def test_a_number_is_shown_as_at_home_and_with_its_country_code_abroad() -> None:
    assert show_phone("+8613800138000", "CN") == "138 0013 8000"
    assert show_phone("+8613800138000", "DE") == "+86 138 0013 8000"
    assert show_phone("+8613800138000") == "+86 138 0013 8000"
    assert show_phone("+4930901820", "DE") == "030 901820"


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        (CHINA, "CN"), (BERLIN, "DE"), (NEW_YORK, "US"), ("Asia/Chongqing", "CN"), ("Asia/Kolkata", "IN"),
        ("Asia/Hong_Kong", "HK"),
        ("Europe/Kyiv", "UA"), ("America/Argentina/Buenos_Aires", "AR"), ("UTC", None), ("Etc/GMT-8", None),
        ("Nowhere/City", None),
    ],
)  # fmt: skip
def test_the_country_comes_from_the_zone(zone: str, region: str | None) -> None:
    assert region_of(zone) == region
