"""Is it alive, is it of use, and how is it doing: /healthz, /readyz and /metrics, for machines that look after it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.errors import place_of
from bot.metrics import CONTENT_TYPE, Metrics
from bot.site import listen, open_site
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
    host, _, port = address.rpartition(":")
    try:
        listener = listen(host.strip("[]"), int(port))
    except OSError as error:
        raise AddressTaken(address) from error
    async with open_site(Starlette(routes=routes(application)), listener, timeout_graceful_shutdown=1):
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
