"""Behind PgBouncer in transaction mode, where no two transactions need share a session: the whole loop."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.backup import restore
from bot.doctor import examine
from bot.verdicts import Level
from storage.alone import InUse
from tests import databases
from tests.databases import Place
from tests.house_of_paidan import open_house
from tests.rows import backed_up
from tests.stories import test_whole_loop_en as english

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
OWNER = "pgserver"  # of the PostgreSQL that the tests start as root, which PgBouncer will not be
POOLED = 3  # sessions for all that a bot does at once: each transaction gets another one

needs_pgbouncer = pytest.mark.skipif(
    not Path(PROGRAM).exists(), reason="no pgbouncer on this machine: nothing was played behind one"
)


@needs_pgbouncer
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_the_whole_loop(tmp_path: Path, webhook: bool) -> None:
    with databases.fresh("postgresql", tmp_path) as straight:
        async with pgbouncer(straight, tmp_path) as url:
            place = replace(straight, database_url=url, direct_url=straight.database_url, webhook=webhook)
            async with open_house(place) as house:
                await english.test_from_the_owner_link_to_the_passbook(house)


@needs_pgbouncer
async def test_what_looks_after_it_goes_past_it_and_tries_the_way_through(tmp_path: Path) -> None:
    """The bot that works behind it holds its lock beside it, where restore sees it."""
    with databases.fresh("postgresql", tmp_path) as straight:
        async with pgbouncer(straight, tmp_path) as url:
            place = replace(straight, database_url=url, direct_url=straight.database_url)
            async with open_house(place) as house:
                lines = [line async for line in examine(house.app.settings, online=False)]
                about = {line.about: line for line in lines}
                assert about["pool"].level is Level.OK
                assert about["server"].says.endswith(", 1 of Paidan's processes at work.")
                await backed_up(straight, tmp_path / "backup.zip")
                with pytest.raises(InUse):
                    await asyncio.to_thread(restore, straight.url, tmp_path / "backup.zip", force=True)
            await asyncio.to_thread(restore, straight.url, tmp_path / "backup.zip", force=True)


@asynccontextmanager
async def pgbouncer(straight: Place, folder: Path) -> AsyncIterator[str]:
    """A PgBouncer in front of this database; the URL that leads through it."""
    url = make_url(straight.database_url)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    host = url.host or url.query["host"]
    (folder / "users").write_text(f'"{url.username}" "{url.password or ""}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{url.database} = host={host} port={url.port or 5432} dbname={url.database}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = trust\nauth_file = {folder / 'users'}\npool_mode = transaction\n"
        f"default_pool_size = {POOLED}\nserver_reset_query_always = 0\n"
        + (f"user = {OWNER}\n" if os.geteuid() == 0 else "")
    )
    for path in (folder, *folder.parents):
        if os.geteuid() == 0 and path.owner() == "root" and len(path.parts) > 2:
            path.chmod(path.stat().st_mode | 0o055)
    process = await asyncio.create_subprocess_exec(
        PROGRAM, str(folder / "pgbouncer.ini"), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(20):
            while b"process up" not in (line := await process.stderr.readline()):
                assert line, "pgbouncer did not start"
        draining = asyncio.create_task(process.stderr.read())
        yield str(url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False))
        draining.cancel()
    finally:
        process.kill()
        await process.wait()
