"""Somebody wants to help: the form, its bad answers, approval in one press, declining with a reason, changes later."""

from tests.house_of_paidan import House
from tests.stories.wenfeng import (
    applies,
    arrives,
    begins,
    coordinator,
    join_payload,
    owner,
    presses,
    says,
    wenfeng,
)


async def test_a_volunteer_applies_and_is_approved_in_one_press(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    payload = await join_payload(house, olga)
    boris = await arrives(house, "Boris", payload)
    assert "What is your name" in (await house.play.last(boris)).text

    assert "phone number" in (await presses(house, boris, "Boris")).text
    assert "help with" in (await presses(house, boris, "Share my number")).text
    shown = await presses(house, boris, "▫️ 🍲 Meals", "▫️ 🧹 Cleaning", "✅ 🧹 Cleaning")
    assert "✅ 🍲 Meals" in shown.labels
    assert "▫️ 🧹 Cleaning" in shown.labels
    shown = await presses(house, boris, "Done", "▫️ 💚 Green team, environment", "Done")
    assert "Name: Boris" in shown.text
    assert "Helps with: 🍲 Meals" in shown.text
    assert "Teams: 💚 Green team, environment" in shown.text
    assert "coordinators of Wenfeng decide" in (await presses(house, boris, "Send")).text

    asked = await house.play.last(dora)
    assert "Boris wants to volunteer in Wenfeng" in asked.text
    assert "Phone:" in asked.text
    assert "🍲 Meals" in asked.text
    toast = await house.play.press(dora, "Approve")
    assert toast is not None
    assert "Boris" in toast
    await house.settled()
    answered = await house.play.last(dora)
    assert answered.id == asked.id
    assert "Boris is approved" in answered.text
    assert answered.labels == []
    told = await house.play.last(boris)
    assert "Approved" in told.text
    assert "/open" in told.text


async def test_only_one_coordinator_decides(house: House) -> None:
    olga = await wenfeng(house)
    dora, chen = await coordinator(house, olga), await coordinator(house, olga, "Chen")
    boris = await applies(house, "Boris", await join_payload(house, olga))
    await presses(house, dora, "Approve")
    for label in ("Approve", "Decline"):
        toast = await house.play.press(chen, label)
        assert toast is not None
        assert "decided this already" in toast
    await house.settled()
    assert len([seen for seen in await house.play.chat(boris) if "Approved" in seen.text]) == 1


async def test_without_a_coordinator_the_owner_decides(house: House) -> None:
    olga = await wenfeng(house)
    boris = await applies(house, "Boris", await join_payload(house, olga))
    assert "Boris wants to volunteer" in (await house.play.last(olga)).text
    await presses(house, olga, "Approve")
    assert "Approved" in (await house.play.last(boris)).text
    assert "Volunteers: 1 approved, 0 waiting" in (await says(house, olga, "/setup")).text


async def test_declining_tells_the_reason_and_leaves_the_way_open(house: House) -> None:
    olga = await wenfeng(house)
    dora = await coordinator(house, olga)
    payload = await join_payload(house, olga)
    boris = await applies(house, "Boris", payload)
    assert "Why do you decline" in (await presses(house, dora, "Decline")).text
    assert "Boris is declined" in (await presses(house, dora, "Enough volunteers for now")).text
    assert "Enough volunteers for now" in (await house.play.last(boris)).text

    assert "What is your name" in (await says(house, boris, "/join")).text
    await presses(house, boris, "Boris", "Share my number", "▫️ 🍲 Meals", "Done")
    await presses(house, boris, "▫️ 💚 Green team, environment", "Done", "Send")
    await presses(house, dora, "Decline")
    await says(house, dora, "Please <call> us first")
    assert "Please <call> us first" in (await house.play.last(boris)).text


async def test_who_decided_while_the_other_wrote_the_reason(house: House) -> None:
    olga = await wenfeng(house)
    dora, chen = await coordinator(house, olga), await coordinator(house, olga, "Chen")
    boris = await applies(house, "Boris", await join_payload(house, olga))
    await presses(house, dora, "Decline")
    await presses(house, chen, "Approve")
    assert "decided this already" in (await says(house, dora, "We do not know him")).text
    assert "Approved" in (await house.play.last(boris)).text
    assert "did not understand" in (await says(house, dora, "Hello?")).text


async def test_a_second_application_waits_with_the_first(house: House) -> None:
    olga = await wenfeng(house)
    boris = await applies(house, "Boris", await join_payload(house, olga))
    assert "application is with the coordinators" in (await says(house, boris, "/join")).text
    await says(house, olga, "/setup")
    await presses(house, olga, "Invite people", "Applications that wait")
    asked = [seen for seen in await house.play.chat(olga) if "Boris wants to volunteer" in seen.text]
    assert len(asked) == 2
    await presses(house, olga, "Approve")
    assert "Approved" in (await house.play.last(boris)).text


async def test_two_presses_of_send_are_one_application(house: House) -> None:
    olga = await wenfeng(house)
    boris = await arrives(house, "Boris", await join_payload(house, olga))
    await presses(house, boris, "Boris", "Share my number", "▫️ 🍲 Meals", "Done")
    shown = await presses(house, boris, "▫️ 💚 Green team, environment", "Done")
    await house.play.press(boris, "Send", message=shown.id, wait=0)
    await house.play.press(boris, "Send", message=shown.id, stale=True)
    await house.settled()
    asked = [seen for seen in await house.play.chat(olga) if "Boris wants to volunteer" in seen.text]
    assert len(asked) == 1


async def test_an_approved_volunteer_changes_their_answers_without_new_approval(house: House) -> None:
    olga = await wenfeng(house)
    boris = await applies(house, "Boris", await join_payload(house, olga))
    await presses(house, olga, "Approve")
    before = len(await house.play.chat(olga))
    shown = await says(house, boris, "/join")
    assert "what the coordinators know of you" in shown.text
    assert "Name: Boris" in shown.text
    assert "Helps with: 🍲 Meals" in shown.text
    await presses(house, boris, "✏️ Helps with", "▫️ 🧹 Cleaning", "Done")
    assert "Noted" in (await presses(house, boris, "Send")).text
    assert "🧹 Cleaning" in (await says(house, boris, "/join")).text
    assert len(await house.play.chat(olga)) == before


async def test_the_form_can_be_left_and_resumed(house: House) -> None:
    olga = await wenfeng(house)
    boris = await arrives(house, "Boris", await join_payload(house, olga))
    await says(house, boris, "Boris Novak")
    await says(house, boris, "/help")
    await house.later(days=1)
    assert "phone number" in (await says(house, boris, "/join")).text
    await presses(house, boris, "Share my number", "▫️ 🍲 Meals", "Done")
    shown = await presses(house, boris, "▫️ 💚 Green team, environment", "Done")
    assert "Name: Boris Novak" in shown.text


async def test_bad_answers_are_refused_and_asked_again(house: House) -> None:
    olga = await wenfeng(house)
    boris = await arrives(house, "Boris", await join_payload(house, olga))
    assert "no words in it" in (await says(house, boris, "👍👍")).text
    assert "Please shorten it" in (await says(house, boris, "x" * 61)).text
    await says(house, boris, "<i>Boris</i> & sons")
    assert "could not read that as a phone number" in (await says(house, boris, "12")).text
    await house.play.contact(boris, phone_number="+491711234567", first_name="Olga", user_id=olga)
    await house.settled()
    assert "somebody else's contact" in (await house.play.last(boris)).text
    await says(house, boris, "+49 171 1234567")
    toast = await house.play.press(boris, "Done")
    await house.settled()
    assert "Nothing is chosen" in (toast or "") + (await house.play.last(boris)).text
    assert "press one of the buttons" in (await says(house, boris, "everything")).text
    shown = await presses(house, boris, "▫️ 🍲 Meals", "Done", "▫️ 💚 Green team, environment", "Done")
    assert "Name: <i>Boris</i> & sons" in shown.text
    assert "171" in shown.text


async def test_where_there_is_no_list_yet_the_form_is_short(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    boris = await arrives(house, "Boris", await join_payload(house, olga))
    shown = await presses(house, boris, "Boris", "Share my number")
    assert "Is everything right" in shown.text
    assert "Teams" not in shown.text
    assert "✏️ Teams" not in shown.labels
    assert "Boris wants to volunteer" in await _told(house, boris, olga)


async def test_a_stranger_cannot_approve_anybody(house: House) -> None:
    olga = await wenfeng(house)
    boris = await applies(house, "Boris", await join_payload(house, olga))
    message = (await house.play.last(boris)).id
    for number in (1, 2):
        for verb in ("approve", "decline"):
            toast = await house.play.forge(boris, f"v1|{verb}|{number}|0|", message)
            assert toast is not None
            assert "Only the coordinators" in toast
    toast = await house.play.forge(olga, "v1|approve|999|0|", (await house.play.last(olga)).id)
    assert toast is not None
    assert "do not know this button" in toast
    await house.settled()
    assert "Volunteers: 0 approved, 1 waiting" in (await says(house, olga, "/setup")).text


async def test_with_no_community_at_all_there_is_nothing_to_join(house: House) -> None:
    milan = await arrives(house, "Milan")
    assert "in no community yet" in (await says(house, milan, "/join")).text


async def test_the_only_community_needs_no_link(house: House) -> None:
    olga = await owner(house)
    await begins(house, olga)
    milan = await arrives(house, "Milan")
    assert "What is your name" in (await says(house, milan, "/join")).text


async def test_the_same_in_chinese(house: House) -> None:
    olga = await wenfeng(house)
    chen = await arrives(house, "陈梅", await join_payload(house, olga), "zh-hans")
    await presses(house, chen, "陈梅", "发送我的号码", "▫️ 🍲 助餐", "好了")
    shown = await presses(house, chen, "▫️ 💚 绿色队 · 环保", "好了")
    assert "陈梅" in shown.text
    assert "Wenfeng的协调员会审核" in (await presses(house, chen, "发送")).text
    await presses(house, olga, "Approve")
    assert "/open" in (await house.play.last(chen)).text


async def _told(house: House, boris: int, olga: int) -> str:
    await presses(house, boris, "Send")
    return (await house.play.last(olga)).text
