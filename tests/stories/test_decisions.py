"""/dispatch: what needs a decision, the oldest first, in the communities one leads and in no other."""

from tests.play import Seen
from tests.stories.looking import ready
from tests.stories.siege import Siege
from tests.town import Town


async def test_with_nothing_to_decide_it_says_so(town: Town) -> None:
    await town.dora.says("/dispatch")
    await town.dora.sees("Nothing needs a decision now", "write its code")
    await town.claimed(town.boris)
    assert "Nothing needs" in (await town.dora.says("/dispatch")).text, "what goes well needs nobody"


async def test_only_those_who_lead_may_ask(town: Town) -> None:
    await town.order()
    for somebody in (town.anna, town.boris, town.milan):
        assert "Only the coordinators" in (await somebody.says("/dispatch")).text


async def test_what_waits_stands_in_its_order_with_a_button_each(town: Town) -> None:
    await town.order()
    await town.house.later(minutes=10)
    await applies(town)
    await town.house.later(minutes=10)
    await town.claimed(town.boris)
    await town.boris.presses("I have arrived", "Finished", "Send")
    await town.anna.presses("Something is wrong")
    await town.anna.says("Nobody came")
    assert (await lines(town))[1:] == [
        "Milan · wants to volunteer · since Mon 23 Nov, 20:10",
        "E-0002 · the resident says that something is wrong · since Mon 23 Nov, 20:20",
    ], "tomorrow's order is in good time"

    await town.house.later(hours=12)
    shown = await lines(town)
    assert shown == [
        "3 things need a decision. The oldest first:",
        "E-0001 · nobody yet for Tue 24 Nov, 9:00 · since Mon 23 Nov, 20:00",
        "Milan · wants to volunteer · since Mon 23 Nov, 20:10",
        "E-0002 · the resident says that something is wrong · since Mon 23 Nov, 20:20",
    ]
    assert await town.dora.labels() == ["E-0001", "Milan", "E-0002"]
    await town.dora.presses("Milan")
    assert (await town.dora.sees("Milan Kos wants to volunteer")).labels == ["Approve", "Decline"]
    await town.dora.presses("Approve")
    await town.dora.presses("E-0002")
    assert "Decide" in await page_of(town, "E-0002")


async def applies(town: Town) -> None:
    """Milan asks to be a volunteer."""
    await town.milan.says("/join", "Milan Kos", "138 0013 9000")
    await town.milan.presses("▫️ 🧹 Cleaning", "Done", "▫️ 💚 Green team, environment", "Done", "Send")


async def lines(town: Town) -> list[str]:
    """What Dora reads."""
    return (await town.dora.says("/dispatch")).text.splitlines()


async def page_of(town: Town, code: str) -> list[str]:
    """The buttons on the page of an order."""
    return (await town.dora.finds(f"{code} · ")).labels


async def test_what_is_unclaimed_for_a_day_and_what_is_overdue(town: Town) -> None:
    await town.order(when="in 5 days, 9:00")
    await town.claimed(town.boris)
    await town.house.later(days=2)
    assert await lines(town) == [
        "2 things need a decision. The oldest first:",
        "E-0001 · nobody for more than a day · since Mon 23 Nov, 20:00",
        "E-0002 · its time is over, and nobody says it is done · since Tue 24 Nov, 11:00",
    ]


async def test_an_order_whose_team_has_no_group(town: Town) -> None:
    await town.order()
    for group in (town.green, town.blue):
        await town.house.play.post("remove_bot", person=town.dora.id, chat=group.id)
        await town.house.settled()
    assert (await lines(town))[1] == "E-0001 · its team has no group · since Mon 23 Nov, 20:00"


async def asks(siege: Siege, name: str, text: str) -> Seen:
    """What somebody is answered."""
    answer = await siege.say(name, text)
    assert answer is not None
    return answer


async def test_each_leads_their_own_and_the_owner_all(siege: Siege) -> None:
    await siege.order()
    await siege.order("eve")
    assert (await asks(siege, "gerd", "/dispatch")).labels == ["E-0001"]
    assert (await asks(siege, "dora", "/dispatch")).labels == ["E-0001"]
    shown = await asks(siege, "olga", "/dispatch")
    assert shown.labels == ["E-0001 · Wenfeng", "E-0001 · Northfield"]
    assert (await asks(siege, "olga", "E-0001")).labels == ["Wenfeng", "Northfield"]
    await siege.press("olga", "Northfield")
    assert "Eve Northrop" in (await siege.last("olga")).text
    assert "Eve" not in "\n".join(seen.text for seen in await siege.said("dora"))


async def test_many_are_turned_over_page_by_page(siege: Siege) -> None:
    for _ in range(9):
        await siege.order()
    shown = await asks(siege, "dora", "/dispatch")
    assert shown.labels == [*(f"E-000{number}" for number in range(1, 9)), "Next page ›"]
    await siege.press("dora", "Next page ›")
    assert (await siege.last("dora")).labels == ["E-0009", "‹ Previous page"]
    await siege.forge("dora", "v1|d_list|0|0|99999")
    assert "E-0009" in (await siege.last("dora")).labels


async def test_what_is_looked_at_first_stands_there_too_and_can_be_decided_on_its_page(town: Town) -> None:
    await ready(town)
    await town.order()
    await town.house.later(minutes=10)
    assert (await lines(town))[-1] == "E-0001 · waits for your look before it goes out · since Mon 23 Nov, 20:00"
    await town.dora.presses("E-0001")
    assert (await town.dora.labels())[:3] == ["Approve", "Ask back", "Decline"]
    await town.dora.presses("Approve")
    assert (await town.view("E-0001")).state == "open"
