"""A team's topic in a forum is closed or deleted: its cards go to the group, and the coordinators know."""

import pytest

from storage.engine import writing
from storage.schema import teams
from tests.play import Seen
from tests.stories.siege import Siege, held


async def a_topic(siege: Siege) -> int:
    """The green team's cards go to a topic of a forum from now on; its number."""
    dora, boris = siege.folk["dora"], siege.folk["boris"]
    siege.green = await siege.play.group("Forum", [dora, boris], forum=True)
    opened = await siege.play.post("topics", person=dora, chat=siege.green, name="Green")
    topic = int(opened["message_thread_id"])
    async with writing(siege.house.app.engine) as connection:
        team = held(await siege.rows(teams), community_id=siege.wenfeng, preset="green")[0]["id"]
        where = {"chat_id": siege.green, "thread_id": topic}
        await connection.execute(teams.update().where(teams.c.id == team).values(**where))
    return topic


async def cards(siege: Siege) -> list[Seen]:
    return [seen for seen in await siege.said("boris", siege.green) if "E-0" in seen.text]


async def told(siege: Siege, words: str) -> int:
    return len([seen for seen in await siege.said("dora") if words in seen.text])


@pytest.mark.parametrize("action", ["close", "delete"])
async def test_a_topic_that_is_closed_or_deleted(siege: Siege, action: str) -> None:
    topic = await a_topic(siege)
    first = await siege.order()
    (card,) = await cards(siege)
    assert card.thread == topic
    await siege.play.post("topic", person=siege.folk["dora"], chat=siege.green, thread=topic, action=action)
    await siege.order()
    assert (await siege.card()).thread is None
    assert await told(siege, "topic") == 1
    await siege.forge("boris", f"v1|claim|{first}|0|")
    shown = {seen.text.split()[1]: seen for seen in await cards(siege)}
    assert len(shown) == len(await cards(siege)) == 2, "each of them stands there once"
    assert "Boris is on it" in shown["E-0001"].text
    assert await told(siege, "topic") == 1, "and that is said once"


async def test_nothing_can_be_edited_in_a_closed_topic(siege: Siege) -> None:
    topic = await a_topic(siege)
    order = await siege.order()
    refused = {"code": 400, "description": "Bad Request: TOPIC_CLOSED", "chat": siege.green, "times": -1}
    await siege.play.faults(method="editMessageText", **refused)
    await siege.play.post("topic", person=siege.folk["dora"], chat=siege.green, thread=topic, action="close")
    await siege.forge("boris", f"v1|claim|{order}|0|")
    newest = await siege.card()
    assert newest.thread is None
    assert "Boris is on it" in newest.text
    assert await told(siege, "topic") == 1
    assert len(held(await siege.rows(teams), chat_id=siege.green)) == 1, "the group itself is not lost"


async def test_where_even_the_general_topic_is_closed_the_group_is_lost_and_that_is_told(siege: Siege) -> None:
    await a_topic(siege)
    refused = {"code": 400, "description": "Bad Request: TOPIC_CLOSED", "chat": siege.green, "times": -1}
    await siege.play.faults(method="sendMessage", **refused)
    await siege.order()
    assert not held(await siege.rows(teams), chat_id=siege.green)
    assert await told(siege, "can no longer write to the group") == 1
    await siege.play.clear_faults()
    await siege.say("dora", await siege.code("green"), siege.green)
    assert "E-0001" in (await siege.card()).text
