"""`paidan serve`: the webhook's endpoint in front of the house; one process of several, or the only one."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.application import Application, running
from bot.clock import Clock
from bot.config import Settings
from bot.webhook import Door, secret_of

BACKLOG = 1024
MOST_AT_ONCE = 250  # requests; more are told to come again
FINISH_SECONDS = 3
USUAL_PATH = "/telegram"


class PortTaken(Exception):
    """Something else listens there."""


@dataclass(frozen=True)
class Serving:
    """A house with a door, and where that is."""

    application: Application
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """What a proxy on this machine passes Telegram's requests on to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{self.path}"


@contextlib.asynccontextmanager
async def serving(
    settings: Settings, clock: Clock | None = None, pages: Callable[[Application], Sequence[BaseRoute]] = lambda _: ()
) -> AsyncIterator[Serving]:
    """Everything set going, then the door opened; and shut first at the end. `pages` stand beside it.

    Raises PortTaken, and what `running` raises.
    """
    async with running(settings, clock, polls=False) as application:
        listener = _listener(settings, shared=application.shared)
        path = path_of(settings)
        door = Door(secret_of(settings.token.get_secret_value()), application.keep)
        site = Starlette(routes=[Route(path, door.receive, methods=["POST"]), *pages(application)])
        config = uvicorn.Config(
            site, ws="none", lifespan="off", log_config=None, log_level=logging.WARNING, access_log=False,
            server_header=False, date_header=False, timeout_keep_alive=75, timeout_graceful_shutdown=FINISH_SECONDS,
            limit_concurrency=MOST_AT_ONCE, backlog=BACKLOG,
        )  # fmt: skip
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await server.listening.wait()
            yield Serving(application, settings.listen_host, listener.getsockname()[1], path)
        finally:
            server.leaving.set()
            await task


def path_of(settings: Settings) -> str:
    """Where the door is: the path of the webhook's address."""
    return urlsplit(settings.webhook_url).path or USUAL_PATH


class _Server(uvicorn.Server):
    """Leaves signals to the command line, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()


def _listener(settings: Settings, *, shared: bool) -> socket.socket:
    """A listening socket; processes on one PostgreSQL may share the port, and the system spreads the connections."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.listen_host, settings.listen_port, type=socket.SOCK_STREAM
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortTaken(f"{settings.listen_host}: {error.strerror or error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared and hasattr(socket, "SO_REUSEPORT"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortTaken(f"{settings.listen_host}:{settings.listen_port}: {error.strerror or error}") from error
    return listener
