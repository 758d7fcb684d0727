"""The law of words: whatever can be said has its words, in every language, and no words lie about unused."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.words import LABELS, LOCALES, MESSAGES, TEXTS, TOASTS, Words, listed_msgids
from handlers import choices, commands, coordinating, coordinator, reviewing
from rules.credits import PRESETS
from rules.dialogs import DIALOGS
from rules.life import MOVES, State
from rules.notices import AboutGrant, AboutOrder, AboutWish, Ask, Notice, Refused, Screen
from rules.presets import FIVE_HELPS, GROUPS, SEVEN_COLOURS
from rules.refusals import Refusal
from rules.wish_life import Claimant, GrantState, WishState
from tests.bot.samples import below
from tests.house.tree import sources

WORDS = Words()
TEMPLATES = sorted(path.stem for path in MESSAGES.glob("*.j2"))
LANGUAGES = sorted(path.name for path in LOCALES.iterdir())
HAVE_NO_WORDS = {Notice, AboutOrder, AboutWish, AboutGrant, Ask, Screen, Refused}  # their words hang on their fields

areas = pytest.mark.parametrize("area", TEMPLATES)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def po(language: str, area: str) -> Path:
    """The catalog of one area."""
    return LOCALES / language / "LC_MESSAGES" / f"{area}.po"


def translations(language: str, area: str) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """(context, English) → words, as they stand in the catalog."""
    found = {}
    with po(language, area).open("rb") as file:
        for message in read_po(file, abort_invalid=True):
            english = message.id if isinstance(message.id, str) else message.id[0]
            words = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            assert not message.fuzzy, f"not finished: {english}"
            if english:
                found[message.context, english] = words
    return found


@areas
@in_each_language
def test_every_sentence_is_translated_and_no_translation_is_unused(language: str, area: str) -> None:
    said = {(context, english) for context, english, _ in listed_msgids(MESSAGES, f"{area}.j2")}
    known = translations(language, area)
    assert said - {key for key, words in known.items() if all(words)} == set(), "without words"
    assert set(known) - said == set(), "said nowhere"


@areas
@in_each_language
def test_a_translation_has_the_fields_and_the_markup_of_its_sentence(language: str, area: str) -> None:
    for (_, english), words in translations(language, area).items():
        for translated in words:
            assert fields(translated) == fields(english), translated
            assert tags(translated) == tags(english), translated


def fields(sentence: str) -> set[str]:
    """The names that are filled in."""
    return set(re.findall(r"%\((\w+)\)s", sentence))


def tags(sentence: str) -> Counter[str]:
    """The markup, counted."""
    return Counter(re.findall(r"<[^>]+>", sentence))


@areas
def test_nobody_is_shouted_at(area: str) -> None:
    sentences = [part for _, *parts in listed_msgids(MESSAGES, f"{area}.j2") for part in parts if part]
    sentences += [each for language in LANGUAGES for words in translations(language, area).values() for each in words]
    for sentence in sentences:
        assert not re.search("[!！]", sentence), sentence


@areas
def test_a_sentence_is_written_once_in_its_template_and_never_between_tags_alone(area: str) -> None:
    """English outside `trans` would be said in every language."""
    source = (MESSAGES / f"{area}.j2").read_text("utf-8")
    bare = re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)
    bare = re.sub(r"{%-? trans.*?endtrans -?%}", "", bare, flags=re.DOTALL)
    bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", bare, flags=re.DOTALL)
    words = set(re.findall(r"[^\W\d_]{2,}", bare)) - {"English", "中文"}  # a language's own name is said as it is
    assert words == set()


@pytest.mark.parametrize("notice", [each for each in below(Notice) if each not in HAVE_NO_WORDS])
def test_every_notice_has_its_words(notice: type[Notice]) -> None:
    assert notice.key() in WORDS.names(TEXTS)


@pytest.mark.parametrize("refusal", [each for group in Refusal.__subclasses__() for each in below(group)])
def test_every_refusal_has_its_words(refusal: type[Refusal]) -> None:
    assert re.sub(r"(?<!^)(?=[A-Z])", "_", refusal.__name__).lower() in WORDS.names(TOASTS)


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=list(DIALOGS))
def test_every_question_has_its_words_and_every_answer_its_name(dialog: object) -> None:
    assert dialog in DIALOGS.values()
    for each in DIALOGS.values():
        for question in each.questions:
            assert {f"{each.name}_{question.name}", f"order_{question.name}"} & WORDS.names(TEXTS), question.name
            assert not each.review or f"field_{question.name}" in WORDS.names(LABELS), question.name
        assert not each.review or f"{each.name}_review" in WORDS.names(TEXTS), each.name


def test_every_label_screen_and_toast_that_the_code_names_has_its_words() -> None:
    families = {"ours": LABELS, "button": LABELS, "Screen": TEXTS, "Toast": TOASTS}
    missing = [
        f"{where}: {function}({key!r})"
        for where, function, key in named("bot", "handlers", "storage")
        if function in families and key not in WORDS.names(families[function])
    ]
    assert missing == []


def named(*rooms: str) -> Iterator[tuple[str, str, str]]:
    """Where, what and which name: calls whose first argument is a text, or one of two."""
    for source in sources(*rooms):
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
                for key in literals(call.args[0]):
                    yield f"{source.name}:{call.lineno}", call.func.id, key


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("service", [each.key for each in FIVE_HELPS]),
        ("team", [each.key for each in SEVEN_COLOURS]),
        ("group", list(GROUPS)),
        ("credit", list(PRESETS)),
        ("language", list(WORDS.languages)),
        ("command", [*commands.PRIVATE, *commands.GROUP]),
        ("relation", list(choices.RELATIONS)),
        ("reason", [*choices.HAND_BACK_REASONS, *choices.CANCEL_REASONS, *coordinator.DECLINE_REASONS]),
        ("reason", list(reviewing.REASONS)),
        ("reason", [*coordinating.TAKE_BACK_REASONS, *coordinating.CLOSE_REASONS]),
        ("move", [*MOVES, "place", "add_note", "every_week", "skip_week", "stop_weeks"]),
        ("for", [f"{days}_days" for days in choices.UNTIL_DAYS]),
        ("weekday", [str(day) for day in range(1, 8)]),
        ("decision", list(choices.DECISIONS)),
        ("state", [state.value for state in State]),
        ("wish_state", [state.value for state in WishState]),
        ("wish_claim", [state.value for state in GrantState]),
        ("claimant", [each.value for each in Claimant]),
    ],
)
def test_every_preset_has_its_words(prefix: str, names: list[str]) -> None:
    assert [name for name in names if f"{prefix}_{name}" not in WORDS.names(LABELS)] == []


@pytest.mark.parametrize("language", WORDS.languages)
def test_telegram_takes_the_description_of_every_command(language: str) -> None:
    for name in (*commands.PRIVATE, *commands.GROUP):
        assert 3 <= len(WORDS.label({"key": f"command_{name}"}, language)) <= 60
