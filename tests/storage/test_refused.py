"""What a rule refuses leaves nothing behind but what is done instead, in the same transaction as the update's mark."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from rules.refusals import Refusal, UnknownOrder
from storage import inbox
from storage.desk import Desk, Turn
from storage.engine import reading, writing
from storage.inbox import Arrived
from storage.schema import inbox as inbox_table
from storage.schema import journal
from tests.people import MONDAY


@pytest.fixture
async def desk(engine: AsyncEngine) -> Desk:
    async with writing(engine) as connection:
        await inbox.receive(connection, [Arrived(1, 7, {"update_id": 1})], MONDAY)
    return Desk(engine, lambda: MONDAY, lambda: None)


def notes(verb: str, error: Exception | None = None) -> Callable[..., Awaitable[None]]:
    async def work(turn: Turn, _refusal: Refusal | None = None) -> None:
        await turn.note(verb)
        if error is not None:
            raise error

    return work


async def kept(engine: AsyncEngine) -> tuple[list[str], bool]:
    """The verbs in the journal, and whether the update is done."""
    async with reading(engine) as connection:
        verbs = (await connection.execute(select(journal.c.verb).order_by(journal.c.id))).scalars().all()
        done = (await connection.execute(select(inbox_table.c.done_at))).scalar_one()
    return list(verbs), done is not None


async def test_only_what_is_done_instead_is_kept(engine: AsyncEngine, desk: Desk) -> None:
    await desk.run(notes("asked", UnknownOrder()), cause=1, refused=notes("refused"))
    assert await kept(engine) == (["refused"], True)


async def test_it_is_one_transaction(engine: AsyncEngine, desk: Desk) -> None:
    commits: list[object] = []
    event.listen(engine.sync_engine, "commit", commits.append)
    await desk.run(notes("asked", UnknownOrder()), cause=1, refused=notes("refused"))
    assert len(commits) == 1


async def test_when_that_fails_too_nothing_is_kept_and_the_update_comes_again(
    engine: AsyncEngine, desk: Desk
) -> None:
    with pytest.raises(KeyError):
        await desk.run(notes("asked", UnknownOrder()), cause=1, refused=notes("refused", KeyError("a bug")))
    assert await kept(engine) == ([], False)


async def test_without_a_way_to_refuse_it_is_raised_and_nothing_is_kept(engine: AsyncEngine, desk: Desk) -> None:
    with pytest.raises(UnknownOrder):
        await desk.run(notes("asked", UnknownOrder()), cause=1)
    assert await kept(engine) == ([], False)


async def test_a_repeat_is_refused_before_it_has_begun(engine: AsyncEngine, desk: Desk) -> None:
    await desk.run(notes("asked"), cause=1)
    with pytest.raises(inbox.AlreadyDone):
        await desk.run(notes("again", UnknownOrder()), cause=1, refused=notes("refused"))
    assert await kept(engine) == (["asked"], True)
