"""Orders that are looked at first: nobody else sees one before a coordinator lets it out, and none is forgotten."""

import asyncio

import pytest
from sqlalchemy import select, update

from storage.engine import reading, writing
from storage.schema import journal, services
from tests.play import Seen
from tests.town import DOOR, PHONE, Group, Somebody, Town, link_in

CODE = "E-0001"


async def looked_at(town: Town, service: str = "🧹 Cleaning") -> None:
    """Dora wants to look at the orders for this service, as she says on its page."""
    await town.dora.says("/setup")
    await town.dora.presses("Service list", service)
    await town.dora.sees("Orders go straight to the team's group")
    await town.dora.presses("Look at orders first")
    await town.dora.sees("Coordinators look at each order first")


async def desk(town: Town, *people: Somebody) -> Group:
    """A group of the coordinators, bound by its code."""
    crew = [each.id for each in (town.dora, *people)]
    group = Group(town.house, await town.house.play.group("Desk", crew, supergroup=True))
    await town.dora.says("/setup")
    await town.dora.presses("Coordinators' group")
    shown = await town.dora.newest()
    typed = next(line for line in shown.text.splitlines() if line.startswith("/bind "))
    await town.dora.says(typed, at=group)
    return group


async def ready(town: Town, *people: Somebody) -> Group:
    """Cleaning is looked at first, by Dora and these, in a group."""
    await looked_at(town)
    return await desk(town, *people)


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
    assert not await town.green.seen()
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
    assert "🎤 1 voice note" in (await group.card(CODE)).text
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
    assert not await town.green.seen()
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


async def test_the_resident_changes_it_meanwhile_and_the_coordinators_see_that(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Wash all windows")
    await town.anna.presses("Send")
    await town.anna.sees(f"{code} is changed", "The coordinators see it as it is now")
    assert "Wash all windows" in (await group.card(code)).text
    assert (await town.view(code)).state == "review"
    assert not await town.green.seen()


async def test_with_another_service_it_goes_to_the_team_of_that(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.anna.presses("Change details", "✏️ Help", "🦽 Getting about", "Send")
    await town.dora.presses("Approve", at=group)
    assert (await town.blue.card(code)).labels == ["Claim"]
    assert not await town.green.seen()


async def test_the_resident_cancels_it_meanwhile(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    before = await group.card(code)
    await town.anna.presses("Cancel order", "Skip")
    await town.anna.sees(f"{code} is cancelled")
    card = await group.card(code)
    assert "⚪ Cancelled by the resident" in card.text
    assert not card.labels
    assert "has been cancelled" in await town.dora.presses("Approve", at=group, on=before)
    assert not await town.green.seen()


async def test_a_change_after_it_was_approved_is_told_to_the_coordinators(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.dora.presses("Approve", at=group)
    await town.anna.presses("Change details", "✏️ Details")
    await town.anna.says("Paint the house")
    await town.anna.presses("Send")
    await town.dora.sees(f"{code} has been changed since it was approved")


async def test_an_order_that_is_out_cannot_become_one_that_is_looked_at(town: Town) -> None:
    await looked_at(town)
    await town.order(service="🦽 Getting about")
    await town.anna.presses("Change details", "✏️ Help")
    assert "🧹 Cleaning" not in await town.anna.labels()
    assert "🦽 Getting about" in await town.anna.labels()
    await town.anna.presses("Keep as it is")
    async with writing(town.house.app.engine) as connection:  # and none that became one meanwhile
        await connection.execute(update(services).where(services.c.preset == "meals").values(review=True))
    await town.anna.presses("✏️ Help")
    assert "🍲 Meals" not in await town.anna.labels()


async def test_mine_says_where_it_is(town: Town) -> None:
    await ready(town)
    code = await town.order()
    shown = await town.anna.says("/mine")
    assert "The coordinators look at it first. You will hear from me." in shown.text
    assert shown.labels == ["Cancel order", "Change details"]
    await town.order(service="🦽 Getting about")
    assert f"{code} · 🧹 Cleaning · Tue 24 Nov, 9:00–11:00 · the coordinators look first" in (
        await town.anna.says("/mine")
    ).text


async def test_it_is_not_among_the_open_ones(town: Town) -> None:
    await ready(town)
    await town.order()
    assert "No order waits" in (await town.boris.says("/open")).text


async def test_after_an_hour_the_coordinators_are_reminded_once(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    told = len(await town.dora.chat())
    await town.house.later(minutes=59)
    assert len(await town.dora.chat()) == told
    await town.house.later(minutes=2)
    shown = await town.dora.sees(f"{code} still waits for a decision", "no volunteer can see it")
    assert shown.labels == ["Approve", "Ask back", "Decline", "Details"]
    await town.house.later(hours=5)
    assert len(await town.dora.chat()) == told + 1
    await town.dora.presses("Approve")
    assert "Approved by Dora" in (await group.card(code)).text


async def test_what_is_needed_at_once_is_asked_for_at_once(town: Town) -> None:
    await ready(town)
    await town.order(when="now")
    await town.house.later(seconds=1)
    await town.dora.sees("still waits for a decision")


async def test_with_no_decision_at_all_it_ends_and_everybody_knows(town: Town) -> None:
    group = await ready(town)
    code = await town.order()
    await town.house.later(hours=2)
    await town.house.later(days=2)
    await town.anna.sees(f"nobody decided on {code} in time", "ask again")
    await town.dora.sees(f"{code}: its time is over, and nobody has decided", "Anna Lind", PHONE)
    card = await group.card(code)
    assert "nobody has decided" in card.text
    assert not card.labels
    assert not await town.green.seen()


async def test_switched_off_the_next_order_goes_straight_out(town: Town) -> None:
    await looked_at(town)
    code = await town.order()
    await town.dora.says("/setup")
    await town.dora.presses("Service list", "🧹 Cleaning", "Let orders straight out")
    await town.dora.sees("Orders go straight to the team's group")
    assert (await town.view(code)).state == "review", "what is looked at already is looked at"
    later = await town.order(town.wang, phone="139 1234 5678", place="Westgate 3, door 12")
    town.secrets.extend(["王", "139", "Westgate 3"])
    assert (await town.view(later)).state == "open"


async def test_where_no_team_has_a_group_the_resident_and_the_coordinators_hear_that(town: Town) -> None:
    group = await ready(town)
    for each in (town.green, town.blue):
        await town.house.play.post("remove_bot", person=town.dora.id, chat=each.id)
        await town.house.settled()
    code = await town.order()
    await town.dora.presses("Approve", at=group)
    await town.anna.sees(f"{code} is approved", "No group of volunteers can see it yet")
    await town.dora.finds(f"{code} waits, and no volunteer can see it")


# --- duplicates ---


async def placed(town: Town, who: Somebody | None = None, **answers: str) -> Seen:
    await town.order(who, **answers)
    return await (who or town.anna).newest()


async def test_a_second_order_for_the_same_help_is_pointed_out_on_the_review_card(town: Town) -> None:
    group = await ready(town)
    await town.order()
    await town.order(details="Wash the window, please")
    assert "Perhaps the same as" not in (await group.card("E-0001 ·")).text
    assert "⚠️ Perhaps the same as E-0001" in (await group.card("E-0002 ·")).text
    await town.anna.sees("E-0002 is with the coordinators", "asked for the same help already: E-0001")
    await town.anna.presses("Cancel order", on=await town.anna.finds("E-0001 is with the coordinators"))
    await town.anna.presses("Skip")
    await town.dora.presses("Ask back", at=group, on=await group.card("E-0002 ·"))
    await town.dora.says("Is one enough?")
    assert "Perhaps the same as" not in (await group.card("E-0002 ·")).text, "the other is cancelled"


async def test_where_nobody_looks_first_both_the_resident_and_the_coordinators_hear_of_it(town: Town) -> None:
    await placed(town)
    assert not [seen for seen in await town.dora.chat() if "one too many" in seen.text]
    shown = await placed(town, details="Wash the window, please")
    assert "asked for the same help already: E-0001" in shown.text
    await town.dora.sees("E-0002 is perhaps one too many", "Anna Lind has asked for the same help", "E-0001")


@pytest.mark.parametrize("other", ["service", "person", "later", "cancelled", "resident"])
async def test_what_is_not_the_same_is_not_pointed_out(town: Town, other: str) -> None:
    await town.order()
    if other == "cancelled":
        await town.anna.presses("Cancel order", "Skip")
    if other == "later":
        await town.house.later(hours=24, minutes=1)
    if other == "resident":
        town.secrets.extend(["王", "139", "Westgate 3"])
        shown = await placed(town, town.wang, phone="139 1234 5678", place="Westgate 3, door 12")
        assert "E-0002" in shown.text
        assert "E-0001" not in shown.text
    elif other == "person":
        await for_somebody(town, "Grandma Li")
        assert "same help" not in (await town.anna.newest()).text
    else:
        service = "🦽 Getting about" if other == "service" else "🧹 Cleaning"
        when = "25 November 9 to 11"
        assert "same help" not in (await placed(town, service=service, when=when)).text


async def test_a_name_is_the_same_however_it_is_written(town: Town) -> None:
    await for_somebody(town, "Grandma Li")
    await for_somebody(town, "grandma  LI")
    await town.anna.sees("asked for the same help already: E-0001")


async def for_somebody(town: Town, name: str) -> None:
    """Anna asks for cleaning at somebody else's."""
    anna = town.anna
    await anna.says("/order")
    await anna.presses("Someone else")
    await anna.says(name)
    await anna.presses("Parent")
    await anna.says("Skip")
    await anna.presses("🧹 Cleaning")
    await anna.says("Wash the kitchen window", "25 November 9 to 11", DOOR, "Eastgate", PHONE)
    await anna.presses("1", "Send")

