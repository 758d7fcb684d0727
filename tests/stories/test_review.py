"""Orders that are looked at first: nobody else sees one before a coordinator lets it out, and who decides is told."""

import asyncio

from sqlalchemy import select

from storage.engine import reading
from storage.schema import journal
from tests.stories.looking import cards, looked_at, ready
from tests.town import DOOR, PHONE, Group, Somebody, Town, link_in


async def forged(town: Town, who: Somebody, verb: str, at: Group | None = None) -> str:
    """A press on a button that this person was never shown."""
    message = (await who.newest(at)).id
    toast = await town.house.play.forge(who.id, f"v1|{verb}|1|0|", message, at.id if at else None)
    await town.house.settled()
    return toast or ""


async def test_it_appears_with_the_coordinators_first_and_in_the_team_once_it_is_approved(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.sees(f"{code} is with the coordinators", "They look at it first; you will hear from me")
    assert await town.anna.labels() == ["Cancel order", "Change details"]
    assert not await cards(town.green)
    card = await group.card(code)
    assert "Wash the kitchen window" in card.text
    assert "1 helper needed" in card.text
    assert "⏳ Waits for a decision" in card.text
    assert card.labels == ["Approve", "Ask back", "Decline", "Details"]

    assert f"{code} is out" in await town.dora.presses("Approve", at=group)
    await town.anna.sees(f"{code} is out now", "the volunteers can see it")
    decided = await group.card(code)
    assert "✅ Approved by Dora" in decided.text
    assert not decided.labels
    assert (await town.green.card(code)).labels == ["Claim"]
    assert "is yours" in await town.boris.presses("Claim", at=town.green)


async def test_details_come_to_whoever_pressed_and_to_nobody_else(town: Town) -> None:
    group = await ready(town, town.milan)
    code = await town.order()
    assert "in our private chat" in await town.dora.presses("Details", at=group)
    shown = await town.dora.sees(code, "Anna Lind", PHONE, DOOR, "Wash the kitchen window")
    assert shown.labels == ["Approve", "Ask back", "Decline"]
    assert "Only the coordinators" in await town.milan.presses("Details", at=group)
    assert PHONE not in "\n".join(seen.text for seen in await town.milan.chat())


async def test_a_voice_note_is_heard_before_it_is_decided(town: Town) -> None:
    group = await ready(town)
    await town.anna.says("/order")
    await town.anna.presses("Myself", "🧹 Cleaning")
    await town.house.play.voice(town.anna.id)
    await town.house.settled()
    await town.anna.presses("Done")
    await town.anna.says("tomorrow 9 to 11", DOOR, "Eastgate", PHONE)
    await town.anna.presses("1", "Send")
    assert "🎤 1 voice note" in (await group.card("E-0001")).text
    await town.dora.presses("Details", at=group)
    assert [seen.media["kind"] for seen in await town.dora.chat() if seen.media] == ["voice"]


async def test_a_question_goes_to_the_resident_and_the_answer_comes_back(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    assert "private chat" in await town.dora.presses("Ask back", at=group)
    await town.dora.sees(f"What would you like to know about {code}?")
    await town.dora.says("Which floor is it, Anna Lind?")
    await town.dora.sees(f"Your question about {code} is with the resident")
    asked = await town.anna.sees("Dora, who coordinates, has a question", "Which floor is it", "Please press Answer")
    assert asked.labels == ["Answer", "Cancel order"]
    card = await group.card(code)
    assert "❓ Dora has asked back: “Which floor is it, •••?”" in card.text

    assert "Dora asks: “Which floor" in (await town.anna.says("/mine")).text
    await town.anna.presses("Answer")
    await town.anna.sees(f"What may I answer about {code}?")
    await town.anna.says(f"The third, door 302, ring {PHONE}")
    await town.anna.sees("I have passed your answer", "The coordinators decide")
    await town.dora.sees(f"The resident has answered about {code}", "The third, door 302", "Now you can decide")
    card = await group.card(code)
    assert "💬 The answer: “The third, •••, ring •••”" in card.text
    assert "⏳ Waits for a decision" in card.text
    await town.dora.presses("Details", at=group)
    await town.dora.sees("Dora has asked back: “Which floor is it, Anna Lind?”", "The answer: “The third, door 302")
    await town.dora.presses("Approve")
    assert (await town.green.card(code)).labels == ["Claim"]


async def test_an_answer_is_given_once(town: Town) -> None:
    group = await ready(town)
    await town.order()
    await town.dora.presses("Ask back", at=group)
    await town.dora.says("Which floor?")
    asked = await town.anna.newest()
    await town.anna.presses("Answer")
    await town.anna.says("The third")
    assert "No question about this order waits" in await town.anna.presses("Answer", on=asked)


async def test_an_answer_that_is_too_long_or_comes_too_late_is_refused_in_words(town: Town) -> None:
    group = await ready(town)
    await town.order()
    await town.dora.presses("Ask back", at=group)
    await town.dora.says("Which floor?")
    await town.anna.presses("Answer")
    assert "500 fit" in (await town.anna.says("x" * 501)).text
    await town.dora.presses("Approve", at=group)
    await town.anna.says("The third")
    assert any("Dora has approved this order already" in seen.text for seen in await town.anna.chat())
    assert "I did not understand" in (await town.anna.says("Hello?")).text, "no question is open any more"


async def test_declined_with_a_reason_of_ours(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.dora.presses("Decline", at=group)
    asked = await town.dora.sees(f"Why do you decline {code}?")
    assert asked.labels == [
        "You have asked for this already", "Our volunteers cannot do this", "There is too little time for it", "Cancel",
    ]  # fmt: skip
    await town.dora.presses("Our volunteers cannot do this")
    await town.dora.sees(f"{code} is declined", "Our volunteers cannot do this")
    told = await town.anna.sees(f"do not pass {code} on", "Our volunteers cannot do this", "ask again")
    assert told.labels == ["Ask for help"]
    card = await group.card(code)
    assert "⚪ Declined by Dora: Our volunteers cannot do this" in card.text
    assert not card.labels
    assert not await cards(town.green)
    assert "Nothing is open" in (await town.anna.says("/mine")).text


async def test_a_typed_reason_is_told_to_the_resident_and_masked_in_the_group(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.dora.presses("Decline", at=group)
    await town.dora.says("I called Anna Lind at 138 0013 8000, her son helps")
    await town.anna.sees("I called Anna Lind at 138 0013 8000, her son helps")
    assert "Declined by Dora: I called ••• at •••, her son helps" in (await group.card(code)).text


async def test_the_second_coordinator_hears_who_was_faster(town: Town) -> None:
    await town.coordinates(town.milan)
    group = await ready(town, town.milan)
    code = await town.order()
    before = await group.card(code)
    await town.milan.presses("Decline", at=group)
    await town.dora.presses("Approve", at=group)
    await town.milan.says("Not now")
    assert any("Dora has approved this order already" in seen.text for seen in await town.milan.chat())
    for label in ("Approve", "Ask back", "Decline", "Details"):
        assert "Dora has approved" in await town.milan.presses(label, at=group, on=before)
    assert (await town.view(code)).state == "open"


async def test_two_press_approve_at_once_and_one_of_them_is_told(town: Town) -> None:
    await town.coordinates(town.milan)
    group = await ready(town, town.milan)
    code = await town.order()
    play = town.house.play
    toasts = await asyncio.gather(*(play.press(each.id, "Approve", chat=group.id) for each in (town.dora, town.milan)))
    await town.house.settled()
    assert sorted("is out" in str(toast) for toast in toasts) == [False, True]
    assert any("has approved this order already" in str(toast) for toast in toasts)
    assert len([seen for seen in await town.green.seen() if code in seen.text]) == 1


async def test_whoever_does_not_lead_here_decides_nothing(town: Town) -> None:
    group = await ready(town, town.boris)
    code = await town.order()
    for label in ("Approve", "Ask back", "Decline", "Details"):
        assert "Only the coordinators" in await town.boris.presses(label, at=group)
    for verb in ("let_out", "ask_back", "turn_down", "look"):
        assert "Only the coordinators" in await forged(town, town.anna, verb)
    for who in (town.boris, town.dora):
        assert "Only the person who asked for help" in await forged(town, who, "answer", group)
    assert "look at this order first" in await forged(town, town.boris, "claim", group)
    assert (await town.view(code)).state == "review"


async def test_whoever_has_no_private_chat_is_told_how_to_open_one(town: Town) -> None:
    await town.coordinates(town.milan)
    group = await ready(town, town.milan)
    code = await town.order()
    await town.house.play.post("block", person=town.milan.id)
    await town.house.settled()
    for label in ("Ask back", "Decline", "Details"):
        assert "press Start, then press this button again" in await town.milan.presses(label, at=group)
    assert (await town.view(code)).state == "review"
    assert f"{code} is out" in await town.milan.presses("Approve", at=group), "that needs no private chat"


async def test_nobody_decides_about_an_order_of_their_own(town: Town) -> None:
    await town.coordinates(town.anna)
    group = await ready(town, town.anna)
    code = await town.order()
    for label in ("Approve", "Ask back", "Decline", "Details"):
        assert "your own, so another coordinator" in await town.anna.presses(label, at=group)
    await town.dora.presses("Approve", at=group)
    assert (await town.view(code)).state == "open"


async def test_unless_nobody_else_could_and_then_the_journal_says_so(town: Town) -> None:
    group = await ready(town)
    code = await town.order(town.dora, phone="139 1234 5678", place="Westgate 3, door 12")
    town.secrets.extend(["Klein", "139", "Westgate 3"])
    await town.dora.presses("Approve", at=group)
    assert (await town.view(code)).state == "open"
    async with reading(town.house.app.engine) as connection:
        said = select(journal.c.reason).where(journal.c.verb == "approve")
        assert (await connection.execute(said)).scalar_one() == "own_order"


async def test_without_a_group_each_coordinator_has_it_in_private_as_it_is_now(town: Town) -> None:
    await town.coordinates(town.milan)
    await looked_at(town)
    code = await town.order()
    first = await town.milan.finds(f"{code} · Cleaning")
    assert first.labels == ["Approve", "Ask back", "Decline", "Details"]
    assert "Anna" not in first.text
    await town.dora.finds(f"{code} · Cleaning")
    await town.dora.presses("Ask back")
    await town.dora.says("Which floor?")
    assert "Dora has asked back: “Which floor?”" in (await town.milan.finds(f"{code} · Cleaning")).text
    await town.milan.presses("Approve", on=first)
    for who in (town.dora, town.milan):
        shown = await who.finds(f"{code} · Cleaning")
        assert "✅ Approved by Milan" in shown.text
        assert not shown.labels
    assert "Milan has approved this order already" in await forged(town, town.dora, "let_out")


async def test_whoever_coordinates_from_now_on_sees_what_waits(town: Town) -> None:
    await looked_at(town)
    code = await town.order()
    await town.dora.says("/setup")
    await town.dora.presses("Coordinators", "Invite a coordinator")
    await town.milan.opens(link_in(await town.dora.newest(), "coo"))
    assert (await town.milan.finds(f"{code} · Cleaning")).labels == ["Approve", "Ask back", "Decline", "Details"]


async def test_whoever_lets_us_in_again_sees_what_waits(town: Town) -> None:
    await town.coordinates(town.milan)
    await looked_at(town)
    await town.milan.says("/help")
    await town.house.play.post("block", person=town.milan.id)
    await town.house.settled()
    code = await town.order()
    await town.house.play.post("unblock", person=town.milan.id)
    await town.house.settled()
    assert (await town.milan.finds(f"{code} · Cleaning")).labels == ["Approve", "Ask back", "Decline", "Details"]


async def test_nothing_goes_out_that_has_changed_since_it_was_read(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Something quite different")
    await town.anna.presses("Send")
    assert "has changed since" in await forged(town, town.dora, "let_out", group), "the button as it was before"
    assert (await town.view(code)).state == "review"
    assert "Something quite different" in (await group.card(code)).text
    assert f"{code} is out" in await town.dora.presses("Approve", at=group)
