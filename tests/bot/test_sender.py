"""From the outbox to the chats: in order, once, and as things are when it is sent."""

from bot.compose import Gone, Letter
from rules.notices import Placed, Trouble, View
from storage import outgoing, posts
from storage.engine import reading, writing
from storage.posts import Subject
from storage.views import FileView
from tests.bot.stage import BUTTON, Stage, a_claim, a_draft, ask, calls, delete_newest, end_order, show_claim


async def test_what_is_said_comes_in_its_order(stage: Stage) -> None:
    for notice in (Placed(1), Trouble(), Placed(1)):
        await stage.say(notice)
    await stage.quiet()
    assert await stage.heard(stage.anna) == ["placed", "trouble", "placed"]
    assert await stage.waiting() == []


async def test_a_card_is_posted_once_and_edited_from_then_on(stage: Stage) -> None:
    stage.words["card"] = Letter("open", BUTTON)
    await stage.show_card()
    await stage.quiet()
    stage.words["card"] = Letter("claimed", None)
    await stage.show_card()
    await stage.quiet()
    assert await stage.heard(stage.group) == ["claimed"]
    assert len(await calls(stage, "sendMessage")) == 1


async def test_a_card_that_says_the_same_is_not_edited(stage: Stage) -> None:
    for _ in range(3):
        await stage.show_card()
        await stage.quiet()
    assert len(await calls(stage, "sendMessage")) == 1
    assert await calls(stage, "editMessageText") == []


async def test_an_edit_that_telegram_finds_needless_counts_as_done(stage: Stage) -> None:
    await stage.show_card()
    await stage.quiet()
    async with writing(stage.rig.engine) as connection:
        card = Subject(stage.village.order, View.CARD)
        post = await posts.find(connection, card)
        assert post is not None
        await posts.remember(connection, card, posts.Post(post.chat_id, post.message_id, "forgotten"))
    await stage.show_card()
    await stage.quiet()
    assert len(await calls(stage, "editMessageText")) == 1
    assert await stage.waiting() == []
    assert await stage.waiting(dead=True) == []


async def test_a_card_somebody_deleted_is_posted_again_while_its_order_lives(stage: Stage) -> None:
    await stage.show_card()
    await stage.quiet()
    await delete_newest(stage)
    stage.words["card"] = Letter("claimed", None)
    await stage.show_card()
    await stage.quiet()
    assert await stage.heard(stage.group) == ["claimed"]


async def test_a_card_somebody_deleted_stays_away_once_its_order_is_over(stage: Stage) -> None:
    await stage.show_card()
    await stage.quiet()
    await delete_newest(stage)
    await end_order(stage)
    stage.words["card"] = Letter("closed", None)
    await stage.show_card()
    await stage.quiet()
    assert await stage.heard(stage.group) == []
    assert await stage.waiting() == []


async def test_a_card_that_was_never_posted_is_not_posted_once_its_order_is_over(stage: Stage) -> None:
    await end_order(stage)
    await stage.show_card()
    await stage.quiet()
    assert await stage.heard(stage.group) == []


async def test_nothing_is_sent_of_what_is_gone(stage: Stage) -> None:
    stage.words["placed"] = Gone("answered meanwhile")
    await stage.say(Placed(1))
    await stage.quiet()
    assert await stage.heard(stage.anna) == []
    assert await stage.waiting() == []


async def test_a_message_takes_the_place_of_the_one_it_names(stage: Stage) -> None:
    await stage.say(Placed(1))
    await stage.quiet()
    shown = (await stage.rig.play.last(stage.anna)).id
    await stage.say(Trouble(), edit_message_id=shown)
    await stage.quiet()
    assert await stage.heard(stage.anna) == ["trouble"]


async def test_a_message_whose_place_is_gone_comes_anew(stage: Stage) -> None:
    await stage.say(Trouble(), edit_message_id=4711)
    await stage.quiet()
    assert await stage.heard(stage.anna) == ["trouble"]


async def test_a_question_asked_anew_takes_the_buttons_from_the_old_one(stage: Stage) -> None:
    draft = await a_draft(stage)
    stage.words["ask"] = Letter("What do you need?", BUTTON)
    await ask(stage, draft)
    await ask(stage, draft)
    first, second = [seen for seen in await stage.rig.play.chat(stage.anna) if seen.by_bot]
    assert first.labels == []
    assert second.labels == ["Claim"]
    async with reading(stage.rig.engine) as connection:
        assert await outgoing.question_of(connection, draft) == second.id


async def test_a_helpers_card_and_files_cannot_be_forwarded_and_end_as_the_claim_does(stage: Stage) -> None:
    photo = (await stage.rig.play.post("photo", person=stage.anna))["message_id"]
    file_id = next(seen.raw["media"]["file_id"] for seen in await stage.rig.play.chat(stage.anna) if seen.id == photo)
    async with writing(stage.rig.engine) as connection:
        claim = await a_claim(connection, stage)
    stage.words["claim"] = Letter("door 302", None)
    stage.words["file"] = Letter("E-0001", None, FileView("photo", file_id, None))
    await show_claim(stage, claim)
    assert await stage.heard(stage.dora) == ["door 302", "E-0001"]
    assert [params.get("protect_content") for params in await calls(stage, "sendMessage")] == [True]
    assert [params.get("protect_content") for params in await calls(stage, "sendPhoto")] == [True]
    stage.words["claim"] = Letter("removed", None)
    stage.words["file"] = Letter("", None, delete=True)
    await show_claim(stage, claim)
    assert await stage.heard(stage.dora) == ["removed"]
