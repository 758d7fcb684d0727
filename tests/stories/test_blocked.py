"""A person blocks the bot in the middle of something and comes back: told once, nothing stuck, nothing left behind."""

from storage.schema import drafts, outbox, people
from tests.stories.siege import DOOR, Siege, held


async def blocks(siege: Siege, name: str) -> None:
    await siege.play.post("block", person=siege.folk[name])
    await siege.house.settled()


async def returns(siege: Siege, name: str) -> None:
    await siege.play.post("unblock", person=siege.folk[name])
    await siege.house.settled()


async def warnings(siege: Siege, about: str) -> int:
    """How often the coordinator was told that somebody cannot be reached."""
    words = siege.house.app.words.text("unreachable", "en", name=about)
    return len([seen for seen in await siege.said("dora") if seen.html == words])


async def reachable(siege: Siege, name: str) -> bool:
    return bool(held(await siege.rows(people), id=siege.numbers[name])[0]["reachable"])


async def test_in_the_middle_of_a_dialog(siege: Siege) -> None:
    await siege.ask(until="day")
    kept = await siege.drafted("order")
    await blocks(siege, "anna")
    assert not await reachable(siege, "anna")
    assert await warnings(siege, "Anna Lind") == 0  # nobody waits for her yet
    await siege.house.later(days=2)
    await returns(siege, "anna")
    assert await reachable(siege, "anna")
    assert await siege.drafted("order") == kept
    await siege.answers("anna", "/order", f".{siege.label('go_on')}", "tomorrow 9:00", DOOR, "Eastgate", ".Skip", ".1")
    await siege.press("anna", "Send")
    assert "E-0001" in (await siege.card()).text


async def test_while_holding_a_claim(siege: Siege) -> None:
    order = await siege.claimed()
    await blocks(siege, "boris")
    assert await warnings(siege, "Boris Novak") == 1
    await siege.press("anna", "Change details")
    await siege.answers("anna", ".✏️ Details", "Only eggs", ".Send")
    await siege.press("anna", "Cancel order")
    await siege.press("anna", "Skip")
    assert await siege.state(order) == "cancelled"
    assert await warnings(siege, "Boris Novak") == 1
    assert any(DOOR in seen.text for seen in await siege.said("boris"))  # out of our reach for now
    await returns(siege, "boris")
    assert not any(DOOR in seen.text for seen in await siege.said("boris"))  # and redacted as soon as it is not
    assert "is cancelled. Address and phone have been removed." in (await siege.said("boris"))[-1].text
    assert "Nothing is open" in (await siege.answers("boris", "/mine")).text


async def test_who_comes_back_while_the_order_lives_goes_on(siege: Siege) -> None:
    order = await siege.claimed()
    await blocks(siege, "boris")
    await siege.play.start(siege.folk["boris"])  # pressing Start lets us in again
    await siege.house.settled()
    assert await reachable(siege, "boris")
    await siege.answers("boris", "/mine")
    await siege.press("boris", "I have arrived")
    await siege.answers("boris", ".Finished", ".Send")
    assert await siege.state(order) == "finished"
    assert await warnings(siege, "Boris Novak") == 1


async def test_a_resident_who_is_gone_holds_nobody_up(siege: Siege) -> None:
    order = await siege.order()
    await blocks(siege, "anna")
    assert await warnings(siege, "Anna Lind") == 1
    await siege.press("boris", "Claim", siege.green)
    await siege.press("boris", "I have arrived")
    await siege.answers("boris", ".Finished", ".Send")
    await siege.house.later(days=3, minutes=1)
    assert await siege.state(order) == "closed"
    assert "now" in (await siege.last("boris")).text
    assert await warnings(siege, "Anna Lind") == 1
    await returns(siege, "anna")
    assert "Nothing is open" in (await siege.answers("anna", "/mine")).text


async def test_the_sender_is_the_first_to_hear_of_it(siege: Siege) -> None:
    await siege.claimed()
    await siege.play.post("deactivate", person=siege.folk["boris"])
    await siege.answers("anna", ".Change details", ".✏️ Details", "Only eggs", ".Send", ".Cancel order", ".Skip")
    assert not await reachable(siege, "boris")
    assert await warnings(siege, "Boris Novak") == 1
    dead = [row for row in await siege.rows(outbox) if row["lane"] == siege.folk["boris"]]
    assert dead
    assert all(row["dead_at"] for row in dead)


async def test_a_coordinator_who_is_gone_is_not_told_about_herself(siege: Siege) -> None:
    await siege.claimed()
    await blocks(siege, "dora")
    await siege.finished()
    await siege.answers("anna", ".Something is wrong", "Nobody came")
    await returns(siege, "dora")
    assert "Wenfeng" in (await siege.answers("dora", "/setup")).text
    assert not [row for row in await siege.rows(drafts) if row["dialog"] == "dispute"]
