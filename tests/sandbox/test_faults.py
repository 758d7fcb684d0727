"""Faults on demand: the call fails, hangs or loses its line, before or after it took effect."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from sandbox.server import Sandbox
from tests.play import CannotPlay, Play
from tests.sandbox.conftest import Ask


async def said(play: Play, anna: int) -> list[str]:
    """What the bot has said to Anna."""
    return [seen.text for seen in await play.chat(anna) if seen.by_bot]


async def test_429_once_and_then_it_works(ask: Ask, play: Play, anna: int) -> None:
    await play.faults(method="sendMessage", code=429, retry_after=3)
    answer = await ask("sendMessage", chat_id=anna, text="one")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    assert (await ask("sendMessage", chat_id=anna, text="two"))["ok"]
    assert await said(play, anna) == ["two"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"code": 403}, Forbidden),
        ({"code": 400, "description": "Bad Request: message thread not found"}, BadRequest),
        ({"code": 400, "migrate_to_chat_id": -100123}, ChatMigrated),
        ({"code": 500}, NetworkError),
        ({"code": 502}, NetworkError),
    ],
)
async def test_any_refusal_can_be_asked_for(
    bot: telegram.Bot, play: Play, anna: int, fault: dict[str, object], kind: type[Exception]
) -> None:
    await play.faults(method="*", **fault)
    with pytest.raises(kind):
        await bot.send_message(anna, "x")
    assert await said(play, anna) == []
    (call,) = await play.calls(method="sendMessage")
    assert (call["ok"], call["fault"], call["status"]) == (False, True, fault["code"])


async def test_a_fault_strikes_so_often_in_one_chat_and_until_it_is_cleared(ask: Ask, play: Play, anna: int) -> None:
    boris = await play.person("Boris")
    await play.start(boris)
    await play.faults(code=500, chat=anna, times=2)
    answers = [(await ask("sendMessage", chat_id=one, text="x"))["ok"] for one in (anna, boris, anna, anna)]
    assert answers == [False, True, False, True]
    await play.faults(method="getMe", code=502, times=-1)
    assert [(await ask("getMe"))["ok"] for _ in range(3)] == [False] * 3
    assert (await play.get("faults"))["faults"] == [{"method": "getMe", "code": 502, "times": -1}]
    await play.clear_faults()
    assert (await ask("getMe"))["ok"]


@pytest.mark.parametrize(("drop", "left"), [("before", []), ("after", ["x"])])
async def test_the_line_is_cut_before_or_after_the_effect(
    web: httpx.AsyncClient, box: Sandbox, play: Play, anna: int, drop: str, left: list[str]
) -> None:
    await play.faults(method="sendMessage", drop=drop)
    with pytest.raises(httpx.TransportError):
        await web.post(f"/bot{box.token}/sendMessage", json={"chat_id": anna, "text": "x"})
    assert await said(play, anna) == left
    (call,) = await play.calls(method="sendMessage")
    assert (call["status"], call["ok"]) == (0, False)
    assert drop in call["description"]


async def test_ptb_sees_a_cut_line_as_a_network_error(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(method="sendMessage", drop="after")
    with pytest.raises(NetworkError):
        await bot.send_message(anna, "delivered all the same")
    assert await said(play, anna) == ["delivered all the same"]


@pytest.mark.parametrize(("after", "left"), [(False, []), (True, ["x"])])
async def test_a_refusal_before_or_after_the_effect(
    ask: Ask, play: Play, anna: int, after: bool, left: list[str]
) -> None:
    await play.faults(method="sendMessage", code=502, after=after)
    assert (await ask("sendMessage", chat_id=anna, text="x"))["error_code"] == 502
    assert await said(play, anna) == left


async def test_a_delayed_call_does_not_hold_the_others_up(ask: Ask, play: Play, anna: int) -> None:
    await play.faults(method="sendMessage", delay_ms=200)
    began = time.monotonic()
    slow = asyncio.ensure_future(ask("sendMessage", chat_id=anna, text="slow"))
    await ask("getMe")
    assert not slow.done()
    assert (await slow)["ok"]
    assert time.monotonic() - began >= 0.2


async def test_a_time_out_after_the_effect(web: httpx.AsyncClient, box: Sandbox, play: Play, anna: int) -> None:
    await play.faults(method="sendMessage", delay_ms=60_000, after=True)
    with pytest.raises(httpx.ReadTimeout):
        await web.post(f"/bot{box.token}/sendMessage", json={"chat_id": anna, "text": "x"}, timeout=0.1)
    assert await said(play, anna) == ["x"]


async def test_an_update_is_delivered_twice(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(duplicate=True)
    (start,) = await bot.get_updates()
    await play.say(anna, "next")
    again = await bot.get_updates(offset=start.update_id + 1)
    assert [update.update_id for update in again] == [start.update_id, start.update_id + 1]
    assert [update.update_id for update in await bot.get_updates(offset=start.update_id + 1)] == [start.update_id + 1]
    assert (await play.get("faults"))["faults"] == []


@pytest.mark.usefixtures("anna")
async def test_a_repeated_update_ends_the_waiting(bot: telegram.Bot, play: Play) -> None:
    (start,) = await bot.get_updates()
    await play.faults(duplicate=True)
    assert await bot.get_updates(offset=start.update_id + 1, timeout=30) == (start,)


async def test_updates_come_the_wrong_way_round(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(reorder=True)
    await play.say(anna, "two")
    updates = await bot.get_updates()
    assert [update.message and update.message.text for update in updates] == ["two", "/start"]
    assert updates[0].update_id > updates[1].update_id


async def test_updates_wait_a_little_to_come_the_wrong_way_round(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.faults(reorder=True, delay_ms=5000)
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await play.ready()
    await play.say(anna, "two")
    assert [update.message and update.message.text for update in await poll] == ["two", "/start"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({}, "This fault would do nothing"),
        ({"code": 200}, "code"),
        ({"code": 500, "drop": "sideways"}, "drop"),
        ({"code": 500, "speed": 1}, "speed"),
        ({"delay_ms": -1}, "delay_ms"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(play: Play, fault: dict[str, object], words: str) -> None:
    with pytest.raises(CannotPlay, match=words):
        await play.faults(**fault)
