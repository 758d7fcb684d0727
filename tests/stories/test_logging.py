"""A whole story with everything logged: one line an update, and in none of them a name, a phone, a door or a token."""

import io
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import JsonLines, TextLines
from tests.databases import Place
from tests.house_of_paidan import TOKEN
from tests.town import WHO, Town, open_town

FORMS = {"text": TextLines, "json": JsonLines}
# Numbers that no clock says: three figures are also the milliseconds of one line in a thousand.
DOOR, PHONE = "door 40302", "139 1234 5678"
NUMBERS = {"40302", PHONE, PHONE.replace(" ", ""), f"+86{PHONE.replace(' ', '')}"}


@pytest.fixture(params=list(FORMS))
def logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that any logger of this process says, down to the last detail, libraries included."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(FORMS[request.param]())
    ours = [logging.getLogger(room) for room in ("bot", "handlers", "storage")]
    for logger in ours:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)
    yield said
    for logger in ours:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


async def whole_story(town: Town) -> None:
    """Asked for with a photo, claimed, refused, handed back, claimed again, finished, disputed, settled, and faults."""
    await town.order(details=f"Anna Lind, {DOOR}, {PHONE}, please ring", place=f"Eastgate Road 5, {DOOR}", phone=PHONE)
    await town.dora.presses("Claim", at=town.green)
    await town.boris.presses("Claim", at=town.green)
    await town.chen.says("/open")
    await town.boris.presses("Hand back", "Skip")
    await town.chen.presses("Claim", at=town.green)
    await town.chen.presses("I have arrived")
    await town.house.later(minutes=40)
    await town.chen.presses("Finished", "Send")
    await town.anna.presses("Something is wrong")
    await town.anna.says("Chen Mei has taken my purse, call " + PHONE)
    await town.house.play.faults(method="sendMessage", code=502)
    await town.house.play.faults(method="sendMessage", drop="after")
    await town.house.play.faults(method="sendMessage", code=400, description="Bad Request: Anna Lind, no")
    await town.anna.says("what now, Dora Klein?", "/passbook", f"/nonsense {DOOR}")
    await town.house.later(days=4)


async def test_no_line_holds_anything_private(place: Place, logged: io.StringIO) -> None:
    async with open_town(place) as town:
        await whole_story(town)
        words = {secret for secret in town.secrets if not secret.isdigit()}  # of doors and phones nobody names here
        secrets = {*words, *NUMBERS, TOKEN, TOKEN.partition(":")[2], "purse", "nonsense"}
        secrets |= {part for name, _ in WHO.values() for part in name.split()}
        secrets |= {str(one.id) for one in town.folk.values()} | {str(town.green.id)}
    said = logged.getvalue()
    assert "update" in said
    for secret in secrets:
        assert not re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w.])", said), f"{secret!r} was logged"


@pytest.mark.parametrize("logged", ["json"], indirect=True)
async def test_every_update_has_one_line_that_a_program_can_read(place: Place, logged: io.StringIO) -> None:
    async with open_town(place) as town:
        await whole_story(town)
    lines: list[dict[str, Any]] = [json.loads(line) for line in logged.getvalue().splitlines()]
    updates = [line for line in lines if line["event"] == "update"]
    assert set(Counter(line["id"] for line in updates).values()) == {1}
    assert {line["result"] for line in updates} == {"done", "refused"}
    assert {line["refusal"] for line in updates if line["result"] == "refused"} == {"not_approved"}
    assert {line["by"] for line in updates} >= {
        "/order", "order", "pick", "claim", "arrive", "finish", "back_out", "send", "wrong", "/passbook", "/open",
        "not_understood",
    }  # fmt: skip
    assert all(isinstance(line["ms"], int) and re.fullmatch("[0-9a-f]{10}", line["who"]) for line in updates)
