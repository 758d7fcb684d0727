"""One message when something stays wrong and one when it is over: what the owner reads, and how often."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.compose import Gone, Letter, compose
from bot.limits import Limits
from bot.sender import Sender
from bot.vitals import CALM_SECONDS, DatabaseTrouble
from bot.watch import GRACE_SECONDS, LOOK_EVERY_SECONDS, Watch
from bot.words import Words
from rules.alarms import COOL_DOWN, Kind
from rules.notices import Trouble
from storage import alarms, inbox, lost, outbox, outgoing, people, setup
from storage.engine import reading, writing
from storage.inbox import Arrived
from storage.outgoing import Outgoing
from storage.schema import teams
from tests.bot.rig import FREE, Rig
from tests.bot.stage import Stage, set_up

WORDS = Words()


class Night:
    """The watch on a stage whose owner is Olga; `failing` is what the intake says of itself."""

    def __init__(self, stage: Stage, sender: Sender, olga: int) -> None:
        self.stage = stage
        self.olga = olga
        self.failing = 0.0
        self.database = DatabaseTrouble(stage.rig.clock.ticks)
        self.database.watch(stage.rig.engine)
        self.sender = sender
        self.begin()

    def begin(self) -> None:
        """A new process looks from now on."""
        rig = self.stage.rig
        self.watch = Watch(
            rig.desk, rig.clock.ticks, WORDS, self.sender.warn, database=self.database, failing=lambda: self.failing
        )

    async def later(self, seconds: float = LOOK_EVERY_SECONDS + 1) -> None:
        """Time passes, the watch looks, and what it says is sent."""
        self.stage.rig.clock.put_forward(timedelta(seconds=seconds))
        await self.watch.look()
        if self.stage.rig.outflow is not None:
            self.stage.rig.outflow.rouse()
            await self.stage.quiet()

    async def heard(self) -> list[str]:
        """What Olga has read, the first line of each."""
        return [each.split("\n", maxsplit=1)[0] for each in await self.stage.heard(self.olga)]


async def spoken(connection: AsyncConnection, row: Outgoing) -> Letter | Gone:
    return await compose(connection, row, WORDS, bot_username="paidan_bot", now=row.created_at)


@pytest.fixture
async def night(rig: Rig) -> Night:
    stage = await set_up(rig)
    await rig.stop()
    olga = await rig.someone("Olga")
    async with writing(rig.engine) as connection:
        person = await people.met(connection, olga, "Olga", "en", rig.clock.now(), private=True)
        await people.change(connection, person.id, owner=True)
        await connection.execute(update(teams).values(preset="pink"))
    rig.start_outflow(spoken)
    return Night(stage, Sender(rig.bot, Limits(FREE), rig.clock.ticks), olga)


async def old_update(night: Night) -> None:
    rig = night.stage.rig
    arrived = [Arrived(7, 11, {"update_id": 7})]
    async with writing(rig.engine) as connection:
        await inbox.receive(connection, arrived, rig.clock.now() - timedelta(minutes=6))


async def test_all_is_well_and_nothing_is_said(night: Night) -> None:
    for _ in range(10):
        await night.later()
    assert await night.heard() == []


async def test_updates_that_are_not_handled_are_told_once_and_once_when_they_are(night: Night) -> None:
    await night.later(GRACE_SECONDS)
    await old_update(night)
    for _ in range(5):
        await night.later()
    assert await night.heard() == [
        "I am behind. Since Mon 23 Nov, 19:56, what people send me waits too long. Nothing is lost."
    ]
    async with writing(night.stage.rig.engine) as connection:
        await inbox.mark_done(connection, 7, night.stage.rig.clock.now())
    for _ in range(5):
        await night.later()
    assert (await night.heard())[1:] == [
        "I have caught up. From Mon 23 Nov, 19:56 to Mon 23 Nov, 20:05, what people sent me had to wait. "
        "It is handled now."
    ]


async def test_after_a_start_what_waited_has_two_minutes_to_be_handled(night: Night) -> None:
    await old_update(night)
    await night.later()
    assert await night.heard() == []
    await night.later(GRACE_SECONDS)
    assert len(await night.heard()) == 1


async def test_the_database_tells_what_the_night_before_knew(night: Night) -> None:
    """A new process must not say that it is over before it can know."""
    await night.later(GRACE_SECONDS)
    await old_update(night)
    await night.later()
    night.begin()
    await night.later()
    assert len(await night.heard()) == 1


async def test_no_updates_means_that_late_messages_are_not_told_beside_it(night: Night) -> None:
    await night.later(GRACE_SECONDS)
    rig = night.stage.rig
    async with writing(rig.engine) as connection:
        anna = night.stage.village.anna
        await outbox.put_say(
            connection, Trouble(), rig.clock.now() - timedelta(hours=1), chat_id=anna.telegram_id, person_id=anna.id
        )
        (row,) = await outgoing.waiting(connection, (), 1)
        await outgoing.put_off(connection, row, rig.clock.now() + timedelta(hours=9), tried=False)
    night.failing = 600
    await night.later()
    assert [line[:17] for line in await night.heard()] == ["I get no updates."]
    night.failing = 0
    await night.later()
    assert [line[:21] for line in await night.heard()][1:] == ["My messages are late.", "I get updates again. "]


async def test_a_message_that_telegram_never_took_is_told(night: Night) -> None:
    rig = night.stage.rig
    await rig.play.faults(method="sendMessage", code=400, chat=night.stage.anna, description="Bad Request: nonsense")
    await night.stage.say(Trouble())
    await night.stage.quiet()
    await night.later()
    assert [line[:42] for line in await night.heard()] == ["Something I wanted to say did not arrive. "]
    await night.later(3601)
    assert [line[:26] for line in await night.heard()][1:] == ["My messages arrive again. "]


async def test_what_comes_and_goes_is_told_once_an_hour(night: Night) -> None:
    await night.later(GRACE_SECONDS)
    for _ in range(20):
        for night.failing in (600.0, 0.0):
            await night.later()
    assert len(await night.heard()) == 2
    night.failing = 600.0
    await night.later(COOL_DOWN.total_seconds())
    assert len(await night.heard()) == 3


async def test_an_alarm_that_waited_until_it_was_over_says_only_that(night: Night) -> None:
    """While Telegram is away nobody can be told; afterwards one message says all of it."""
    rig = night.stage.rig
    await rig.stop()
    rig.outflow = None
    await night.later(GRACE_SECONDS)
    for night.failing in (3600.0, 0.0):
        await night.later()
    rig.start_outflow(spoken)
    await night.stage.quiet()
    assert [line[:21] for line in await night.heard()] == ["I get updates again. "]


async def test_a_lost_group_is_told_to_the_owner_until_there_is_one_again(night: Night) -> None:
    rig, village = night.stage.rig, night.stage.village
    await rig.desk.run(lambda turn: lost.group_lost(turn, night.stage.group, "removed"))
    await night.stage.quiet()
    await night.later()
    (line,) = await night.heard()
    assert "in Wenfeng: I can no longer write to the group. The coordinators know." in line
    async with writing(rig.engine) as connection:
        await setup.bind(connection, village.community, village.team, night.stage.group, None, "Unity")
    await night.later()
    assert (await night.heard())[1].endswith("in Wenfeng has a group again.")


async def test_an_owner_who_coordinates_is_not_told_twice_of_a_lost_group(night: Night) -> None:
    rig, village = night.stage.rig, night.stage.village
    async with writing(rig.engine) as connection:
        owner = await people.by_telegram(connection, night.olga)
        assert owner is not None
        place = await people.enter(connection, village.community, owner.id)
        await people.change_membership(connection, place.id, coordinator=True)
    await rig.desk.run(lambda turn: lost.group_lost(turn, night.stage.group, "removed"))
    await night.stage.quiet()
    assert len(await night.heard()) == 1


async def test_a_database_that_cannot_keep_anything_is_told_straight_away_and_once(night: Night) -> None:
    rig = night.stage.rig
    await night.later(GRACE_SECONDS)
    await rename(rig, "inbox", "inbox_away")
    for _ in range(6):
        await night.later()
    assert await night.heard() == [
        "My database does not work. Since Mon 23 Nov, 20:02, I can answer nobody. Is the disk full?"
    ]
    await rename(rig, "inbox_away", "inbox")
    for _ in range(2):
        await night.later(CALM_SECONDS)
    await night.later()
    assert [line[:27] for line in await night.heard()][1:] == ["My database works again. It"]
    async with reading(rig.engine) as connection:
        assert await alarms.on(connection) == []
        kept = await alarms.find(connection, Kind.DATABASE)
        assert kept is not None
        assert kept.over_at is not None


async def rename(rig: Rig, before: str, after: str) -> None:
    async with writing(rig.engine) as connection:
        await connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
