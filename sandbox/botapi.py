"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import inspect
import json
import time
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from sandbox import limits
from sandbox.bodies import read_params
from sandbox.calls import Call
from sandbox.connections import Line
from sandbox.faults import Strike
from sandbox.methods.table import METHODS, Method
from sandbox.params import Params
from sandbox.people import TOKEN
from sandbox.refusals import Refused
from sandbox.world import World

Json = dict[str, Any]

POLL = "getUpdates"


class Dropped(Exception):
    """The connection is cut instead of an answer."""


class BotApi:
    """An ASGI application that answers the bot's calls."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        request = Request(scope, receive)
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                await self._file(path.removeprefix("/file/bot"), send)
                return
            token, _, name = path.removeprefix("/bot").partition("/")
            self._admit(token)
            await self._call(name, request, receive, send)
        except Refused as refusal:
            await _answer(send, refusal.code, _refused(refusal))
        except Dropped:
            await cut(scope, receive, send)

    async def _file(self, rest: str, send: Send) -> None:
        token, _, path = rest.partition("/")
        self._admit(token)
        file = self.world.files.at(path)
        if file is None or file.size > limits.DOWNLOAD_BYTES:
            raise Refused(404, "Not Found")
        headers = [(b"content-type", b"application/octet-stream"), (b"content-length", str(len(file.data)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": file.data})

    def _admit(self, token: str) -> None:
        if self.world.bot.admits(token):
            return
        raise Refused(401, "Unauthorized") if TOKEN.fullmatch(token) else Refused(404, "Not Found")

    async def _call(self, name: str, request: Request, receive: Receive, send: Send) -> None:
        found = METHODS.get(name.lower())
        if found is None:
            raise Refused(404, "Not Found: method not found")
        name, method = found
        began = time.perf_counter()
        call = Call(0, self.world.now(), name, {}, None, 200, ok=True, ms=0.0)
        try:
            params = await read_params(request)
            call.params, call.chat_id = params.shown(), params.values.get("chat_id")
            call.result = await self._carry_out(call, method, params, receive)
            await _answer(send, 200, {"ok": True, "result": call.result})
        except Refused as refusal:
            call.status, call.ok, call.description = refusal.code, False, refusal.description
            await _answer(send, refusal.code, _refused(refusal))
        except Dropped as drop:
            call.status, call.ok, call.description = 0, False, str(drop)
            raise
        finally:
            call.ms = round((time.perf_counter() - began) * 1000, 1)
            self._note(call)

    def _note(self, call: Call) -> None:
        self.world.calls.add(call)
        if not (call.method == POLL and call.ok):
            # A quiet poll changes nothing anybody sees.
            self.world.changes.touch(calls=True)

    async def _carry_out(self, call: Call, method: Method, params: Params, receive: Receive) -> Any:
        strike = self.world.faults.strike(call.method, call.chat_id)
        if strike is None:
            return await self._run(call.method, method, params, receive)
        call.fault = True
        if not strike.late:
            await _befall(strike, "before")
            return await self._run(call.method, method, params, receive)
        result = await self._run(call.method, method, params, receive)
        await _befall(strike, "after")
        return result

    async def _run(self, name: str, method: Method, params: Params, receive: Receive) -> Any:
        result = method(self.world, params)
        if not inspect.isawaitable(result):
            return result
        if name != POLL:
            return await result
        return await _while_connected(result, receive)


async def _befall(strike: Strike, when: str) -> None:
    if strike.delay_ms:
        await asyncio.sleep(strike.delay_ms / 1000)
    if strike.drop:
        raise Dropped(f"The connection was closed {when} the call took effect.")
    if strike.refusal is not None:
        raise strike.refusal


async def _while_connected(result: Any, receive: Receive) -> Any:
    """Give a long poll up when its bot has gone away."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    poll = asyncio.ensure_future(result)
    watch = asyncio.ensure_future(gone())
    try:
        await asyncio.wait({poll, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not poll.done():
            raise Dropped("The bot went away.")
        return poll.result()
    finally:
        poll.cancel()
        watch.cancel()


def _refused(refusal: Refused) -> Json:
    answer: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return answer


async def _answer(send: Send, status: int, content: Json) -> None:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def cut(scope: Scope, receive: Receive, send: Send) -> None:
    """Close the connection without a word; on a foreign server an answer that breaks off must do."""
    line: Line | None = scope.get("extensions", {}).get("sandbox.line")
    if line is not None:
        line.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    await send({"type": "http.response.start", "status": 502, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})
