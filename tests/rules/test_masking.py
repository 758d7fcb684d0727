"""What a group may read of an order's words: no name, phone or door; quantities, times and floors stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.masking import MASK, mask_known, mask_numbers

DOOR = "Building 7, door 302, Eastgate Road 5. No lift."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask for Anna, please", "Ask for •••, please"),
        ("ask for ANNA", "ask for •••"),
        ("Ａｎｎａ", "•••"),  # full width
        ("Mrs Petrova's cat", "Mrs •••'s cat"),
        ("Anna  Petrova and Anna-Petrova and annapetrova", "••• and ••• and •••"),
        ("Hannah lives in Annaberg", "Hannah lives in Annaberg"),
        ("叫Anna开门", "叫•••开门"),
        ("–Anna–", "–•••–"),
    ],
)
def test_a_name_is_hidden_whole_and_in_parts(text: str, shown: str) -> None:
    assert mask_known(text, ["Anna Petrova"]) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我叫王小明", "我叫•••"),
        ("王 小明家", "•••家"),
        ("请小明开门", "请•••开门"),
        ("王奶奶要大米", "•••要大米"),
        ("老王不在家", "•••不在家"),
        ("大王庄的大米5公斤", "大王庄的大米5公斤"),
        ("奶奶要大米", "奶奶要大米"),
    ],
)
def test_a_chinese_name_is_hidden_with_its_given_name_and_with_a_title(text: str, shown: str) -> None:
    assert mask_known(text, ["王小明"]) == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("欧阳娜娜", "欧阳女士或娜娜", "•••或•••"),  # a family name of two signs
        ("José Ibáñez", "jose ibanez, José, Jose\u0301", "•••, •••, •••"),  # however the accents are typed
        ("김민수", "김민수씨에게", "•••씨에게"),
        ("Анна Ёлкина", "спросите елкина", "спросите •••"),
        ("阿依古丽·买买提", "找阿依古丽", "找•••"),
        ("王奶奶", "给奶奶买米，王奶奶在家", "给奶奶买米，•••在家"),  # a title alone is nobody's name
        ("Grandma Rose", "my grandma is at home, Rose too", "my grandma is at home, ••• too"),
        ("Li Wei", "Li is here, an apple, li", "••• is here, an apple, li"),  # two letters only as written
        ("an nguyen", "an apple for Nguyen", "an apple for •••"),
        ("my old neighbour", "for an old friend", "for an old friend"),
    ],
)
def test_names_of_the_world(name: str, text: str, shown: str) -> None:
    assert mask_known(text, [name]) == shown


@pytest.mark.parametrize(
    "written",
    [
        "+86 138 0013 8000",
        "13800138000",
        "138-0013-8000",
        "138.0013.8000",
        "(0086)13800138000",
        "１３８００１３８０００",
    ],
)
def test_a_phone_is_hidden_however_it_is_written(written: str) -> None:
    shown = mask_known(f"Call {written} first", ["+8613800138000"])
    assert not re.search(r"\d{4}", shown)
    assert shown.endswith(" first")
    assert MASK in shown


def test_a_short_phone_is_hidden_and_a_longer_number_is_another() -> None:
    assert mask_known("call 92 111 or 192111", ["92111"]) == "call ••• or 192111"
    assert mask_known("اتصل ٩٢١١١", ["92111"]) == "اتصل •••"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It is building-7 , DOOR 302", "It is ••• , •••"),
        ("door 302", "•••"),
        ("Eastgate  Road 5 is the house", "••• is the house"),
        ("leave it at the door of the building", "leave it at the door of the building"),
        ("no lift", "•••"),
    ],
)
def test_an_address_is_hidden_whole_and_piece_by_piece(text: str, shown: str) -> None:
    assert mask_known(text, [DOOR]) == shown


def test_a_short_word_of_an_address_stays() -> None:
    assert mask_known("No sugar, St George tea", ["No. 5, St Mary's Road"]) == "No sugar, St George tea"


def test_a_chinese_address_is_hidden_whatever_stands_between() -> None:
    assert mask_known("文明路5号 3栋-2单元，302室，没电梯", ["文明路5号3栋2单元302室"]) == "•••，没电梯"


@pytest.mark.parametrize("secret", ["", " ", "5", "12", "a", "明", "...", "🌸"])
def test_what_is_too_short_to_tell_hides_nothing(secret: str) -> None:
    assert mask_known("a 5 kg 明 12 eggs ... 🌸", [secret]) == "a 5 kg 明 12 eggs ... 🌸"


def test_signs_in_a_name_are_no_pattern() -> None:
    assert mask_known("a.*b or (Anna", ["(Anna", ".*", "[a-z]+\\"]) == "a.*b or (•••"


@pytest.mark.parametrize(
    "text",
    [
        "Rice 5 kg and eggs; lift out of order", "大米5公斤、鸡蛋；电梯停运", "2 bottles of water at 10:30",
        "9:00-11:00", "9.00-11.00", "2026-11-24 10:30", "24.11.2026", "11月5号上午", "10-12点", "3rd floor, no lift",
        "3楼，没电梯", "2-3 bottles", "50-100 g", "5-10公斤", "10000元", "25000 VND", "2.5 kg", "1,5 l", "bus 42",
        "house 5 minutes away", "room 10:30", "no 5 kg bags", "3室2厅", "一个人，两瓶水", "教室和办公室", "step 2 of 4",
        "2 bottles from Mill Street", "100 pages", "7座车", "1/2 kg", "",
    ],
)  # fmt: skip
def test_quantities_times_and_floors_stay(text: str) -> None:
    assert mask_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 138 0013 8000", "call •••"),
        ("+381 (64) 123-45-67!", "•••!"),
        ("电话１３８００１３８０００", "电话•••"),
        ("٠٦٤١٢٣٤٥٦٧", "•••"),
        ("一三八零零一三八零零零", "•••"),
        ("138 0013 8000, 2 bottles", "•••, 2 bottles"),
        ("ring 92111", "ring •••"),
        ("302室", "•••"),
        ("Building 7, door 302", "Building •••, door •••"),
        ("building 7, 302", "building •••"),
        ("3栋2单元", "•••"),
        ("3栋2单元302室", "•••"),
        ("3栋2单元302 大米5公斤", "••• 大米5公斤"),
        ("３栋２单元３０２室", "•••"),
        ("三栋二单元三〇二室", "•••"),
        ("A栋，大米；B座301", "•••，大米；•••"),
        ("5号楼", "•••"),
        ("文明路5号", "文明路•••"),
        ("门禁：1234", "门禁：•••"),
        ("密码1234#", "密码•••"),
        ("Apt. 4B, #302, No. 5", "Apt. •••, #•••, No. •••"),
        ("the door code is 4571", "the door code is •••"),
        ("5 Mill Street or Mill Street 12", "••• Mill Street or Mill Street •••"),
        ("Hauptstraße 12", "Hauptstraße •••"),
        ("дом 5, кв. 12", "дом •••, кв. •••"),
        ("7-302 or 3-2-302", "••• or •••"),
        ("Building 7, 300 g of cheese", "Building •••, 300 g of cheese"),
    ],
)
def test_phones_and_doors_become_dots(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown


letters = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=4, max_size=9)
anything = st.text(max_size=60)


@given(before=anything, name=letters, after=anything)
def test_a_name_that_stands_by_itself_never_stays(before: str, name: str, after: str) -> None:
    shown = mask_known(f"{before} {name.upper()} {after}", [name.capitalize()])
    assert name.upper() not in shown.split()


@given(before=anything, digits=st.text(st.sampled_from("0123456789"), min_size=7, max_size=13), after=anything)
def test_no_seven_figures_in_a_row_ever_stay(before: str, digits: str, after: str) -> None:
    assert not re.search(r"[0-9]{7}", mask_numbers(f"{before} {digits} {after}"))


@given(text=anything, secrets=st.lists(anything, max_size=4))
def test_whatever_is_typed_masking_twice_changes_nothing_more(text: str, secrets: list[str]) -> None:
    once = mask_numbers(mask_known(text, secrets))
    assert mask_numbers(once) == once
