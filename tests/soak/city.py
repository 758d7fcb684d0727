"""A whole neighbourhood under load: its people, two groups, and the bot as a process that may be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import randrange

from sqlalchemy.ext.asyncio import AsyncConnection

from rules import orders as verbs
from rules.life import Facts, Outcome
from rules.people import Standing
from sandbox.server import Sandbox
from sandbox.world import Options, World
from storage import communities, dispatch, orders, people, setup
from storage.desk import Desk, Turn
from storage.engine import open_engine, writing
from storage.migrate import migrate
from tests.databases import Place
from tests.play import Play
from tests.processes import ROOT, die_with_parent

RESIDENTS = 12
VOLUNTEERS = 10
COORDINATORS = 2
TEAMS = ("green", "blue")
LOG = "said.txt"
SETTINGS = {
    "log": "warning", "beat_seconds": "1", "poll_seconds": "20",
    "per_second_overall": "30", "per_chat_seconds": "0.1", "per_group_minute": "600",
}  # fmt: skip


@dataclass
class City:
    """`play` is everybody's hand, on a door of its own: the bot's may be shut."""

    world: World
    door: Sandbox  # where the bot comes in
    play: Play
    place: Place
    residents: list[int] = field(default_factory=list)
    volunteers: list[int] = field(default_factory=list)
    coordinators: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    lives: int = 0
    dying: bool = False  # or being started again

    @property
    def everybody(self) -> list[int]:
        """All people."""
        return [*self.residents, *self.volunteers, *self.coordinators]

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told."""
        settings = SETTINGS | {"token": self.world.token, "api_url": self.door.url, "data_dir": str(self.place.folder)}
        if self.place.database_url:
            settings |= {"database_url": self.place.database_url}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAIDAN_")}
        named = {f"PAIDAN_{name.upper()}": value for name, value in settings.items()}
        return kept | named | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    async def begin(self) -> None:
        """Start the bot."""
        self.lives += 1
        self.process = await self._run("run")

    async def end(self, how: signal.Signals) -> int:
        """Stop it, and tell its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()

    async def doctor(self) -> int:
        """What `paidan doctor` says, into the log; its exit code."""
        return await (await self._run("doctor")).wait()

    def resident_bytes(self) -> int:
        """The memory the bot has now."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def said(self) -> str:
        """All that the bot has said."""
        return (self.place.folder / LOG).read_text(encoding="utf-8")

    async def _run(self, command: str) -> asyncio.subprocess.Process:
        with (self.place.folder / LOG).open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", command, cwd=self.place.folder, env=self.environment,
                stdout=log, stderr=asyncio.subprocess.STDOUT, preexec_fn=die_with_parent,
            )  # fmt: skip


@asynccontextmanager
async def city(place: Place) -> AsyncIterator[City]:
    """Everybody has moved in, and nobody has asked for anything yet."""
    # Its own token: no bot that outlived another day, whose port this one was given, can take its updates.
    world = World(Options(token=f"{os.getpid()}{randrange(10**6):06}:{'A' * 35}"))
    async with Sandbox(world=world) as box, Sandbox(world=world) as door, Play(box.url) as play:
        made = City(world, door, play, place)
        await _move_in(made)
        try:
            yield made
        finally:
            if made.process is not None and made.process.returncode is None:
                made.process.kill()
                await made.process.wait()


async def _move_in(made: City) -> None:
    for folk, names, count in (
        (made.residents, "Resident", RESIDENTS), (made.volunteers, "Volunteer", VOLUNTEERS),
        (made.coordinators, "Coordinator", COORDINATORS),
    ):  # fmt: skip
        folk += [made.world.add_person(f"{names} {number}", language_code="en").id for number in range(count)]
    for person in made.everybody:
        made.world.chat(person).started = True
    for name in TEAMS:
        members = [*made.coordinators, *made.volunteers]
        made.groups.append(await made.play.group(f"Group {name}", members, supergroup=True))
    await asyncio.to_thread(migrate, made.place.url)
    for file in made.place.folder.glob("*.db"):
        file.chmod(0o600)  # as it should be, and as the doctor wants it
    engine = open_engine(made.place.url)
    try:
        async with writing(engine) as connection:
            home = await _found(connection, made)
        await Desk(engine, now, lambda: None).run(lambda turn: _order(turn, home, made.residents))
    finally:
        await engine.dispose()


async def _order(turn: Turn, home: int, residents: Sequence[int]) -> None:
    """Everybody has asked for help already; what they ask for today comes on top."""
    tomorrow = turn.now + timedelta(days=1)
    services = [row for row in await dispatch.services_of(turn.connection, home) if row["team_id"]]
    for number, telegram_id in enumerate(residents):
        person = await people.by_telegram(turn.connection, telegram_id)
        assert person is not None
        service = services[number % len(services)]
        order, _ = await orders.add(
            turn.connection, home,
            {"resident_id": person.id, "service_id": service["id"], "team_id": service["team_id"],
             "details": "Windows", "moment": "at", "starts_at": tomorrow, "ends_at": tomorrow, "door": "door 302",
             "district": "Eastgate", "helpers": 1 + number % 3, "state": "open", "answers": {}, "placed_at": turn.now},
        )  # fmt: skip
        await turn.move(order, person.id, place)


def place(facts: Facts) -> Outcome:
    """As Send does it."""
    return verbs.place(facts, has_group=True)


def now() -> datetime:
    """By this machine."""
    return datetime.now(UTC)


async def _found(connection: AsyncConnection, made: City) -> int:
    founded = now()
    home = await communities.add(connection, "wenfeng", "Wenfeng", "en", "Asia/Shanghai", founded)
    await communities.change(connection, home, credit_rule="jishui", quiet_from=None, quiet_to=None)
    await setup.add_seven_colours(connection, home)
    await setup.add_five_helps(connection, home)
    groups = dict(zip(TEAMS, made.groups, strict=True))
    for team in await dispatch.teams_of(connection, home):
        if team["preset"] in groups:
            await setup.bind(connection, home, team["id"], groups[team["preset"]], None, team["preset"])
    services = [row["id"] for row in await dispatch.services_of(connection, home)]
    for telegram_id in made.everybody:
        name = made.world.person(telegram_id).name
        person = await people.met(connection, telegram_id, name, "en", founded, private=True)
        membership = await people.enter(connection, home, person.id)
        if telegram_id in made.volunteers:
            approved = {"standing": Standing.APPROVED.value, "services": services, "decided_at": founded}
            await people.change_membership(connection, membership.id, **approved)
        if telegram_id in made.coordinators:
            await people.change_membership(connection, membership.id, coordinator=True)
            await people.change(connection, person.id, owner=telegram_id == made.coordinators[0])
    return home
