"""Run the sandbox: the Bot API, the people's side and the page on one port of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import connections, static
from sandbox.botapi import BotApi
from sandbox.delivery import Delivery
from sandbox.play.routes import routes
from sandbox.world import Clock, Options, World, wall_clock

BACKLOG = 2048


def create_app(world: World) -> ASGIApp:
    """The whole sandbox as one ASGI application over a world."""
    bot_api = BotApi(world)
    page = Starlette(routes=[*static.ROUTES, *routes(world)])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        inner: ASGIApp = bot_api if scope["path"].startswith(("/bot", "/file/bot")) else page
        # Whoever is still waiting when the sandbox stops has lost the connection already; so has a bot that was killed.
        with contextlib.suppress(asyncio.CancelledError, ClientDisconnect):
            await inner(scope, receive, send)

    return app


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the sandbox, tells when it listens, and stops without waiting for anybody."""

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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # One turn of the loop lets the connections notice; what still runs then is ended.
        await asyncio.sleep(0)
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in self.servers:
            await server.wait_closed()


class Sandbox:
    """A pretend Telegram inside this process.

    `async with Sandbox() as box:` serves it at `box.url` until the block ends, and then stops at once.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        clock: Clock = wall_clock,
        options: Options | None = None,
        world: World | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.world = world or World(options, clock)
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def token(self) -> str:
        """The token a bot can use here."""
        return self.world.token

    async def start(self) -> None:
        """Begin to serve.

        Raises OSError when the port is taken.
        """
        listener = _listener(self.host, self.port)
        self.port = listener.getsockname()[1]
        http: Any = connections.connection
        config = uvicorn.Config(
            create_app(self.world),
            http=http,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=75,
            backlog=BACKLOG,
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]), name="sandbox")
        self._delivery = asyncio.create_task(Delivery(self.world).run(), name="sandbox webhook")
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Stop at once: whoever waits in a long poll loses the connection. The world stays as it is."""
        if self._server is None or self._task is None or self._delivery is None:
            return
        self._server.leaving.set()
        self._delivery.cancel()
        ends = await asyncio.gather(self._task, self._delivery, return_exceptions=True)
        self._server = self._task = self._delivery = None
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def serve(self) -> None:
        """Serve until cancelled or stopped."""
        if self._task is None:
            await self.start()
        assert self._task is not None  # start() has made it
        await asyncio.shield(self._task)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def _listener(host: str, port: int) -> socket.socket:
    """A listening socket; it must name TCP as its protocol, or asyncio leaves every small answer waiting for 40 ms."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
