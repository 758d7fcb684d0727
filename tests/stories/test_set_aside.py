"""Something that cannot be handled: the person goes on, the owner hears of it once, and somebody deals with it."""

import pytest

from bot.workers import MOST_ATTEMPTS
from storage import inbox
from storage.engine import reading, writing
from storage.inbox import Arrived
from storage.schema import inbox as table
from tests.house_of_paidan import House
from tests.stories.wenfeng import arrives, owner, says

POISON: dict[str, object] = {"message": {}}


async def poison(house: House, person: int, number: int) -> None:
    """An update that nothing can be made of, and all the attempts to do so."""
    async with writing(house.app.engine) as connection:
        arrived = [Arrived(number, person, {"update_id": number, **POISON})]
        await inbox.receive(connection, arrived, house.clock.now())
    house.app.workers.wake()
    await house.settled()
    for _ in range(MOST_ATTEMPTS):
        await house.later(seconds=30)


async def heard(house: House, person: int, words: str) -> int:
    """In how many messages somebody reads this."""
    return sum(words in seen.text for seen in await house.play.chat(person) if seen.by_bot)


async def test_the_owner_hears_once_however_many_there_are_and_once_when_it_is_over(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    olga, anna = await owner(house), await arrives(house, "Anna")
    await poison(house, anna, 1)
    assert "something went wrong on my side" in (await house.play.last(anna)).text
    assert "1 request is set aside" in (await house.play.last(olga)).text
    assert "/order" in (await says(house, anna, "/help")).text, "and what she says next is heard"
    await poison(house, anna, 2)
    assert await heard(house, olga, "set aside") == 1
    for number in (1, 2):
        async with writing(house.app.engine) as connection:
            assert await inbox.drop(connection, number, house.clock.now())
        await house.later(minutes=1)
    assert "Nothing is set aside any more" in (await house.play.last(olga)).text
    assert await heard(house, olga, "set aside") == 2
    failed = [record.getMessage() for record in caplog.records if record.name == "bot.workers"]
    assert sum("result=failed" in line and 'why="KeyError at ' in line for line in failed) == 2 * MOST_ATTEMPTS


async def test_what_is_tried_again_after_a_mend_is_handled(house: House) -> None:
    olga, anna = await owner(house), await arrives(house, "Anna")
    await poison(house, anna, 1)
    async with writing(house.app.engine) as connection:
        (row,) = await inbox.aside(connection, 10)
        assert row["why"].startswith("KeyError at ")
        await connection.execute(table.update().where(table.c.update_id == 1).values(body='{"update_id": 1}'))
        assert await inbox.retry(connection, 1)
    await house.later(minutes=1)
    async with reading(house.app.engine) as connection:
        assert await inbox.is_done(connection, 1)
    assert "Nothing is set aside any more" in (await house.play.last(olga)).text
