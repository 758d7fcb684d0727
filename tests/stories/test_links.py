"""Links that open something once, the owner's and the coordinators': wrong, used, too old, somebody else's."""

from tests.house_of_paidan import House
from tests.stories.wenfeng import (
    arrives,
    begins,
    coordinator,
    link_in,
    owner,
    owner_payload,
    presses,
    says,
    wenfeng,
)


async def opens(house: House, person: int, payload: str) -> str:
    """Open a link and read the answer."""
    await house.play.start(person, payload)
    await house.settled()
    return (await house.play.last(person)).text


async def test_the_owners_link_works_once(house: House) -> None:
    payload = await owner_payload(house)
    olga = await arrives(house, "Olga", payload)
    assert "works only once" in await opens(house, olga, payload)
    milan = await arrives(house, "Milan", payload)
    assert "works only once" in (await house.play.last(milan)).text
    assert "Only the coordinators" in (await says(house, milan, "/setup")).text
    assert "called" in (await says(house, olga, "/setup")).text
    assert await house.app.owner_link() is None


async def test_a_link_printed_earlier_is_dead(house: House) -> None:
    first, second = await owner_payload(house), await owner_payload(house)
    assert first != second
    milan = await arrives(house, "Milan", first)
    assert "do not know this link" in (await house.play.last(milan)).text
    olga = await arrives(house, "Olga", second)
    assert "Paidan is yours now" in (await house.play.last(olga)).text


async def test_a_wrong_link_opens_nothing_and_says_so(house: House) -> None:
    await owner_payload(house)
    milan = await arrives(house, "Milan")
    for payload in ("own_" + "A" * 32, "own_x", "own_", "own", "coo_" + "A" * 32, "join_nowhere", "com_nowhere", "x_y",
                    "A" * 64):  # fmt: skip
        assert "do not know this link" in await opens(house, milan, payload), payload


async def test_an_owners_token_makes_no_coordinator(house: House) -> None:
    payload = await owner_payload(house)
    milan = await arrives(house, "Milan")
    assert "do not know this link" in await opens(house, milan, payload.replace("own_", "coo_"))
    assert "do not know this link" in await opens(house, milan, payload.replace("own_", "join_"))


async def test_a_coordinator_is_named_through_a_link(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    assert "You are a coordinator of Wenfeng now" in (await house.play.last(dora)).text
    assert "Dora has opened your link" in (await house.play.last(olga)).text
    shown = await presses(house, dora, "Set up")
    assert "Service list: 5 services" in shown.text
    assert "Coordinators" not in shown.labels
    assert "New community" not in shown.labels
    await says(house, olga, "/setup")
    assert "Coordinators of Wenfeng: Dora" in (await presses(house, olga, "Coordinators")).text


async def test_who_made_the_link_cannot_waste_it(house: House) -> None:
    olga = await wenfeng(house)
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    payload = await link_in(house, olga, "coo")
    assert "meant for somebody else" in await opens(house, olga, payload)
    dora = await arrives(house, "Dora", payload)
    assert "You are a coordinator" in (await house.play.last(dora)).text
    assert "works only once" in await opens(house, dora, payload)
    milan = await arrives(house, "Milan", payload)
    assert "works only once" in (await house.play.last(milan)).text
    assert "Only the coordinators" in (await says(house, milan, "/setup")).text


async def test_a_coordinator_leaves_the_next_link_to_another(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    await says(house, olga, "/setup")
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    payload = await link_in(house, olga, "coo")
    assert "meant for somebody else" in await opens(house, dora, payload)
    chen = await arrives(house, "Chen", payload)
    assert "You are a coordinator" in (await house.play.last(chen)).text


async def test_a_coordinators_link_is_too_old_after_a_week(house: House) -> None:
    olga = await wenfeng(house)
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    payload = await link_in(house, olga, "coo")
    await house.later(days=7, minutes=1)
    dora = await arrives(house, "Dora", payload)
    assert "too old" in (await house.play.last(dora)).text
    assert "Only the coordinators" in (await says(house, dora, "/setup")).text


async def test_a_coordinator_can_be_released(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    await says(house, olga, "/setup")
    assert "no longer be a coordinator" in (await presses(house, olga, "Coordinators", "Remove Dora")).text
    assert "no coordinator yet" in (await presses(house, olga, "Remove")).text
    assert "no longer coordinate Wenfeng" in (await house.play.last(dora)).text
    assert "Only the coordinators" in (await says(house, dora, "/setup")).text


async def test_a_coordinator_cannot_name_others(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    message = (await house.play.last(dora)).id
    for data in ("v1|s_coord|1|0|", "v1|s_leaders|1|0|", "v1|s_uncoord|2|0|yes", "v1|s_new|0|0|"):
        toast = await house.play.forge(dora, data, message)
        assert toast is not None, data
        assert "Only the owner" in toast, data


async def test_a_released_coordinator_loses_the_dialog_that_is_open(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    await presses(house, dora, "Set up", "Teams", "Add a team")
    await says(house, olga, "/setup")
    await presses(house, olga, "Coordinators", "Remove Dora", "Remove")
    assert "Only the coordinators" in (await says(house, dora, "Night watch")).text
    assert "did not understand" in (await says(house, dora, "Night watch")).text
    await says(house, olga, "/setup")
    assert "Teams: 7 teams" in (await house.play.last(olga)).text


async def test_residents_enter_by_the_communitys_link(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    await presses(house, olga, "Invite people")
    anna = await arrives(house, "Anna", await link_in(house, olga, "com"))
    shown = await house.play.last(anna)
    assert "Wenfeng" in shown.text
    assert "Ask for help" in shown.labels
