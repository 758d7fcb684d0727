"""Two communities in one installation: each person sees their own, and whoever is in both is asked which."""

from tests.house_of_paidan import House
from tests.stories.wenfeng import (
    applies,
    arrives,
    begins,
    code_for,
    coordinator,
    link_in,
    presses,
    says,
    wenfeng,
    with_presets,
)


async def with_eastgate(house: House) -> int:
    """Wenfeng and Eastgate, both with everything but groups; Olga owns them."""
    olga = await wenfeng(house)
    await begins(house, olga, "Eastgate")
    await with_presets(house, olga)
    return olga


async def opens(house: House, olga: int, community: str) -> None:
    """Olga opens the checklist of one of the two."""
    await says(house, olga, "/setup")
    await presses(house, olga, community)


async def links_of(house: House, olga: int, community: str) -> tuple[str, str]:
    """The links for residents and for volunteers."""
    await opens(house, olga, community)
    await presses(house, olga, "Invite people")
    return await link_in(house, olga, "com"), await link_in(house, olga, "join")


async def test_the_owner_is_asked_which_one_to_set_up(house: House) -> None:
    olga = await with_eastgate(house)
    shown = await says(house, olga, "/setup")
    assert shown.labels == ["Wenfeng", "Eastgate"]
    shown = await presses(house, olga, "Eastgate")
    assert shown.text.startswith("Eastgate")
    shown = await presses(house, olga, "Switch community", "Wenfeng")
    assert shown.text.startswith("Wenfeng")


async def test_a_coordinator_of_one_has_no_say_in_the_other(house: House) -> None:
    olga = await with_eastgate(house)
    await opens(house, olga, "Eastgate")
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    dora = await arrives(house, "Dora", await link_in(house, olga, "coo"))
    shown = await says(house, dora, "/setup")
    assert shown.text.startswith("Eastgate")
    assert "Switch community" not in shown.labels
    for data in ("v1|s_open|1|0|", "v1|s_service|1|0|", "v1|s_cut|1|0|yes", "v1|s_team|1|0|", "v1|s_cut_team|1|0|yes",
                 "v1|s_bind|1|0|", "v1|s_rule|1|0|timebank", "v1|s_invite|1|0|", "v1|s_seven|1|0|",
                 "v1|s_edit|1|0|name", "v1|s_rename|1|0|", "v1|s_basic|1|0|name", "v1|s_waiting|1|0|",
                 "v1|s_routes|1|0|", "v1|s_add_route|1|0|", "v1|s_preview|1|0|", "v1|s_people|1|0|",
                 "v1|s_person|1|0|", "v1|s_pause|1|0|", "v1|s_vetted|1|0|on", "v1|s_backup|1|0|2",
                 "v1|s_near|1|0|add-2"):  # fmt: skip
        toast = await house.play.forge(dora, data, shown.id)
        assert toast is not None, data
        assert "Only the coordinators" in toast, data
    await house.settled()
    await opens(house, olga, "Wenfeng")
    shown = await house.play.last(olga)
    assert "5 services" in shown.text
    assert "Jishui" in shown.text


async def test_a_volunteer_of_one_is_decided_about_there_only(house: House) -> None:
    olga = await with_eastgate(house)
    await opens(house, olga, "Eastgate")
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    dora = await arrives(house, "Dora", await link_in(house, olga, "coo"))
    before = len(await house.play.chat(dora))
    _, join_wenfeng = await links_of(house, olga, "Wenfeng")
    boris = await applies(house, "Boris", join_wenfeng)
    assert "Boris wants to volunteer in Wenfeng" in (await house.play.last(olga)).text
    assert len(await house.play.chat(dora)) == before
    message = (await house.play.last(dora)).id
    for number in range(1, 7):
        toast = await house.play.forge(dora, f"v1|approve|{number}|0|", message)
        assert toast is not None
        assert "approved" not in toast
    await house.settled()
    assert "Approved" not in (await house.play.last(boris)).text


async def test_whoever_is_in_both_is_asked_which(house: House) -> None:
    olga = await with_eastgate(house)
    wenfeng_link, _ = await links_of(house, olga, "Wenfeng")
    eastgate_link, _ = await links_of(house, olga, "Eastgate")
    anna = await arrives(house, "Anna", wenfeng_link)
    assert "Who needs help" in (await says(house, anna, "/order")).text
    await says(house, anna, "/cancel")
    await house.play.start(anna, eastgate_link)
    await house.settled()

    shown = await says(house, anna, "/join")
    assert "Which community" in shown.text
    assert shown.labels == ["Wenfeng", "Eastgate"]
    assert "What is your name" in (await presses(house, anna, "Eastgate")).text
    await says(house, anna, "/cancel")
    assert "Which community" in (await says(house, anna, "/order")).text
    assert "Who needs help" in (await presses(house, anna, "Wenfeng")).text


async def test_somebody_in_neither_has_to_come_by_a_link(house: House) -> None:
    await with_eastgate(house)
    milan = await arrives(house, "Milan")
    assert "in no community yet" in (await says(house, milan, "/join")).text
    assert "in no community yet" in (await says(house, milan, "/order")).text
    message = (await house.play.last(milan)).id
    for verb in ("join", "order"):
        for number in (1, 2, 999):
            toast = await house.play.forge(milan, f"v1|{verb}|{number}|0|", message)
            assert toast is not None
            assert "in no community yet" in toast


async def test_each_has_its_own_list_and_teams(house: House) -> None:
    olga = await with_eastgate(house)
    await opens(house, olga, "Eastgate")
    await presses(house, olga, "Service list", "Add a service")
    await says(house, olga, "🐕 Dog walks")
    await presses(house, olga, "Everybody", "💚 Green team, environment")
    _, join_wenfeng = await links_of(house, olga, "Wenfeng")
    _, join_eastgate = await links_of(house, olga, "Eastgate")
    boris = await arrives(house, "Boris", join_wenfeng)
    shown = await presses(house, boris, "Boris", "Share my number")
    assert "▫️ 🐕 Dog walks" not in shown.labels
    chen = await arrives(house, "Chen", join_eastgate)
    shown = await presses(house, chen, "Chen", "Share my number")
    assert "▫️ 🐕 Dog walks" in shown.labels


async def test_a_group_belongs_to_one_team_of_one_community(house: House) -> None:
    olga = await wenfeng(house)
    group = await house.play.group("Shared", [olga])
    await says(house, olga, await code_for(house, olga, "💚 Green team, environment"), group)
    await begins(house, olga, "Eastgate")
    await with_presets(house, olga)
    shown = await presses(house, olga, "Groups", "💜 Purple team, unity")
    code = next(line for line in shown.text.splitlines() if line.startswith("/bind"))
    assert "belongs to 💚 Green team, environment already" in (await says(house, olga, code, group)).text


async def test_a_coordinator_of_both_is_asked_as_well(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    await presses(house, olga, "Back", "Back")
    await begins(house, olga, "Eastgate")
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    await house.play.start(dora, await link_in(house, olga, "coo"))
    await house.settled()
    shown = await says(house, dora, "/setup")
    assert shown.labels == ["Wenfeng", "Eastgate"]
    assert await join_payload_of(house, dora, "Eastgate") != await join_payload_of(house, dora, "Wenfeng")


async def join_payload_of(house: House, dora: int, community: str) -> str:
    """The volunteers' link as a coordinator of both finds it."""
    await opens(house, dora, community)
    await presses(house, dora, "Invite people")
    return await link_in(house, dora, "join")
