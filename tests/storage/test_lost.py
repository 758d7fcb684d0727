"""A chat is lost: who hears of it, and what is no longer tried."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from rules import orders as verbs
from rules.notices import Say, Show, Trouble, View
from storage import lost, outbox, outgoing, people, posts
from storage.desk import Turn
from storage.engine import writing
from storage.posts import Post, Subject
from storage.schema import teams
from tests.people import MONDAY
from tests.storage.village import GROUP, TOPIC, Village, found, keys


@pytest.fixture
async def turn(engine: AsyncEngine) -> AsyncIterator[Turn]:
    async with writing(engine) as connection:
        yield Turn(connection, MONDAY, None)


@pytest.fixture
async def village(turn: Turn) -> Village:
    return await found(turn.connection)


async def team_place(connection: AsyncConnection) -> tuple[int | None, int | None]:
    row = (await connection.execute(select(teams.c.chat_id, teams.c.thread_id))).one()
    return row.chat_id, row.thread_id


async def test_coordinators_hear_once_of_a_resident_who_cannot_be_reached(turn: Turn, village: Village) -> None:
    await turn.say(Say(village.anna.id, Trouble()))
    await lost.person_lost(turn, village.anna.id, "blocked")
    await lost.person_lost(turn, village.anna.id, "blocked")
    assert not (await people.get(turn.connection, village.anna.id)).reachable
    assert await keys(turn.connection, village.anna.telegram_id) == []
    assert await keys(turn.connection, village.dora.telegram_id) == ["unreachable"]


async def test_nobody_hears_of_somebody_with_nothing_under_way(turn: Turn, village: Village) -> None:
    await lost.person_lost(turn, village.boris.id, "blocked")
    assert await keys(turn.connection) == []


async def test_coordinators_hear_of_a_helper_who_cannot_be_reached(turn: Turn, village: Village) -> None:
    await turn.move(village.order, village.boris.id, verbs.claim)
    await lost.person_lost(turn, village.boris.id, "blocked")
    assert await keys(turn.connection, village.dora.telegram_id) == ["unreachable"]


async def test_a_lost_group_leaves_its_team_without_one_and_its_cards_nowhere(turn: Turn, village: Village) -> None:
    await posts.remember(turn.connection, Subject(village.order, View.CARD), Post(GROUP, 5))
    await turn.show(Show(village.order, View.CARD))
    await lost.group_lost(turn, GROUP, "kicked")
    await lost.group_lost(turn, GROUP, "kicked")
    assert await team_place(turn.connection) == (None, None)
    assert await keys(turn.connection, GROUP) == []
    assert await keys(turn.connection, village.dora.telegram_id) == ["group_lost"]
    await turn.show(Show(village.order, View.CARD))
    assert await keys(turn.connection, GROUP) == []


async def test_a_moved_group_keeps_its_team_and_shows_living_orders_anew(turn: Turn, village: Village) -> None:
    await posts.remember(turn.connection, Subject(village.order, View.CARD), Post(GROUP, 5))
    await outbox.put_say(turn.connection, Trouble(), MONDAY, chat_id=GROUP)
    await lost.group_moved(turn, GROUP, -200)
    assert await team_place(turn.connection) == (-200, TOPIC)
    assert await keys(turn.connection, -200) == ["trouble", "card"]
    assert await posts.find(turn.connection, Subject(village.order, View.CARD)) is None


async def test_a_lost_topic_sends_its_cards_to_the_group(turn: Turn, village: Village) -> None:
    await turn.show(Show(village.order, View.CARD))
    await lost.topic_lost(turn, GROUP, TOPIC)
    assert await team_place(turn.connection) == (GROUP, None)
    (card,) = await outgoing.waiting(turn.connection, (village.dora.telegram_id,), 10)
    assert (card.lane, card.thread_id) == (GROUP, None)
    assert await keys(turn.connection, village.dora.telegram_id) == ["topic_lost"]
