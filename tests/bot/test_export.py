"""A community moves house: all of it arrives, under new numbers, and nothing that cannot be true does."""

import json
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import Settings
from bot.export import FileThere, export, take_in
from rules.ledger import Ledger
from storage import checks, ledger, people, setup
from storage.alone import InUse
from storage.arriving import AlreadyHere, NewerDocument, NotACommunity, Unsound
from storage.direct import Seat
from storage.engine import open_engine, reading, writing
from storage.migrate import migrate
from storage.portable import PARTS, SINCE_1, UnknownCommunity
from storage.schema import communities, metadata, orders, teams
from storage.schema import people as people_table
from tests import databases
from tests.bot.furniture import furnish
from tests.databases import KINDS, ON_SQLITE, Place
from tests.house_of_paidan import settings_for
from tests.lived_in import lived_in
from tests.people import MONDAY
from tests.storage import village

Document = dict[str, Any]
GRANTED = ("wishes", "wish_claims")
OTHER_BOT = "800000001:AAPaidanPaidanPaidanPaidanPaidanPaid"


ELSEWHERE_ON_SQLITE = pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)


def settings_of(folder: Path, **changes: object) -> Settings:
    settings = settings_for(Place(folder), "http://127.0.0.1:9")
    token = type(settings.token)
    return settings.model_copy(update={name: token(str(value)) for name, value in changes.items()})


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The town that moves, on each database in turn."""
    with lived_in(request.param, tmp_path) as town:
        yield town


@pytest.fixture
async def engine(place: Place) -> AsyncIterator[AsyncEngine]:
    """With a photo on an order, a route, a backup team and a check; an offer of it and a note; a caller, a proxy."""
    opened = open_engine(place.url, 2)
    async with writing(opened) as connection:
        await furnish(connection)
    yield opened
    await opened.dispose()


@pytest.fixture(params=KINDS)
async def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """Another installation, with a community and people of its own, Boris of the town among them."""
    (tmp_path / "elsewhere").mkdir()
    with databases.fresh(request.param, tmp_path / "elsewhere") as place:
        migrate(place.url)
        opened = open_engine(place.url, 2)
        async with writing(opened) as connection:
            there = await village.found(connection)
            await connection.execute(update(communities).values(slug="village"))
            await connection.execute(update(orders).values(wake_at=MONDAY))
            await people.met(connection, 1002, "Boris the Elder", "en", MONDAY, private=True)
            await people.change(connection, there.dora.id, owner=True)
        yield opened
        await opened.dispose()


async def exported(engine: AsyncEngine, settings: Settings, file: Path, community: str = "wenfeng") -> Document:
    """What is written, as it is read again."""
    await export(engine, settings, community, file)
    return read(file)


def read(file: Path) -> Document:
    document: Document = json.loads(file.read_text("utf-8"))
    return document


async def test_all_of_it_arrives_and_can_move_on_from_there(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path
) -> None:
    here, there = settings_of(tmp_path), settings_of(tmp_path / "elsewhere")
    first = await exported(engine, here, tmp_path / "first.json")
    some = ("people", "orders", "claims", "entries", "journal", "order_files", "addresses", "standing_orders",
            "proxies", *GRANTED)
    assert all(first[name] for name in (*some, "neighbours", "routes", "vettings", "offers", "notes", "apart"))
    assert all(first[name] for name in ("hearings", "reminders", "duty_days", "duty_swaps", "duty_notes"))
    assert '"4821"' not in (tmp_path / "first.json").read_text("utf-8")
    await take_in(elsewhere, there, tmp_path / "first.json")
    second = await exported(elsewhere, there, tmp_path / "second.json")
    (boris,) = [row for row in second["people"] if row["telegram_id"] == 1002]
    boris["name"] = boris["telegram_name"] = "Boris Novak"  # who is known there stays as he is known there
    boris["created_at"] = next(row["created_at"] for row in first["people"] if row["telegram_id"] == 1002)
    second["exported_at"] = first["exported_at"]
    assert in_order(second) == in_order(first)


def in_order(document: Document) -> Document:
    """The same document with its people in the order of their Telegram ids, for who was known comes first."""
    order = sorted(range(1, len(document["people"]) + 1), key=lambda at: document["people"][at - 1]["telegram_id"] or 0)
    place = {number: at for at, number in enumerate(order, 1)}
    named = {"person_id", "decided_by", "resident_id", "caused_by", "checked_by", "offered_by", "other_id", "author_id"}
    named |= {"collected_by", "verified_by"}
    named |= {"placed_by", "relative_id", "agreed_by", "ended_by"}
    changed = dict(document)
    for name, rows in document.items():
        if isinstance(rows, list):
            changed[name] = [
                {key: place.get(value) if key in named and value else value for key, value in row.items()}
                for row in rows
            ]
    changed["people"] = [document["people"][number - 1] for number in order]
    return changed


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
async def test_what_an_earlier_version_wrote_is_filled_up(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path
) -> None:
    """It has neither the tables nor the columns that came later; they get what a migration gave to what was there."""
    document = await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    assert document["version"] == 2
    document["version"] = 1
    for part in SINCE_1:
        document.pop(part.name)
    for name, columns in {"people": ["simple"], "services": ["review", "vetted_only", "roles"]}.items():
        for row in document[name]:
            for column in columns:
                row.pop(column)
    for order in document["orders"]:
        for column in ("touched_at", "opened_at", "step", "stepped_at"):
            order.pop(column)
        order["reminded"] = order.pop("reminded_at") is not None
    for column in ("most_claims", "hotlines", "quiet_from", "quiet_to"):
        document["community"].pop(column)
    (tmp_path / "early.json").write_text(json.dumps(document))
    await take_in(elsewhere, settings_of(tmp_path), tmp_path / "early.json")
    again = await exported(elsewhere, settings_of(tmp_path), tmp_path / "again.json")
    assert len(again["orders"]) == len(document["orders"])
    assert again["standing_orders"] == []
    assert {row["simple"] for row in again["people"]} == {False}
    assert [row["roles"] for row in again["services"]] == [[]] * len(again["services"])
    assert (again["community"]["most_claims"], again["community"]["hotlines"]) == (5, None)


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
async def test_balances_are_the_same_there_and_nothing_is_broken(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path
) -> None:
    await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    before = await balances(engine)
    assert any(before.values())
    await take_in(elsewhere, settings_of(tmp_path), tmp_path / "out.json")
    assert await balances(elsewhere) == before
    async with reading(elsewhere) as connection:
        findings = await checks.broken(connection)
    assert findings == []


async def balances(engine: AsyncEngine) -> dict[tuple[int, str], int]:
    """By Telegram id and ledger."""
    async with reading(engine) as connection:
        home = (await connection.execute(select(communities.c.id).where(communities.c.slug == "wenfeng"))).scalar_one()
        who = {row.id: row.telegram_id for row in await connection.execute(select(people_table))}
        return {
            (who[person], kind.value): amount
            for kind in Ledger
            for person, amount in (await ledger.balances(connection, home, who, kind)).items()
        }


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
async def test_groups_owners_and_chats_stay_behind_and_open_orders_wait_for_a_group(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path
) -> None:
    await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    await take_in(elsewhere, settings_of(tmp_path, token=OTHER_BOT), tmp_path / "out.json")
    async with reading(elsewhere) as connection:
        home = (await connection.execute(select(communities.c.id).where(communities.c.slug == "wenfeng"))).scalar_one()
        bound = select(teams.c.chat_id).where(teams.c.community_id == home, teams.c.chat_id.is_not(None))
        assert (await connection.execute(bound)).first() is None
        assert [owner.telegram_id for owner in await people.owners(connection)] == [13]
        anna = await people.by_telegram(connection, 1001)
        assert anna is not None
        assert not anna.started, "she has not pressed Start at this bot yet"
        boris = await people.by_telegram(connection, 1002)
        assert boris is not None
        assert boris.started, "he has"
        assert len(await setup.cardless_orders(connection, home)) == 2


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
async def test_files_that_another_bot_cannot_send_stay_behind_and_its_own_come_along(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path
) -> None:
    await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    await take_in(elsewhere, settings_of(tmp_path, token=OTHER_BOT), tmp_path / "out.json")
    async with reading(elsewhere) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM order_files"))).scalar_one() == 0
        answers = (await connection.execute(select(orders.c.answers).where(orders.c.number == 3))).scalars().all()
    assert answers[-1]["details"] == {"text": "Rice", "files": []}


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
async def test_a_community_is_taken_in_once(engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path) -> None:
    await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    for at in (engine, elsewhere, elsewhere):
        if at is elsewhere and not await has(elsewhere, "wenfeng"):
            await take_in(at, settings_of(tmp_path), tmp_path / "out.json")
        else:
            with pytest.raises(AlreadyHere):
                await take_in(at, settings_of(tmp_path), tmp_path / "out.json")


async def has(engine: AsyncEngine, slug: str) -> bool:
    async with reading(engine) as connection:
        query = select(communities.c.id).where(communities.c.slug == slug)
        return (await connection.execute(query)).first() is not None


def test_every_table_moves_or_stays_behind_for_a_reason() -> None:
    """A table that nobody thought of would be lost on the way."""
    stays = {
        "links": "made for this installation, and kept as hashes", "drafts": "half a dialog with this bot",
        "inbox": "what was sent to this bot", "outbox": "what this bot has to say", "posts": "messages of this bot",
        "order_teams": "in which groups else a card stands, and groups do not move",
        "alarms": "what is wrong with this installation",
        "reminder_receipts": "which messages of this bot have arrived",
    }  # fmt: skip
    assert {part.name for part in PARTS} | set(stays) | {"communities"} == set(metadata.tables)


def put(part: str, **values: object) -> Callable[[Document], None]:
    """Change the first row of a part."""

    def change(document: Document) -> None:
        document[part][0].update(values)

    return change


WRONG: dict[str, tuple[Callable[[Document], object], type[Exception]]] = {
    "another format": (lambda document: document.update(format="x"), NotACommunity),
    "a later version": (lambda document: document.update(version=3), NewerDocument),
    "no version": (lambda document: document.update(version="2"), NotACommunity),
    "an early one without claims": (lambda document: (document.update(version=1), document.pop("claims")),
                                    NotACommunity),
    "a part is missing": (lambda document: document.pop("claims"), NotACommunity),
    "a part is no list": (lambda document: document.update(claims={}), NotACommunity),
    "a row is no object": (lambda document: document.update(claims=[7]), NotACommunity),
    "a column is missing": (lambda document: document["claims"][0].pop("state"), NotACommunity),
    "a column too many": (put("people", owner=True), NotACommunity),
    "a number is a text": (put("orders", helpers="1"), NotACommunity),
    "a number is too large": (put("orders", helpers=2**31), NotACommunity),
    "half a character": (put("people", name="\ud83d"), NotACommunity),
    "somebody twice": (lambda document: document["memberships"].append(document["memberships"][0]), NotACommunity),
    "a text is too long": (put("people", name="x" * 129), NotACommunity),
    "a text is cut off for some": (put("people", name="x\x00y"), NotACommunity),
    "nothing where something must be": (put("people", name=None), NotACommunity),
    "an instant without a zone": (put("claims", claimed_at="2026-11-23T12:00:00"), NotACommunity),
    "no day at all": (put("vettings", until="soon"), NotACommunity),
    "a day that is a number": (put("vettings", until=20271123), NotACommunity),
    "a check of oneself": (put("vettings", checked_by=2, person_id=2), Unsound),
    "a route to nowhere": (put("routes", team_id=99), NotACommunity),
    "no instant at all": (put("claims", claimed_at="yesterday"), NotACommunity),
    "somebody who is not there": (put("claims", person_id=99), NotACommunity),
    "services that are not there": (put("memberships", services=[99]), NotACommunity),
    "services that are no numbers": (put("memberships", services=[{}]), NotACommunity),
    "answers that are a list": (put("orders", answers=[1]), NotACommunity),
    "no community": (lambda document: document.update(community=None), NotACommunity),
    "credits out of nothing": (put("entries", amount=100_000), Unsound),
    "a state that does not exist": (put("orders", state="lost"), Unsound),
    "an order that never wakes": (lambda document: document["orders"][2].update(wake_at=None), Unsound),
}


@ON_SQLITE
@ELSEWHERE_ON_SQLITE
@pytest.mark.parametrize("wrong", WRONG)
async def test_what_cannot_be_is_refused_whole(
    engine: AsyncEngine, elsewhere: AsyncEngine, tmp_path: Path, wrong: str
) -> None:
    document = await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    change, refused = WRONG[wrong]
    change(document)
    (tmp_path / "wrong.json").write_text(json.dumps(document))
    with pytest.raises(refused):
        await take_in(elsewhere, settings_of(tmp_path), tmp_path / "wrong.json")
    await is_as_it_was(elsewhere)


async def is_as_it_was(elsewhere: AsyncEngine) -> None:
    async with reading(elsewhere) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM communities"))).scalar_one() == 1
        assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one() == 4


@ON_SQLITE
async def test_postgresql_is_not_even_shown_what_it_cannot_keep(engine: AsyncEngine, tmp_path: Path) -> None:
    """All of it in one database, for nothing of it may stay."""
    with databases.fresh("postgresql", tmp_path) as shared:
        opened = open_engine(shared.url, 2)
        async with writing(opened) as connection:
            await village.found(connection)
            await connection.execute(update(communities).values(slug="village"))
        for change, refused in WRONG.values():
            document = await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
            (tmp_path / "out.json").unlink()
            change(document)
            (tmp_path / "wrong.json").write_text(json.dumps(document))
            with pytest.raises(refused):
                await take_in(opened, settings_of(tmp_path), tmp_path / "wrong.json")
        async with reading(opened) as connection:
            assert (await connection.execute(text("SELECT count(*) FROM people"))).scalar_one() == 3
        await opened.dispose()


@ON_SQLITE
async def test_nothing_is_taken_in_while_a_bot_works_there(engine: AsyncEngine, tmp_path: Path) -> None:
    await exported(engine, settings_of(tmp_path), tmp_path / "out.json")
    with databases.fresh("postgresql", tmp_path) as shared:
        opened, seat = open_engine(shared.url, 2), Seat(shared.url)
        assert await seat.take()
        with pytest.raises(InUse):
            await take_in(opened, settings_of(tmp_path), tmp_path / "out.json")
        await seat.leave()
        await take_in(opened, settings_of(tmp_path), tmp_path / "out.json")
        assert await has(opened, "wenfeng")
        await opened.dispose()


@ELSEWHERE_ON_SQLITE
async def test_what_is_no_json_is_refused(elsewhere: AsyncEngine, tmp_path: Path) -> None:
    for content in ("dear Anna", "[]"):
        (tmp_path / "out.json").write_text(content)
        with pytest.raises(NotACommunity):
            await take_in(elsewhere, settings_of(tmp_path), tmp_path / "out.json")


@ON_SQLITE
@pytest.mark.parametrize("named", ["wenfeng", "Wenfeng", "1"])
async def test_a_community_is_found_by_slug_name_or_number(engine: AsyncEngine, tmp_path: Path, named: str) -> None:
    document = await exported(engine, settings_of(tmp_path), tmp_path / "out.json", named)
    assert document["community"]["slug"] == "wenfeng"


@ON_SQLITE
async def test_an_unknown_one_is_told_with_those_that_there_are(engine: AsyncEngine, tmp_path: Path) -> None:
    with pytest.raises(UnknownCommunity, match=r"wenfeng \(Wenfeng\)"):
        await export(engine, settings_of(tmp_path), "2", tmp_path / "out.json")


@ON_SQLITE
async def test_only_its_owner_can_read_the_file_and_no_other_file_is_replaced(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await export(engine, settings_of(tmp_path), "wenfeng", tmp_path / "out.json")
    assert stat.S_IMODE((tmp_path / "out.json").stat().st_mode) == 0o600
    with pytest.raises(FileThere):
        await export(engine, settings_of(tmp_path), "wenfeng", tmp_path / "out.json")


@ELSEWHERE_ON_SQLITE
async def test_nobody_of_another_community_comes_along(elsewhere: AsyncEngine, tmp_path: Path) -> None:
    document = await exported(elsewhere, settings_of(tmp_path), tmp_path / "out.json", "village")
    assert {row["name"] for row in document["people"]} == {"Anna Petrova", "Boris Novak", "Dora"}
