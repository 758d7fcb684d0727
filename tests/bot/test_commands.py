"""The commands that look after an installation, as somebody types them: what they say, and their exit codes."""

import json
import re
import shutil
from asyncio import Runner
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, insert, text
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.lock import alone
from storage.direct import Seat
from storage.migrate import sync_engine
from storage.schema import inbox
from tests import databases
from tests.databases import KINDS, Place
from tests.house_of_paidan import TOKEN
from tests.lived_in import lived_in
from tests.people import MONDAY

ON_A_FILE = pytest.mark.parametrize("shell", ["sqlite"], indirect=True)
POISON = '{"update_id": 900, "message": {"text": "Anna, 302"}}'


@dataclass
class Shell:
    """A directory, a database with the town in it, and the command line."""

    place: Place

    def runs(self, *words: str) -> tuple[int, str]:
        """The exit code and all that is said."""
        done = CliRunner().invoke(cli, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return done.exit_code, done.output

    def says(self, words: str) -> Sequence[Row[Any]]:
        """The database, looked at or changed by hand."""
        engine = sync_engine(self.place.url)
        with engine.begin() as connection:
            done = connection.execute(text(words))
            rows = done.all() if done.returns_rows else ()
        engine.dispose()
        return rows

    def set_aside(self, number: int = 900) -> None:
        """An update that failed five times."""
        values = {"update_id": number, "lane": 1001, "body": POISON, "attempts": 5, "why": "KeyError at bot/x.py:1 y"}
        engine = sync_engine(self.place.url)
        with engine.begin() as connection:
            connection.execute(insert(inbox).values(values | {"received_at": MONDAY, "set_aside_at": MONDAY}))
        engine.dispose()

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Somebody works with the database: a bot, or on PostgreSQL one that only stands by."""
        if not self.place.is_shared:
            with alone(self.place.folder / "paidan.db"):
                yield
            return
        with Runner() as loop:
            leader, standby = Seat(self.place.url), Seat(self.place.url)
            assert [loop.run(seat.take()) for seat in (leader, standby)] == [True, False]
            loop.run(leader.leave())
            yield
            loop.run(standby.leave())


@pytest.fixture(params=KINDS)
def shell(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAIDAN_TOKEN", TOKEN)
    with lived_in(request.param, tmp_path / "data") as town:
        monkeypatch.setenv("PAIDAN_DATABASE_URL", town.database_url)
        yield Shell(town)


def test_the_doctor_says_a_line_for_each_thing_and_its_exit_code_is_the_worst(shell: Shell) -> None:
    shell.says("UPDATE orders SET wake_at = '2126-11-23 12:00:00' WHERE wake_at IS NOT NULL")
    code, said = shell.runs("doctor", "--offline")
    lines = 6 if shell.place.is_shared else 5
    assert (code, said.splitlines()[-1]) == (0, f"{lines} ok, 0 warnings, 0 wrong")
    assert ("0 of Paidan's processes at work" in said) is shell.place.is_shared
    shell.set_aside()
    code, said = shell.runs("doctor", "--offline")
    assert code == 1
    assert "warning  inbox      1 updates are set aside.\n                    → paidan inbox list" in said
    shell.says("UPDATE entries SET amount = amount + 1 WHERE id = 1")
    code, said = shell.runs("doctor", "--offline", "--json")
    assert code == 2
    found = json.loads(said)
    assert found["level"] == "wrong"
    assert any("do not sum to zero: 1 (1)" in line["says"] for line in found["lines"])


def test_the_doctor_says_so_when_the_settings_are_wrong(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIDAN_TOKEN", "secret")
    code, said = shell.runs("doctor", "--json")
    assert code == 2
    assert json.loads(said)["lines"][0]["about"] == "settings"
    assert "secret" not in said
    assert shell.runs("doctor")[0] == 2


def test_a_backup_and_back(shell: Shell) -> None:
    code, said = shell.runs("backup", "backup.zip")
    assert code == 0
    assert re.fullmatch(r"backup.zip: \d+ rows of \d+ tables, at version \d+\.\n", said)
    code, said = shell.runs("restore", "backup.zip")
    assert code == 2
    assert "has something in it" in said
    shell.says("DELETE FROM journal")
    code, said = shell.runs("restore", "backup.zip", "--force")
    assert code == 0
    assert "Restored " in said
    assert "ok       content" in said
    assert shell.says("SELECT count(*) FROM journal")[0][0] > 10


def test_a_backup_of_a_damaged_database_is_restored_and_the_damage_told(shell: Shell) -> None:
    shell.says("UPDATE entries SET amount = amount + 1 WHERE id = 1")
    shell.runs("backup", "backup.zip")
    code, said = shell.runs("restore", "backup.zip", "--force")
    assert code == 2
    assert "do not sum to zero" in said


def test_what_a_running_bot_works_with_is_not_replaced_under_it(shell: Shell) -> None:
    shell.runs("backup", "backup.zip")
    shell.runs("export", "wenfeng", "out.json")
    file = "this database: stop" if shell.place.is_shared else "data/paidan.db; only one may at"
    with shell.worked_on():
        assert shell.runs("backup", "backup.zip")[0] == 0, "a backup may be made beside it"
        for words in (("restore", "backup.zip", "--force"), ("import", "out.json")):
            code, said = shell.runs(*words)
            assert (code, said.count("\n")) == (2, 1)
            assert said.startswith(f"Another process is working with {file}")
    assert shell.runs("restore", "backup.zip", "--force")[0] == 0


@ON_A_FILE
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("restore", "nowhere.zip"), "There is no file nowhere.zip."),
        (("restore", "letter.txt", "--force"), "letter.txt is no backup of Paidan, or not whole"),
        (("backup", "letter.txt"), "letter.txt exists and is no backup of Paidan"),
        (("backup", "nowhere/backup.zip"), "nowhere/backup.zip: No such file or directory"),
        (("import", "nowhere.json"), "There is no file nowhere.json."),
        (("import", "letter.txt"), "letter.txt is no community from `paidan export`"),
        (("export", "nobody", "out.json"), "There is no community nobody, or more than one. There are: wenfeng (Wen"),
        (("export", "wenfeng", "letter.txt"), "letter.txt exists; it stays as it is."),
        (("inbox", "show", "7"), "7 is not set aside."),
        (("inbox", "retry", "7"), "7 is not set aside; nothing was changed."),
        (("inbox", "drop", "7"), "7 is not set aside; nothing was changed."),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(shell: Shell, words: tuple[str, ...], says: str) -> None:
    (shell.place.folder.parent / "letter.txt").write_text("dear Anna")
    code, said = shell.runs(*words)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(says)
    assert (shell.place.folder.parent / "letter.txt").read_text() == "dear Anna"


@ON_A_FILE
def test_without_a_database_that_is_said_and_none_is_made(shell: Shell) -> None:
    shutil.rmtree(shell.place.folder)
    for words in (("backup", "backup.zip"), ("export", "wenfeng", "out.json"), ("inbox", "list")):
        assert shell.runs(*words) == (2, "There is no database at data/paidan.db.\n")
    assert shell.runs("doctor", "--offline")[0] == 2
    assert not (shell.place.folder).exists()
    assert not (shell.place.folder.parent / "backup.zip").exists()


def test_a_database_of_an_earlier_version_is_not_changed_but_backed_up(shell: Shell) -> None:
    shell.says("UPDATE alembic_version SET version_num = '0001'")
    code, said = shell.runs("inbox", "list")
    assert code == 2
    assert "paidan migrate" in said
    assert shell.runs("backup", "backup.zip")[0] == 0


def test_a_community_moves_into_a_new_installation_on_the_other_database(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = shell.runs("export", "Wenfeng", "wenfeng.json")
    assert code == 0
    assert said.startswith("wenfeng.json: 8 people, 7 teams, 5 services, ")
    with elsewhere(shell, monkeypatch):
        assert shell.runs("migrate")[0] == 0
        code, said = shell.runs("import", "wenfeng.json")
        assert code == 0
        assert said.startswith("Wenfeng: 8 people, ")
        assert shell.runs("import", "wenfeng.json") == (
            2, "The community wenfeng is here already. Nothing was changed.\n"
        )  # fmt: skip
        changed = json.loads(Path("wenfeng.json").read_text())
        changed["community"]["slug"], changed["entries"][0]["amount"] = "other", 7
        Path("other.json").write_text(json.dumps(changed))
        code, said = shell.runs("import", "other.json")
        assert code == 2
        assert said.startswith("What other.json says cannot all be true: transfer_not_zero (1)")


def test_all_of_it_moves_to_the_other_database_where_the_doctor_says_the_same(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for damage in (
        "UPDATE entries SET amount = amount + 1 WHERE id = 1", "UPDATE orders SET wake_at = NULL WHERE id = 2",
        "DELETE FROM posts WHERE view = 'card'", "UPDATE claims SET state = 'asleep' WHERE id = 3",
        "UPDATE people SET reachable = false",
    ):  # fmt: skip
        shell.says(damage)
    before = told(shell)
    assert {"content", "owner"} <= {line["about"] for line in before if line["level"] != "ok"}
    assert shell.runs("backup", "backup.zip")[0] == 0
    with elsewhere(shell, monkeypatch):
        assert shell.runs("restore", "backup.zip")[0] == 2
        assert told(shell) == before


@contextmanager
def elsewhere(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without any table, on the other database."""
    other = "sqlite" if shell.place.is_shared else "postgresql"
    with databases.fresh(other, shell.place.folder / "new", empty=True) as place:
        monkeypatch.setenv("PAIDAN_DATA_DIR", str(place.folder))
        monkeypatch.setenv("PAIDAN_DATABASE_URL", place.database_url)
        yield


def told(shell: Shell) -> list[dict[str, str]]:
    """What the doctor says of what stands in the database."""
    lines: list[dict[str, str]] = json.loads(shell.runs("doctor", "--offline", "--json")[1])["lines"]
    return [line for line in lines if line["about"] not in ("settings", "disk", "server")]


def test_what_is_set_aside_can_be_looked_at_tried_again_and_dropped(shell: Shell) -> None:
    assert shell.runs("inbox", "list") == (0, "Nothing is set aside.\n")
    for number in (900, 901, 902):
        shell.set_aside(number)
    code, said = shell.runs("inbox", "list")
    assert code == 0
    assert re.match(r"900  2026-11-23 12:00 UTC  [0-9a-f]{10}  message  KeyError at bot/x.py:1 y\n", said)
    assert "Anna" not in said
    assert json.loads(shell.runs("inbox", "show", "900")[1])["message"]["text"] == "Anna, 302"
    assert shell.runs("inbox", "retry", "900") == (0, "900 is tried again.\n")
    assert shell.runs("inbox", "drop", "901", "999")[0] == 2
    assert shell.runs("inbox", "drop", "901", "902") == (0, "901 is dropped.\n902 is dropped.\n")
    rows = shell.says(
        "SELECT update_id, attempts, body, set_aside_at, done_at IS NOT NULL FROM inbox "
        "WHERE update_id BETWEEN 900 AND 999 ORDER BY update_id"
    )
    assert [tuple(row) for row in rows] == [
        (900, 0, POISON, None, False), (901, 5, "", None, True), (902, 5, "", None, True),
    ]  # fmt: skip
