"""The outbox seen from outside: what waits, in which order, and how each row ends."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import Placed, Trouble, View
from storage import outbox, outgoing, posts
from storage.outgoing import Outgoing
from storage.posts import Post, Subject
from tests.people import MONDAY
from tests.storage.village import GROUP, Village, found, keys


async def waiting(connection: AsyncConnection, *except_lanes: int) -> list[Outgoing]:
    return await outgoing.waiting(connection, except_lanes, 100)


async def one_card(connection: AsyncConnection) -> tuple[Village, Outgoing]:
    village = await found(connection)
    await outbox.put_card(connection, village.order, MONDAY)
    (row,) = await waiting(connection)
    return village, row


async def test_rows_wait_oldest_first_and_busy_chats_are_left_out(connection: AsyncConnection) -> None:
    for chat_id in (1, 2, 1):
        await outbox.put_say(connection, Trouble(), MONDAY, chat_id=chat_id)
    assert [row.lane for row in await waiting(connection)] == [1, 2, 1]
    assert [row.lane for row in await waiting(connection, 1)] == [2]


async def test_a_row_tells_what_it_shows(connection: AsyncConnection) -> None:
    village, row = await one_card(connection)
    assert row.subject == Subject(village.order, View.CARD)
    assert row.thread_id == 77
    await outbox.put_say(connection, Placed(village.order), MONDAY, chat_id=11, person_id=village.anna.id)
    assert (await waiting(connection, GROUP))[0].subject is None


async def test_a_row_that_was_sent_is_gone(connection: AsyncConnection) -> None:
    _, row = await one_card(connection)
    await outgoing.sent(connection, row)
    assert await waiting(connection) == []


async def test_a_row_that_was_asked_for_again_on_its_way_waits_again(connection: AsyncConnection) -> None:
    village, row = await one_card(connection)
    await outbox.put_card(connection, village.order, MONDAY)
    await outgoing.sent(connection, row)
    (again,) = await waiting(connection)
    assert again.generation == row.generation + 1


async def test_a_dead_row_is_kept_with_its_reason_for_thirty_days(connection: AsyncConnection) -> None:
    _, row = await one_card(connection)
    await outgoing.bury(connection, row, MONDAY, "refused")
    assert await waiting(connection) == []
    assert await keys(connection, dead=True) == ["card"]
    assert await outgoing.forget_dead(connection, MONDAY + timedelta(days=29)) == 0
    assert await outgoing.forget_dead(connection, MONDAY + timedelta(days=30)) == 1


async def test_a_dead_post_comes_to_life_when_it_is_asked_for_again(connection: AsyncConnection) -> None:
    village, row = await one_card(connection)
    await outgoing.bury(connection, row, MONDAY, "refused")
    await outbox.put_card(connection, village.order, MONDAY)
    assert await keys(connection) == ["card"]


async def test_what_waits_behind_something_put_off_cannot_be_sent(connection: AsyncConnection) -> None:
    await outbox.put_say(connection, Trouble(), MONDAY, chat_id=1)
    await outbox.put_say(connection, Trouble(), MONDAY, chat_id=1)
    assert await outgoing.is_waiting(connection, MONDAY)
    first, _ = await waiting(connection)
    await outgoing.put_off(connection, first, MONDAY + timedelta(seconds=5), tried=True)
    assert not await outgoing.is_waiting(connection, MONDAY)
    assert await outgoing.is_waiting(connection, MONDAY + timedelta(seconds=5))
    assert [row.attempts for row in await waiting(connection)] == [1, 0]


async def test_a_post_is_remembered_moved_and_forgotten(connection: AsyncConnection) -> None:
    village, _ = await one_card(connection)
    card = Subject(village.order, View.CARD)
    assert await posts.find(connection, card) is None
    await posts.remember(connection, card, Post(GROUP, 5, "a"))
    await posts.remember(connection, card, Post(GROUP, 6, "b"))
    assert await posts.find(connection, card) == Post(GROUP, 6, "b")
    assert await posts.living_cards(connection, GROUP) == [village.order]
    await posts.forget(connection, card)
    assert await posts.find(connection, card) is None


async def test_a_card_is_wanted_until_its_order_is_over(connection: AsyncConnection) -> None:
    village, _ = await one_card(connection)
    card = Subject(village.order, View.CARD)
    assert await posts.is_wanted(connection, card)
    assert not await posts.is_wanted(connection, Subject(village.order + 1, View.CARD))
    assert not await posts.is_wanted(connection, Subject(village.order, View.CLAIM, claim_id=1))
