"""A disk without room, and a database file that is no more what it was: what the bot does, and what it says."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.full_disk import full_disk
from tests.play import Play
from tests.processes import ended, paidan, speaking
from tests.stories.test_stopping import arrive, asked_in_vain, welcomed

FULL = Path("/dev/full")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test take the room from a disk")
has_full_device = pytest.mark.skipif(not FULL.exists(), reason=f"there is no {FULL} on this machine")


@only_linux
async def test_a_full_disk_loses_nothing_and_repeats_nothing(tmp_path: Path, box: Sandbox, play: Play) -> None:
    """People write while nothing can be kept: they are answered when there is room, by this process or the next."""
    async with paidan(tmp_path, "run", api_url=box.url) as process:
        await process.until("own_")
        with full_disk(process.process.pid):
            folk = await arrive(play)
            since = await asked_in_vain(box)
        await play.until(lambda: welcomed(play, folk), seconds=30)
        with full_disk(process.process.pid):
            folk = await arrive(play)
            await asked_in_vain(box, since)
            assert await process.end(signal.SIGTERM) == 0
        assert "Traceback" not in process.said
    async with paidan(tmp_path, "run", api_url=box.url) as process:
        await process.until("own_")
        await play.until(lambda: welcomed(play, folk), seconds=30)
        assert await process.end(signal.SIGTERM) == 0


@has_full_device
async def test_a_log_without_room_stops_nobody(tmp_path: Path, box: Sandbox, play: Play) -> None:
    nowhere = os.open(FULL, os.O_WRONLY)
    async with speaking(nowhere, tmp_path, "run", api_url=box.url, log="debug") as process:
        os.close(nowhere)
        assert await play.ready(60)
        folk = await arrive(play)
        await play.until(lambda: welcomed(play, folk), seconds=30)
        assert await process.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("what", ["replaced", "removed"])
async def test_a_file_that_was_changed_under_it_ends_it(tmp_path: Path, box: Sandbox, what: str) -> None:
    """What it would keep would be gone with the file: better a new start on the one that is there."""
    file = tmp_path / "data" / "paidan.db"
    async with paidan(tmp_path, "run", api_url=box.url, beat_seconds="0.2") as process:
        await process.until("own_")
        shutil.copy(file, tmp_path / "backup.db")
        file.unlink()
        if what == "replaced":
            os.replace(tmp_path / "backup.db", file)
        assert await process.end() == 1
    assert process.said.splitlines()[-1].startswith("data/paidan.db was replaced or removed under the running bot")
    assert "Traceback" not in process.said


async def test_what_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "data" / "paidan.db"
    file.parent.mkdir()
    file.write_text("Dear Anna, " * 1000)
    code, said = await ended(tmp_path, "run")
    assert (code, said) == (2, "PAIDAN_DATABASE_URL: the database cannot be opened (file is not a database).\n")
    assert file.read_text() == "Dear Anna, " * 1000
    file.unlink()
    file.mkdir()
    code, said = await ended(tmp_path, "run")
    assert (code, said) == (2, "PAIDAN_DATABASE_URL: the database cannot be opened (unable to open database file).\n")
