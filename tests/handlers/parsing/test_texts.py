"""Free text: invisible characters go, everything that somebody meant stays."""

import pytest

from handlers.parsing import read_name, read_text
from rules.refusals import EmptyAnswer, TooLong

FAMILY = "👨\u200d👩\u200d👧"
WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    "typed",
    [
        "Rice 5 kg and eggs", "大米5公斤、鸡蛋；电梯停运", "<b>bold</b> & *stars* _lines_ `code` [a](b)",
        "line one\nline two", "a\n\nb", "5",
        f"family {FAMILY}", "thumbs 👍🏽", "heart ❤️", f"Wales {WALES}", "1️⃣ first",
        "می\u200cخواهم", "क्\u200dष", "สวัสดี", "Tiếng Việt", "new emoji \U0001fae8",
    ],
)  # fmt: skip
def test_what_can_be_read_is_kept_as_it_is(typed: str) -> None:
    assert read_text(typed, 600) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b  ", "a b"), ("a\u00a0\u3000b", "a b"), ("a\u200bb\ufeff", "ab"), ("a\u202egpj.exe", "agpj.exe"),
        ("\u2066a\u2069", "a"),
        ("a\x00\x07b", "ab"), ("a\r\nb\rc\u2028d", "a\nb\nc\nd"), ("a\n\n\n\n\n\nb", "a\n\nb"),
        ("a\n \u200b \n \n \nb", "a\n\nb"), ("e\u0301", "é"),
        ("a\ud83d", "a"), ("soft\u00adhyphen", "softhyphen"), ("a\u200d b", "a b"), ("a\u3164b", "a b"),
        ("z" + "\u0351" * 40 + "o", "z" + "\u0351" * 3 + "o"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_taken_out(typed: str, kept: str) -> None:
    assert read_text(typed, 600) == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\n\n", "\u200b\u3164\u2800", "...", "？！", "👍", FAMILY, "🏳️\u200d🌈", "\ufe0f", "\u0301"]
)
def test_an_answer_with_nothing_to_read_in_it_is_empty(typed: str) -> None:
    with pytest.raises(EmptyAnswer):
        read_text(typed, 600)


@pytest.mark.parametrize("typed", ["👍", FAMILY, "!", "谢谢", "\U0001fae8"])
def test_a_sign_will_do_where_no_words_are_needed(typed: str) -> None:
    assert read_text(typed, 600, words_needed=False) == typed


@pytest.mark.parametrize("typed", ["", "\u200d\ufe0f", "\u3164", "\u0301"])
def test_nothing_visible_is_empty_also_where_no_words_are_needed(typed: str) -> None:
    with pytest.raises(EmptyAnswer):
        read_text(typed, 600, words_needed=False)


def test_five_thousand_characters_are_too_long_and_the_refusal_says_how_long() -> None:
    with pytest.raises(TooLong) as refusal:
        read_text("x" * 5000, 600)
    assert refusal.value.given == {"limit": 600, "given_length": 5000}


def test_length_is_counted_in_characters_after_cleaning() -> None:
    assert read_text("大" * 600 + "\u200b" * 100, 600) == "大" * 600
    assert read_text("👍" * 599 + "a", 600) == "👍" * 599 + "a"
    with pytest.raises(TooLong):
        read_text("大" * 601, 600)


def test_a_name_stands_on_one_line() -> None:
    assert read_name("  Anna \n Li 🌸 ") == "Anna Li 🌸"
    assert read_name("王奶奶") == "王奶奶"


@pytest.mark.parametrize("typed", ["🌸", "  ", "—", "\u202e"])
def test_a_name_without_a_letter_or_digit_is_refused(typed: str) -> None:
    with pytest.raises(EmptyAnswer):
        read_name(typed)


def test_a_name_has_at_most_sixty_characters() -> None:
    with pytest.raises(TooLong):
        read_name("a" * 61)
