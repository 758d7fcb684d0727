"""uvicorn's HTTP connections, which here also let a fault cut the line, and send an answer in one piece."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol


class Line:
    """A transport that sends what is written in one turn of the loop with one system call; the rest is the transport's.

    uvicorn writes the head and the body of an answer apart, and the calls cost more than all else the sandbox does.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []
        self._loop = asyncio.get_running_loop()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send soon, with what else is written until then."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        """Send what is left, and close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close without sending what is left."""
        self._parts.clear()
        self._transport.abort()

    def _flush(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            self._transport.write(parts[0] if len(parts) == 1 else b"".join(parts))


def connection(**given: Any) -> Any:
    """A client's connection, of the fastest kind installed, that hands its transport to the application."""
    make: Any = AutoHTTPProtocol
    made = make(**given)
    begin = made.connection_made

    def connection_made(transport: asyncio.Transport) -> None:
        line = Line(transport)
        begin(line)
        made.app = _with_line(made.app, line)

    made.connection_made = connection_made
    return made


def _with_line(app: ASGIApp, line: Line) -> ASGIApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})["sandbox.line"] = line
        await app(scope, receive, send)

    return wrapped
