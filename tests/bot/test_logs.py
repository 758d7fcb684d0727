"""Log lines for people and for programs, with a pseudonym and without anybody's words."""

import json
import logging

import pytest

from bot.logs import Fields, JsonLines, TextLines, pseudonyms

LINE = Fields("update", id=7, who="ab12", kind="message", ms=3, result="failed", why="ValueError at bot/x.py:1 y")


def record(message: object, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error is not None else None
    return logging.LogRecord("bot.workers", logging.INFO, "workers.py", 1, message, arguments, info)


def test_a_line_for_people_has_name_and_values_in_their_order() -> None:
    line = TextLines().format(record(LINE))
    assert line.endswith(
        'INFO bot.workers update id=7 who=ab12 kind=message ms=3 result=failed why="ValueError at bot/x.py:1 y"'
    )


def test_a_line_for_programs_is_one_json_object() -> None:
    line = json.loads(JsonLines().format(record(LINE)))
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info", "room": "bot.workers", "event": "update", "id": 7, "who": "ab12", "kind": "message", "ms": 3,
        "result": "failed", "why": "ValueError at bot/x.py:1 y",
    }  # fmt: skip


def test_any_other_line_is_an_event_with_its_words() -> None:
    line = json.loads(JsonLines().format(record("waits %d s\nand on", 3)))
    assert line["event"] == "waits 3 s\nand on"


@pytest.mark.parametrize("form", [TextLines(), JsonLines()])
def test_an_error_is_its_kind_and_place_and_never_its_words(form: logging.Formatter) -> None:
    try:
        raise ValueError("138 0013 8000")
    except ValueError as error:
        line = form.format(record("it failed", error=error))
    assert "ValueError at bot/test_logs.py" in line
    assert "138" not in line


def test_a_pseudonym_is_the_same_in_one_installation_and_another_in_the_next() -> None:
    here, there = pseudonyms("one token"), pseudonyms("another")
    assert here(1001) == here(1001)
    assert here(1001) != here(1002)
    assert here(1001) != there(1001)
    assert "1001" not in here(1001)
