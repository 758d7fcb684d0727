"""Whatever is read and then written is safe with several processes: each pair of turns, met in every way they can."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import open_engine, writing
from storage.links import Kind
from storage.schema import communities, journal, metadata, outbox
from storage.schema import drafts as drafts_table
from storage.schema import inbox as inbox_table
from storage.schema import links as links_table
from storage.schema import memberships as memberships_table
from storage.schema import orders as orders_table
from storage.schema import people as people_table
from storage.schema import services as services_table
from storage.schema import teams as teams_table
from tests import databases
from tests.storage import pairs, routing_pairs
from tests.storage.pairs import Begin, Scene, Shown, all_of, order_and_credits
from tests.storage.racing import MOST_STATEMENTS, guard, in_turn, squeezed
from tests.storage.village import found

PAIRS: tuple[tuple[Begin, Shown], ...] = (
    (pairs.two_claims, None),
    (pairs.claim_and_cancel, None),
    (pairs.confirmed_twice, None),
    (
        pairs.placed_while_its_team_goes,
        (
            select(orders_table.c.state, teams_table.c.removed, teams_table.c.chat_id).join(
                teams_table, teams_table.c.id == orders_table.c.team_id
            ).where(orders_table.c.state == "open"),
            select(outbox.c.key, outbox.c.lane).where(outbox.c.kind == "show"),
        ),
    ),
    (
        pairs.placed_twice,
        (select(orders_table.c.number).order_by(orders_table.c.number), select(communities.c.next_number)),
    ),
    (
        pairs.five_helps_twice,
        (select(services_table.c.preset, services_table.c.position).order_by("preset", "position"),),
    ),
    (pairs.the_last_service, (select(func.count()).select_from(services_table),)),
    (pairs.two_teams_for_one_group, (select(func.count()).where(teams_table.c.chat_id == -100_9),)),
    (
        pairs.a_team_and_the_coordinators_for_one_group,
        (
            select(func.count()).where(teams_table.c.chat_id == -100_9),
            select(func.count()).where(communities.c.desk_chat_id == -100_9),
        ),
    ),
    (pairs.approved_and_declined, None),
    (pairs.approved_and_cancelled, None),
    (pairs.one_code_in_two_groups, (select(teams_table.c.chat_id).where(teams_table.c.preset == "unity"),)),
    (
        pairs.one_link_for_two,
        (select(memberships_table.c.person_id).where(memberships_table.c.coordinator).order_by("person_id"),),
    ),
    (
        pairs.an_owner_while_another_link_is_printed,
        (
            select(people_table.c.id).where(people_table.c.owner),
            select(func.count()).where(links_table.c.kind == Kind.OWNER.value, links_table.c.used_at.is_(None)),
        ),
    ),
    (pairs.two_links_printed, (select(func.count()).where(links_table.c.used_at.is_(None)),)),
    (pairs.applied_again_while_approved, (select(memberships_table.c.standing).order_by("id"),)),
    (
        pairs.approved_and_approved,
        (select(memberships_table.c.standing).order_by("id"), select(func.count()).select_from(journal)),
    ),
    (pairs.a_coordinator_removed_twice, (select(outbox.c.key).where(outbox.c.kind == "say").order_by("key"),)),
    (
        pairs.met_and_entered_twice,
        (select(func.count()).select_from(people_table), select(func.count()).select_from(memberships_table)),
    ),
    (pairs.one_draft_two_answers, (select(drafts_table.c.version),)),
    (pairs.sent_while_it_is_asked_for_again, (select(func.count()).select_from(outbox),)),
    (pairs.a_person_lost_twice, (select(outbox.c.key).order_by("id"),)),
    (pairs.a_group_lost_twice, (select(outbox.c.key).order_by("id"), select(teams_table.c.chat_id).order_by("id"))),
    *routing_pairs.PAIRS,
    (pairs.an_update_taken_twice, (select(inbox_table.c.done_at),)),
    (pairs.an_update_that_comes_twice, (select(inbox_table.c.update_id).order_by("update_id"),)),
)  # fmt: skip


@pytest.mark.parametrize(("begin", "shown"), PAIRS, ids=[begin.__name__ for begin, _ in PAIRS])
async def test_however_two_turns_meet_it_is_as_if_one_came_after_the_other(
    engine: AsyncEngine, begin: Begin, shown: Shown
) -> None:
    one_by_one = []
    for turned in (False, True):
        scene = await scene_on(engine)
        first, second = await begin(scene)
        ends = await in_turn(engine, *((second, first) if turned else (first, second)))
        one_by_one.append((ends[::-1] if turned else ends, await outcome(engine, shown)))
    for turned in (False, True):
        for at in range(1, MOST_STATEMENTS):
            scene = await scene_on(engine)
            first, second = await begin(scene)
            stopped, ends = await squeezed(engine, *((second, first) if turned else (first, second)), at)
            if not stopped:
                break
            seen = (ends[::-1] if turned else ends, await outcome(engine, shown))
            assert seen in one_by_one, f"stopped before statement {at} of the {'second' if turned else 'first'}"
        else:
            raise AssertionError("a turn of so many statements?")


async def outcome(engine: AsyncEngine, shown: Shown) -> list[Any]:
    async with writing(engine) as connection:
        if shown is None:
            return await order_and_credits(connection)
        return [await all_of(connection, query) for query in shown]


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    with databases.fresh("postgresql", tmp_path) as place:
        opened = open_engine(place.url, 4)
        guard(opened)
        yield opened
        await opened.dispose()


async def scene_on(engine: AsyncEngine) -> Scene:
    """The village as it was in the beginning."""
    async with writing(engine) as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        return Scene(engine, await found(connection))
