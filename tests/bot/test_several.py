"""Several processes behind a webhook: the pages of whoever leads and whoever stands by, and one voice to the owner."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text, update

from bot.backup import back_up, restore
from bot.health import routes
from bot.serve import Serving, serving
from bot.vitals import CALM_SECONDS
from bot.watch import DATABASE_SECONDS, GRACE_SECONDS, LOOK_EVERY_SECONDS
from sandbox.server import Sandbox
from sandbox.world import Options
from storage import inbox, people
from storage.alone import InUse
from storage.engine import writing
from storage.inbox import Arrived
from storage.schema import inbox as inbox_table
from tests import databases
from tests.databases import Place
from tests.house_of_paidan import TOKEN, MovableClock, settings_for
from tests.people import MONDAY
from tests.play import Play


@dataclass
class Machine:
    """Processes of the bot behind one webhook, all of them in this one; an owner who listens."""

    place: Place
    clock: MovableClock
    box: Sandbox
    play: Play
    olga: int = 0
    _doors: dict[int, AsyncExitStack] = field(default_factory=dict)

    async def start(self) -> Serving:
        """One more process."""
        stack = AsyncExitStack()
        settings = settings_for(self.place, self.box.url)
        made = await stack.enter_async_context(serving(settings, self.clock, pages=routes))
        self._doors[id(made)] = stack
        return made

    async def first(self) -> Serving:
        """The process that leads, when it has looked at everything once."""
        made = await self.start()
        await self.leads(made)
        return made

    async def leads(self, served: Serving) -> None:
        """Wait until it leads, and for the beat with which it begins: none comes by itself after that."""
        await served.application.leads.wait()
        for _ in range(2):  # they take turns, so it has its own at the latest between these two
            await served.application.heartbeat.beat()

    async def stop(self, served: Serving) -> None:
        await self._doors.pop(id(served)).aclose()

    async def stop_all(self) -> None:
        for stack in self._doors.values():
            await stack.aclose()

    async def later(self, served: Serving, seconds: float) -> None:
        """Time passes, it does what is due, and what follows from that is read."""
        self.clock.put_forward(timedelta(seconds=seconds))
        await served.application.heartbeat.beat()
        served.application.rouse()
        await self.play.until(served.application.is_quiet)

    async def heard(self) -> list[str]:
        """What the owner has read."""
        return [seen.text.split("\n", maxsplit=1)[0] for seen in await self.play.chat(self.olga) if seen.by_bot]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with databases.fresh(getattr(request, "param", "postgresql"), tmp_path) as made:
        yield made


@pytest.fixture
async def machine(place: Place) -> AsyncIterator[Machine]:
    clock = MovableClock()
    async with Sandbox(clock=clock.now, options=Options(token=TOKEN)) as box, Play(box.url) as play:
        made = Machine(place, clock, box, play, await play.person("Olga", "en"))
        await play.start(made.olga)
        yield made
        await made.stop_all()


async def owned(served: Serving, olga: int) -> None:
    async with writing(served.application.engine) as connection:
        person = await people.met(connection, olga, "Olga", "en", MONDAY, private=True)
        await people.change(connection, person.id, owner=True)


async def asked(served: Serving, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://{served.host}:{served.port}{path}")


async def number(served: Serving, name: str) -> str:
    page = (await asked(served, "/metrics")).text
    return next(line.removeprefix(f"{name} ") for line in page.splitlines() if line.startswith(f"{name} "))


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_the_pages_stand_beside_the_door_of_one_process(machine: Machine) -> None:
    served = await machine.start()
    assert (await asked(served, "/healthz")).text == "ok\n"
    assert (await asked(served, "/readyz")).json() == {"ready": True, "why": []}
    assert await number(served, "paidan_leading") == "1.0"
    assert (await asked(served, served.path)).status_code == 405, "nobody reads at the door"
    assert (await asked(served, "/")).status_code == 404


async def test_who_stands_by_is_as_ready_as_who_leads(machine: Machine) -> None:
    leader = await machine.first()
    standby = await machine.start()
    limit = leader.application.heartbeat_most_seconds
    machine.clock.put_forward(timedelta(seconds=limit + 1))
    assert (await asked(leader, "/readyz")).status_code == 503
    assert (await asked(standby, "/readyz")).json() == {"ready": True, "why": []}
    assert (await asked(standby, "/healthz")).status_code == 200
    for served, leads in ((leader, "1.0"), (standby, "0.0")):
        assert await number(served, "paidan_leading") == leads
        assert (await number(served, "paidan_heartbeat_age_seconds") == "NaN") is (served is standby)
        assert await number(served, "paidan_database_up") == "1.0"
    await machine.stop(leader)
    await machine.leads(standby)
    assert await number(standby, "paidan_leading") == "1.0"
    assert (await asked(standby, "/readyz")).status_code == 200, "its heart beats from now on"


async def test_the_owner_hears_once_of_what_stays_wrong_whoever_leads(machine: Machine) -> None:
    first = await machine.first()
    second = await machine.start()
    await owned(first, machine.olga)
    async with writing(first.application.engine) as connection:
        await inbox.receive(connection, [Arrived(9, 5, {})], MONDAY)
        aside = update(inbox_table).where(inbox_table.c.update_id == 9)
        await connection.execute(aside.values(set_aside_at=MONDAY))
    await machine.later(first, LOOK_EVERY_SECONDS + 1)
    (said,) = await machine.heard()
    await machine.stop(first)
    await machine.leads(second)
    for _ in range(3):
        await machine.later(second, GRACE_SECONDS)
    assert await machine.heard() == [said]
    async with writing(second.application.engine) as connection:
        await connection.execute(aside.values(set_aside_at=None, done_at=MONDAY))
    for _ in range(3):
        await machine.later(second, GRACE_SECONDS)
    assert len(await machine.heard()) == 2, "and once that it is over"


async def test_whoever_begins_to_lead_after_long_has_time_to_catch_up_before_the_owner_hears(machine: Machine) -> None:
    first = await machine.first()
    second = await machine.start()
    await owned(first, machine.olga)
    machine.clock.put_forward(timedelta(hours=1))
    async with writing(first.application.engine) as connection:
        await inbox.receive(connection, [Arrived(9, 5, {})], MONDAY)
        await inbox.put_off(connection, 9, MONDAY + timedelta(days=1))
    await machine.stop(first)
    await machine.leads(second)
    await machine.later(second, GRACE_SECONDS - 10)
    assert await machine.heard() == []
    await machine.later(second, LOOK_EVERY_SECONDS + 1)
    assert len(await machine.heard()) == 1


async def test_what_one_leader_said_while_nothing_could_be_kept_the_next_one_takes_back(machine: Machine) -> None:
    first = await machine.first()
    second = await machine.start()
    await owned(first, machine.olga)
    await machine.later(first, GRACE_SECONDS + 1)
    await rename(second, "inbox", "inbox_away")
    for seconds in (LOOK_EVERY_SECONDS + 1, DATABASE_SECONDS + 1):
        machine.clock.put_forward(timedelta(seconds=seconds))
        await first.application.heartbeat.beat()
    assert [said[:26] for said in await machine.heard()] == ["My database does not work."]
    await rename(second, "inbox_away", "inbox")
    await machine.stop(first)
    await machine.leads(second)
    for _ in range(3):
        await machine.later(second, max(GRACE_SECONDS, CALM_SECONDS) + 1)
    assert [said[:26] for said in await machine.heard()] == ["My database does not work.", "My database works again. I"]


async def rename(served: Serving, before: str, after: str) -> None:
    async with writing(served.application.engine) as connection:
        await connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


async def test_a_backup_is_brought_back_only_when_the_last_process_has_ended(machine: Machine) -> None:
    file = machine.place.folder / "backup.zip"
    first = await machine.first()
    second = await machine.start()
    await back_up(first.application.engine, file)
    for served in (first, second):
        with pytest.raises(InUse):
            await asyncio.to_thread(restore, machine.place.url, file, force=True)
        await machine.stop(served)
        if served is first:
            await machine.leads(second)
    await asyncio.to_thread(restore, machine.place.url, file, force=True)
