"""Telegram's moods: too many requests, no answer, lost connections, chats and messages that are gone.

Whatever happens, the same story is told: nothing is lost, nothing wrong is said, and at most once too often.
"""

import re
from collections import Counter
from functools import partial
from typing import Any

import pytest

from rules import orders as verbs
from storage.schema import outbox, teams
from tests.stories.siege import Siege, held

SENDING = ("sendMessage", "editMessageText")
MOODS: dict[str, dict[str, Any]] = {
    "too many requests": {"code": 429, "retry_after": 7, "times": 2},
    "an inner error": {"code": 500, "times": 2},
    "a bad gateway": {"code": 502, "description": "Bad Gateway", "times": 2},
    "an inner error after it was done": {"code": 500, "after": True},
    "a connection cut before": {"drop": "before"},
    "a connection cut after": {"drop": "after"},
}
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CAN_REPEAT = ("an inner error after it was done", "a connection cut after")


async def calm(siege: Siege) -> None:
    """Let the clock go on until nothing waits to be sent."""
    for _ in range(30):
        await siege.house.settled()
        if not held(await siege.rows(outbox), dead_at=None):
            break
        await siege.house.later(seconds=8)
    await siege.play.clear_faults()
    await siege.house.settled()
    assert not held(await siege.rows(outbox), dead_at=None)


async def story(siege: Siege, *faults: dict[str, Any]) -> dict[str, Counter[str]]:
    """From the order to the thanks, with these faults at every step: what each chat shows of it, figures left out."""
    chats = {"anna": siege.folk["anna"], "boris": siege.folk["boris"], "green": siege.green}
    marks = {name: max((seen.id for seen in await siege.play.chat(chat)), default=0) for name, chat in chats.items()}
    order = 0

    async def placed() -> None:
        nonlocal order
        order = await siege.order()

    steps = (
        placed,
        lambda: siege.press("boris", "Claim", siege.green, wait=0),
        lambda: siege.press("boris", "I have arrived", wait=0),
        lambda: siege.house.app.desk.move(order, siege.numbers["boris"], partial(verbs.finish, minutes=140)),
        lambda: siege.press("anna", "Confirm", wait=0),
        lambda: siege.press("anna", "Skip", wait=0),
        lambda: siege.play.say(siege.folk["anna"], "He even fixed the bell."),
    )
    for step in steps:
        for fault in faults:
            for method in SENDING:
                await siege.play.faults(method=method, **fault)
        await step()
        await calm(siege)
    assert await siege.state(order) == "closed"
    shown = {}
    for name, chat in chats.items():
        new = [seen for seen in await siege.said("boris", chat) if seen.id > marks[name]]
        shown[name] = Counter(re.sub(r"\d+", "#", f"{seen.text} {seen.labels}") for seen in new)
    return shown


async def test_the_same_story_in_every_mood(siege: Siege) -> None:
    as_usual = await story(siege)
    assert all(count == 1 for texts in as_usual.values() for count in texts.values())
    for mood, fault in MOODS.items():
        since = siege.house.box.world.calls.last
        told = await story(siege, fault)
        assert len([call for call in await siege.play.calls(since) if call.get("fault")]) >= 7, mood
        for chat, texts in as_usual.items():
            # A copy that nobody knows of is never edited: it shows how things were then, and no more than once.
            unknown = set(told[chat]) - set(texts)
            if mood in CAN_REPEAT:
                assert set(texts) <= set(told[chat]), (mood, chat)
                assert max(told[chat].values()) <= 2, (mood, chat)
            else:
                assert told[chat] == texts, (mood, chat, unknown)
    assert not [row for row in await siege.rows(outbox) if row["dead_at"]]


async def test_patience_with_one_chat_holds_no_other_up(siege: Siege) -> None:
    for text in ("/help", "/mine"):
        await siege.play.faults(method="sendMessage", code=429, retry_after=60, chat=siege.folk["anna"])
        said = len(await siege.said("anna"))
        await siege.play.say(siege.folk["anna"], text)
        await siege.play.say(siege.folk["anna"], "/language")
        await siege.say("boris", text)
        assert (await siege.last("boris")).labels
        since = siege.house.box.world.calls.last
        await siege.house.later(seconds=50)
        assert not [call for call in await siege.play.calls(since, "sendMessage") if call["chat_id"]]
        await siege.house.later(seconds=11)
        assert len(await siege.said("anna")) == said + 2
        assert "language" in (await siege.last("anna")).text.lower()


async def test_patience_with_all_when_two_chats_are_slowed_down(siege: Siege) -> None:
    for name in ("anna", "boris"):
        await siege.play.faults(method="sendMessage", code=429, retry_after=60, chat=siege.folk[name])
        await siege.say(name, "/help")
    said = {name: len(await siege.said(name)) for name in ("anna", "boris", "chen")}
    await siege.play.say(siege.folk["chen"], "/help")

    async def waits() -> bool:
        return bool(held(await siege.rows(outbox), lane=siege.folk["chen"]))

    await siege.play.until(waits)
    assert {name: len(await siege.said(name)) for name in said} == said
    await siege.house.later(seconds=61)
    assert {name: len(await siege.said(name)) for name in said} == {name: count + 1 for name, count in said.items()}


async def test_the_answer_to_a_press_may_be_lost(siege: Siege) -> None:
    for fault in (
        {"code": 400, "description": f"Bad Request: {TOO_OLD}"}, {"code": 429, "retry_after": 60}, {"code": 500},
        {"drop": "before"}, {"drop": "after"}, {"code": 403},
    ):  # fmt: skip
        order = await siege.order()
        await siege.play.faults(method="answerCallbackQuery", **fault)
        await siege.press("boris", "Claim", siege.green, wait=0)
        assert await siege.state(order) == "claimed"
        assert "You have" in (await siege.last("boris")).text
        await siege.play.clear_faults()
        await siege.answers("boris", ".Hand back", ".Skip")


@pytest.mark.parametrize("words", ["message is not modified: specified new message content", "MESSAGE_NOT_MODIFIED"])
async def test_an_edit_that_was_done_already(siege: Siege, words: str) -> None:
    order = await siege.order()
    await siege.play.faults(method="editMessageText", code=400, description=f"Bad Request: {words}", after=True)
    await siege.press("boris", "Claim", siege.green)
    cards = [seen for seen in await siege.said("boris", siege.green) if "E-0001" in seen.text]
    assert len(cards) == 1
    assert "Boris is on it" in cards[0].text
    assert await siege.state(order) == "claimed"


async def test_a_card_that_somebody_deleted(siege: Siege) -> None:
    order = await siege.order()
    card = await siege.card()
    await siege.play.post("delete", person=siege.folk["dora"], chat=siege.green, message=card.id)
    await siege.forge("boris", f"v1|claim|{order}|0|")
    again = await siege.card()
    assert again.id != card.id
    assert "Boris is on it" in again.text
    await siege.play.post("delete", person=siege.folk["dora"], chat=siege.green, message=again.id)
    await siege.answers("anna", ".Cancel order", ".Skip")
    assert not [seen for seen in await siege.said("boris", siege.green) if "E-0001" in seen.text]


async def test_a_question_that_the_person_deleted_is_asked_anew(siege: Siege) -> None:
    question = await siege.ask(until="details")
    await siege.play.post("delete", person=siege.folk["anna"], message=question.id)
    assert "Details: Rice" in (await siege.answers("anna", "Rice", ".Now", "Door 3", "Eastgate", ".Skip", ".1")).text
    await siege.play.post("delete", person=siege.folk["anna"], message=(await siege.last("anna")).id)
    await siege.answers("anna", "/order", "." + siege.label("go_on"))
    await siege.press("anna", "Send")
    assert "E-0001" in (await siege.card()).text


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 400, "description": "Bad Request: chat not found"},
        {"code": 403, "description": "Forbidden: bot was kicked from the supergroup chat"},
        {"code": 400, "description": "Bad Request: not enough rights to send text messages to the chat"},
    ],
    ids=["not found", "kicked", "no rights"],
)
async def test_a_group_that_cannot_be_written_to_any_more(siege: Siege, fault: dict[str, Any]) -> None:
    order = await siege.order()
    await siege.play.faults(chat=siege.green, times=-1, **fault)
    await siege.forge("boris", f"v1|claim|{order}|0|")
    await siege.house.settled()
    assert not held(await siege.rows(teams), chat_id=siege.green)
    told = [seen for seen in await siege.said("dora") if "Green team" in seen.text]
    assert len(told) == 1
    assert "You have" in (await siege.last("boris")).text  # the claim counts all the same
    await siege.play.clear_faults()
    await siege.say("dora", await siege.code("green"), siege.green)
    assert "Boris is on it" in (await siege.card()).text


async def test_telegram_is_away_for_a_while(siege: Siege) -> None:
    for method in ("sendMessage", "getMe"):
        await siege.play.faults(method=method, code=502, times=1)
    await siege.play.faults(method="getUpdates", code=502, times=1)
    await siege.play.say(siege.folk["anna"], "/help")
    await siege.play.say(siege.folk["boris"], "/help")
    await calm(siege)
    for name in ("anna", "boris"):
        assert len([seen for seen in await siege.said(name) if "/order" in seen.text]) == 1
