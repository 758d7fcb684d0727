"""The order's dialog, step by step: Back, Skip and Cancel at every one, and a draft that waits for its person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.application import running
from rules.dialogs import ORDER
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import drafts, people
from storage.engine import reading
from tests.databases import Place
from tests.house_of_paidan import TOKEN, House, MovableClock, settings_for
from tests.play import Play
from tests.town import Group, Somebody, Town, settle

Hand = Callable[[Somebody], Awaitable[object]]


@dataclass(frozen=True)
class Step:
    """A question of the order's dialog, a few of its words, an answer; its name in the review, and another answer."""

    question: str
    words: str
    answer: Hand
    field: str
    anew: Hand
    then: str


def press(label: str) -> Hand:
    return lambda somebody: somebody.presses(label)


def say(text: str) -> Hand:
    return lambda somebody: somebody.says(text)


def pin(latitude: float) -> Hand:
    async def sent(somebody: Somebody) -> None:
        await somebody.house.play.location(somebody.id, latitude=latitude)
        await somebody.house.settled()

    return sent


STEPS = (
    Step("for_whom", "Who needs help?", press("Someone else"), "For", press("Someone else"), "For: Someone else"),
    Step("beneficiary_name", "What is their name?", say("Grandma Li"), "Their name", say("Grandpa Wu"), "Grandpa Wu"),
    Step("relation", "Who is this person to you?", press("Neighbour"), "Relation", say("aunt"), "Relation: aunt"),
    Step("beneficiary_phone", "What is their phone", say("139 1234 5678"), "Their phone", press("Skip"), "not given"),
    Step("service", "Which help is needed?", press("🧹 Cleaning"), "Help", press("🍲 Meals"), "🍲 Meals"),
    Step("details", "What exactly should be done?", say("The windows"), "Details", say("The doors"), "The doors"),
    Step("day", "On which day?", press("Tomorrow"), "Day", press("Wed 25 Nov"), "Wed 25 Nov"),
    Step("time", "At what time?", press("Morning"), "Time", say("10 to 12"), "10:00–12:00"),
    Step("place", "Where should the helper come?", pin(30.27), "Address", pin(30.29), "the place on the map"),
    Step("door", "Which door?", say("Building 7, door 302"), "Door", say("door 17"), "door 17"),
    Step("district", "Which part of the neighbourhood", say("Eastgate"), "Area shown", say("Westgate"), "Westgate"),
    Step("phone", "At which number can the helper", say("138 0013 8000"), "Phone", press("Skip"), "not given"),
    Step("helpers", "How many helpers are needed?", press("1"), "Helpers", press("3"), "Helpers: 3"),
)  # fmt: skip
REVIEW = "Is everything right?"
OPTIONAL = {question.name for question in ORDER.questions if question.optional}


async def begins(somebody: Somebody, upto: int) -> None:
    """/order, and the first so many questions answered."""
    await somebody.says("/order")
    for step in STEPS[:upto]:
        await somebody.sees(step.words)
        await step.answer(somebody)


async def is_drafting(town: Town, somebody: Somebody) -> bool:
    async with reading(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, somebody.id)
        return person is not None and await drafts.newest(connection, person.id) is not None


def test_no_question_is_left_out_here() -> None:
    """But for the last, which is asked only of whoever was helped before: tests/stories/test_first_refusal.py."""
    assert [*(step.question for step in STEPS), "same_helper"] == [question.name for question in ORDER.questions]


async def test_back_goes_to_the_question_before_at_every_step(town: Town) -> None:
    """Then the old answer can be kept, or given anew."""
    anna = town.anna
    await anna.says("/order")
    assert "Back" not in await anna.labels()
    for before, step in zip(STEPS, (*STEPS[1:], None), strict=True):
        await before.answer(anna)
        words = step.words if step else REVIEW
        await anna.sees(words)
        await anna.presses("Back")
        await anna.sees(before.words)
        if before.question != "details":  # files are collected anew
            await anna.presses("Keep as it is")
        else:
            await before.answer(anna)
        await anna.sees(words)
    await anna.presses("Send")
    await anna.sees("E-0001 is out")


async def test_skip_is_there_where_an_answer_is_not_needed_and_nowhere_else(town: Town) -> None:
    anna = town.anna
    await anna.says("/order")
    for step, following in zip(STEPS, (*STEPS[1:], None), strict=True):
        await anna.sees(step.words)
        if step.question in OPTIONAL:
            await anna.presses("Skip")
        else:
            assert "Skip" not in await anna.labels()
            await step.answer(anna)
        await anna.sees(following.words if following else REVIEW)
    await anna.sees("Their phone: not given", "Door: not given", "Phone: not given")
    await anna.presses("Send")
    await anna.sees("E-0001 is out")


@pytest.mark.parametrize("how", ["press", "type"])
async def test_cancel_ends_it_at_every_step(town: Town, how: str) -> None:
    """Nothing was sent, no button stays behind, and the next /order begins at the beginning."""
    for upto in range(len(STEPS) + 1):
        anna = town.anna
        await begins(anna, upto)
        assert "Cancel" in await anna.labels()
        await (anna.presses("Cancel") if how == "press" else anna.says("/cancel"))
        await anna.sees("Cancelled. Nothing was sent")
        assert not await is_drafting(town, anna)
        left = [label for seen in await anna.chat() for label in seen.labels if label in ("Cancel", "Back", "Send")]
        assert not left, "the last question keeps no buttons"
        assert not await anna.labels(), "no reply keyboard stays open"
    assert not [seen for seen in await town.green.seen() if "E-0" in seen.text]


async def test_every_answer_can_be_changed_from_the_review(town: Town) -> None:
    anna = town.anna
    await begins(anna, len(STEPS))
    for step in STEPS:
        await anna.presses(f"✏️ {step.field}")
        await anna.sees(step.words)
        await step.anew(anna)
        if step.question == "day":  # another day has its own times
            await anna.sees("At what time?")
            await anna.presses("Morning")
        if step.question == "place":
            await anna.sees("Which door?")
            await anna.says("Building 7, door 302")
            await anna.sees("Which part of the neighbourhood")
            await anna.says("Eastgate")
        await anna.sees(REVIEW, step.then)
    await anna.presses("Send")
    order = await town.view("E-0001")
    assert (order.beneficiary_name, order.relation, order.beneficiary_phone) == ("Grandpa Wu", "aunt", None)
    assert (order.details, order.door, order.district, order.phone, order.helpers) == (
        "The doors", "door 17", "Westgate", None, 3,
    )  # fmt: skip
    assert order.service.preset == "meals"
    assert order.latitude == 30.29


async def test_an_order_for_oneself_after_all_leaves_nobody_elses_name_behind(town: Town) -> None:
    anna = town.anna
    await begins(anna, len(STEPS))
    await anna.presses("✏️ For", "Myself")
    review = await anna.sees(REVIEW, "For: Myself")
    assert "Grandma Li" not in review.text
    assert "139 1234 5678" not in review.text
    await anna.presses("Send")
    order = await town.view("E-0001")
    assert (order.beneficiary_name, order.relation, order.beneficiary_phone) == (None, None, None)


async def test_a_draft_waits_for_a_day_and_a_second_order_offers_to_go_on(town: Town) -> None:
    anna = town.anna
    await begins(anna, 6)
    await town.house.later(days=1)
    await anna.says("/order")
    await anna.sees("You have begun an order and not sent it yet")
    await anna.presses("Go on with it")
    await anna.sees("On which day?")
    for step in STEPS[6:]:
        await step.answer(anna)
    await anna.sees(REVIEW, "Their name: Grandma Li", "Details: The windows", "Wed 25 Nov")
    await anna.presses("Send")
    await anna.sees("E-0001 is out")


async def test_or_to_start_anew(town: Town) -> None:
    anna = town.anna
    await begins(anna, 6)
    await anna.says("/order")
    await anna.presses("Start anew")
    await anna.sees("Who needs help?")
    assert not [seen for seen in (await anna.chat())[:-1] if "Back" in seen.labels], "the old question keeps no buttons"
    await anna.presses("Myself", "🍲 Meals")
    await anna.sees("What exactly should be done?")


async def test_other_commands_do_not_harm_it(town: Town) -> None:
    anna = town.anna
    await begins(anna, 5)
    for command in ("/help", "/mine", "/passbook", "/language", "/start"):
        await anna.says(command)
        assert await is_drafting(town, anna)
    await anna.says("The windows")
    await anna.sees("On which day?")


async def test_a_time_that_passed_while_the_draft_waited_is_asked_again(town: Town) -> None:
    anna = town.anna
    await begins(anna, len(STEPS))
    await town.house.later(days=2)
    assert "That time has passed" in await anna.presses("Send")
    assert not [seen for seen in await town.green.seen() if "E-0" in seen.text]
    await anna.presses("✏️ Day", "Tomorrow", "Morning", "Send")
    await anna.sees("E-0001 is out")


async def test_a_draft_survives_a_restart_of_the_bot(place: Place) -> None:
    """At every third step the bot goes down and comes up again; what was said meanwhile is answered then."""
    clock = MovableClock()
    async with Sandbox(clock=clock.now, options=Options(token=TOKEN)) as box, Play(box.url) as play:
        settings = settings_for(place, box.url)
        async with running(settings, clock) as app:
            town = await settle(House(box, app, play, clock))
            await begins(town.anna, 1)
        for number in range(1, len(STEPS), 3):
            async with running(settings, clock) as app:
                anna = Somebody(House(box, app, play, clock), town.anna.id, town.anna.name)
                await anna.house.settled()
                for step in STEPS[number : number + 3]:
                    await anna.sees(step.words)
                    await step.answer(anna)
        await play.press(town.anna.id, "Send", wait=0)
        async with running(settings, clock) as app:
            house = House(box, app, play, clock)
            await house.settled()
            await Somebody(house, town.anna.id, town.anna.name).sees("E-0001 is out")
            assert (await Group(house, town.green.id).card("E-0001")).labels == ["Claim"]
