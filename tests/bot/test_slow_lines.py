"""A Telegram that does not answer in time, and one that asks for long patience: what is sent again, and when."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.compose import Letter
from rules.notices import Placed, Trouble
from storage import outgoing
from storage.engine import reading, writing
from storage.outbox import put_strip
from storage.schema import outbox
from tests.bot.rig import Rig, open_rig
from tests.bot.stage import BUTTON, Stage, calls, set_up
from tests.databases import Place

FOR_EVER = 600_000  # milliseconds
HOURS = 4 * 3600


@pytest.fixture
async def impatient(place: Place) -> AsyncIterator[Stage]:
    """A stage whose bot does not wait long for an answer."""
    async with open_rig(place, answer_seconds=0.3) as rig:
        yield await set_up(rig)


async def held_up(stage: Stage, seconds: float) -> None:
    """Time passes, and all that may be sent is sent; the rest has to be patient."""
    outflow = stage.rig.outflow
    assert outflow is not None
    stage.rig.clock.put_forward(timedelta(seconds=seconds))
    outflow.rouse()

    async def nothing_may_go(connection: AsyncConnection) -> bool:
        due = [row for row in await outgoing.waiting(connection, (), 100) if row.not_before <= stage.rig.clock.now()]
        return not outflow.busy and all(outflow.must_wait(row.lane) for row in due)

    await stage.rig.until(nothing_may_go)


async def waits_alone(connection: AsyncConnection, key: str) -> bool:
    """Whether this is all that is left."""
    return list((await connection.execute(select(outbox.c.key))).scalars()) == [key]


async def test_a_time_out_before_it_took_effect_costs_nothing(impatient: Stage) -> None:
    await impatient.rig.play.faults(method="sendMessage", delay_ms=FOR_EVER, drop="before")
    await impatient.say(Placed(1))
    await impatient.quiet()
    assert await impatient.heard(impatient.anna) == []
    await impatient.later(6)
    assert await impatient.heard(impatient.anna) == ["placed"]
    assert await impatient.waiting(dead=True) == []


async def test_a_time_out_after_it_took_effect_costs_one_copy(impatient: Stage) -> None:
    await impatient.rig.play.faults(method="sendMessage", delay_ms=FOR_EVER, after=True, times=5)
    await impatient.say(Placed(1))
    await impatient.say(Trouble())
    await impatient.quiet()
    assert await impatient.heard(impatient.anna) == ["placed"]
    await impatient.rig.play.clear_faults()
    await impatient.later(6)
    assert await impatient.heard(impatient.anna) == ["placed", "placed", "trouble"]


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"after": True}], ids=["before", "after"])
async def test_an_edit_that_timed_out_is_made_again(impatient: Stage, fault: dict[str, object]) -> None:
    await impatient.show_card()
    await impatient.quiet()
    await impatient.rig.play.faults(method="editMessageText", delay_ms=FOR_EVER, **fault)
    impatient.words["card"] = Letter("claimed", None)
    await impatient.show_card()
    await impatient.quiet()
    await impatient.later(6)
    assert await impatient.heard(impatient.group) == ["claimed"]
    assert len(await calls(impatient, "sendMessage")) == 1
    assert await impatient.waiting() == []


async def test_long_patience_outlasts_a_restart(stage: Stage) -> None:
    """Four hours asked for one chat; the next process has no other memory than the row."""
    await stage.rig.play.faults(method="sendMessage", code=429, retry_after=HOURS, chat=stage.anna)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    await stage.quiet()
    await stage.rig.stop()
    stage.rig.start_outflow(stage.compose)
    await stage.later(HOURS - 60)
    assert len(await calls(stage, "sendMessage")) == 1
    await stage.later(61)
    assert await stage.heard(stage.anna) == ["placed", "trouble"]


async def test_long_patience_asked_of_all(stage: Stage) -> None:
    """Everybody is refused: after the first rush nobody is tried, and afterwards all is sent once."""
    folk = [await stage.rig.someone(f"Neighbour {number}") for number in range(20)]
    await stage.rig.play.faults(method="sendMessage", code=429, retry_after=HOURS, times=-1)
    async with writing(stage.rig.engine) as connection:
        now = stage.rig.clock.now()
        said = {"kind": "say", "key": "placed", "fields": {"order_id": 1}, "not_before": now, "created_at": now}
        rows = [{**said, "lane": chat} for chat in folk]
        await connection.execute(outbox.insert(), rows)
    await held_up(stage, 1)
    tried = len(await calls(stage, "sendMessage"))
    assert tried <= 16 + 1, "those that were on their way, and one more"
    for _ in range(5):
        await held_up(stage, 600)
    assert len(await calls(stage, "sendMessage")) == tried
    await stage.rig.play.clear_faults()
    await stage.later(HOURS)
    assert [await stage.heard(chat) for chat in folk] == [["placed"]] * len(folk)


async def test_patience_asked_when_old_buttons_are_taken_away(rig: Rig) -> None:
    """Whether they went matters little; that the chat wants to be left alone does."""
    stage = await set_up(rig)
    stage.words["placed"] = Letter("placed", BUTTON)
    await stage.say(Placed(1))
    await stage.quiet()
    message = (await rig.play.last(stage.anna)).id
    await rig.play.faults(method="editMessageReplyMarkup", code=429, retry_after=60)
    async with writing(rig.engine) as connection:
        person = stage.village.anna.id
        await put_strip(connection, rig.clock.now(), chat_id=stage.anna, person_id=person, message_id=message)
    await stage.say(Trouble())
    await rig.until(lambda connection: waits_alone(connection, "trouble"))
    assert await stage.heard(stage.anna) == ["placed"]
    await stage.later(61)
    assert await stage.heard(stage.anna) == ["placed", "trouble"]
    async with reading(rig.engine) as connection:
        assert not (await connection.execute(outbox.select())).all()
