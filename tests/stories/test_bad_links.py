"""Deep links that are wrong, odd, worn out, forwarded or raced for; none opens what it should not."""

import asyncio

from storage.schema import links, memberships, people
from tests.house_of_paidan import House
from tests.stories.siege import Siege, held

UNKNOWN, USED, OLD = "do not know this link", "works only once and has been used", "This link is too old."
PREFIXES = ("own", "coo", "com", "join", "bind")


async def opens(siege: Siege, name: str, payload: str) -> str:
    """Open a link and read the answer."""
    await siege.play.start(siege.folk[name], payload)
    await siege.house.settled()
    return (await siege.last(name)).text


async def coordinator_link(siege: Siege) -> str:
    """A fresh one, made by Olga."""
    await siege.forge("olga", f"v1|s_coord|{siege.wenfeng}|0|")
    copied = [button["copy"] for row in (await siege.last("olga")).buttons for button in row if "copy" in button]
    return str(copied[0]).partition("start=")[2]


async def test_payloads_that_nobody_made_open_nothing(siege: Siege) -> None:
    before = await siege.dump()
    odd = [f"{prefix}_{rest}" for prefix in PREFIXES for rest in ("A" * 59, "-", "_", "wenfeng_", "0")]
    for payload in (*odd, "x" * 64, "_" * 64, "own", "COM_wenfeng", "-1", "start"):
        answer = await opens(siege, "milan", payload)
        assert UNKNOWN in answer or "only in a group" in answer, payload
    for text in ("com_вэньфэн", "own_<b>", "own_%s{{7*7}}", "join_wenfeng join_wenfeng", "com_ wenfeng", "own_\n", "🔑",
                 "x" * 4000, "own_" + "\ud83d", "com_wenfeng' OR 1=1 --"):  # fmt: skip
        seen = await siege.deliver("milan", text=f"/start {text}")
        assert seen is not None
        assert UNKNOWN in seen.text, text
    assert await siege.dump() == before


async def test_a_link_raced_for_makes_one_owner(house: House) -> None:
    folk = [await house.play.person(f"Racer {number}") for number in range(5)]
    link = await house.app.owner_link()
    assert link is not None
    await asyncio.gather(*(house.play.start(person, link.partition("start=")[2]) for person in folk * 2))
    await house.settled()
    said = ["\n".join(seen.text for seen in await house.play.chat(person) if seen.by_bot) for person in folk]
    assert sum("Paidan is yours now" in text for text in said) == 1
    assert sum(text.count(USED) for text in said) == 9


async def test_a_coordinators_link_opened_again_forwarded_and_too_late(siege: Siege) -> None:
    link, late = await coordinator_link(siege), await coordinator_link(siege)
    assert "coordinator" in await opens(siege, "boris", link)
    before = await siege.dump()
    for name in ("boris", "milan", "olga"):
        assert USED in await opens(siege, name, link)
    assert await siege.dump() == before
    for wrong in (link.replace("coo_", "own_"), link.lower(), link[:-1], link + "A"):
        assert UNKNOWN in await opens(siege, "milan", wrong), wrong
    assert "meant for somebody else" in await opens(siege, "dora", late)
    await siege.house.later(days=8)
    before = await siege.dump()
    assert OLD in await opens(siege, "milan", late)
    assert await siege.dump() == before
    await siege.house.later(days=40)
    assert UNKNOWN in await opens(siege, "milan", late)  # long forgotten
    assert not held(await siege.rows(links), kind="coordinator")


async def test_invitations_may_go_from_hand_to_hand(siege: Siege) -> None:
    for _ in range(3):
        assert "Wenfeng" in await opens(siege, "milan", "com_wenfeng")
    assert len(held(await siege.rows(memberships), person_id=siege.numbers["milan"])) == 1
    await siege.ask("milan", until="details")
    kept = await siege.drafted("order", "milan")
    await opens(siege, "milan", "com_wenfeng")
    await opens(siege, "milan", "join_wenfeng")
    await siege.say("milan", "/cancel")
    assert await siege.drafted("order", "milan") == kept  # a link in the middle of a dialog takes nothing away
    await siege.joins("noor")
    before = await siege.dump()
    assert "coordinators" in await opens(siege, "noor", "join_wenfeng")
    assert await siege.dump() == before
    assert await siege.count(people) == len(siege.folk)


async def test_a_link_for_one_person_is_nothing_in_a_group(siege: Siege) -> None:
    link = await coordinator_link(siege)
    before, said = await siege.dump(), len(await siege.said("boris", siege.green))
    for text in (f"/start {link}", f"/start@{siege.house.app.username} {link}", f"/start@{siege.house.app.username}"):
        await siege.say("boris", text, siege.green)
    assert await siege.dump() == before
    assert len(await siege.said("boris", siege.green)) == said
