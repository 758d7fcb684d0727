"""The webhook's door: who is let in, what is kept, and what Telegram is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from bot.webhook import HEADER, MOST_BYTES, Door, secret_of
from storage import inbox
from storage.engine import reading
from storage.inbox import Arrived
from storage.races import write
from storage.schema import inbox as table
from tests.bot.rig import Rig
from tests.house_of_paidan import TOKEN

SECRET = secret_of(TOKEN)
UPDATE = {"update_id": 7, "message": {"from": {"id": 11}, "text": "rice"}}


@dataclass
class Keeper:
    """Writes nothing down; fails for the numbers it cannot stand, and while it is told to."""

    kept: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    poison: set[int] = field(default_factory=set)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self, arrived: Sequence[Arrived]) -> None:
        await self.open.wait()
        if self.poison & {one.update_id for one in arrived}:
            raise OSError("the disk is full")
        self.batches.append(len(arrived))
        self.kept += [one.update_id for one in arrived]


@pytest.fixture
def keeper() -> Keeper:
    made = Keeper()
    made.open.set()
    return made


@pytest.fixture
async def telegram(keeper: Keeper) -> AsyncIterator[httpx.AsyncClient]:
    async with client(Door(SECRET, keeper.keep)) as opened:
        yield opened


def client(door: Door) -> httpx.AsyncClient:
    """What Telegram is to the door."""
    pages = Starlette(routes=[Route("/in", door.receive, methods=["POST"])])
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(pages), base_url="http://paidan", headers={HEADER: SECRET}
    )  # fmt: skip


async def test_an_update_is_kept_and_then_answered(telegram: httpx.AsyncClient, keeper: Keeper) -> None:
    keeper.open.clear()
    posting = asyncio.create_task(telegram.post("/in", json=UPDATE))
    done, _ = await asyncio.wait({posting}, timeout=0.05)
    assert not done, "no answer before the commit"
    keeper.open.set()
    assert (await posting).status_code == 200
    assert keeper.kept == [7]


@pytest.mark.parametrize("shown", [{}, {HEADER: ""}, {HEADER: "x"}, {HEADER: SECRET[:-1]}, {HEADER: "é"}])
async def test_who_does_not_know_the_secret_is_not_heard(keeper: Keeper, shown: dict[str, str]) -> None:
    async with client(Door(SECRET, keeper.keep)) as stranger:
        del stranger.headers[HEADER]
        headers = [(name.encode(), value.encode("latin-1")) for name, value in shown.items()]
        assert (await stranger.post("/in", json=UPDATE, headers=headers)).status_code == 401
    assert keeper.kept == []


async def test_another_secret_is_told_once(keeper: Keeper, caplog: pytest.LogCaptureFixture) -> None:
    async with client(Door(SECRET[::-1], keeper.keep)) as neighbour:
        for _ in range(3):
            assert (await neighbour.post("/in", json=UPDATE)).status_code == 401
    assert caplog.text.count("do two bots listen at one port?") == 1


def test_the_secret_is_no_part_of_the_token_and_fits_telegram() -> None:
    assert SECRET not in TOKEN
    assert TOKEN.partition(":")[2] not in SECRET
    assert 1 <= len(SECRET) <= 256
    assert SECRET.isalnum()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b'"update"', b"[]", b"[" * 100_000, b"{}", b"NaN", b'{"update_id": "7"}',
        b'{"update_id": true}', b'{"update_id": -1}', b'{"update_id": 99999999999999999999}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
async def test_what_can_never_be_an_update_does_not_block_the_ones_behind_it(
    telegram: httpx.AsyncClient, keeper: Keeper, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await telegram.post("/in", content=body)).status_code == 200
    assert keeper.kept == []
    assert "left out" in caplog.text


async def test_what_is_too_long_is_not_read(telegram: httpx.AsyncClient, keeper: Keeper) -> None:
    said = await telegram.post("/in", content=b" " * (MOST_BYTES + 1))
    assert said.status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * (MOST_BYTES // 10)

    assert (await telegram.post("/in", content=pieces())).status_code == 413
    assert keeper.kept == []


async def test_only_post_is_understood(telegram: httpx.AsyncClient) -> None:
    assert (await telegram.get("/in")).status_code == 405


async def test_what_cannot_be_kept_comes_again(telegram: httpx.AsyncClient, keeper: Keeper) -> None:
    keeper.poison = {7}
    refused = await telegram.post("/in", json=UPDATE)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    keeper.poison = set()
    assert (await telegram.post("/in", json=UPDATE)).status_code == 200
    assert keeper.kept == [7]


async def test_updates_that_come_meanwhile_are_kept_in_one_commit_and_a_bad_one_takes_nobody_down(
    telegram: httpx.AsyncClient, keeper: Keeper
) -> None:
    keeper.open.clear()
    keeper.poison = {5}
    posting = [asyncio.create_task(telegram.post("/in", json={**UPDATE, "update_id": n})) for n in range(1, 9)]
    await asyncio.wait(posting, timeout=0.1)
    keeper.open.set()
    answers = [said.status_code for said in await asyncio.gather(*posting)]
    assert answers == [200, 200, 200, 200, 503, 200, 200, 200]
    assert sorted(keeper.kept) == [1, 2, 3, 4, 6, 7, 8]
    keeper.poison, keeper.batches = set(), []
    keeper.open.clear()
    posting = [asyncio.create_task(telegram.post("/in", json={**UPDATE, "update_id": n})) for n in range(11, 19)]
    await asyncio.wait(posting, timeout=0.1)
    keeper.open.set()
    await asyncio.gather(*posting)
    assert len(keeper.batches) <= 2, "one was begun, the others waited together"


async def test_on_the_database_a_repeat_is_kept_once_and_the_body_is_what_came(rig: Rig) -> None:
    async def keep(arrived: Sequence[Arrived]) -> None:
        await write(rig.engine, lambda connection: inbox.receive(connection, arrived, rig.clock.now()))

    strange: dict[str, Any] = {**UPDATE, "message": {"from": {"id": 11}, "text": "\ud83d\x00 鸡蛋"}}
    async with client(Door(SECRET, keep)) as telegram:
        for _ in range(2):
            assert (await telegram.post("/in", content=json.dumps(strange))).status_code == 200
    async with reading(rig.engine) as connection:
        rows = (await connection.execute(select(table.c.update_id, table.c.lane))).all()
        assert [tuple(row) for row in rows] == [(7, 11)]
        assert (await inbox.waiting(connection, (), 1))[0].parsed["message"]["text"].endswith("鸡蛋")
