"""Delivery to a webhook on this machine: the secret, the order, trying again, and faults of delivery."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
import telegram
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server

from sandbox.bell import Bell
from sandbox.server import Sandbox
from sandbox.world import Options
from tests.play import Play
from tests.sandbox.conftest import Ask, buttons, new_bot


@dataclass
class Hook:
    """A bot's webhook: keeps what arrives, and answers with the next status that was asked for."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    came: Bell = field(default_factory=Bell)

    async def receive(self, request: Request) -> Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.got.append(update)
        self.came.ring()
        return Response(status_code=status, headers={"Retry-After": "0"} if status == 503 else {})

    async def hears(self, *texts: str) -> None:
        """Wait until exactly these messages have arrived."""
        await self.until(lambda: self.texts == list(texts))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until what has arrived is enough."""
        async with asyncio.timeout(10):
            while not condition():
                await self.came.wait(10)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got if "message" in update]


class _Server(Server):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    def capture_signals(self) -> Any:  # the tests' own signals stay theirs
        return nullcontext()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.up.set()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = Starlette(routes=[Route("/in", hook.receive, methods=["POST"])])
    server = _Server(Config(app, port=0, log_config=None, lifespan="off", access_log=False))
    task = asyncio.create_task(server.serve())
    await server.up.wait()
    hook.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/in"
    yield hook
    server.should_exit = server.force_exit = True
    await task


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox(options=Options(webhook_backoff_seconds=0.01)) as box:
        yield box


async def test_updates_are_delivered_with_the_secret_and_in_order(
    hook: Hook, bot: telegram.Bot, play: Play, anna: int
) -> None:
    await bot.set_webhook(hook.url, secret_token="s3cret")
    assert await play.ready()
    for number in range(20):
        await play.say(anna, str(number))
    await hook.hears("/start", *map(str, range(20)))
    assert set(hook.secrets) == {"s3cret"}
    await play.until(lambda: bot_has_none_left(bot))


async def bot_has_none_left(bot: telegram.Bot) -> bool:
    """Whether nothing waits for delivery."""
    return (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_was_refused_is_delivered_again(hook: Hook, bot: telegram.Bot, play: Play, anna: int) -> None:
    hook.statuses = [500, 503, 404]
    await bot.set_webhook(hook.url)
    await play.say(anna, "hello")
    await hook.hears("/start", "hello")
    info = await bot.get_webhook_info()
    assert (info.url, info.last_error_message) == (hook.url, "Wrong response from the webhook: 404")


async def test_an_outage_is_waited_for(hook: Hook, bot: telegram.Bot, play: Play, anna: int) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nobody")
    await play.until(lambda: bot_failed(bot))
    assert await play.ready(wait=0) is False
    await play.say(anna, "hello")
    await bot.set_webhook(hook.url)
    await hook.hears("/start", "hello")
    assert await play.ready()


async def bot_failed(bot: telegram.Bot) -> bool:
    """Whether a delivery has failed."""
    return (await bot.get_webhook_info()).last_error_message is not None


async def test_one_update_is_delivered_twice(hook: Hook, bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(duplicate=True)
    await bot.set_webhook(hook.url)
    await play.say(anna, "hello")
    await hook.hears("/start", "/start", "hello")
    assert hook.got[0]["update_id"] == hook.got[1]["update_id"]


async def test_one_update_comes_late(hook: Hook, bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(reorder=True, delay_ms=100)
    await play.say(anna, "hello")
    await bot.set_webhook(hook.url)
    await hook.hears("hello", "/start")


async def test_presses_and_messages_have_queues_of_their_own(
    hook: Hook, ask: Ask, bot: telegram.Bot, play: Play, anna: int
) -> None:
    await ask("sendMessage", chat_id=anna, text="card", reply_markup=buttons("Go"))
    await play.press(anna, "Go", wait=0)
    await bot.set_webhook(hook.url, allowed_updates=["callback_query"])
    await hook.until(lambda: any("callback_query" in update for update in hook.got))


async def test_the_webhook_ends_and_polling_goes_on(hook: Hook, play: Play, box: Sandbox, anna: int) -> None:
    async with new_bot(box) as bot:
        await bot.set_webhook(hook.url)
        await hook.hears("/start")
        assert await bot.delete_webhook()
        await play.say(anna, "polled")
        updates = await bot.get_updates()
    assert [update.message and update.message.text for update in updates] == ["polled"]
    assert hook.texts == ["/start"]
