"""Telegram's updates over HTTP: the secret, a limit, kept and committed, and only then 200. And where they are sent."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot, WebhookInfo

from bot.errors import place_of
from bot.intake import ALLOWED_UPDATES, arrived_from
from storage.inbox import Arrived
from storage.trouble import is_trouble

HEADER = "x-telegram-bot-api-secret-token"
MOST_BYTES = 1024 * 1024  # the longest updates have a tenth of it
BODY_SECONDS = 20
AGAIN_SECONDS = "2"
MOST_TOGETHER = 100

log = logging.getLogger(__name__)


def secret_of(token: str) -> str:
    """What Telegram shows with every update: the same in every process, and nothing to configure or to forget."""
    return hmac.new(token.encode(), b"paidan webhook", sha256).hexdigest()


class Door:
    """The endpoint. `keep` writes updates down, and returns when they are committed.

    What can never be an update is logged and answered with 200, or Telegram would send it again for a day and nothing
    behind it. What cannot be kept at the moment is answered with 503, and comes again.
    """

    def __init__(self, secret: str, keep: Callable[[Sequence[Arrived]], Awaitable[None]]) -> None:
        self._secret = secret.encode()
        self._keeping = Together(keep)
        self._warned = False

    async def receive(self, request: Request) -> Response:
        """One update."""
        shown = request.headers.get(HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(shown, self._secret):
            if shown and not self._warned:
                log.warning("somebody shows another secret: do two bots listen at one port?")
                self._warned = True
            return Response(status_code=401)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        if body is None:
            log.error("an update of more than %d bytes was not taken", MOST_BYTES)
            return Response(status_code=413)
        arrived = _read(body)
        if arrived is None:
            return Response(status_code=200)
        try:
            await self._keeping.add(arrived)
        except Exception as error:  # the database, whatever ails it: Telegram keeps the update meanwhile
            log.error("an update could not be kept: %s", place_of(error))
            return Response(status_code=503, headers={"Retry-After": AGAIN_SECONDS})
        return Response(status_code=200)


class Together:
    """Updates that arrive while others are being written down are written down together, in one commit."""

    def __init__(self, keep: Callable[[Sequence[Arrived]], Awaitable[None]]) -> None:
        self._keep = keep
        self._waiting: list[tuple[Arrived, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def add(self, arrived: Arrived) -> None:
        """Return when it is committed; raises what hindered that."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrived, kept))
        if self._work is None:
            self._work = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                if not await self._try(batch):
                    for each in batch:  # one of them may be what the database cannot take: the others can
                        await self._try([each], last=True)
        finally:
            self._work = None
            for _, kept in self._waiting:
                kept.cancel()

    async def _try(self, batch: list[tuple[Arrived, asyncio.Future[None]]], *, last: bool = False) -> bool:
        """Whether nothing is left to do for these."""
        try:
            await self._keep([arrived for arrived, _ in batch])
        except Exception as error:
            # A database in trouble would take no single one of them either, and each attempt may take long.
            ended = last or len(batch) == 1 or is_trouble(error)
            if ended:
                _end(batch, error)
            return ended
        _end(batch, None)
        return True


def _end(batch: list[tuple[Arrived, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, kept in batch:
        if kept.done():  # whoever sent it has gone away; it is kept all the same
            continue
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)


async def point(bot: Bot, url: str, secret: str, connections: int) -> WebhookInfo:
    """From now on Telegram delivers to this address; what is waiting stays."""
    await bot.set_webhook(
        url, secret_token=secret, allowed_updates=ALLOWED_UPDATES, max_connections=connections,
        drop_pending_updates=False,
    )  # fmt: skip
    return await bot.get_webhook_info()


async def _body(request: Request) -> bytes | None:
    """All of it, or None when it is too long: what is beyond the limit is never read."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > MOST_BYTES:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _read(body: bytes) -> Arrived | None:
    try:
        update: Any = json.loads(body)
    except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, or nested without end
        log.error("%d bytes that are no update were left out: %s", len(body), type(error).__name__)
        return None
    arrived = arrived_from(update)
    if arrived is None:
        log.error("%d bytes have no shape of an update and were left out", len(body))
    return arrived
