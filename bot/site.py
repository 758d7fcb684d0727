"""What serves HTTP beside the bot: a socket that listens, and a server that leaves signals to the program."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette


def listen(host: str, port: int, *, shared: bool = False, backlog: int = 100) -> socket.socket:
    """A listening socket; with `shared` several processes may have the port. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared and hasattr(socket, "SO_REUSEPORT"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener


@asynccontextmanager
async def open_site(site: Starlette, listener: socket.socket, **how: Any) -> AsyncIterator[None]:
    """Serve there during the block; `how` goes to uvicorn."""
    config = uvicorn.Config(
        site, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False, date_header=False,
        **how,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="site")
    try:
        await server.listening.wait()
        yield
    finally:
        server.leaving.set()
        await task


class _Server(uvicorn.Server):
    """Leaves signals to the command line, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leaving = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()
