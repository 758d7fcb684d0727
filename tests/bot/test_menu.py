"""The commands Telegram offers: by scope and language, and set only where they differ."""

from bot.menu import offer_commands
from bot.words import Words
from handlers import commands
from tests.bot.rig import Rig


async def test_every_scope_and_language_gets_its_commands_once(rig: Rig) -> None:
    words = Words()
    assert await offer_commands(rig.bot, words) == 4
    assert await offer_commands(rig.bot, words) == 0
    offered = [call["params"] for call in await rig.play.calls(method="setMyCommands")]
    assert {(each["scope"]["type"], each.get("language_code")) for each in offered} == {
        ("all_private_chats", None), ("all_private_chats", "zh"), ("all_group_chats", None), ("all_group_chats", "zh"),
    }  # fmt: skip
    private = next(each for each in offered if each["scope"]["type"] == "all_private_chats")
    assert [each["command"] for each in private["commands"]] == list(commands.PRIVATE)


async def test_a_telegram_that_does_not_play_along_stops_nothing(rig: Rig) -> None:
    await rig.play.faults(method="getMyCommands", code=500, times=-1)
    assert await offer_commands(rig.bot, Words()) == 0
