"""The loop that Paidan runs on, and what it does there with our request class."""

import asyncio
import gc
import sys

import pytest

from bot import loop
from bot.aiorequest import AioRequest
from tests.bot.oddserver import open_server


async def ask() -> tuple[object, str]:
    async with open_server() as server, AioRequest(trust_env=False) as request:
        return await request.post(server.url("ok")), type(asyncio.get_running_loop()).__module__


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
def test_it_is_the_quick_one_and_calls_go_out_on_it() -> None:
    assert loop.run(ask()) == ({"n": 1}, "uvloop")


def test_the_collector_looks_around_less_often_once_all_is_loaded() -> None:
    before = gc.get_threshold()
    try:
        loop.settle_down()
        assert gc.get_threshold()[0] == loop.COLLECT_AFTER
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
