"""Everything that can be said, in every language, with usual and with the longest values: whole, short and escaped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jinja2 import UndefinedError
from telegram import InlineKeyboardMarkup

from bot import keyboards
from bot.words import MESSAGES, MOST_BUTTON, MOST_TOAST, TEXTS, Words
from rules.credits import DEFAULT_PRESET, PRESETS
from rules.notices import ours, theirs
from tests.bot import samples, samples_people, samples_screens
from tests.bot.reading import check, plain
from tests.read_aloud import question_text

WORDS = Words()
LANGUAGES = pytest.mark.parametrize("language", WORDS.languages)
LENGTHS = pytest.mark.parametrize("longest", [False, True], ids=["usual", "longest"])
MOST_LINES = 6
LISTS = ("order_status", "application", "review_details", "review_card", "order_page", "who_can_help", "wish_page")


def said(*, longest: bool) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, key and fields of every example."""
    for name, fields in (*samples.notices(longest=longest), *samples.others(longest=longest)):
        yield name, fields["key"], {each: value for each, value in fields.items() if each != "key"}
    for name, data in samples_screens.screens(longest=longest):
        yield f"screen {name}", name, data


@LANGUAGES
@LENGTHS
def test_every_message_is_whole(language: str, longest: bool) -> None:
    for _, key, fields in said(longest=longest):
        check(WORDS.text(key, language, **fields))


@LANGUAGES
def test_a_notice_has_at_most_six_lines(language: str) -> None:
    for name, fields in (*samples.notices(), *samples.others()):
        values = {each: value for each, value in fields.items() if each != "key"}
        if fields["key"] not in LISTS:
            lines = WORDS.text(fields["key"], language, **values).count("\n") + 1
            assert lines <= MOST_LINES, f"{name}: {lines} lines"


@LANGUAGES
@LENGTHS
def test_every_question_fits_with_its_buttons(language: str, longest: bool) -> None:
    for name, ask in samples.asks(longest=longest):
        check(question_text(ask, WORDS, language))
        if ask["kind"] in keyboards.BY_REPLY_KEYBOARD:
            for row in keyboards.reply_keyboard(ask, WORDS, language).keyboard:
                assert all(button.text for button in row), name
        else:
            rows = keyboards.question_rows(ask, WORDS, language)
            check_buttons(keyboards.inline(rows, WORDS, language))


@LANGUAGES
@LENGTHS
def test_every_button_under_an_order_fits(language: str, longest: bool) -> None:
    for _, fields in samples.notices(longest=longest):
        rows = keyboards.buttons_for(fields["order"], fields["claim"], fields["key"], fields)
        check_buttons(keyboards.inline(rows, WORDS, language))


def check_buttons(keyboard: InlineKeyboardMarkup | None) -> None:
    """What Telegram takes."""
    for row in keyboard.inline_keyboard if keyboard else ():
        assert len(row) <= 8
        for button in row:
            assert 0 < len(button.text) <= MOST_BUTTON
            data = button.callback_data
            assert button.url or (isinstance(data, str) and len(data.encode()) <= 64)


@LANGUAGES
def test_every_refusal_is_a_toast_that_fits_without_being_cut(language: str) -> None:
    for name, given in samples.refusals():
        toast = WORDS.toast(name, given, language)
        assert 0 < len(toast) <= MOST_TOAST, f"{name}: {len(toast)}"
        assert not toast.endswith("…"), f"{name} is cut: {toast}"
        assert check(WORDS.refusal(name, given, language, "Asia/Shanghai"))


@LANGUAGES
def test_every_toast_fits(language: str) -> None:
    keys = ("claimed", "arrived", "placed", "approved", "let_out", "asked_in_private", "details_sent", "offered")
    for key in (*keys, "moved_on", "coming"):
        toast = WORDS.toast(key, {"code": "E-123456", "name": samples.long(24)}, language)
        assert 0 < len(toast) <= MOST_TOAST


@LANGUAGES
def test_markup_that_somebody_typed_is_shown_as_typed(language: str) -> None:
    typed = "<b>bold</b> <a href='tg://x'>&amp; *_`[x](y)"
    order = replace(
        samples.full(samples.order()), details=typed, door=typed, resident_name=typed, beneficiary_name=None
    )
    for text in (
        WORDS.text("order_status", language, order=order),
        WORDS.text("claim", language, order=order, claim=samples.claim()),
        WORDS.text("thanks_passed_on", language, order=order, words=typed),
        WORDS.text("unreachable", language, name=typed),
        WORDS.text("order_review", language, lines=[("details", theirs(typed))]),
        WORDS.text("welcome", language, community=typed, communities=[], **samples.FLAGS),
    ):
        assert typed in plain(text)
        assert "<b>bold" not in text


@LANGUAGES
def test_a_button_shows_typed_markup_as_typed_and_is_cut_to_fit(language: str) -> None:
    assert WORDS.label(theirs("<b> &amp; x"), language) == "<b> &amp; x"
    assert WORDS.label(ours("named", prefix="service", preset=None, name="<i>&lt;", emoji=""), language) == "<i>&lt;"
    assert len(WORDS.label(theirs("x" * 500), language)) == MOST_BUTTON
    assert WORDS.label(theirs(" \n "), language), "Telegram takes no empty button"


def test_a_missing_field_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(UndefinedError):
        WORDS.text("helper_arrived", "en", order=samples.order())


def test_every_message_has_an_example() -> None:
    """A message without one would be rendered by no test."""
    shown = {key for _, key, _ in said(longest=False)} | set(PARTS)
    shown |= {f"{ask['dialog']}_{ask['question']}" for _, ask in samples.asks()}
    assert WORDS.names(TEXTS) - shown - in_setup() == set()


PARTS = (
    "card", "claim", "claim_over", "file", "signs", "needs", "for_group", "progress", "standing", "own_standing",
    "thanks", "came", "numbers", "mine_line", "open_line", "passbook_line", "review_lines", "vetted_sign", "check_line",
    "standing_in", "service_vetted", "same_earlier", "review_progress", "asked_earlier", "review_status",
    "no_more_to_do", "review_steps", "decision_line", "offer_line", "move_line", "candidate_line", "kept_sign",
    "watched",
    "again_standing", *samples_people.PARTS,
    "wish_line", "wish_cost", "wish_claimant", "wish_grant_line",
    "caller_sign", "proxy_state", "mine_others", "help_call", "help_family", "ordered_for_you",
)  # fmt: skip


def in_setup() -> set[str]:
    """The messages of the set-up, which the tests of its screens render."""
    return set(re.findall(r"{% block (\w+)", (MESSAGES / "setup.j2").read_text("utf-8")))


def test_words_typed_for_a_button_are_known_in_every_language() -> None:
    assert "cancel" in WORDS.keys_for("Cancel")
    assert "cancel" in WORDS.keys_for(" 取消 ")
    assert "ask_for_help" in WORDS.keys_for("ask FOR help")
    assert "ask_for_help" in WORDS.keys_for("我要求助")
    assert WORDS.keys_for("something else") == frozenset()


@LANGUAGES
def test_the_words_of_reply_keyboards_mean_one_thing_each(language: str) -> None:
    keys = ("back", "skip", "cancel", "send", "done", "keep")
    for key in keys:
        assert [other for other in keys if other in WORDS.keys_for(WORDS.label(ours(key), language))] == [key]


@pytest.mark.parametrize(
    ("chosen", "telegram", "community", "spoken"),
    [
        ("zh_CN", "en", "en", "zh_CN"),
        (None, "zh-hans", "en", "zh_CN"),
        (None, "zh", "en", "zh_CN"),
        (None, "en-GB", "zh_CN", "en"),
        (None, "", "zh_CN", "zh_CN"),
        (None, "de", "zh_CN", "zh_CN"),
        (None, "de", None, "en"),
    ],
)
def test_a_persons_choice_comes_before_telegrams_and_that_before_the_communitys(
    chosen: str | None, telegram: str, community: str | None, spoken: str
) -> None:
    assert WORDS.language_for(chosen, telegram, community) == spoken


@pytest.mark.parametrize(
    ("label", "english", "chinese"),
    [
        (ours("minutes", minutes=40), "40 min", "40分钟"),
        (ours("minutes", minutes=120), "2 h", "2小时"),
        (ours("minutes", minutes=140), "2 h 20 min", "2小时20分钟"),
        (ours("day", date="2026-11-24"), "Tue 24 Nov", "11月24日 周二"),
        (ours("time", time="09:00-11:00"), "9:00–11:00", "9:00–11:00"),
        (ours("time", time="any"), "Any time", "什么时候都行"),
        (ours("helpers", helpers=1), "1 helper", "1 人"),
        (ours("helpers", helpers=2), "2 helpers", "2 人"),
        (samples.SERVICE, "🍲 Meals", "🍲 助餐"),
        (ours("named", prefix="team", preset=None, name="Repairs", emoji="🟤"), "🟤 Repairs", "🟤 Repairs"),
        (ours("list", labels=[samples.SERVICE, theirs("Haircut")]), "🍲 Meals and Haircut", "🍲 助餐和Haircut"),
        (ours("details", text="Eggs", files=2), "Eggs · 2 files", "Eggs · 2 个文件"),
    ],
)
def test_times_and_things_are_said_as_each_language_says_them(
    label: dict[str, object], english: str, chinese: str
) -> None:
    assert [WORDS.label(label, language) for language in ("en", "zh_CN")] == [english, chinese]


@pytest.mark.parametrize(
    ("moment", "start", "end", "english", "chinese"),
    [
        ("window", "01:00", "03:00", "Tue 24 Nov, 9:00–11:00", "11月24日 周二 9:00–11:00"),
        ("at", "01:00", "01:00", "Tue 24 Nov, 9:00", "11月24日 周二 9:00"),
        ("day", "01:00", "15:00", "Tue 24 Nov, any time", "11月24日 周二，什么时候都行"),
        ("now", "01:00", "03:00", "Tue 24 Nov, from 9:00, as soon as possible", "11月24日 周二 9:00 起，越快越好"),
        ("window", "10:00", "16:00", "Tue 24 Nov, 18:00–24:00", "11月24日 周二 18:00–24:00"),
        (
            "window", "14:00", "18:00", "Tue 24 Nov, 22:00 to Wed 25 Nov, 2:00",
            "11月24日 周二 22:00 到 11月25日 周三 2:00",
        ),
    ],
)  # fmt: skip
def test_a_moment_is_told_with_its_weekday_in_the_zone_of_the_community(
    moment: str, start: str, end: str, english: str, chinese: str
) -> None:
    starts_at, ends_at = (f"2026-11-24T{clock}:00+00:00" for clock in (start, end))
    label = ours("moment", moment=moment, starts_at=starts_at, ends_at=ends_at, zone="Asia/Shanghai")
    assert [WORDS.label(label, language) for language in ("en", "zh_CN")] == [english, chinese]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("ask_for_help", "Ask for help", "我要求助"), ("back", "Back", "上一步"), ("skip", "Skip", "跳过"),
        ("cancel", "Cancel", "取消"), ("send", "Send", "发送"), ("claim", "Claim", "我来"),
        ("arrive", "I have arrived", "我到了"), ("finish", "Finished", "做完了"), ("back_out", "Hand back", "退单"),
        ("cancel_order", "Cancel order", "取消求助"), ("change", "Change details", "修改内容"),
        ("confirm", "Confirm", "确认"), ("wrong", "Something is wrong", "有问题"), ("map", "Map", "地图"),
        ("passbook", "Passbook", "爱心存折"), ("approve", "Approve", "同意"), ("decline", "Decline", "婉拒"),
        ("share_number", "Share my number", "发送我的号码"), ("share_place", "Send my location", "发送我的位置"),
        ("done", "Done", "好了"),
    ],
)  # fmt: skip
def test_the_buttons_that_manuals_name_keep_their_words(key: str, english: str, chinese: str) -> None:
    assert [WORDS.label(ours(key), language) for language in ("en", "zh_CN")] == [english, chinese]


def test_the_question_why_names_the_credits() -> None:
    label = ours("why", credits=25)
    assert [WORDS.label(label, language) for language in ("en", "zh_CN")] == ["Why 25?", "为什么是25？"]


def test_a_label_may_carry_a_text_of_ours() -> None:
    assert WORDS.label(ours("ticked", words="Meals"), "en") == "✅ Meals"


def test_a_time_that_has_passed_is_told_on_the_clocks_of_the_community() -> None:
    given = {"earliest": int(samples.AT.timestamp())}
    assert WORDS.refusal("time_passed", given, "en", "Asia/Shanghai").endswith("after 8:00 on Tue 24 Nov.")
    assert WORDS.refusal("time_passed", given, "en", "Europe/Berlin").endswith("after 1:00 on Tue 24 Nov.")


@LANGUAGES
def test_the_credit_rules_are_told_with_the_figures_they_give(language: str) -> None:
    data = {"rules": list(PRESETS), "rule": "", "usual": DEFAULT_PRESET}
    text = WORDS.text("setup_credits", language, **data)
    told = [int(figure) for figure in re.findall(r"^<b>(\d+)</b> · ", text, re.MULTILINE)]
    assert told == [rule.credits_for(140) for rule in PRESETS.values()]


@LANGUAGES
def test_a_gap_that_is_meant_stays_and_an_empty_line_vanishes(language: str) -> None:
    links = {"join_link": "https://t.me/b?start=join_x", "residents_link": "https://t.me/b?start=com_x"}
    assert "\n\n" in WORDS.text("setup_invite", language, community="Wenfeng", **links)
    assert "\n\n" not in WORDS.text("card", language, order=samples.order(details=""))
