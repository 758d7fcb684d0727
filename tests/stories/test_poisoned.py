"""An update that nobody can handle, from its first attempt to the command that ends it, beside the running bot."""



import pytest

from bot.workers import MOST_ATTEMPTS
from storage.engine import reading, writing
from storage.schema import inbox as table
from tests.databases import Place
from tests.house_of_paidan import House, open_house
from tests.processes import paidan
from tests.stories.test_set_aside import heard, poison
from tests.stories.wenfeng import arrives, owner, says


async def typed(place: Place, *words: str) -> tuple[int, str]:
    """`paidan …` as somebody types it in the bot's directory."""
    settings = {"data_dir": str(place.folder), "database_url": place.database_url}
    async with paidan(place.folder, *words, **settings) as process:
        return await process.end(), process.said


async def attempts(house: House) -> dict[int, tuple[int, bool]]:
    """Of the two that are poisoned: how often they were tried, and whether they are done."""
    async with reading(house.app.engine) as connection:
        rows = await connection.execute(table.select().where(table.c.update_id < 10))
        return {row.update_id: (row.attempts, row.done_at is not None) for row in rows}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # three processes are dear
async def test_from_the_first_attempt_to_the_last_command(place: Place) -> None:
    async with open_house(place) as house:
        olga, anna = await owner(house), await arrives(house, "Anna")
        for number in (1, 2):
            await poison(house, anna, number)
        assert await attempts(house) == {1: (MOST_ATTEMPTS, False), 2: (MOST_ATTEMPTS, False)}
        assert "/order" in (await says(house, anna, "/help")).text, "she is heard meanwhile"
        assert await heard(house, olga, "set aside") == 1, "the owner is told once"

        code, said = await typed(place, "inbox", "list")
        assert code == 0
        assert [line.split()[0] for line in said.splitlines()] == ["1", "2"]
        assert "Anna" not in said
        async with writing(house.app.engine) as connection:
            mended = '{"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": %d, "type": "private"}}}'
            await connection.execute(table.update().where(table.c.update_id == 1).values(body=mended % anna))
        assert await typed(place, "inbox", "retry", "1") == (0, "1 is tried again.\n")
        await house.later(seconds=5)
        assert (await attempts(house))[1][1], "after the mend it was handled"
        assert await typed(place, "inbox", "drop", "2") == (0, "2 is dropped.\n")
        await house.later(minutes=1)
        assert (await attempts(house))[2][1]
        assert "Nothing is set aside any more" in (await house.play.last(olga)).text
        assert await heard(house, olga, "set aside") == 2
        assert await heard(house, anna, "went wrong on my side") == 2, "once for each"
        await house.is_sound()
