"""How many calls of the Bot API one order costs, from its last question to the credit: played in the sandbox."""

import tempfile
from collections import Counter
from pathlib import Path

from tests.databases import Place
from tests.town import DOOR, PHONE, Town, open_town

ANSWER = "answerCallbackQuery"
NOT_OURS = {"getUpdates", "getMe", "setMyCommands"}


async def of_an_order() -> dict[str, Counter[str]]:
    """Calls by method for each step of one order with one helper; the questions of dialogs are left out."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_town(Place(Path(folder))) as town:
            return await _live(town)


async def _live(town: Town) -> dict[str, Counter[str]]:
    anna, boris = town.anna, town.boris
    steps: dict[str, Counter[str]] = {}
    await anna.says("/order")
    await anna.presses("Myself", "🧹 Cleaning")
    await anna.says("Wash the kitchen window", "tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await anna.presses("1")
    for step, who, label, group in (
        ("placed", anna, "Send", None),
        ("claimed", boris, "Claim", town.green),
        ("arrived", boris, "I have arrived", None),
        ("", boris, "Finished", None),  # asks for the minutes
        ("finished", boris, "Send", None),
        ("confirmed", anna, "Confirm", None),
    ):
        before = await _made(town)
        await who.presses(label, at=group)
        if step:
            steps[step] = await _made(town) - before
    steps["confirmed"]["sendMessage"] -= 1  # the question for stars, once the credit is told
    return steps


async def _made(town: Town) -> Counter[str]:
    calls = await town.house.play.calls()
    return Counter(call["method"] for call in calls if call["method"] not in NOT_OURS)


def counted(steps: dict[str, Counter[str]]) -> tuple[int, int]:
    """Messages and edits, which Telegram limits; and the answers to presses, which it does not."""
    answers = sum(step[ANSWER] for step in steps.values())
    return sum(step.total() for step in steps.values()) - answers, answers
