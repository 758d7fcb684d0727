"""The very first words: somebody presses Start, and the bot answers."""

from tests.house_of_paidan import House


async def test_start_is_answered(house: House) -> None:
    anna = await house.play.person("Anna")
    await house.play.start(anna)
    await house.settled()
    assert (await house.play.last(anna)).text
