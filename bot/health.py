"""Is it alive, is it of use, and how is it doing: /healthz, /readyz and /metrics, for machines that look after it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol

import uvicorn
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.errors import place_of
from bot.metrics import CONTENT_TYPE, Metrics
from bot.vitals import DatabaseTrouble
from storage import alarms, backlog
from storage.engine import reading

DATABASE_SECONDS = 3.0
INTAKE_SECONDS = 60.0


class AddressTaken(Exception):
    """Nothing can be served there."""


class Watched(Protocol):
    """What these pages need of a running bot, whichever way its updates arrive."""

    clock: Clock
    engine: AsyncEngine
    metrics: Metrics
    database: DatabaseTrouble

    @property
    def heartbeat_age_seconds(self) -> float | None:
        """Since the last beat; None in a process that has no heartbeat."""

    @property
    def heartbeat_most_seconds(self) -> float:
        """How old a beat may be."""

    @property
    def intake_failing_seconds(self) -> float:
        """For how long no updates could be taken in."""


def routes(application: Watched) -> list[Route]:
    """The three pages, to be served alone or beside others."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        why = [*_worn(application), *await _database(application.engine)]
        return JSONResponse({"ready": not why, "why": why}, 503 if why else 200)

    async def metrics(_request: Request) -> Response:
        await _measure(application)
        return Response(application.metrics.page(), headers={"content-type": CONTENT_TYPE})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


@asynccontextmanager
async def serving(application: Watched, address: str) -> AsyncIterator[None]:
    """Serve the pages at host:port during the block, or nowhere when the address is empty; raises AddressTaken."""
    if not address:
        yield
        return
    listener = _listener(address)
    config = uvicorn.Config(
        Starlette(routes=routes(application)), ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="health")
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """Leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _worn(application: Watched) -> Sequence[str]:
    age = application.heartbeat_age_seconds
    why = []
    if age is not None and age > application.heartbeat_most_seconds:
        why.append(f"the last heartbeat was {age:.0f} s ago")
    if application.intake_failing_seconds > INTAKE_SECONDS:
        why.append(f"no updates for {application.intake_failing_seconds:.0f} s")
    return why


async def _database(engine: AsyncEngine) -> Sequence[str]:
    try:
        async with asyncio.timeout(DATABASE_SECONDS), reading(engine) as connection:
            await connection.execute(select(1))
    except Exception as error:
        return [f"the database does not answer: {place_of(error)}"]
    return []


async def _measure(application: Watched) -> None:
    metrics, now = application.metrics, application.clock.now()
    try:
        async with asyncio.timeout(DATABASE_SECONDS), reading(application.engine) as connection:
            waits = await backlog.measure(connection)
            wrong = {alarm.kind for alarm in await alarms.on(connection)}
    except Exception:
        metrics.show_backlog(None, set(), now)
    else:
        metrics.show_backlog(waits, wrong, now)
    metrics.show(
        heartbeat_age=application.heartbeat_age_seconds, intake_failing=application.intake_failing_seconds,
        database_errors=application.database.errors,
    )  # fmt: skip


def _listener(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    listener = None
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen()
    except OSError as error:
        if listener is not None:
            listener.close()
        raise AddressTaken(address) from error
    return listener
