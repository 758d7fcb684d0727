"""Prepared statements give what SQLAlchemy gives, with and without the detour."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared
from storage.schema import communities, drafts, orders, people
from storage.upsert import insert_into
from tests.people import MONDAY
from tests.storage.village import found

KEEP_DRAFT = Prepared(insert(drafts).returning(drafts.c.id, drafts.c.updated_at))
DRAFT: dict[str, Any] = {
    "dialog": "order", "answers": {"when": None, "老": [1, 2]}, "offered": [], "reply_keyboard": True,
    "updated_at": MONDAY,
}  # fmt: skip


async def test_every_kind_of_value_comes_back_as_it_went_in(connection: AsyncConnection) -> None:
    anna = (await found(connection)).anna.id
    kept = await KEEP_DRAFT.row(connection, {"person_id": anna, **DRAFT})
    assert kept.updated_at == MONDAY
    query = select(drafts).where(drafts.c.id == bindparam("number"))
    row = await Prepared(query).row(connection, {"number": kept.id})
    usual = (await connection.execute(query, {"number": kept.id})).one()
    assert tuple(row) == tuple(usual)
    assert row._asdict() == usual._asdict()
    assert (row.answers, row.reply_keyboard, row.updated_at.tzinfo, row.asking) == (DRAFT["answers"], True, UTC, None)


async def test_it_tells_how_many_rows_it_has_written(connection: AsyncConnection) -> None:
    anna = (await found(connection)).anna.id
    rename = Prepared(update(people).where(people.c.id == bindparam("number")).values(name=bindparam("new")))
    assert await rename.done(connection, {"number": anna, "new": "Anna"}) == 1
    assert await rename.done(connection, {"number": anna + 1000, "new": "Anna"}) == 0
    forget = Prepared(delete(orders).where(orders.c.resident_id == bindparam("number")))
    assert await forget.done(connection, {"number": anna}) == 1


async def test_constants_and_joins_are_kept(connection: AsyncConnection) -> None:
    village = await found(connection)
    query = Prepared(
        select(orders.c.id, communities.c.name.label("home"))
        .join(communities, communities.c.id == orders.c.community_id)
        .where(orders.c.state == "open", orders.c.resident_id == bindparam("whose"))
    )
    (row,) = await query.rows(connection, {"whose": village.anna.id})
    assert (row.id, row.home) == (village.order, "Wenfeng")
    assert await query.row(connection, {"whose": village.boris.id}) is None


async def test_a_dialect_can_have_its_own_words(connection: AsyncConnection) -> None:
    anna = (await found(connection)).anna.id

    @Prepared
    def keep(dialect: str) -> Any:
        fresh = insert_into(dialect, drafts)
        names = ["person_id", "dialog"]
        return fresh.on_conflict_do_update(index_elements=names, set_={"version": drafts.c.version + 1})

    for _ in range(3):
        await keep.done(connection, {"person_id": anna, **DRAFT})
    assert (await connection.execute(select(drafts.c.version))).scalars().all() == [2]


async def test_an_error_is_sqlalchemy_s_and_keeps_the_values_to_itself(connection: AsyncConnection) -> None:
    with pytest.raises(IntegrityError) as raised:
        await KEEP_DRAFT.row(connection, {"person_id": 999_999, **DRAFT})
    assert "foreign key" in str(raised.value).lower()
    if connection.dialect.name == "sqlite":  # PostgreSQL tells them itself: no log of ours repeats its words
        assert "999999" not in str(raised.value)
        assert "999999" not in repr(raised.value)


async def test_a_naive_time_is_refused_here_too(connection: AsyncConnection) -> None:
    village = await found(connection)
    values = {"person_id": village.anna.id, **DRAFT, "updated_at": datetime(2026, 11, 23)}  # noqa: DTZ001 - on purpose
    with pytest.raises((AssertionError, StatementError), match="naive"):
        await KEEP_DRAFT.row(connection, values)


async def test_a_list_of_values_is_refused_when_it_is_put_together(connection: AsyncConnection) -> None:
    if connection.dialect.name != "sqlite":
        pytest.skip("elsewhere a statement goes SQLAlchemy's way, which knows lists")
    listed = Prepared(select(people.c.id).where(people.c.id.in_([1, 2])))
    with pytest.raises(AssertionError, match="a list of values"):
        await listed.rows(connection, {})
