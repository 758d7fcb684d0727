"""What happens to an order, told so that whoever gets no answer waits: nobody does a thing twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.crashing.street import BEGINNING, Street
from tests.town import DOOR, PHONE, Town

Story = Callable[[Town], Awaitable[None]]


async def ordered(town: Town, *, picture: bool = False) -> None:
    """Anna asks for help by chat."""
    anna = town.anna
    await anna.says("/order")
    await anna.presses("Myself", "🧹 Cleaning")
    if picture:
        await town.house.play.photo(anna.id, caption="This window, please")
        await town.house.settled()
        await anna.presses("Done")
    else:
        await anna.says("Wash the kitchen window")
    await anna.says("tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await anna.presses("1", "Send")


async def hour(town: Town, **since_the_beginning: float) -> None:
    """So long after the beginning."""
    assert isinstance(town.house, Street)
    await town.house.at(BEGINNING + timedelta(**since_the_beginning))


def from_here(town: Town) -> None:
    """What came before is told in another story: its points are taken there."""
    assert isinstance(town.house, Street)
    town.house.told_elsewhere = len(town.house.bot.reached)


async def the_whole_loop(town: Town) -> None:
    """Ordered, claimed, arrived, finished, confirmed with stars and thanks; and there it stands in the passbook."""
    anna, boris, chen = town.anna, town.boris, town.chen
    await ordered(town)
    await boris.presses("Claim", at=town.green)
    await chen.presses("Claim", at=town.green, on=await chen.newest(town.green))
    await hour(town, hours=13)
    await boris.presses("I have arrived")
    await hour(town, hours=15, minutes=20, seconds=30)
    await boris.presses("Finished", "Send")
    await anna.presses("Confirm", "⭐⭐⭐⭐⭐")
    await anna.says("He even fixed the bell.")
    await boris.says("/passbook")
    await boris.sees("25 credits in Wenfeng")


async def handed_back_and_cancelled(town: Town) -> None:
    """With a picture: Boris takes it and hands it back, Chen takes it, and Anna needs nobody any more."""
    anna, boris, chen = town.anna, town.boris, town.chen
    await ordered(town, picture=True)
    from_here(town)
    await boris.presses("Claim", at=town.green)
    await boris.presses("Hand back", "I am ill")
    await chen.presses("Claim", at=town.green)
    await anna.presses("Cancel order", "Somebody else helps")
    await chen.sees("Somebody else helps")


async def nobody_says_a_word(town: Town) -> None:
    """The clock reminds the group that nobody comes, and in the end it confirms in Anna's place."""
    boris = town.boris
    await ordered(town)
    from_here(town)
    await hour(town, hours=11)
    await boris.presses("Claim", at=town.green)
    await hour(town, hours=13)
    await boris.presses("I have arrived")
    await hour(town, hours=14, minutes=30, seconds=30)
    await boris.presses("Finished", "Send")
    await hour(town, days=5)
    await boris.sees("+15, now 15")


async def milan_joins(town: Town) -> None:
    """He wants to help, and Dora approves."""
    dora, milan = town.dora, town.milan
    await milan.says("/join")
    await milan.presses("Milan Kos", "Share my number", "▫️ 🧹 Cleaning", "Done")
    await milan.presses("▫️ 💚 Green team, environment", "Done", "Send")
    await dora.presses("Approve")
    await milan.sees("Approved")


STORIES: dict[str, Story] = {
    "the whole loop": the_whole_loop,
    "handed back and cancelled": handed_back_and_cancelled,
    "nobody says a word": nobody_says_a_word,
    "Milan joins": milan_joins,
}
