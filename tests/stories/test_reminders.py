"""Reminders by coordinators: previewed, sent, followed to the last recipient, held by night, changed and stopped."""

import asyncio

from rules.reminders import Receipt, Tally
from storage import hearing, people, reminders
from storage.engine import reading, writing
from tests.play import Seen
from tests.stories.siege import Siege
from tests.town import Somebody, Town

KEYS = "The keys of the hall are with Mei <3 & Tom."


async def written(town: Town, *path: str, words: str = KEYS, when: str = "Now") -> Seen:
    """Dora writes a reminder and looks at the preview."""
    await town.dora.says("/remind")
    await town.dora.presses("New reminder", *(path or ("All volunteers",)))
    await town.dora.says(words)
    await town.dora.presses(when)
    return await town.dora.newest()


async def goes_on(town: Town, times: int = 2) -> None:
    """The clock looks a few times."""
    for _ in range(times):
        await town.house.later(seconds=5)


async def is_quiet_for(town: Town, who: Somebody, begins: int, ends: int) -> None:
    async with writing(town.house.app.engine) as connection:
        person = await people.by_telegram(connection, who.id)
        assert person is not None
        await hearing.set_quiet(connection, person.id, (begins, ends))


async def tally(town: Town, number: int = 1, run: int = 1) -> Tally:
    async with reading(town.house.app.engine) as connection:
        return await reminders.tally(connection, number, run)


async def test_seen_before_it_goes_out_followed_and_counted(town: Town) -> None:
    preview = await written(town)
    assert "Wenfeng, Dora writes:" in preview.text
    assert KEYS in preview.text
    assert "4 messages will go out. Nothing is sent yet." in preview.text
    assert preview.labels == ["Send 4 messages", "Change the words", "Change the time", "Do not send"]
    await town.dora.presses("Change the words")
    assert "500" in (await town.dora.says("x" * 501)).text.splitlines()[0], "too long, and asked again"
    await town.dora.says("The key is with Mei.")
    await town.house.play.post("block", person=town.chen.id)
    await town.house.settled()
    assert not await town.boris.chat()
    await town.dora.presses("Send 4 messages")
    assert "to 3 recipients" in (await town.dora.finds("It goes out now")).text, "who cannot be reached is not counted"
    await town.boris.sees("Wenfeng, Dora writes:", "The key is with Mei.")
    assert "王桂兰" not in str(await town.folk["wang"].chat())
    assert not await town.milan.chat(), "Milan does not volunteer"
    again = await town.house.play.forge(town.dora.id, "v1|rem_go|1|0|", (await town.dora.newest()).id)
    assert again is not None
    assert "out of date" in again
    await goes_on(town)
    done = await town.dora.finds("Done:")
    assert "✅ 3 delivered" in done.text
    assert done.labels == []
    assert len([seen for seen in await town.dora.chat() if "3 delivered" in seen.text]) == 1, "one message, edited"
    await town.dora.says("/remind")
    await town.dora.presses("✅ The key is with Mei.")
    await town.dora.sees("All volunteers · sent", "3 delivered")


async def test_quiet_hours_hold_it_stopped_it_is_withdrawn(town: Town) -> None:
    """It is eight in the evening in Wenfeng."""
    await is_quiet_for(town, town.boris, 19 * 60, 7 * 60)
    await is_quiet_for(town, town.liu, 19 * 60, 6 * 60)
    await written(town)
    await town.dora.presses("Send 4 messages")
    await town.chen.sees(KEYS)
    assert not await town.boris.chat()
    await goes_on(town)
    await town.dora.finds("2 of 4")
    await town.dora.finds("🌙 2 after quiet hours")
    assert "/hear" in (await town.boris.says("/help")).text, "what he asks for comes at once"
    await town.house.later(hours=10, minutes=30)
    await goes_on(town)
    await town.liu.finds(KEYS)
    assert not [seen for seen in await town.boris.chat() if KEYS in seen.text]
    progress = await town.dora.finds("3 of 4")
    await town.dora.presses("Stop it", on=progress)
    stopped = await town.dora.finds("Stopped:")
    assert "1 withdrawn" in stopped.text
    await town.house.later(hours=2)
    assert not [seen for seen in await town.boris.chat() if KEYS in seen.text]
    found = await tally(town)
    assert (found[Receipt.DELIVERED], found[Receipt.WITHDRAWN]) == (3, 1)
    late = await town.dora.presses("Stop it", on=progress)
    assert "is over" in late


async def test_who_blocks_the_bot_before_it_comes_is_counted_so(town: Town) -> None:
    await is_quiet_for(town, town.boris, 19 * 60, 7 * 60)
    await written(town)
    await town.dora.presses("Send 4 messages")
    await town.house.play.post("block", person=town.boris.id)
    await town.house.settled()
    await goes_on(town)
    done = await town.dora.finds("Done:")
    assert "3 delivered · 🚫 1 blocked me" in done.text


async def test_every_week_at_the_same_hour_changed_and_stopped(town: Town) -> None:
    await written(town, when="Every week")
    await town.dora.presses("Tuesday", "9:00")
    await town.dora.sees("every Tuesday, 9:00", "4 messages will go out")
    await town.dora.presses("Send 4 messages")
    await town.dora.sees("waits for its time", "every Tuesday, 9:00")
    await town.house.later(hours=12)
    assert not await town.boris.chat()
    await town.house.later(hours=1, minutes=5)
    await town.boris.sees(KEYS)
    await goes_on(town)
    await town.dora.finds("4 delivered")
    await town.house.later(days=7)
    assert len([seen for seen in await town.boris.chat() if KEYS in seen.text]) == 2
    await goes_on(town)
    await town.dora.says("/remind")
    await town.dora.presses("🔁 The keys of the hall are with Mei <3 & T", "Change the time", "At a time", "Wed 2 Dec")
    assert "could not" in (await town.dora.says("soon")).text
    await town.dora.says("17:30")
    await town.dora.sees("Wed 2 Dec, 17:30")
    await town.dora.presses("Stop it")
    await town.house.later(days=9)
    assert len([seen for seen in await town.boris.chat() if KEYS in seen.text]) == 2


async def test_to_those_with_open_claims_to_a_team_or_to_its_group(town: Town) -> None:
    empty = await written(town, "Those with an open claim")
    assert "Nobody can be reached" in empty.text
    assert "Do not send" in empty.labels
    nobody = await town.house.play.forge(town.dora.id, "v1|rem_go|1|0|", empty.id)
    assert nobody is not None
    assert "nobody who would read it" in nobody
    await town.claimed(town.boris)
    found = await written(town, "Those with an open claim")
    await town.dora.presses("Send 1 message")
    await town.boris.finds(KEYS)
    assert "1 message will go out" in found.text
    await written(town, "The group of a team", "💚 Green team, environment")
    await town.dora.presses("Send 1 message")
    assert [seen for seen in await town.green.seen() if KEYS in seen.text]
    unreached = await written(town, "A team, each in private", "💚 Green team, environment")
    assert "Nobody can be reached" in unreached.text


async def test_nobody_else_writes_reads_or_stops_them_and_not_who_leads_no_more(town: Town) -> None:
    await town.milan.says("/remind")
    await town.milan.sees("coordinator")
    await written(town, when="At a time")
    assert "has passed" in (await town.dora.says("today 9:00")).text
    await town.dora.presses("Tue 24 Nov", "9:00")
    await town.dora.presses("Send 4 messages")
    for verb in ("rem_open", "rem_go", "rem_stop", "rem_words", "rem_time"):
        under = (await town.milan.newest()).id
        assert "coordinator" in str(await town.house.play.forge(town.milan.id, f"v1|{verb}|1|0|", under))
    await town.coordinates(town.milan)
    async with writing(town.house.app.engine) as connection:
        dora = await people.by_telegram(connection, town.dora.id)
        assert dora is not None
        place = await people.enter(connection, town.community_id, dora.id)
        await people.change_membership(connection, place.id, coordinator=False)
        await people.change(connection, dora.id, owner=False)
    await town.house.later(hours=14)
    assert not await town.boris.chat()
    await town.milan.finds("A reminder was not sent")


async def test_what_telegram_refuses_is_counted_by_its_kind_and_two_yeses_are_one(siege: Siege) -> None:
    """Boris has blocked the bot and it does not know yet; to Chen nothing can be sent at this moment."""
    await siege.play.faults(method="sendMessage", code=403, chat=siege.folk["boris"], times=1)
    refused = {"code": 400, "description": "Bad Request: no"}
    await siege.play.faults(method="sendMessage", chat=siege.folk["chen"], times=1, **refused)
    await siege.say("dora", "/remind")
    await siege.answers("dora", ".New reminder", ".All volunteers", KEYS, ".Now")
    preview = (await siege.last("dora")).id
    toasts = await asyncio.gather(*(
        siege.play.press(siege.folk["dora"], "Send 2 messages", message=preview, stale=True) for _ in range(2)
    ))  # fmt: skip
    await siege.house.settled()
    assert sum("out of date" in str(toast) for toast in toasts) == 1
    for _ in range(2):
        await siege.house.later(seconds=5)
    done = next(seen for seen in await siege.said("dora") if "Done:" in seen.text)
    assert done.text.endswith("🚫 1 blocked me · ⚠️ 1 failed")
    for name in ("boris", "chen", "fritz"):
        assert not [seen for seen in await siege.said(name) if KEYS in seen.text]
    await siege.say("dora", "/remind")
    await siege.answers("dora", ".New reminder", ".All volunteers")
    await siege.answers("dora", KEYS, ".Now")
    assert "Send 1 message" in (await siege.last("dora")).labels, "who is lost is not counted again"


async def test_only_who_wrote_a_preview_sends_it_and_new_words_are_theirs_who_wrote_them(town: Town) -> None:
    await town.coordinates(town.milan)
    preview = await written(town)
    await town.milan.says("/remind")
    toast = await town.house.play.forge(town.milan.id, "v1|rem_go|1|0|", (await town.milan.newest()).id)
    await town.house.settled()
    assert "out of date" in str(toast)
    assert not await town.boris.chat()
    await town.house.play.forge(town.milan.id, "v1|rem_words|1|0|", (await town.milan.newest()).id)
    await town.house.settled()
    await town.milan.says("Bring umbrellas.")
    toast = await town.dora.presses("Send 4 messages", on=preview)
    assert "out of date" in toast, "Dora has not seen these words"
    await town.milan.presses("Send 4 messages")
    await town.boris.sees("Wenfeng, Milan writes:", "Bring umbrellas.")
