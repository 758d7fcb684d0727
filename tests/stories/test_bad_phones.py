"""Telephone numbers of the world, typed and shared; somebody else's contact; and what is no number at all."""


import pytest

from storage.schema import orders
from tests.databases import Place
from tests.stories.siege import Siege, besieged

NO_NUMBER = "I could not read that as a phone number. Example:"
NOT_YOURS = "That is somebody else's contact."
WORLD = {
    "138 0013 8000": "+8613800138000",
    "１３８００１３８０００": "+8613800138000",
    "0086-138-0013-8000": "+8613800138000",
    "tel:+8613800138000": "+8613800138000",
    "0571 8888 8888": "+8657188888888",
    "+49 (30) 901820": "+4930901820",
    "+1 650-253-0000": "+16502530000",
    "+91 98765 43210": "+919876543210",
    "+55 11 96123-4567": "+5511961234567",
    "my number is 138-0013-8000, thanks": "+8613800138000",
    "<code>13800138000": "+8613800138000",
    "\u202a+86 138 0013 8000\u202c": "+8613800138000",
}
GARBAGE = (
    "12345", "110", "call me", "☎️", "+999 999 999", "1380013800013800138000", "+49 30 901820 ext. 5", "+86", "+",
    "138 0013 8000 or 139 0013 8000", "0" * 4000, "١٢٣", "-138", "1e9", "Skip it",
)  # fmt: skip


async def phone_of(siege: Siege, name: str = "anna") -> str | None:
    """What stands in the draft."""
    kept = await siege.drafted("order", name)
    assert kept is not None
    found: str | None = kept["answers"].get("phone")
    return found


async def test_numbers_of_the_world_and_what_is_none(siege: Siege) -> None:
    await siege.ask(until="phone")
    for text in GARBAGE:
        seen = await siege.deliver("anna", text=text)
        assert seen is not None
        assert seen.text.startswith(NO_NUMBER), text
        assert await phone_of(siege) is None, text
    for text, number in WORLD.items():
        await siege.say("anna", text)
        assert await phone_of(siege) == number, text
        await siege.press("anna", "Back")
    await siege.answers("anna", "+49 30 901820", ".1")
    assert "+49 30 901820" in (await siege.last("anna")).text
    await siege.press("anna", "Send")
    await siege.press("boris", "Claim", siege.green)
    assert "+49 30 901820" in (await siege.last("boris")).text


async def test_contacts_ones_own_and_others(siege: Siege) -> None:
    anna = siege.folk["anna"]
    await siege.ask(until="phone")
    for details in ({"user_id": siege.folk["boris"]}, {"phone_number": "8613800138000", "user_id": 0}, {"user_id": 9}):
        await siege.play.contact(anna, **details)
        await siege.house.settled()
        assert (await siege.last("anna")).text.startswith(NOT_YOURS), details
    for number in ("", "0000", "no number", "+++", "9" * 60):
        await siege.play.contact(anna, phone_number=number)
        await siege.house.settled()
        assert (await siege.last("anna")).text.startswith(NO_NUMBER), number
    assert await phone_of(siege) is None
    for number in ("4930901820", "+49 30 901820", "0049 30 901820"):  # clients leave out the plus
        await siege.play.contact(anna, phone_number=number)
        await siege.house.settled()
        assert await phone_of(siege) == "+4930901820", number
        await siege.press("anna", "Back")
    await siege.press("anna", siege.label("share_number"))
    await siege.house.settled()
    assert (await phone_of(siege) or "").startswith("+86138")


async def test_for_somebody_else_their_contact_is_the_one_that_is_wanted(siege: Siege) -> None:
    await siege.answers("anna", "/order", ".Someone else", "Mother", ".Parent")
    await siege.play.contact(siege.folk["anna"], phone_number="8613912345678", user_id=99, first_name="Mum")
    await siege.house.settled()
    kept = await siege.drafted("order")
    assert kept is not None
    assert kept["answers"]["beneficiary_phone"] == "+8613912345678"


async def test_a_volunteer_owes_a_number_of_their_own(siege: Siege) -> None:
    await siege.forge("anna", f"v1|join|{siege.wenfeng}|0|")
    await siege.say("anna", "Anna Lind")
    for text in ("Skip", *GARBAGE[:4]):
        seen = await siege.say("anna", text)
        assert seen is not None
        assert seen.text.startswith(NO_NUMBER), text
    await siege.play.contact(siege.folk["anna"], user_id=siege.folk["boris"])
    await siege.house.settled()
    assert (await siege.last("anna")).text.startswith(NOT_YOURS)
    await siege.play.contact(siege.folk["anna"])
    await siege.house.settled()
    assert "Done" in (await siege.last("anna")).labels


async def test_at_home_means_the_country_of_the_community(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    async with besieged(place, caplog, zone="Europe/Berlin") as siege:
        await siege.ask(until="phone")
        seen = await siege.say("anna", "138 0013 8000")
        assert seen is not None
        assert seen.text.startswith(NO_NUMBER)
        await siege.answers("anna", "030 901820", ".1", ".Send")
        assert [row["phone"] for row in await siege.rows(orders)] == ["+4930901820"]
