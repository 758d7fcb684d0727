"""The check-up: nothing to say about a healthy installation, and a line with a way out for everything that is not."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, insert, text, update
from telegram import WebhookInfo

from bot import at_postgresql, at_telegram
from bot.commands.doctor import as_object
from bot.diagnoses import SENTENCES, sentence
from bot.doctor import examine
from bot.verdicts import Level, Line, ok, warning, wrong
from rules.alarms import Kind
from storage import alarms, inbox, wrong_wishes, wrongs, wrongs_people
from storage.checks import Finding
from storage.engine import writing
from storage.inbox import Arrived
from storage.schema import inbox as inbox_table
from storage.schema import orders, outbox, people
from storage.server import Server
from tests import databases
from tests.databases import KINDS, ON_SQLITE, Place
from tests.house_of_paidan import TOKEN, open_house, settings_for
from tests.people import MONDAY
from tests.town import Town, open_town

ON_POSTGRESQL = pytest.mark.parametrize("place", ["postgresql"], indirect=True)
NOWHERE = "postgresql+psycopg://paidan:secret@127.0.0.1:9/paidan"


@pytest.fixture
async def town(place: Place, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.chdir(place.folder)  # no .env of whoever runs the tests
    async with open_town(place) as opened:
        if not place.is_shared:
            (place.folder / "paidan.db").chmod(0o600)
        yield opened


async def examined(town: Town, *, online: bool = False, **later: float) -> list[Line]:
    """What the doctor says beside the running bot."""
    now = town.house.clock.now() + timedelta(**later)
    return [line async for line in examine(town.house.app.settings, online=online, now=now)]


def bad(lines: list[Line]) -> list[tuple[Level, str]]:
    """What is not as it should be; each such line tells what to do."""
    found = [line for line in lines if line.level]
    assert all(line.do for line in found)
    return [(line.level, line.about) for line in found]


async def change(town: Town, statement: Executable) -> None:
    async with writing(town.house.app.engine) as connection:
        await connection.execute(statement)


async def test_a_healthy_installation_is_well_on_every_line(town: Town) -> None:
    await town.finished(town.boris)
    lines = await examined(town, online=True)
    assert bad(lines) == []
    assert [line.about for line in lines] == [
        "settings", *(["server"] if town.house.app.shared else []), "database", "content", "backlog", "owner",
        "token", "updates", "group green", "group blue",
    ]  # fmt: skip
    assert TOKEN not in str(lines)


@ON_POSTGRESQL
async def test_the_server_is_described_with_the_processes_that_work_on_it(town: Town) -> None:
    (line,) = [line for line in await examined(town) if line.about == "server"]
    assert re.fullmatch(
        r"PostgreSQL \d+\.\d+.*, \d+ MB, \d+ of \d+ connections taken, 1 of Paidan's processes at work\.", line.says
    )


@ON_POSTGRESQL
async def test_the_way_through_a_pool_is_tried_beside_the_direct_one(town: Town, place: Place) -> None:
    """The content is looked at past it, so what is wrong with the way that the bot goes would not be noticed."""
    settings = town.house.app.settings
    for url, level in ((place.url.replace("?", "?application_name=pool&"), Level.OK), (NOWHERE, Level.WRONG)):
        through = settings.model_copy(update={"database_url": url, "database_direct_url": place.url})
        lines = [line async for line in examine(through, online=False)]
        assert [(line.level, line.says.count("\n")) for line in lines if line.about == "pool"] == [(level, 0)]
        assert "content" in [line.about for line in lines]


async def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_for(Place(tmp_path, NOWHERE), "http://127.0.0.1:9")
    lines = [line async for line in examine(settings, online=False)]
    assert bad(lines) == [(Level.WRONG, "database")]
    assert "\n" not in lines[-1].says
    assert "secret" not in lines[-1].says


@pytest.mark.parametrize(
    ("changed", "own", "found"),
    [
        ({}, 12, []),
        ({"number": 130_012}, 12, [Level.WRONG]),
        ({"number": 140_000}, 12, []),
        ({"encoding": "SQL_ASCII"}, 12, [Level.WRONG]),
        ({"follows": True}, 12, [Level.WRONG]),
        ({"connected": 78}, 12, [Level.WARNING]),
        ({"connected": 77}, 12, []),
        ({}, 96, [Level.WRONG]),
    ],
)
def test_a_server_that_will_not_do_is_told(changed: dict[str, Any], own: int, found: list[Level]) -> None:
    server = Server(
        version="16.2", number=160_002, encoding="UTF8", follows=False, size_bytes=1, connections=97, connected=9,
        processes=1,
    )  # fmt: skip
    judged = at_postgresql.judged(replace(server, **changed), own)
    assert [line.level for line in judged] == found
    assert all(line.do for line in judged)


@pytest.mark.parametrize("kind", KINDS)
async def test_behind_a_webhook_updates_come_the_way_that_is_meant(kind: str, tmp_path: Path) -> None:
    with databases.fresh(kind, tmp_path) as place:
        async with open_house(replace(place, webhook=True)) as house:
            address = house.box.world.webhook.url
            assert address
            for wanted, level in ((address, Level.OK), ("", Level.WRONG), ("https://paidan.example/x", Level.WRONG)):
                settings = house.app.settings.model_copy(update={"webhook_url": wanted})
                lines = [line async for line in examine(settings, now=house.clock.now())]
                assert [line.level for line in lines if line.about == "updates"] == [level]


async def test_a_damaged_database_is_told_in_a_sentence(town: Town) -> None:
    await town.finished(town.boris)
    await change(town, update(orders).values(wake_at=None))
    (line,) = [line for line in await examined(town) if line.level is Level.WRONG]
    assert (line.about, line.says) == ("content", "Orders that nothing will ever wake: 1 (1).")


async def test_a_card_that_died_on_its_way_is_a_warning(town: Town) -> None:
    nonsense = {"code": 400, "description": "Bad Request: nonsense"}
    await town.house.play.faults(method="sendMessage", chat=town.green.id, **nonsense)
    await town.order()
    lines = [line for line in await examined(town) if line.level]
    assert bad(lines) == [(Level.WARNING, "content"), (Level.WARNING, "outbox")]
    assert "1 times 'card' could not be sent" in lines[1].says


async def test_what_waits_too_long_is_wrong(town: Town) -> None:
    async with writing(town.house.app.engine) as connection:
        now = town.house.clock.now()
        await inbox.receive(connection, [Arrived(1, 5, {})], now)
        await inbox.put_off(connection, 1, now + timedelta(days=1))
        row = {"lane": 5, "kind": "say", "key": "trouble", "fields": {}, "not_before": now + timedelta(days=1)}
        await connection.execute(insert(outbox).values(row | {"created_at": now}))
    assert bad(await examined(town, minutes=4)) == []
    assert bad(await examined(town, minutes=70)) == [(Level.WRONG, "inbox"), (Level.WRONG, "outbox")]
    says = [line.says for line in await examined(town, minutes=70) if line.level]
    assert says[0] == "1 updates are not handled, the oldest for 1 h 10 min."


async def test_a_heart_that_stands_still_shows_in_the_orders_it_did_not_wake(town: Town) -> None:
    await town.order()
    assert (Level.WRONG, "heartbeat") in bad(await examined(town, days=9))


async def test_set_aside_and_alarms_are_warnings(town: Town) -> None:
    async with writing(town.house.app.engine) as connection:
        await inbox.receive(connection, [Arrived(1, 5, {})], MONDAY)
        await connection.execute(update(inbox_table).where(inbox_table.c.update_id == 1).values(set_aside_at=MONDAY))
    await town.house.app.desk.run(lambda turn: alarms.begin(turn, Kind.DATABASE))
    await town.house.settled()
    assert bad(await examined(town)) == [(Level.WARNING, "inbox"), (Level.WARNING, "alarm")]


async def test_an_installation_that_nobody_owns_or_hears_of_is_a_warning(town: Town) -> None:
    await change(town, update(people).values(reachable=False))
    assert bad(await examined(town)) == [(Level.WARNING, "owner")]
    await change(town, update(people).values(owner=False))
    assert bad(await examined(town)) == [(Level.WARNING, "owner")]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("DROP INDEX ix_orders_wake_at", "ix_orders_wake_at"),
        ("UPDATE alembic_version SET version_num = '9999'", "A later version made it (9999)"),
        ("DELETE FROM alembic_version", "It is empty"),
        ("UPDATE alembic_version SET version_num = '0001'", "It is at version 0001"),
    ],
)
async def test_tables_that_are_not_ours_are_told_and_looked_at_no_further(town: Town, damage: str, says: str) -> None:
    await change(town, text(damage))
    (line,) = [line for line in await examined(town) if line.about in ("database", "content")]
    assert line.level
    assert says in line.says


@ON_SQLITE
async def test_a_file_that_is_no_database_is_told(town: Town, tmp_path: Path) -> None:
    settings = town.house.app.settings.model_copy(update={"data_dir": tmp_path / "other"})
    (tmp_path / "other").mkdir()
    assert bad([line async for line in examine(settings, online=False)]) == [(Level.WRONG, "database")]
    (tmp_path / "other" / "paidan.db").write_bytes(b"nothing of the kind" * 1000)
    (tmp_path / "other" / "paidan.db").chmod(0o600)
    assert bad([line async for line in examine(settings, online=False)]) == [(Level.WRONG, "database")]


@ON_SQLITE
async def test_a_damaged_file_is_told(town: Town, tmp_path: Path) -> None:
    await town.finished(town.boris)
    with closing(sqlite3.connect(tmp_path / "paidan.db")) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "whole.db"),))
    whole = (tmp_path / "whole.db").read_bytes()
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "paidan.db").write_bytes(whole[:8192] + b"\xff" * 20_000 + whole[28_192:])
    (torn / "paidan.db").chmod(0o600)
    settings = town.house.app.settings.model_copy(update={"data_dir": torn})
    lines = [line async for line in examine(settings, online=False)]
    assert bad(lines) == [(Level.WRONG, "database")]


@ON_SQLITE
async def test_files_that_everybody_can_read_are_a_warning(town: Town, tmp_path: Path) -> None:
    (tmp_path / "paidan.db").chmod(0o644)
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    lines = [line for line in await examined(town) if line.level]
    assert [line.do for line in lines] == ["chmod 600 .env", f"chmod 600 {tmp_path / 'paidan.db'}"]


async def test_a_token_that_telegram_refuses_is_wrong_and_not_repeated(town: Town) -> None:
    other = "800000001:AAPaidanPaidanPaidanPaidanPaidanPaid"
    settings = town.house.app.settings.model_copy(update={"token": type(town.house.app.settings.token)(other)})
    lines = [line async for line in examine(settings)]
    assert bad(lines) == [(Level.WRONG, "token")]
    assert other not in str(lines)


async def test_telegram_out_of_reach_is_wrong_and_the_rest_is_looked_at_all_the_same(town: Town) -> None:
    settings = town.house.app.settings.model_copy(update={"api_url": "http://127.0.0.1:9"})
    lines = [line async for line in examine(settings)]
    assert bad(lines) == [(Level.WRONG, "telegram")]
    assert "content" in [line.about for line in lines]


async def test_groups_without_us_or_without_our_right_to_write_are_wrong(town: Town) -> None:
    await change(town, text("UPDATE teams SET chat_id = -1009999999999 WHERE preset = 'blue'"))
    assert bad(await examined(town, online=True)) == [(Level.WRONG, "group blue")]
    await town.house.play.post("promote", chat=town.green.id, by=town.dora.id, person="bot", status="restricted")
    await town.house.settled()
    assert bad(await examined(town, online=True)) == [(Level.WRONG, "group green"), (Level.WRONG, "group blue")]


@pytest.mark.parametrize(
    ("info", "wanted", "level"),
    [
        ({"url": ""}, "", Level.OK),
        ({"url": "https://a.example/x"}, "", Level.WRONG),
        ({"url": ""}, "https://a.example/x", Level.WRONG),
        ({"url": "https://b.example/x"}, "https://a.example/x", Level.WRONG),
        ({"url": "https://a.example/x"}, "https://a.example/x", Level.OK),
        ({"url": "", "pending_update_count": 101}, "", Level.WARNING),
        ({"url": "https://a.example/x", "last_error_date": MONDAY - timedelta(minutes=5)}, "https://a.example/x", 1),
        ({"url": "https://a.example/x", "last_error_date": MONDAY - timedelta(hours=5)}, "https://a.example/x", 0),
    ],
)
def test_updates_come_the_way_that_is_meant(info: dict[str, object], wanted: str, level: Level) -> None:
    said = WebhookInfo(**{"has_custom_certificate": False, "pending_update_count": 0, **info})  # type: ignore[arg-type]
    assert at_telegram.webhook_line(said, wanted, MONDAY).level == level


@pytest.mark.parametrize(
    ("ahead", "level"),
    [(0.0, Level.OK), (0.9, Level.OK), (8, Level.WARNING), (-8, Level.WARNING), (90, Level.WRONG), (-90, Level.WRONG)],
)
def test_the_clock_is_compared_with_an_answers_date(ahead: float, level: Level) -> None:
    theirs = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
    began = theirs + timedelta(seconds=ahead)
    skew = at_telegram.skew(theirs, began, began + timedelta(milliseconds=200))
    assert at_telegram.clock_line(skew).level is level


def test_every_finding_has_its_sentence_and_no_sentence_is_left_over() -> None:
    kinds = (
        wrongs.ledger, wrongs.places, wrongs.lives, wrongs.asked, wrongs.strays, wrongs.dispatching, wrongs.unseen,
        wrongs.standing_in, wrongs.every_week, wrongs_people.of_people, wrong_wishes.granting, wrong_wishes.unseen,
    )  # fmt: skip
    names = {name for kind in kinds for name in kind()}
    looked = {"state_differs", "credits_differ", "membership_astray"}
    assert {name for name in names | looked if not name.startswith("orphan ")} == set(SENTENCES)
    assert sentence(Finding("orphan posts.order_id", 7, (1, 2, 3, 4, 5))) == (
        "Rows that refer to something that does not exist (posts.order_id): 7 (1, 2, 3, 4, 5, …)."
    )


def test_lines_are_one_object_for_a_program() -> None:
    said = json.loads(as_object([ok("a", "b"), wrong("c", "d", "e"), warning("f", "g", "h")]))
    assert said["level"] == "wrong"
    assert said["lines"][1] == {"level": "wrong", "about": "c", "says": "d", "do": "e"}


async def test_looking_changes_nothing(town: Town) -> None:
    await town.finished(town.boris)
    async with writing(town.house.app.engine) as connection:
        before = [(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in ("orders", "outbox")]
    await examined(town, online=True)
    async with writing(town.house.app.engine) as connection:
        after = [(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in ("orders", "outbox")]
    assert before == after
