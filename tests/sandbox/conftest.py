"""A sandbox of its own for every test, a bot that speaks to it, and a hand for its people."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from sandbox.server import Sandbox
from tests.play import Play

Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox() as box:
        yield box


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[telegram.Bot]:
    async with new_bot(box) as bot:
        yield bot


def new_bot(box: Sandbox) -> telegram.Bot:
    """A client of the sandbox; loading no certificates makes it quick."""
    polls, others = (HTTPXRequest(httpx_kwargs={"verify": False, "trust_env": False}) for _ in range(2))
    return telegram.Bot(
        box.token,
        base_url=f"{box.url}/bot",
        base_file_url=f"{box.url}/file/bot",
        get_updates_request=polls,
        request=others,
    )


@pytest.fixture
async def play(box: Sandbox) -> AsyncIterator[Play]:
    async with Play(box.url) as play:
        yield play


@pytest.fixture
async def web(box: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=box.url, trust_env=False, verify=False, timeout=30) as web:
        yield web


@pytest.fixture
def ask(box: Sandbox, web: httpx.AsyncClient) -> Ask:
    """Call a method with a plain JSON body, and see the answer as it came."""

    async def ask(method: str, **params: Any) -> dict[str, Any]:
        answer = await web.post(f"/bot{box.token}/{method}", json=params)
        content: dict[str, Any] = answer.json()
        assert answer.status_code == content.get("error_code", 200)
        return content

    return ask


@pytest.fixture
async def anna(play: Play) -> int:
    """Anna, who has pressed Start."""
    anna = await play.person("Anna")
    await play.start(anna)
    return anna


def buttons(*labels: str) -> str:
    """An inline keyboard of one row, each button's data its label."""
    return json.dumps({"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]})
