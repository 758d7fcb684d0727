"""Everything twice: two presses at once and after, the same update again, updates the wrong way round."""

import asyncio
from collections.abc import Callable
from typing import Any

from storage.schema import claims, entries, journal, memberships, orders
from tests.stories.siege import DOOR, PHONE, Siege, held


async def twice(siege: Siege, name: str, label: str, chat: int | None = None) -> list[str]:
    """The same button pressed twice at once, and once more when all is over; the toasts."""
    seen = next(each for each in reversed(await siege.said(name, chat)) if any(label in one for one in each.labels))
    whole = next(each for each in seen.labels if label in each)
    person = siege.folk[name]
    presses = [siege.play.press(person, whole, chat, seen.id, stale=True) for _ in range(2)]
    toasts = [toast or "" for toast in await asyncio.gather(*presses)]
    await siege.house.settled()
    toasts.append(await siege.press(name, whole, chat, message=seen.id, stale=True))
    return toasts


async def once(siege: Siege, verb: str, name: str, label: str, chat: int | None = None, times: int = 1) -> list[str]:
    """Pressed twice and once more, it is done once; the later presses are told why not."""
    before = len(held(await siege.rows(journal), verb=verb))
    toasts = await twice(siege, name, label, chat)
    assert len(held(await siege.rows(journal), verb=verb)) == before + times, (verb, toasts)
    assert toasts[-1], (verb, toasts)
    assert sum(bool(toast) for toast in toasts) >= 2, (verb, toasts)
    return toasts


async def test_every_final_button_twice(siege: Siege) -> None:
    await siege.ask()
    toasts = await once(siege, "place", "anna", "Send")
    assert sorted(toasts) == sorted(["E-0001 is sent.", *[siege.toast("stale_button")] * 2])
    assert await siege.count(orders) == 1
    toasts = await once(siege, "claim", "boris", "Claim", siege.green)
    assert sorted(toasts)[1:] == [siege.toast("already_yours")] * 2
    await once(siege, "check_in", "boris", "I have arrived")
    await twice(siege, "boris", "Finished")
    await once(siege, "finish", "boris", "Send")
    await once(siege, "confirm", "anna", "Confirm")
    assert [row["amount"] for row in held(await siege.rows(entries), person_id=siege.numbers["boris"])] == [1, 5]
    await twice(siege, "anna", "⭐⭐⭐")
    await twice(siege, "anna", "Skip")
    assert [row["stars"] for row in await siege.rows(orders)] == [3]


async def test_every_other_end_twice(siege: Siege) -> None:
    await siege.claimed()
    await siege.press("boris", "Hand back")
    await once(siege, "hand_back", "boris", "Skip")
    await siege.press("anna", "Change details")
    await once(siege, "change", "anna", "Send")
    await siege.press("anna", "Cancel order")
    await once(siege, "cancel", "anna", "No longer needed")
    await siege.finished()
    await siege.press("anna", "Something is wrong")
    await asyncio.gather(*(siege.play.say(siege.folk["anna"], "Nobody came") for _ in range(2)))
    await siege.house.settled()
    assert len(held(await siege.rows(journal), verb="dispute")) == 1
    await siege.answers("dora", ".Decide", "." + siege.label("decision_as_reported"))
    await asyncio.gather(*(siege.play.say(siege.folk["dora"], "He was seen") for _ in range(2)))
    await siege.house.settled()
    assert len(held(await siege.rows(journal), verb="settle")) == 1


async def test_applying_and_deciding_twice(siege: Siege) -> None:
    await siege.forge("anna", f"v1|join|{siege.wenfeng}|0|")
    await siege.answers("anna", "Anna Lind", PHONE, ".Cleaning", ".Done", ".Green", ".Done")
    await once(siege, "apply", "anna", "Send")
    toasts = await once(siege, "approve", "dora", "Approve")
    assert toasts[-1] == siege.toast("already_decided")
    standing = held(await siege.rows(memberships), person_id=siege.numbers["anna"])[0]["standing"]
    assert standing == "approved"
    told = [seen.text for seen in await siege.said("anna")]
    assert len(told) == len(set(told))


async def test_two_people_decide_at_once(siege: Siege) -> None:
    """Two helpers for one place, and a resident who cancels while a helper arrives: one of them, in words."""
    order = await siege.order()
    card = await siege.card()
    toasts = await asyncio.gather(
        *(siege.play.press(siege.folk[name], "Claim", siege.green, card.id, stale=True) for name in ("boris", "chen"))
    )
    await siege.house.settled()
    assert len(held(await siege.rows(claims), order_id=order)) == 1
    assert sorted("faster" in (toast or "") for toast in toasts) == [False, True]
    winner = "boris" if "is yours" in (toasts[0] or "") else "chen"
    await siege.press("anna", "Cancel order")
    await asyncio.gather(
        siege.play.press(siege.folk[winner], "I have arrived"), siege.play.press(siege.folk["anna"], "Skip")
    )
    await siege.house.settled()
    assert await siege.state(order) in {"under_way", "cancelled"}
    assert len(held(await siege.rows(journal), order_id=order)) == 3  # placed, claimed, and one of the two


ORDER = ("/order", "Myself", "🧹 Cleaning", "Wash the window", "now", DOOR, "Eastgate", PHONE, "1", "Send")


async def test_an_order_typed_without_waiting_keeps_its_order(siege: Siege) -> None:
    for text in ORDER:
        await siege.play.say(siege.folk["anna"], text)
    await siege.house.settled()
    (row,) = await siege.rows(orders)
    assert (row["details"], row["door"], row["district"], row["helpers"]) == ("Wash the window", DOOR, "Eastgate", 1)


async def typed_under(siege: Siege, **fault: Any) -> None:
    await siege.play.faults(times=-1, **fault)
    for text in ORDER:
        await siege.play.say(siege.folk["anna"], text)
    await until(siege, lambda rows: len(rows) == 1)
    await siege.press("boris", "Claim", siege.green)
    await siege.press("boris", "I have arrived")
    await siege.answers("boris", ".Finished", ".Send")
    await siege.press("anna", "Confirm")
    await siege.play.clear_faults()
    await siege.say("milan", "still there?")
    await siege.house.settled()


async def until(siege: Siege, enough: Callable[[list[dict[str, Any]]], bool]) -> None:
    async def there() -> bool:
        return enough(await siege.rows(orders))

    await siege.play.until(there)
    await siege.house.settled()


async def test_every_update_delivered_twice(siege: Siege) -> None:
    await typed_under(siege, duplicate=True)
    verbs = [row["verb"] for row in await siege.rows(journal)]
    assert verbs == ["place", "claim", "check_in", "finish", "confirm"]
    texts = [seen.text for seen in await siege.said("anna")]
    assert len(texts) == len(set(texts))


async def test_updates_the_wrong_way_round(siege: Siege) -> None:
    await typed_under(siege, reorder=True, delay_ms=20)
    verbs = [row["verb"] for row in await siege.rows(journal)]
    assert verbs == ["place", "claim", "check_in", "finish", "confirm"]
    assert [row["details"] for row in await siege.rows(orders)] == ["Wash the window"]
