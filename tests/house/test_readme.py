"""Law: what the README shows is so. Its picture of an order's life is the MOVES table, and its commands run."""

import re
import subprocess
import sys

import pytest

from rules.life import MOVES, OVER, State
from tests.house.tree import READMES, ROOT, blocks, read

ARROW = re.compile(r"^\s*(?P<start>\[\*\]|\w+)\s*-->\s*(?P<end>\[\*\]|\w+)\s*(?::(?P<label>.*))?$", re.MULTILINE)
OUTSIDE = "[*]"
SHELLS = ("sh", "bash", "shell", "console")


def arrows(name: str) -> set[tuple[str, str, str]]:
    """Start, verb and end of each arrow in the picture; a label may hold several verbs, and their translation."""
    (picture,) = [block for block in blocks(read(name), "mermaid") if "stateDiagram" in block]
    drawn = set()
    for arrow in ARROW.finditer(picture):
        for part in re.split(r"[,/·，、]|<br ?/?>", arrow["label"] or ""):
            verb = "_".join(re.findall("[a-z]+", part))
            drawn.add((arrow["start"], verb, arrow["end"]))
    return drawn


@pytest.mark.parametrize("name", READMES)
def test_the_picture_shows_no_move_that_is_not_in_the_table(name: str) -> None:
    wrong = []
    for start, verb, end in arrows(name):
        if start == OUTSIDE:
            allowed = verb == "place" and end in (State.OPEN, State.REVIEW)
        elif end == OUTSIDE:
            allowed = start in OVER and not verb
        else:
            allowed = verb in MOVES and start in MOVES[verb].starts and end in MOVES[verb].ends
        if not allowed:
            wrong.append(f"{start} --> {end}: {verb}")
    assert not wrong


@pytest.mark.parametrize("name", READMES)
def test_the_picture_leaves_no_state_and_no_verb_out(name: str) -> None:
    drawn = arrows(name)
    assert {verb for _, verb, _ in drawn} >= set(MOVES)
    assert {place for start, _, end in drawn for place in (start, end)} >= set(State)


def test_both_languages_show_the_same_picture() -> None:
    one, other = map(arrows, READMES)
    assert one == other


def shown_commands() -> set[str]:
    """Every `make …` and `paidan …` in a shell block of the documents at the root."""
    shown = set()
    for document in ROOT.glob("*.md"):
        for block in blocks(document.read_text(encoding="utf-8"), *SHELLS):
            for line in block.splitlines():
                command = line.strip().removeprefix("$ ").split("#")[0].strip()
                if re.match(r"(\.venv/bin/)?(make|paidan|python -m bot)\b", command):
                    shown.add(command)
    return shown


def test_the_two_commands_are_shown() -> None:
    for name in READMES:
        shell = "\n".join(blocks(read(name), *SHELLS))
        assert "make demo" in shell
        assert "make test" in shell


def test_every_make_command_shown_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    shown = {command.split()[1] for command in shown_commands() if command.startswith("make ")}
    assert shown <= targets


def test_every_paidan_command_shown_exists() -> None:
    shown = set()
    for command in shown_commands():
        if words := re.search(r"(?:paidan|-m bot)\s+([a-z][a-z -]*)?", command):
            shown.add((words[1] or "").split()[0] if words[1] else "")
    assert "run" in shown
    for verb in sorted(shown):
        asked = [sys.executable, "-m", "bot", *([verb] if verb else []), "--help"]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"paidan {verb}: {done.stderr}"
