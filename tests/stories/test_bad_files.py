"""Files that are too large, too many, of a wrong kind, or in the wrong place: said so, and the question stands."""

from typing import Any

from storage.schema import order_files, orders
from tests.stories.siege import DOOR, Siege

MEGABYTE = 1024 * 1024
FILE: dict[str, Any] = {"file_id": "f", "file_unique_id": "u", "file_size": 1000}
WRONG = "I cannot take this kind of message here."
STRANGE: dict[str, Any] = {
    "sticker": {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False},
    "video": {**FILE, "width": 9, "height": 9, "duration": 3},
    "video_note": {**FILE, "length": 9, "duration": 3},
    "audio": {**FILE, "duration": 3, "title": "<b>Song</b>"},
    "poll": {
        "id": "1", "question": "Rice?", "options": [{"text": "yes", "voter_count": 0, "persistent_id": "a"}],
        "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    },
    "dice": {"emoji": "🎲", "value": 6},
    "contact": {"phone_number": "+8613800138000", "first_name": "Mum"},
    "story": {"chat": {"id": 1, "type": "private"}, "id": 1},
    "game": {"title": "Chess", "description": "", "photo": []},
    "checklist": {"title": "To do", "tasks": [{"id": 1, "text": "Rice"}]},
    "location": {"latitude": 30.2, "longitude": 120.1},
}  # fmt: skip


async def test_no_question_takes_what_it_cannot_pass_on(siege: Siege) -> None:
    await siege.ask(until="details")
    for question in ("details", "place", "phone"):
        kept = await siege.drafted("order")
        assert kept is not None
        for kind, content in STRANGE.items():
            if (question, kind) in {("place", "location"), ("phone", "contact")}:
                continue
            seen = await siege.deliver("anna", **{kind: content})
            assert seen is not None
            assert seen.text.startswith(WRONG), (question, kind, seen.text)
        still = await siege.drafted("order")
        assert still is not None
        assert still["answers"] == kept["answers"]
        await siege.answers("anna", *{"details": ("Rice", ".Now"), "place": (DOOR, "Eastgate")}.get(question, ()))
    animated = await siege.deliver("anna", animation={**FILE, "width": 9, "height": 9, "duration": 3}, document=FILE)
    assert animated is not None
    assert await siege.count(orders) == 0


async def test_files_that_are_too_large(siege: Siege) -> None:
    await siege.ask(until="details")
    anna = siege.folk["anna"]
    for send in (siege.play.photo, siege.play.voice, siege.play.document):
        await send(anna, file_size=20 * MEGABYTE + 1)
        await siege.house.settled()
        assert (await siege.last("anna")).text.startswith("That file is too large: up to 20 MB can be passed on.")
    await siege.play.document(anna, file_size=20 * MEGABYTE, caption="x" * 601)
    await siege.house.settled()
    assert (await siege.last("anna")).text.startswith("That is 601 characters, and 600 fit.")
    await siege.play.document(anna, file_size=20 * MEGABYTE, caption="The recipe")
    await siege.house.settled()
    await siege.answers("anna", ".Done", ".Now", DOOR, "Eastgate", ".Skip", ".1", ".Send")
    assert [row["kind"] for row in await siege.rows(order_files)] == ["document"]


async def test_a_fourth_file_and_an_album(siege: Siege) -> None:
    await siege.ask(until="details")
    for _ in range(5):  # an album arrives as so many messages at once
        await siege.play.photo(siege.folk["anna"])
    await siege.house.settled()
    seen = await siege.last("anna")
    assert seen.text.startswith("I kept the first 3 files; more cannot be passed on. Press Done to go on.")
    assert "Done" in seen.labels
    await siege.answers("anna", "These windows", ".Now", DOOR, "Eastgate", ".Skip", ".1", ".Send")
    assert await siege.count(order_files) == 3
    await siege.press("boris", "Claim", siege.green)
    assert len([each for each in await siege.said("boris") if each.media]) == 3


async def test_a_file_where_words_are_wanted_and_words_where_a_button_is(siege: Siege) -> None:
    await siege.answers("anna", "/order", ".Someone else")
    anna = siege.folk["anna"]
    for send in (siege.play.photo, siege.play.voice, siege.play.document):
        await send(anna)
        await siege.house.settled()
        assert (await siege.last("anna")).text.startswith(WRONG)
    await siege.answers("anna", "Mother", ".Parent", ".Skip")
    for text in ("cleaning please", "1", "Cleanin", "🧹"):
        seen = await siege.say("anna", text)
        assert seen is not None
        assert seen.text.startswith("I could not match that. Please press one of the buttons."), text
    await siege.play.photo(anna)
    await siege.house.settled()
    assert "press one of the buttons" in (await siege.last("anna")).text
    kept = await siege.drafted("order")
    assert kept is not None
    assert "service" not in kept["answers"]


async def test_files_that_nobody_asked_for_are_answered(siege: Siege) -> None:
    before = await siege.dump()
    for kind, content in STRANGE.items():
        said = len(await siege.said("milan"))
        seen = await siege.deliver("milan", **{kind: content})
        assert seen is not None
        assert seen.labels
        assert len(await siege.said("milan")) == said + 1, kind
    said = len(await siege.said("milan"))
    await siege.deliver("milan", a_kind_of_next_year={"x": 1})  # what we do not know may be nobody's words
    await siege.deliver("milan", pinned_message={"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}})
    assert len(await siege.said("milan")) == said
    assert await siege.dump() == before
