"""From Telegram to the inbox: nothing is confirmed before it is kept, and nothing stops the asking for good."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake import lane_of
from storage import inbox
from storage.engine import reading, writing
from storage.inbox import Arrived
from tests.bot.rig import Rig
from tests.house_of_paidan import TOKEN


def keeps(count: int) -> Callable[[AsyncConnection], Awaitable[bool]]:
    async def condition(connection: AsyncConnection) -> bool:
        return len(await inbox.waiting(connection, (), 100)) >= count

    return condition


async def inbox_of(rig: Rig) -> list[inbox.Waiting]:
    async with reading(rig.engine) as connection:
        return await inbox.waiting(connection, (), 100)


async def polls(rig: Rig) -> list[dict[str, object]]:
    return [call["params"] for call in await rig.play.calls(method="getUpdates")]


async def test_what_people_say_is_kept_as_it_came_in_the_lane_of_each(rig: Rig) -> None:
    anna, boris = await rig.someone("Anna"), await rig.someone("Boris")
    await rig.play.say(anna, "rice <b>")
    await rig.play.say(boris, "鸡蛋")
    rig.intake()
    await rig.until(keeps(2))
    first, second = await inbox_of(rig)
    assert (first.lane, first.parsed["message"]["text"]) == (anna, "rice <b>")
    assert (second.lane, second.parsed["message"]["text"]) == (boris, "鸡蛋")


async def test_only_what_we_understand_is_asked_for(rig: Rig) -> None:
    anna = await rig.someone("Anna")
    await rig.play.say(anna, "hello")
    rig.intake()
    await rig.until(keeps(1))
    assert rig.box.world.updates.allowed == ["message", "callback_query", "my_chat_member"]


async def test_nothing_is_confirmed_while_it_cannot_be_kept(rig: Rig) -> None:
    anna = await rig.someone("Anna")
    await rig.play.say(anna, "hello")
    async with writing(rig.engine) as busy:
        if busy.dialect.name != "sqlite":  # there the transaction alone keeps others waiting
            await busy.execute(text("LOCK TABLE inbox IN SHARE MODE"))
        rig.intake()
        await rig.play.until(lambda: rig.box.world.calls.last >= 2)  # getMe, and the first getUpdates is answered
        assert len(rig.box.world.updates) == 1
    await rig.until(keeps(1))


async def test_after_a_restart_what_was_kept_and_not_confirmed_is_kept_once(rig: Rig) -> None:
    anna = await rig.someone("Anna")
    await rig.play.say(anna, "before")
    rig.intake()
    await rig.until(keeps(1))
    await rig.stop()
    await rig.play.say(anna, "after")
    rig.intake()
    await rig.until(keeps(2))
    assert [one.parsed["message"]["text"] for one in await inbox_of(rig)] == ["before", "after"]


async def test_what_a_webhook_could_not_bring_is_fetched_though_a_later_one_was_kept(rig: Rig) -> None:
    """Telegram tries again later what was answered with 503, and brings others meanwhile."""
    anna, boris = await rig.someone("Anna"), await rig.someone("Boris")
    await rig.play.say(anna, "not brought")
    held_back = rig.box.world.updates.waiting(1, rig.box.world.now())[0].id
    async with writing(rig.engine) as connection:
        later = Arrived(held_back + 1, boris, {"update_id": held_back + 1})
        await inbox.receive(connection, [later], rig.clock.now())
    rig.intake()
    await rig.until(keeps(2))
    assert [one.update_id for one in await inbox_of(rig)] == [held_back, held_back + 1]


async def test_an_update_that_comes_twice_is_kept_once(rig: Rig) -> None:
    anna = await rig.someone("Anna")
    await rig.play.faults(duplicate=True)
    rig.intake()
    for words in ("one", "two", "three"):
        await rig.play.say(anna, words)
    await rig.until(keeps(3))
    assert [one.parsed["message"]["text"] for one in await inbox_of(rig)] == ["one", "two", "three"]


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"drop": "after"}, {"code": 502}, {"code": 409}, {"code": 429}])
async def test_it_goes_on_after_a_failure(rig: Rig, fault: dict[str, object]) -> None:
    anna = await rig.someone("Anna")
    await rig.play.say(anna, "hello")
    await rig.play.faults(method="getUpdates", **fault)
    rig.intake()
    await rig.until(keeps(1))


async def test_another_program_with_our_token_is_named_and_the_token_is_not(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await rig.someone("Anna")
    await rig.play.say(anna, "a secret of Anna's")
    await rig.play.faults(method="getUpdates", code=409, description="Conflict: terminated by other getUpdates request")
    with caplog.at_level(logging.DEBUG, logger="bot"):
        rig.intake()
        await rig.until(keeps(1))
    assert "terminated by other getUpdates request" in caplog.text
    assert TOKEN not in caplog.text
    assert "secret of Anna" not in caplog.text


async def test_after_two_silent_days_it_asks_from_the_beginning(rig: Rig) -> None:
    """After a week Telegram may count from a lower number, which the old offset would throw away."""
    anna = await rig.someone("Anna")
    rig.intake(poll_seconds=0)
    await rig.play.say(anna, "hello")
    await rig.until(keeps(1))
    await rig.play.until(lambda: "offset" in rig.box.world.calls.since(0)[-1].params)
    rig.clock.put_forward(inbox.REMEMBERED * 2)
    await rig.play.until(lambda: "offset" not in rig.box.world.calls.since(0)[-1].params)


async def test_it_stops_in_the_middle_of_a_long_poll(rig: Rig) -> None:
    rig.intake(poll_seconds=50)
    await rig.play.until(lambda: rig.box.world.updates.polled)
    async with asyncio.timeout(5):
        await rig.stop()


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"message": {"from": {"id": 5}, "chat": {"id": -7}}}, 5),
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}, 5),
        ({"my_chat_member": {"from": {"id": 5}, "chat": {"id": -7}}}, 5),
        ({"message": {"chat": {"id": -7}}}, -7),
        ({"message": {"from": None, "chat": []}}, 0),
        ({"poll": {"id": "1"}}, 0),
    ],
)
def test_the_lane_is_the_person_else_the_chat(update: dict[str, object], lane: int) -> None:
    assert lane_of(update) == lane
