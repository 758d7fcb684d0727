"""The command line as people run it: real processes, their words, their exit codes, and how they end."""

import json
import re
import signal
import socket
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from sandbox.server import Sandbox
from storage.migrate import migrate
from tests.house_of_paidan import TOKEN
from tests.processes import ended, paidan

CLOSED_PORT = "http://127.0.0.1:9"


async def test_it_says_what_it_can_do(tmp_path: Path) -> None:
    code, said = await ended(tmp_path, "--help")
    assert code == 0
    assert all(command in said for command in ("run", "migrate", "demo"))
    code, said = await ended(tmp_path, "--version")
    assert code == 0
    assert said.startswith("paidan ")


@pytest.mark.parametrize("command", ["run", "migrate"])
async def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path: Path, command: str) -> None:
    code, said = await ended(tmp_path, command, token="secret")
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("PAIDAN_TOKEN: this is not a bot token")
    assert "secret" not in said


async def test_a_token_that_telegram_does_not_know_stops_the_start_with_one_line(tmp_path: Path, box: Sandbox) -> None:
    stranger = TOKEN.replace("7", "8", 1)
    code, said = await ended(tmp_path, "run", token=stranger, api_url=box.url)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("PAIDAN_TOKEN: the Bot API server at ")
    assert stranger not in said


async def test_the_database_is_brought_up_to_date_once(tmp_path: Path) -> None:
    assert await ended(tmp_path, "migrate") == (0, "The database is at version 0016. It was at none.\n")
    assert await ended(tmp_path, "migrate") == (0, "The database is at version 0016.\n")
    assert (tmp_path / "data" / "paidan.db").exists()


async def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'later.db'}"
    migrate(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    code, said = await ended(tmp_path, "run", database_url=url)
    assert (code, said.count("\n")) == (2, 1)
    assert "9999" in said


async def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    code, said = await ended(tmp_path, "migrate", data_dir=str(tmp_path / "occupied"))
    assert (code, said.count("\n")) == (2, 1)
    assert "occupied" in said


async def test_it_runs_offers_the_owners_link_and_stops_cleanly(tmp_path: Path, box: Sandbox) -> None:
    for _ in range(2):
        async with paidan(tmp_path, "run", api_url=box.url, log="debug") as process:
            await process.until("Whoever opens this link first does: https://t.me/paidan_sandbox_bot?start=own_")
            assert await process.end(signal.SIGTERM) == 0
        assert TOKEN not in process.said
        assert "Traceback" not in process.said


async def test_machines_can_ask_it_how_it_is_and_read_its_log(tmp_path: Path, box: Sandbox) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    async with paidan(tmp_path, "run", api_url=box.url, metrics_address=address, log_format="json") as process:
        await process.until("own_")
        async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as machine:
            assert (await machine.get("/healthz")).status_code == 200
            assert (await machine.get("/readyz")).json() == {"ready": True, "why": []}
            assert "paidan_heartbeat_age_seconds" in (await machine.get("/metrics")).text
        assert await process.end(signal.SIGTERM) == 0
    logged = [json.loads(line) for line in process.said.splitlines() if line.startswith("{")]
    assert any("own_" in line["event"] for line in logged)


async def test_an_address_that_is_taken_stops_the_start_with_one_line(tmp_path: Path, box: Sandbox) -> None:
    code, said = await ended(tmp_path, "run", api_url=box.url, metrics_address=f"127.0.0.1:{box.port}")
    assert code == 2
    assert f"PAIDAN_METRICS_ADDRESS: 127.0.0.1:{box.port} cannot be listened at" in said
    code, said = await ended(tmp_path, "run", api_url=box.url, metrics_address="here")
    assert (code, said.count("\n")) == (2, 1)


async def test_ctrl_c_stops_it_cleanly_too(tmp_path: Path, box: Sandbox) -> None:
    async with paidan(tmp_path, "run", api_url=box.url) as process:
        await process.until("own_")
        assert await process.end(signal.SIGINT) == 0
    assert "Traceback" not in process.said


async def test_a_second_process_on_the_same_file_is_refused_until_the_first_is_gone(
    tmp_path: Path, box: Sandbox
) -> None:
    async with paidan(tmp_path, "run", api_url=box.url) as first:
        await first.until("own_")
        for command in ("run", "migrate"):
            code, said = await ended(tmp_path, command, api_url=box.url)
            words = "Another process is working with data/paidan.db; only one may at a time. Several need PostgreSQL.\n"
            assert (code, said) == (2, words)
        await first.end(signal.SIGKILL)
    assert (await ended(tmp_path, "migrate"))[0] == 0


async def test_it_waits_for_a_network_and_can_be_stopped_meanwhile(tmp_path: Path) -> None:
    async with paidan(tmp_path, "run", api_url=CLOSED_PORT) as process:
        await process.until("Telegram cannot be reached, trying again")
        assert await process.end(signal.SIGTERM) == 0
    assert "Traceback" not in process.said


async def test_the_demo_opens_a_page_and_ctrl_c_closes_it(tmp_path: Path) -> None:
    async with paidan(tmp_path, "demo", "--port", "0", "--language", "en") as process:
        await process.until("Ctrl-C closes it")
        found = re.search(r"http://127\.0\.0\.1:\d+", process.said)
        assert found is not None
        async with httpx.AsyncClient(base_url=found[0], trust_env=False) as browser:
            assert (await browser.get("/")).status_code == 200
            assert (await browser.get("/play/ready", params={"wait": 10})).json()["connected"]
        assert await process.end(signal.SIGINT) == 0
    assert "Traceback" not in process.said


async def test_a_port_in_use_is_named(tmp_path: Path, box: Sandbox) -> None:
    code, said = await ended(tmp_path, "demo", "--port", str(box.port))
    assert (code, said.count("\n")) == (2, 1)
    assert f"Port {box.port} is in use" in said
