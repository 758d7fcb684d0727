"""Telegram's HTML: what becomes of it, and how it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import entities, utf16
from sandbox.markup import parse_html, web_address
from sandbox.refusals import Refused


def kinds(source: str) -> list[tuple[str, str]]:
    """Each entity's kind and the text it covers."""
    text, found = parse_html(source)
    return [(entity["type"], utf16.cut(text, entity["offset"], entity["length"])) for entity in found]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("plain", "plain", []),
        ("<b>bold</b> not", "bold not", [("bold", "bold")]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", "a"), ("italic", "b")]),
        ("<b>one <i>two</i></b>", "one two", [("bold", "one two"), ("italic", "two")]),
        ("🦀🦀<u>线</u>", "🦀🦀线", [("underline", "线")]),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#39;&#x4e2d;", "1 < 2 && 3 > 2 \"'中", []),
        ("&nbsp; & &unknown; stay", "&nbsp; & &unknown; stay", []),
        ("a > b", "a > b", []),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', "x", [("text_link", "x")]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<code>c</code><pre>p</pre>", "cp", [("code", "c"), ("pre", "p")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ('<span class="tg-spoiler">s</span><tg-spoiler>t</tg-spoiler>', "st", [("spoiler", "s"), ("spoiler", "t")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ('<tg-time unix="1700000000" format="wDT">then</tg-time>', "then", [("date_time", "then")]),
        ("<b></b>empty", "empty", []),
        ("<B>case</B>", "case", [("bold", "case")]),
    ],
)
def test_tags_become_entities(source: str, text: str, found: list[tuple[str, str]]) -> None:
    assert parse_html(source)[0] == text
    assert kinds(source) == found


def test_details_of_entities_are_kept() -> None:
    _, (link,) = parse_html('<a href="https://example.org">x</a>')
    assert link == {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/"}
    _, (time,) = parse_html('<tg-time unix="5">x</tg-time>')
    assert time == {"type": "date_time", "offset": 0, "length": 1, "unix_time": 5}
    _, (code,) = parse_html('<pre><code class="language-py">x</code></pre>')
    assert code["language"] == "py"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("bold</b>", "Unexpected end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("中<br>x", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=x!y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>z</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_markup_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("example.org", "http://example.org/"),
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("tg://user?id=5", "tg://user?id=5"),
        ("http://localhost:8080/x", None),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("http://[", None),
    ],
)
def test_addresses_telegram_would_link_to(address: str, kept: str | None) -> None:
    assert web_address(address) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("see /bind@paidan_bot and a/b", [("bot_command", "/bind@paidan_bot")]),
        ("https://example.org/a?b=1, ok", [("url", "https://example.org/a?b=1")]),
        ("@anna_b #help a@example.org", [("mention", "@anna_b"), ("hashtag", "#help"), ("email", "a@example.org")]),
        ("🦀 /x", [("bot_command", "/x")]),
        ("nothing, 3/4", []),
    ],
)
def test_what_is_clickable_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    marks = entities.find(text, [])
    assert [(mark["type"], utf16.cut(text, mark["offset"], mark["length"])) for mark in marks] == found


def test_nothing_is_found_inside_code() -> None:
    text, found = parse_html("<code>/start</code> /help")
    assert [mark["type"] for mark in entities.find(text, found)] == ["code", "bot_command"]


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("a &lt;b&gt; c", "a &lt;b&gt; c"),
        ("<b>one <i>two</i></b> three", "<b>one <i>two</i></b> three"),
        ("<blockquote>a <b>b</b> c</blockquote>", "<blockquote>a <b>b</b> c</blockquote>"),
        ('<a href="https://example.org/?a=%22&amp;b">x</a>', '<a href="https://example.org/?a=%22&amp;b">x</a>'),
        ("🦀<b>🦀</b>🦀", "🦀<b>🦀</b>🦀"),
    ],
)
def test_a_text_is_drawn_as_it_was_meant(source: str, drawn: str) -> None:
    assert entities.draw(*parse_html(source)) == drawn


def test_entities_that_overlap_are_drawn_well_formed() -> None:
    marks: list[dict[str, Any]] = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert entities.draw("abcdef", marks) == "<b>ab<i>cd</i></b><i>ef</i>"


def test_spaces_at_the_ends_are_cut_and_entities_with_them() -> None:
    text, found = parse_html("  <b> bold </b>  ")
    assert entities.tidy(text, found) == ("bold", [{"type": "bold", "offset": 0, "length": 4}])
