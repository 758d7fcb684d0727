"""How the bot fetches its updates."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import telegram
from telegram.error import Conflict

from sandbox.server import Sandbox
from tests.play import Play
from tests.sandbox.conftest import Ask, new_bot


def texts(updates: tuple[telegram.Update, ...]) -> list[str | None]:
    """What was said in them."""
    return [update.message.text for update in updates if update.message]


async def test_updates_stay_until_they_are_confirmed(bot: telegram.Bot, play: Play, anna: int) -> None:
    await play.say(anna, "one")
    await play.say(anna, "two")
    first = await bot.get_updates()
    assert texts(first) == ["/start", "one", "two"]
    assert texts(await bot.get_updates()) == ["/start", "one", "two"]
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["one", "two"]
    assert texts(await bot.get_updates(limit=1)) == ["one"]
    assert texts(await bot.get_updates(offset=-1)) == ["two"]
    assert texts(await bot.get_updates(offset=first[-1].update_id + 1)) == []


async def test_a_long_poll_ends_as_soon_as_somebody_speaks(bot: telegram.Bot, play: Play, anna: int) -> None:
    (start,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=30))
    assert await play.ready()
    await play.say(anna, "hello")
    assert texts(await poll) == ["hello"]


async def test_a_second_poller_ends_the_first_with_409(bot: telegram.Bot, box: Sandbox, play: Play, anna: int) -> None:
    (start,) = await bot.get_updates()
    first = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=30))
    await play.until(lambda: box.world.updates.polled)
    async with new_bot(box) as other:
        second = asyncio.create_task(other.get_updates(offset=start.update_id + 1, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await play.say(anna, "who hears me")
        assert texts(await second) == ["who hears me"]


async def test_a_poll_whose_bot_has_died_is_given_up(box: Sandbox, play: Play) -> None:
    async with httpx.AsyncClient(base_url=box.url, verify=False) as dying:
        poll = asyncio.create_task(dying.get(f"/bot{box.token}/getUpdates?timeout=50"))
        await play.until(lambda: box.world.updates.polled)
        poll.cancel()
    await play.until(lambda: not box.world.updates.polled)
    assert await play.ready(wait=0) is False


async def test_only_the_kinds_asked_for_arrive_and_that_is_remembered(bot: telegram.Bot, play: Play, anna: int) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["my_chat_member"])
    await play.say(anna, "unheard")
    await play.post("block", person=anna)
    kinds = [next(iter(u.to_dict().keys() - {"update_id"})) for u in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member"]
    await bot.get_updates(allowed_updates=[])
    await play.start(anna)
    assert texts(await bot.get_updates(offset=-1)) == ["/start"]


async def test_numbers_only_grow_a_reset_included(bot: telegram.Bot, play: Play, anna: int) -> None:
    (before,) = await bot.get_updates()
    await play.reset()
    assert await bot.get_updates() == ()
    bea = await play.person("Bea")
    assert bea == anna
    await play.start(bea)
    (after,) = await bot.get_updates()
    assert after.update_id > before.update_id


async def test_updates_are_kept_for_a_day(ask: Ask, play: Play, anna: int) -> None:
    await play.post("clock", advance_seconds=24 * 3600 + 1)
    await play.say(anna, "still here")
    found = (await ask("getUpdates"))["result"]
    assert [update["message"]["text"] for update in found] == ["still here"]


async def test_with_a_webhook_there_is_nothing_to_fetch(ask: Ask) -> None:
    assert (await ask("setWebhook", url="http://127.0.0.1:1/"))["ok"]
    answer = await ask("getUpdates")
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await ask("deleteWebhook"))["ok"]
    assert (await ask("getUpdates"))["ok"]


async def test_the_sandbox_stops_at_once_in_the_middle_of_everything(
    anna: int, box: Sandbox, bot: telegram.Bot, play: Play
) -> None:
    poll = asyncio.create_task(bot.get_updates(offset=999_999_999, timeout=50))
    await play.until(lambda: box.world.updates.polled)
    async with asyncio.timeout(1):
        await box.stop()
    with pytest.raises(telegram.error.NetworkError):
        await poll
    await box.start()
    assert (await bot.get_me()).is_bot
    assert anna in box.world.people
