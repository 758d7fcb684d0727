"""uvicorn's HTTP connections, which here also let a fault cut the line."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol


def connection(**given: Any) -> Any:
    """A client's connection, of the fastest kind installed, that hands its transport to the application."""
    make: Any = AutoHTTPProtocol
    made = make(**given)
    begin = made.connection_made

    def connection_made(transport: asyncio.Transport) -> None:
        begin(transport)
        made.app = _with_transport(made.app, transport)

    made.connection_made = connection_made
    return made


def _with_transport(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})["sandbox.transport"] = transport
        await app(scope, receive, send)

    return wrapped
