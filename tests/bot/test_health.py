"""What machines may ask a running bot: alive, ready, and the numbers; and what makes it say no."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from bot.health import AddressTaken, routes, serving
from storage.engine import writing
from tests.databases import Place
from tests.house_of_paidan import House
from tests.town import Town, open_town


@pytest.fixture
async def town(place: Place) -> AsyncIterator[Town]:
    async with open_town(place) as opened:
        yield opened


async def asked(house: House, path: str) -> httpx.Response:
    """What a page says, asked inside the process."""
    transport = httpx.ASGITransport(Starlette(routes=routes(house.app)))
    async with httpx.AsyncClient(transport=transport, base_url="http://paidan") as client:
        return await client.get(path)


async def sample(house: House, name: str) -> float:
    """One number of /metrics; 0 when it was never counted."""
    page = (await asked(house, "/metrics")).text
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found[1]) if found else 0.0


async def test_a_running_bot_is_alive_and_ready(town: Town) -> None:
    assert (await asked(town.house, "/healthz")).text == "ok\n"
    answer = await asked(town.house, "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "why": []})


async def test_it_is_not_ready_while_its_heart_stands_still(town: Town) -> None:
    limit = town.house.app.heartbeat_most_seconds
    town.house.clock.put_forward(timedelta(seconds=limit + 1))
    answer = await asked(town.house, "/readyz")
    assert answer.status_code == 503
    assert answer.json()["why"][0].startswith("the last heartbeat was ")
    assert (await asked(town.house, "/healthz")).status_code == 200, "a restart would not help, so it is alive"
    await town.house.app.heartbeat.beat()
    assert (await asked(town.house, "/readyz")).status_code == 200


async def test_it_is_not_ready_while_no_updates_can_be_fetched(town: Town) -> None:
    await town.house.play.faults(method="getUpdates", code=409, times=-1)
    await town.house.play.say(town.anna.id, "hello")  # ends the long poll, so that the fault is met
    await town.house.play.until(lambda: town.house.app.intake_failing_seconds > 0)
    town.house.clock.put_forward(timedelta(seconds=61))
    answer = await asked(town.house, "/readyz")
    assert (answer.status_code, answer.json()["why"][0][:14]) == (503, "no updates for")
    await town.house.play.clear_faults()
    await town.house.play.say(town.anna.id, "hello again")  # the first thing that can be fetched
    await town.house.play.until(lambda: town.house.app.intake_failing_seconds == 0)
    assert (await asked(town.house, "/readyz")).status_code == 200


async def test_without_its_database_it_is_not_ready_and_shows_no_old_numbers(town: Town) -> None:
    assert await sample(town.house, "paidan_database_up") == 1
    async with writing(town.house.app.engine) as connection:
        await connection.execute(text("ALTER TABLE alarms RENAME TO alarms_away"))
    page = (await asked(town.house, "/metrics")).text
    assert "paidan_database_up 0.0" in page
    assert "paidan_waiting_rows{" not in page
    assert "paidan_database_errors 1.0" in page


async def test_what_happened_is_counted(town: Town) -> None:
    await town.finished(town.boris)
    await town.anna.presses("Confirm")
    for verb in ("place", "claim", "check_in", "finish", "confirm"):
        assert await sample(town.house, f'paidan_moves_total{{verb="{verb}"}}') == 1, verb
    assert await sample(town.house, 'paidan_updates_total{kind="callback_query",result="done"}') > 5
    assert await sample(town.house, 'paidan_sends_total{result="sent"}') > 10
    assert await sample(town.house, "paidan_update_seconds_count") > 10
    assert await sample(town.house, "paidan_handling_seconds_count") > 10


async def test_a_refusal_is_counted_by_its_key(town: Town) -> None:
    await town.order()
    await town.dora.presses("Claim", at=town.green)
    assert await sample(town.house, 'paidan_refusals_total{key="not_approved"}') == 1
    assert await sample(town.house, 'paidan_updates_total{kind="callback_query",result="refused"}') == 1


async def test_what_waits_is_measured_when_it_is_asked(town: Town) -> None:
    assert await sample(town.house, 'paidan_waiting_rows{box="outbox"}') == 0
    await town.house.play.faults(method="sendMessage", code=429, retry_after=600, times=-1)
    await town.house.play.say(town.anna.id, "hello")
    await town.house.play.until(lambda: waiting(town.house))
    town.house.clock.put_forward(timedelta(seconds=30))
    assert await sample(town.house, 'paidan_oldest_waiting_seconds{box="outbox"}') >= 30
    assert await sample(town.house, 'paidan_sends_total{result="slow_down"}') >= 1
    assert await sample(town.house, 'paidan_waiting_rows{box="inbox"}') == 0


async def test_no_number_has_the_name_of_anybody(town: Town) -> None:
    await town.finished(town.boris)
    page = (await asked(town.house, "/metrics")).text
    for secret in (*town.secrets, "Boris", "Novak", str(town.boris.id), str(town.green.id)):
        assert not re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w.])", page), f"{secret!r} is shown"


async def test_the_pages_are_served_where_they_were_asked_for_and_nowhere_else(town: Town) -> None:
    async with serving(town.house.app, "127.0.0.1:0"):
        pass
    async with serving(town.house.app, ""):
        pass


async def test_an_address_in_use_is_refused(town: Town) -> None:
    port = town.house.box.port
    with pytest.raises(AddressTaken):
        async with serving(town.house.app, f"127.0.0.1:{port}"):
            raise AssertionError("it is taken by the sandbox")


async def waiting(house: House) -> bool:
    return await sample(house, 'paidan_waiting_rows{box="outbox"}') > 0
