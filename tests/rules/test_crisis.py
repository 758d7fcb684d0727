"""Words of crisis are heard however they are written, and not where they are only letters of other words."""

import pytest

from rules import crisis
from rules.hotlines import CHINA, EUROPE, usual


@pytest.mark.parametrize(
    "text",
    [
        "I want to die", "i WANT  to\ndie.", "I don’t want to live any more", "Suicide", "self-harm, again",
        "我不想活了", "他打我，我害怕", "活不下去了，谁来帮帮我",
    ],
)  # fmt: skip
def test_these_are_heard(text: str) -> None:
    assert crisis.heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Wash the kitchen window", "请打我电话 138 0013 8000", "买救命药", "超市跳楼价，帮我带两箱",
        "The plant is dying", "suicidality of moths", "I want to dine",
    ],
)  # fmt: skip
def test_these_are_everyday_words(text: str) -> None:
    assert not crisis.heard(text)


def test_a_community_has_words_of_its_own() -> None:
    assert crisis.heard("Ich kann nicht mehr", ["ich kann nicht mehr"])
    assert not crisis.heard("I want to die", ["ich kann nicht mehr"])
    assert not crisis.heard("anything at all", [])
    assert not crisis.heard("anything at all", [" "])
    assert not crisis.heard("aab", ["a+b"]), "what is typed is no pattern"


def test_the_usual_numbers_are_those_of_the_country() -> None:
    assert usual("CN") == CHINA
    assert usual("DE") == EUROPE
    assert usual("XX") == usual(None) == ()
