"""What Telegram refuses, and how long it wants us to wait: every error by its name, and nobody held up for ever."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.compose import Gone, Letter
from bot.limits import Rates
from rules.notices import Placed, Trouble
from storage import people
from storage.engine import reading, writing
from storage.outgoing import Outgoing
from storage.schema import teams
from tests.bot.stage import Stage, calls, nothing_for


async def test_patience_asked_for_one_chat_holds_up_no_other(stage: Stage) -> None:
    await stage.rig.play.faults(method="sendMessage", code=429, retry_after=40, chat=stage.anna)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    await stage.show_card()
    await stage.quiet()
    assert (await stage.heard(stage.anna), await stage.heard(stage.group)) == ([], ["card"])
    await stage.later(41)
    assert await stage.heard(stage.anna) == ["placed", "trouble"]


async def test_limits_hold_a_group_back_and_the_newest_state_wins(stage: Stage) -> None:
    await stage.rig.stop()
    stage.rig.start_outflow(stage.compose, Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=2))
    for state in ("open", "claimed"):
        stage.words["card"] = Letter(state, None)
        await stage.show_card()
        await stage.quiet()
    for state in ("arrived", "finished", "closed"):
        stage.words["card"] = Letter(state, None)
        await stage.show_card()
        await stage.say(Trouble())
        await stage.rig.until(lambda connection: nothing_for(connection, stage.anna))
    assert await stage.heard(stage.group) == ["claimed"], "Anna is not held back, the group is"
    await stage.later(61)
    assert await stage.heard(stage.group) == ["closed"]
    assert len(await calls(stage, "editMessageText")) == 2


async def test_somebody_who_blocked_us_is_written_to_no_more_and_the_coordinators_know(stage: Stage) -> None:
    await stage.rig.play.post("block", person=stage.anna)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    await stage.quiet()
    assert await stage.waiting(dead=True) == ["placed", "trouble"]
    assert await stage.heard(stage.dora) == ["unreachable"]
    async with reading(stage.rig.engine) as connection:
        assert not (await people.get(connection, stage.village.anna.id)).reachable


async def test_a_group_that_removed_us_is_lost_and_the_coordinators_know(stage: Stage) -> None:
    await stage.rig.play.post("remove_bot", person=stage.dora, chat=stage.group)
    await stage.show_card()
    await stage.quiet()
    assert await stage.waiting(dead=True) == ["card"]
    assert await stage.heard(stage.dora) == ["group_lost"]
    async with reading(stage.rig.engine) as connection:
        assert (await connection.execute(select(teams.c.chat_id))).scalar_one() is None


async def test_a_group_that_moved_is_followed(stage: Stage) -> None:
    await stage.show_card()
    await stage.quiet()
    new = (await stage.rig.play.post("migrate", person=stage.dora, chat=stage.group))["id"]
    stage.words["card"] = Letter("claimed", None)
    await stage.show_card()
    await stage.quiet()
    assert (await stage.heard(new))[-1] == "claimed"
    async with reading(stage.rig.engine) as connection:
        assert (await connection.execute(select(teams.c.chat_id))).scalar_one() == new


async def test_a_topic_that_is_gone_leaves_the_group(stage: Stage) -> None:
    forum = await stage.rig.play.group("Forum", [stage.dora], forum=True)
    async with writing(stage.rig.engine) as connection:
        await connection.execute(update(teams).values(chat_id=forum, thread_id=4711))
    await stage.show_card()
    await stage.quiet()
    assert await stage.heard(forum) == ["card"]
    assert await stage.heard(stage.dora) == ["topic_lost"]


async def test_words_that_telegram_cannot_read_hold_nobody_up(stage: Stage) -> None:
    stage.words["placed"] = Letter("<b>never closed", None)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    await stage.quiet()
    assert await stage.heard(stage.anna) == ["trouble"]
    assert await stage.waiting(dead=True) == ["placed"]


async def test_words_that_we_cannot_find_hold_nobody_up(stage: Stage) -> None:
    await stage.rig.stop()

    async def compose(connection: AsyncConnection, row: Outgoing) -> Letter | Gone:
        if row.key == "placed":
            raise KeyError("no such words")
        return await stage.compose(connection, row)

    stage.rig.start_outflow(compose)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    for _ in range(3):
        await stage.later(2)
    assert await stage.heard(stage.anna) == ["trouble"]
    assert await stage.waiting(dead=True) == ["placed"]


@pytest.mark.parametrize("fault", [{"code": 500}, {"code": 502}])
async def test_a_server_in_trouble_is_asked_again(stage: Stage, fault: dict[str, object]) -> None:
    await stage.rig.play.faults(method="sendMessage", times=2, **fault)
    await stage.say(Placed(1))
    await stage.quiet()
    for _ in range(3):
        await stage.later(10)
    assert await stage.heard(stage.anna) == ["placed"]


async def test_a_message_nobody_confirmed_is_sent_once_more_and_no_oftener(stage: Stage) -> None:
    await stage.rig.play.faults(method="sendMessage", drop="after", times=5)
    await stage.say(Placed(1))
    await stage.say(Trouble())
    await stage.quiet()
    assert await stage.heard(stage.anna) == ["placed"]
    await stage.later(6)
    assert await stage.heard(stage.anna) == ["placed", "placed", "trouble"]
    assert await stage.waiting(dead=True) == ["placed"]


async def test_an_edit_nobody_confirmed_is_simply_made_again(stage: Stage) -> None:
    await stage.show_card()
    await stage.quiet()
    await stage.rig.play.faults(method="editMessageText", drop="after", times=3)
    stage.words["card"] = Letter("claimed", None)
    await stage.show_card()
    await stage.quiet()
    for _ in range(4):
        await stage.later(20)
    assert await stage.heard(stage.group) == ["claimed"]
    assert await stage.waiting(dead=True) == []
    assert len(await calls(stage, "sendMessage")) == 1


async def test_nothing_is_tried_while_nobody_answers_and_all_is_sent_afterwards(stage: Stage) -> None:
    await stage.rig.box.stop()
    for _ in range(3):
        await stage.say(Placed(1))
    await stage.show_card()
    await stage.rig.box.start()
    await stage.quiet()
    await stage.later(10)
    assert await stage.heard(stage.anna) == ["placed", "placed", "placed"]
    assert await stage.heard(stage.group) == ["card"]
