"""Nobody is left without an answer: /help, /language, /cancel and /start always work, and so does anything else."""

from typing import Any

from sandbox.messages import Message
from tests.house_of_paidan import House
from tests.town import Somebody, Town

STICKER = {
    "sticker": {
        "file_id": "CAACAgIAAx", "file_unique_id": "AgADx", "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False, "emoji": "👍",
    }
}  # fmt: skip
DICE = {"dice": {"emoji": "🎲", "value": 6}}
ROUND_VIDEO = {"video_note": {"file_id": "DQACAgx", "file_unique_id": "AgADy", "length": 240, "duration": 3}}


async def sends(somebody: Somebody, content: dict[str, Any]) -> str:
    """A kind of message that the sandbox's people cannot send themselves; the bot's newest words after it."""
    world = somebody.house.box.world
    chat = world.chat(somebody.id)
    shape = Message(world.next_message_id(chat), chat, world.person(somebody.id), int(world.now())).shape()
    world.updates.add("message", {**shape, **content}, ("chat", chat.id), world.now())
    await somebody.house.settled()
    return (await somebody.newest()).text


async def test_a_stranger_without_any_community_is_told_where_to_ask(house: House) -> None:
    milan = Somebody(house, await house.play.person("Milan Kos", "en"), "Milan Kos")
    assert "You are in no community yet" in (await milan.opens("")).text
    assert "/start" in (await milan.says("/help")).text
    assert "Which language" in (await milan.says("/language")).text
    assert "nothing to cancel" in (await milan.says("/cancel")).text
    for command in ("/order", "/join", "/open", "/passbook"):
        assert "You are in no community yet" in (await milan.says(command)).text
    assert "Nothing is open" in (await milan.says("/mine")).text
    assert "Only the coordinators" in (await milan.says("/setup")).text


async def test_help_tells_everybody_what_is_for_them(town: Town) -> None:
    resident = (await town.anna.says("/help")).text
    assert "/join" in resident
    assert "/open" not in resident
    assert "/setup" not in resident
    volunteer = (await town.boris.says("/help")).text
    assert "/open" in volunteer
    assert "/join" not in volunteer
    assert "/setup" in (await town.dora.says("/help")).text
    assert len(resident.splitlines()) <= 6


async def test_start_greets_and_opens_the_doors(town: Town) -> None:
    seen = await town.anna.opens("")
    assert "for neighbours in Wenfeng" in seen.text
    assert seen.labels == ["Ask for help", "I want to help", "My orders", "Simple mode"]
    doors = ["Ask for help", "Open orders", "Passbook", "My orders", "Simple mode"]
    assert (await town.boris.opens("")).labels == doors
    assert (await town.dora.opens("")).labels[-2:] == ["What needs a decision", "Set up"]
    await town.dora.presses("What needs a decision")
    await town.dora.sees("Nothing")
    await town.anna.presses("Ask for help")
    await town.anna.sees("Who needs help?")


async def test_words_nobody_expected_get_a_helpful_reply(town: Town) -> None:
    for text in ("Hello", "谢谢", "/unknown", "/", "👍👍👍", "12345", "?", "/order_now please", "Back", "Send", "确认"):
        seen = await town.anna.says(text)
        assert "I did not understand that" in seen.text
        assert "/help" in seen.text
        assert seen.labels == ["Ask for help", "My orders"]


async def test_stickers_and_games_get_one_too(town: Town) -> None:
    for content in (STICKER, DICE, ROUND_VIDEO):
        assert "I did not understand that" in await sends(town.anna, content)
    await town.house.play.photo(town.anna.id)
    await town.house.settled()
    await town.anna.sees("I did not understand that")


async def test_in_the_middle_of_a_question_they_are_refused_and_the_question_stands(town: Town) -> None:
    anna = town.anna
    await anna.says("/order")
    assert "Who needs help?" in (await anna.says("Hello")).text
    assert "press one of the buttons" in (await anna.newest()).text
    for content in (STICKER, DICE, ROUND_VIDEO):
        told = await sends(anna, content)
        assert "Who needs help?" in told
        assert len(told.splitlines()) > 1, "first why it was not taken"
    await anna.presses("Myself", "🧹 Cleaning")
    await anna.says("The windows")
    for content in (STICKER, DICE):
        assert "On which day?" in await sends(anna, content)
    assert "I did not understand" in (await anna.says("/unknown")).text
    await anna.says("tomorrow 9 to 11")
    await anna.sees("Where should the helper come?")


async def test_cancel_leaves_what_one_is_doing_and_says_when_there_is_nothing(town: Town) -> None:
    anna = town.anna
    await anna.says("/order")
    assert "Cancelled" in (await anna.says("/cancel")).text
    seen = await anna.says("/cancel")
    assert "There is nothing to cancel" in seen.text
    assert seen.labels == ["My orders"]


async def test_in_a_group_the_bot_keeps_quiet_unless_it_is_addressed(town: Town) -> None:
    before = len(await town.green.seen())
    await town.boris.says("Good morning", at=town.green)
    await town.boris.says("/order", at=town.green)
    assert len(await town.green.seen()) == before
    told = await town.boris.says("/order@paidan_sandbox_bot", at=town.green)
    assert "write to me in private" in told.text
    assert told.labels == ["Write to me"]
    await town.boris.says("/order@another_bot", at=town.green)
    assert len(await town.green.seen()) == before + 1


async def test_whoever_blocked_the_bot_and_comes_back_is_answered_again(town: Town) -> None:
    await town.house.play.post("block", person=town.anna.id)
    await town.house.settled()
    await town.house.play.start(town.anna.id)
    await town.house.settled()
    await town.anna.sees("for neighbours in Wenfeng")
    await town.order()
