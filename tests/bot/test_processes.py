"""Several real processes on one PostgreSQL: who leads, who takes over and how fast, and whose turn it is."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, text

from sandbox.server import Sandbox
from storage.engine import open_engine, reading, writing
from storage.schema import inbox, people
from tests import databases
from tests.databases import Place
from tests.house_of_paidan import TOKEN
from tests.play import Play
from tests.processes import Process, ended, paidan

LEADS, STANDS_BY = "leading from now on", "standing by"
TAKEOVER_SECONDS = 10.0
FREELY = {"per_second_overall": "0", "per_chat_seconds": "0", "per_group_minute": "0", "log": "info"}


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Place]:
    with databases.fresh("postgresql", tmp_path) as made:
        yield made


@asynccontextmanager
async def serving(place: Place, box: Sandbox, count: int, **settings: str) -> AsyncIterator[list[Process]]:
    """So many processes behind one port, the first of them leading, and a webhook that points there."""
    how = {"database_url": place.database_url, "api_url": box.url, **FREELY, **settings}
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(paidan(place.folder, "serve", listen_port="0", **how))
        await first.until("It takes updates at ")
        await first.until(LEADS)
        address = first.said.partition("It takes updates at ")[2].split()[0]
        how["listen_port"] = address.rpartition(":")[2].partition("/")[0]
        others = [await stack.enter_async_context(paidan(place.folder, "serve", **how)) for _ in range(count - 1)]
        for each in others:
            await each.until("It takes updates at ")
            await each.until(STANDS_BY)
        code, said = await ended(place.folder, "webhook", "set", webhook_url=address, **how)
        assert (code, said.splitlines()[0]) == (0, f"Telegram delivers to {address}, 40 at once.")
        yield [first, *others]


async def answered(play: Play, person: int, count: int) -> None:
    """Wait until the bot has said so much to them."""

    async def enough() -> bool:
        return len([seen for seen in await play.chat(person) if seen.by_bot]) >= count

    await play.until(enough, seconds=TAKEOVER_SECONDS + 20)


@pytest.mark.parametrize("command", ["serve", "run"])
async def test_when_the_leader_is_killed_the_next_one_sends_within_ten_seconds(
    shared: Place, box: Sandbox, play: Play, command: str, record_property: Callable[[str, object], None]
) -> None:
    anna = await play.person("Anna")
    await play.start(anna)
    async with AsyncExitStack() as stack:
        if command == "serve":
            first, second = await stack.enter_async_context(serving(shared, box, 2))
        else:
            how = {"database_url": shared.database_url, "api_url": box.url, **FREELY}
            first = await stack.enter_async_context(paidan(shared.folder, "run", **how))
            await first.until(LEADS)
            second = await stack.enter_async_context(paidan(shared.folder, "run", **how))
            await second.until(STANDS_BY)
        await answered(play, anna, 1)
        first.process.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()
        await play.say(anna, "/help")
        await second.until(LEADS)
        led = time.monotonic() - killed_at
        await answered(play, anna, 2)
        sent = time.monotonic() - killed_at
        record_property("leads_after_seconds", round(led, 2))
        record_property("sends_after_seconds", round(sent, 2))
        assert sent < TAKEOVER_SECONDS
        assert await second.end(signal.SIGTERM) == 0
    assert "Traceback" not in second.said


async def test_a_leader_that_hangs_loses_the_seat_and_does_not_send_when_it_wakes(
    shared: Place, box: Sandbox, play: Play
) -> None:
    anna = await play.person("Anna")
    await play.start(anna)
    async with serving(shared, box, 2) as (first, second):
        await answered(play, anna, 1)
        first.process.send_signal(signal.SIGSTOP)
        stopped_at = time.monotonic()
        try:
            await second.until(LEADS)
            assert time.monotonic() - stopped_at < TAKEOVER_SECONDS + 2, "eight seconds of silence, and a look"
        finally:
            first.process.send_signal(signal.SIGCONT)
        await first.until("another process leads by now")
        for count in (2, 3, 4):
            await play.say(anna, "/help")
            await answered(play, anna, count)
        assert await first.end(signal.SIGTERM) == 0
        assert await second.end(signal.SIGTERM) == 0
    assert len([seen for seen in await play.chat(anna) if seen.by_bot]) == 4, "each answer once"


async def test_a_leader_that_is_stopped_lets_the_next_one_lead_at_once(shared: Place, box: Sandbox) -> None:
    async with serving(shared, box, 2) as (first, second):
        assert await first.end(signal.SIGTERM) == 0
        ended_at = time.monotonic()
        await second.until(LEADS)
        assert time.monotonic() - ended_at < 5


async def test_everybody_is_handled_once_and_in_order_though_one_of_three_is_killed(
    shared: Place, box: Sandbox, play: Play
) -> None:
    """What each person says is one order's dialog in a row: out of order, or twice, it would not come out."""
    crowd = [await play.person(f"Person {number}", "en") for number in range(12)]
    async with serving(shared, box, 3) as (_, second, third):
        for person in crowd:
            await play.start(person)
        for number in range(8):
            await asyncio.gather(*(play.say(person, f"/language {number}") for person in crowd))
            if number == 3:
                second.process.send_signal(signal.SIGKILL)
        engine = open_engine(shared.url, 2)
        for person in crowd:
            await answered(play, person, 9)
        async with reading(engine) as connection:
            left = select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))
            assert (await connection.execute(left)).scalar_one() == 0
            assert (await connection.execute(select(func.count()).select_from(people))).scalar_one() == len(crowd)
        await engine.dispose()
        assert await third.end(signal.SIGTERM) == 0
    for person in crowd:
        assert len([seen for seen in await play.chat(person) if seen.by_bot]) == 9, "one answer to each"


async def test_all_wait_while_postgresql_throws_them_out_and_go_on_afterwards(
    shared: Place, box: Sandbox, play: Play
) -> None:
    anna = await play.person("Anna")
    async with serving(shared, box, 2) as (first, second):
        await play.start(anna)
        await answered(play, anna, 1)
        engine = open_engine(shared.url, 2)
        async with writing(engine) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            here = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            await connection.execute(text(others + here))
        await engine.dispose()
        await play.say(anna, "/help")
        await answered(play, anna, 2)
        for each in (first, second):
            assert await each.end(signal.SIGTERM) == 0


async def test_a_second_process_on_one_file_is_refused_behind_a_webhook_too(tmp_path: Path, box: Sandbox) -> None:
    async with paidan(tmp_path, "serve", api_url=box.url, listen_port="0") as first:
        await first.until("It takes updates at ")
        code, said = await ended(tmp_path, "serve", api_url=box.url, listen_port="0")
        assert (code, said.count("\n")) == (2, 1)
        assert said.endswith("only one may at a time. Several need PostgreSQL.\n")
        assert await first.end(signal.SIGTERM) == 0
    assert "Traceback" not in first.said


async def test_a_postgresql_that_is_not_there_yet_is_waited_for_and_a_wrong_one_is_named(
    shared: Place, box: Sandbox
) -> None:
    nowhere = "postgresql://paidan@127.0.0.1:9/paidan"
    async with paidan(shared.folder, "serve", api_url=box.url, database_url=nowhere) as waiting:
        await waiting.until("PostgreSQL cannot be reached, trying again")
        assert await waiting.end(signal.SIGTERM) == 0
    missing = make_url(shared.database_url).set(database="nobody_made_it").render_as_string(hide_password=False)
    code, said = await ended(shared.folder, "serve", api_url=box.url, database_url=missing)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("PAIDAN_DATABASE_URL: the database cannot be opened")


async def test_the_webhook_is_set_and_ended_by_a_command_and_nothing_that_waits_is_lost(
    tmp_path: Path, box: Sandbox, play: Play
) -> None:
    code, said = await ended(tmp_path, "webhook", "set", api_url=box.url)
    assert (code, said.partition(":")[0]) == (2, "PAIDAN_WEBHOOK_URL")
    anna = await play.person("Anna")
    await play.start(anna)
    waits = {"api_url": box.url, "webhook_url": "http://127.0.0.1:9/telegram"}
    code, said = await ended(tmp_path, "webhook", "set", webhook_connections="7", **waits)
    assert code == 0
    assert said.startswith("Telegram delivers to http://127.0.0.1:9/telegram, 7 at once.\n1 updates are waiting.\n")
    await play.until(lambda: box.world.webhook.last_error)
    code, said = await ended(tmp_path, "webhook", "info", **(waits | {"webhook_url": "http://127.0.0.1:10/"}))
    assert code == 0
    assert "PAIDAN_WEBHOOK_URL is another address: http://127.0.0.1:10/" in said
    assert "The last error was at " in said
    code, said = await ended(tmp_path, "webhook", "delete", **waits)
    assert (code, said.splitlines()[0][:18]) == (0, "No webhook is set:")
    assert len(box.world.updates) == 1
    stranger = TOKEN.replace("7", "8", 1)
    code, said = await ended(tmp_path, "webhook", "info", token=stranger, **waits)
    assert (code, said.count("\n"), stranger in said) == (2, 1, False)
