"""The heartbeat: what is due is done, once, and what cannot be done keeps nothing else waiting."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, Heartbeat
from rules.life import State
from storage import inbox, leftovers
from storage.engine import reading, writing
from storage.inbox import Arrived
from storage.schema import drafts, journal, links, orders, outbox, people
from storage.schema import inbox as inbox_table
from tests.bot.rig import Rig
from tests.storage.village import Village, found, keys, over_by, wake_at

NEVER_BY_ITSELF = 3600.0


@pytest.fixture
async def village(rig: Rig) -> Village:
    async with writing(rig.engine) as connection:
        return await found(connection)


async def state(connection: AsyncConnection) -> str:
    return str((await connection.execute(select(orders.c.state))).scalar_one())


async def test_an_order_whose_time_has_come_is_moved_once_by_the_clock(rig: Rig, village: Village) -> None:
    async with writing(rig.engine) as connection:
        await wake_at(connection, village.order, rig.clock.now() - timedelta(seconds=1))
    heart = Heartbeat(rig.desk, NEVER_BY_ITSELF)
    assert await heart.beat() == 1
    assert await heart.beat() == 0
    async with reading(rig.engine) as connection:
        assert await state(connection) == State.EXPIRED
        line = (await connection.execute(select(journal.c.verb, journal.c.person_id))).one()
        assert (line.verb, line.person_id) == ("expire", None)
        assert await keys(connection, village.anna.telegram_id) == ["order_expired"]
        assert await keys(connection, village.dora.telegram_id) == ["nobody_came"]
    assert rig.bells >= 1, "the sender was woken"


async def test_an_order_whose_time_has_not_come_is_left_alone(rig: Rig, village: Village) -> None:
    async with writing(rig.engine) as connection:
        await wake_at(connection, village.order, rig.clock.now() + timedelta(minutes=1))
    heart = Heartbeat(rig.desk, NEVER_BY_ITSELF)
    assert await heart.beat() == 0
    rig.clock.put_forward(timedelta(minutes=1))
    assert await heart.beat() == 1


@pytest.mark.usefixtures("village")
async def test_all_that_fell_due_during_an_outage_is_done_in_one_beat(rig: Rig) -> None:
    async with writing(rig.engine) as connection:
        first = (await connection.execute(select(orders))).mappings().one()
        others = [{**first, "id": 1000 + number, "number": 1000 + number} for number in range(60)]
        await connection.execute(insert(orders), others)
        await connection.execute(update(orders).values(over_by(rig.clock.now())))
    assert await Heartbeat(rig.desk, NEVER_BY_ITSELF).beat() == 61


@pytest.mark.usefixtures("village")
async def test_an_order_that_cannot_be_moved_is_put_off_and_keeps_no_other_waiting(rig: Rig) -> None:
    async with writing(rig.engine) as connection:
        first = (await connection.execute(select(orders))).mappings().one()
        await connection.execute(insert(orders), [{**first, "id": 999, "number": 999, "state": "no such"}])
        await connection.execute(update(orders).values(over_by(rig.clock.now())))
    heart = Heartbeat(rig.desk, NEVER_BY_ITSELF)
    assert await heart.beat() == 1
    async with reading(rig.engine) as connection:
        broken = (await connection.execute(select(orders.c.wake_at).where(orders.c.number == 999))).scalar_one()
    assert broken > rig.clock.now()


@pytest.mark.usefixtures("village")
async def test_an_order_that_sleeps_for_good_is_not_looked_at_again(rig: Rig) -> None:
    async with writing(rig.engine) as connection:
        await connection.execute(update(orders).values(state="closed", wake_at=rig.clock.now()))
    assert await Heartbeat(rig.desk, NEVER_BY_ITSELF).beat() == 0
    async with reading(rig.engine) as connection:
        assert (await connection.execute(select(orders.c.wake_at))).scalar_one() is None


async def test_it_beats_by_itself_from_the_start_until_it_is_stopped(rig: Rig, village: Village) -> None:
    async with writing(rig.engine) as connection:
        await wake_at(connection, village.order, rig.clock.now())
    heart = Heartbeat(rig.desk, NEVER_BY_ITSELF)
    heart.start()

    async def expired(connection: AsyncConnection) -> bool:
        return await state(connection) == State.EXPIRED

    await rig.until(expired)
    await heart.stop(5)


async def test_what_nobody_needs_is_deleted_and_nothing_else(rig: Rig, village: Village) -> None:
    now = rig.clock.now()
    async with writing(rig.engine) as connection:
        await inbox.receive(connection, [Arrived(1, 1, {}), Arrived(2, 1, {})], now)
        await inbox.mark_done(connection, 1, now)
        one = {"person_id": village.anna.id, "answers": {}, "offered": [], "updated_at": now}
        await connection.execute(insert(drafts), [{**one, "dialog": "order"}])
        for token, used_at, expires_at in (("a", now, None), ("b", None, now), ("c", None, None)):
            ends = {"used_at": used_at, "expires_at": expires_at}
            await connection.execute(insert(links).values(token_hash=token, kind="owner", created_at=now, **ends))
        assert await leftovers.clear(connection, now + timedelta(days=1)) == dict.fromkeys(LEFTOVERS, 0)
        cleared = await leftovers.clear(connection, now + timedelta(days=31))
        assert cleared == {"updates": 1, "messages": 0, "drafts": 1, "links": 2}
        assert list((await connection.execute(select(inbox_table.c.update_id))).scalars()) == [2]
        assert list((await connection.execute(select(links.c.token_hash))).scalars()) == ["c"]
        assert (await connection.execute(select(people.c.id))).all()
        assert (await connection.execute(select(outbox.c.id))).all() == []


def test_the_hour_is_aware_and_the_ticks_go_forward() -> None:
    clock = Clock()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC
    first = clock.ticks()
    assert clock.ticks() >= first


LEFTOVERS = ("updates", "messages", "drafts", "links")
