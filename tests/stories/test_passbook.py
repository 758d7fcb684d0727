"""The passbook: 140 minutes are 25 credits under the rule of Jishui; balance, hours and entries, page by page."""

from functools import partial

from rules import orders as verbs
from rules.credits import PRESETS
from rules.life import Facts, Outcome
from storage import dispatch, orders, people
from storage.desk import Turn
from tests.people import TUESDAY
from tests.town import Somebody, Town

ENTRIES_PER_PAGE = 6


async def test_140_minutes_are_25_credits(town: Town) -> None:
    await town.finished(town.boris, minutes=140)
    await town.anna.presses("Confirm", "Cancel")
    await town.boris.sees("+25, now 25. E-0001 is confirmed: 2 h 20 min")
    await town.finished(town.boris, minutes=30)
    await town.anna.presses("Confirm", "Cancel")
    await town.boris.sees("+5, now 30. E-0002 is confirmed: 30 min")

    await town.boris.says("/passbook")
    await town.boris.sees("30 credits in Wenfeng, from 2 h 50 min of help")
    latest, first = [line for line in (await town.boris.newest()).text.splitlines() if line.startswith("+")]
    assert "+5 · " in latest
    assert "E-0002 · 🧹 Cleaning · 30 min" in latest
    assert "+25 · 23 Nov 2026 · E-0001 · 🧹 Cleaning · 2 h 20 min" in first


async def test_why_explains_each_figure(town: Town) -> None:
    await town.finished(town.boris, minutes=140)
    await town.anna.presses("Confirm", "Cancel")
    await town.boris.presses("Why 25?")
    await town.boris.sees(
        "25 for E-0001: 2 h 20 min, rounded up to 2 h 30 min, at 10 an hour", "rules of Wenfeng, version 1"
    )
    earned = await town.boris.finds("+25, now 25")
    assert earned.labels == ["Passbook", "Why 25?"], "the message about the credits stays as it was"


async def test_the_figures_told_at_the_choice_of_a_rule_are_what_it_gives(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Credit rule")
    told = (await town.dora.sees("After 2 h 20 min of help")).text
    figures = [int(line.split(" · ")[0]) for line in told.splitlines() if line.split(" · ")[0].isdigit()]
    assert figures == [rule.credits_for(140) for rule in PRESETS.values()]
    assert len([label for label in await town.dora.labels() if label != "Back"]) == len(figures)


async def test_corrected_minutes_are_what_counts(town: Town) -> None:
    await town.claimed(town.boris)
    await town.boris.presses("I have arrived")
    await town.house.later(minutes=140)
    await town.boris.presses("Finished", "✏️ Time given", "1 h", "Send")
    await town.anna.presses("Confirm", "Cancel")
    await town.boris.sees("+10, now 10. E-0001 is confirmed: 1 h")


async def test_a_new_volunteer_finds_it_empty(town: Town) -> None:
    assert "still empty" in (await town.boris.says("/passbook")).text


async def test_the_resident_earns_nothing_and_nobody_sees_anothers_reasons(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Confirm", "Cancel")
    assert "still empty" in (await town.anna.says("/passbook")).text
    earned = await town.boris.finds("+25, now 25")
    assert earned.raw["buttons"][0][1]["label"] == "Why 25?"
    await town.chen.says("/passbook")
    toast = await town.house.play.forge(town.chen.id, "v1|why|1|0|", (await town.chen.newest()).id)
    assert "cannot find this order" in str(toast)


async def test_a_long_passbook_turns_its_pages(town: Town) -> None:
    for minutes in range(1, 15):
        await helped(town, town.boris, minutes * 30)
    first = await town.boris.says("/passbook")
    assert "525 credits in Wenfeng, from 52 h 30 min of help" in first.text
    assert "Page 1 of 3" in first.text
    assert sum(line.startswith("+") for line in first.text.splitlines()) == ENTRIES_PER_PAGE
    assert "E-0014" in first.text
    assert await town.boris.labels() == ["Next page ›"]

    await town.boris.presses("Next page ›", "Next page ›")
    last = await town.boris.sees("Page 3 of 3", "E-0001", "+5", "E-0002")
    assert last.id == first.id, "pages turn in place"
    assert last.labels == ["‹ Previous page"]
    await town.boris.presses("‹ Previous page")
    await town.boris.sees("Page 2 of 3", "E-0008")
    assert await town.boris.labels() == ["‹ Previous page", "Next page ›"]


async def helped(town: Town, helper: Somebody, minutes: int) -> None:
    """One more of Anna's orders that this helper has finished and she has confirmed, without a word in any chat."""

    async def work(turn: Turn) -> None:
        resident = await people.by_telegram(turn.connection, town.anna.id)
        volunteer = await people.by_telegram(turn.connection, helper.id)
        assert resident is not None
        assert volunteer is not None
        service = (await dispatch.services_of(turn.connection, town.community_id))[0]["id"]
        order, _ = await orders.add(
            turn.connection, town.community_id,
            {"resident_id": resident.id, "service_id": service, "details": "Rice", "moment": "at", "door": "7",
             "starts_at": TUESDAY, "ends_at": TUESDAY, "district": "Eastgate", "helpers": 1, "state": "open",
             "answers": {}, "placed_at": turn.now},
        )  # fmt: skip
        await turn.move(order, resident.id, place)
        await turn.move(order, volunteer.id, verbs.claim)
        await turn.move(order, volunteer.id, verbs.check_in)
        await turn.move(order, volunteer.id, partial(verbs.finish, minutes=minutes))
        await turn.move(order, resident.id, verbs.confirm)

    await town.house.app.desk.run(work)
    await town.house.settled()


def place(facts: Facts) -> Outcome:
    return verbs.place(facts, has_group=True)
