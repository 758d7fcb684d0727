"""A sound database has nothing broken in it, and every damage we can think of is found by its name."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import checks, wrong_wishes, wrongs
from storage.checks import Finding
from storage.engine import open_engine, reading
from tests.lived_in import lived_in
from tests.storage import damages_of_callers, wish_damages

CLAIM = (
    "INSERT INTO claims (id, order_id, person_id, state, claimed_at, arrived_at, finished_at, minutes, reason, "
    "role) SELECT"
)
# What somebody with a hammer does: the name of what is found first, and one or more statements. The town has order 1
# (closed, helped by Boris and Chen), 2 (claimed by Boris), 3 (open), 4 (finished by Chen), and 5 (cancelled).
ANOTHER = (
    "INSERT INTO communities (id, slug, name, language, zone, next_number, created_at) "
    "SELECT 2, 'other', name, language, zone, 1, created_at FROM communities"
)
WEEKLY = (
    "INSERT INTO standing_orders SELECT 99, community_id, resident_id, service_id, id, '{}', 'at', '[2]', 540, 60, "
    "'2027-11-23', 'active', '', 0, '2026-12-01', '2026-11-29 01:00:00', placed_at FROM orders WHERE id = 3"
)
DAMAGES: dict[str, tuple[str, ...]] = {
    "transfer_not_zero": ("UPDATE entries SET amount = amount + 1 WHERE id = 1",),
    "transfer_not_zero, half of it gone": ("DELETE FROM entries WHERE id = 1",),
    "transfer_not_zero, all of it gone": ("DELETE FROM entries WHERE transfer_id = 1",),
    "ledger_not_zero": ("INSERT INTO entries VALUES (99, 1, 1, 'credits', NULL, 5)",),
    "entry_astray": ("UPDATE entries SET ledger = 'credits' WHERE transfer_id = 1",),
    "credited_twice": (
        "CREATE TABLE loose AS SELECT * FROM transfers", "DROP TABLE transfers",
        "ALTER TABLE loose RENAME TO transfers",
        "INSERT INTO transfers SELECT id + 100, community_id, ledger, kind, order_id, claim_id, service_id, inputs, "
        "caused_by, created_at FROM transfers",
        "INSERT INTO entries SELECT id + 100, transfer_id + 100, community_id, ledger, person_id, amount FROM entries",
    ),
    "credited_to_another": ("UPDATE entries SET person_id = 1 WHERE person_id IS NOT NULL",),
    "credited_unconfirmed": ("UPDATE claims SET state = 'handed_back' WHERE id = 1",),
    "transfer_astray": ("UPDATE transfers SET order_id = 3 WHERE id = 1",),
    "hours_missing": (
        "DELETE FROM entries WHERE transfer_id IN (SELECT id FROM transfers WHERE claim_id = 1)",
        "DELETE FROM transfers WHERE claim_id = 1",
    ),
    "hours_differ": ("UPDATE claims SET minutes = minutes + 60 WHERE id = 1",),
    "credits_differ": ("UPDATE entries SET amount = amount * 2 WHERE ledger = 'credits'",),
    "credits_differ, for they are missing": (
        "DELETE FROM entries WHERE ledger = 'credits'", "DELETE FROM transfers WHERE ledger = 'credits'",
    ),
    "credits_differ, for their inputs make no sense": ("UPDATE transfers SET inputs = '{}' WHERE ledger = 'credits'",),
    "unknown_claim_state": ("UPDATE claims SET state = 'asleep' WHERE id = 3",),
    "too_many_helpers": (
        f"{CLAIM} 99, order_id, 3, state, claimed_at, arrived_at, finished_at, minutes, reason, role "
        "FROM claims WHERE order_id = 2",
    ),
    "held_twice": (
        f"{CLAIM} 99, order_id, person_id, state, claimed_at, NULL, NULL, NULL, reason, role "
        "FROM claims WHERE order_id = 2",
        "UPDATE orders SET helpers = 2 WHERE id = 2",
    ),
    "helps_oneself": ("UPDATE orders SET resident_id = (SELECT person_id FROM claims WHERE id = 3) WHERE id = 2",),
    "helps_as_stranger": ("DELETE FROM memberships WHERE person_id = (SELECT person_id FROM claims WHERE id = 3)",),
    "held_after_the_end": ("UPDATE claims SET state = 'taken' WHERE order_id = 1",),
    "waits_in_vain": (
        f"{CLAIM} 99, 3, 3, 'standby', claimed_at, NULL, NULL, NULL, reason, role "
        "FROM claims WHERE id = 3",
    ),
    "confirmed_early": ("UPDATE claims SET state = 'confirmed' WHERE order_id = 2",),
    "claim_incomplete": ("UPDATE claims SET minutes = NULL WHERE order_id = 4",),
    "claim_incomplete, never arrived": ("UPDATE claims SET state = 'arrived' WHERE order_id = 2",),
    "unknown_order_state": ("UPDATE orders SET state = 'lost' WHERE id = 3",),
    "end_unmarked": ("UPDATE orders SET closed_at = NULL WHERE id = 5",),
    "ended_and_alive": ("UPDATE orders SET closed_at = placed_at WHERE id = 3",),
    "ended_by_nobody_known": ("UPDATE orders SET ended_by = 'moon' WHERE id = 5",),
    "ended_by_nobody_known, and alive": ("UPDATE orders SET ended_by = 'clock' WHERE id = 3",),
    "unknown_offer_state": ("INSERT INTO offers VALUES (99, 3, 2, 2, 'lost', '2026-11-23 12:00:00', NULL)",),
    "offer_astray": (
        "INSERT INTO offers SELECT 99, id, resident_id, resident_id, 'offered', placed_at, NULL FROM orders "
        "WHERE id = 3",
    ),
    "offer_astray, to a stranger": (
        "INSERT INTO offers SELECT 99, 3, id, id, 'offered', created_at, NULL FROM people WHERE name = 'Milan Kos'",
        "DELETE FROM memberships WHERE person_id = (SELECT id FROM people WHERE name = 'Milan Kos')",
    ),
    "accepted_without_place": (
        "INSERT INTO offers SELECT 99, 3, person_id, person_id, 'accepted', claimed_at, NULL FROM claims WHERE id = 3",
    ),
    "unknown_standing_state": (WEEKLY, "UPDATE standing_orders SET state = 'asleep', next_at = NULL"),
    "week_asleep": (WEEKLY, "UPDATE standing_orders SET next_at = NULL"),
    "week_asleep, and wakes although it is over": (WEEKLY, "UPDATE standing_orders SET state = 'stopped'"),
    "week_astray": (
        WEEKLY, "UPDATE standing_orders SET person_id = (SELECT min(id) FROM people WHERE name = 'Milan Kos')",
    ),
    **damages_of_callers.DAMAGES,
    "closed_without_help": ("UPDATE claims SET state = 'handed_back' WHERE order_id = 1",),
    "declined_by_nobody": ("UPDATE orders SET state = 'declined' WHERE id = 5",),
    "shown_too_early": ("UPDATE orders SET state = 'review' WHERE id = 3",),
    "group_shared": ("UPDATE communities SET desk_chat_id = (SELECT min(chat_id) FROM teams)",),
    "kept_in_vain": ("UPDATE orders SET fair_before = placed_at WHERE id = 2",),
    "kept_in_vain, for it is over": (
        "UPDATE orders SET reserved_until = closed_at WHERE state = 'closed' AND closed_at IS NOT NULL",
    ),
    "asleep": ("UPDATE orders SET wake_at = NULL WHERE id IN (2, 4)",),
    "journal_differs": ("UPDATE orders SET state = 'expired', closed_at = placed_at WHERE id = 3",),
    "number_taken": ("UPDATE communities SET next_number = 4",),
    "state_differs": ("UPDATE orders SET state = 'open' WHERE id = 2",),
    "state_differs, nobody has finished": ("UPDATE orders SET state = 'disputed' WHERE id = 3",),
    "state_differs, a helper too few": ("UPDATE orders SET helpers = 2 WHERE id = 2",),
    "orphan orders.service_id": ("UPDATE orders SET service_id = 99 WHERE id = 3",),
    "orphan claims.order_id": ("DELETE FROM orders WHERE id = 4",),
    "orphan entries.person_id": ("UPDATE entries SET person_id = 99 WHERE person_id IS NOT NULL",),
    "orphan memberships.person_id": ("DELETE FROM people WHERE name = 'Milan Kos'",),
    "orphan order_files.order_id": ("INSERT INTO order_files VALUES (99, 99, 0, 'photo', 'x', NULL)",),
    "orphan drafts.person_id": (
        "INSERT INTO drafts VALUES (99, 99, NULL, 'order', NULL, '{}', NULL, 0, '[]', false, NULL, '2026-11-23 12:00')",
    ),
    "orphan outbox.order_id": (
        "INSERT INTO outbox (id, lane, kind, key, fields, order_id, not_before, created_at) "
        "VALUES (999, 1, 'show', 'card', '{}', 99, '2026-11-23 12:00:00', '2026-11-23 12:00:00')",
    ),
    "orphan posts.order_id": ("INSERT INTO posts VALUES (99, 99, 'card', 0, 0, -1, 1, '')",),
    "service_of_another": (
        ANOTHER,
        "UPDATE services SET community_id = 2 WHERE id = (SELECT service_id FROM orders WHERE id = 3)",
    ),
    "team_of_another": (
        ANOTHER,
        "UPDATE teams SET community_id = 2",
    ),
    "service_team_of_another": (
        ANOTHER,
        "UPDATE services SET community_id = 2 WHERE team_id IS NOT NULL",
    ),
    "route_astray": (
        ANOTHER,
        "INSERT INTO routes VALUES (99, 2, 1, NULL, 'old', NULL, 1)",
    ),
    "route_astray, for a service of another": (
        ANOTHER,
        "INSERT INTO services (id, community_id, preset, beneficiary_group, position) VALUES (99, 2, 'x', 'old', 1)",
        "INSERT INTO routes VALUES (99, 1, 1, 99, NULL, NULL, 1)",
    ),
    "neighbour_astray": ("INSERT INTO neighbours VALUES (99, 1, 1, 1, true)",),
    "neighbour_astray, of another": (
        ANOTHER,
        "INSERT INTO neighbours VALUES (99, 2, 1, 2, false)",
    ),
    "checked_oneself": ("INSERT INTO vettings VALUES (99, 1, 2, 'ID', 2, '2026-11-23 12:00:00', NULL, NULL)",),
    "checked_as_stranger": (
        "INSERT INTO vettings SELECT 99, 1, id, 'ID', 2, created_at, NULL, NULL FROM people WHERE name = 'Milan Kos'",
        "DELETE FROM memberships WHERE person_id = (SELECT id FROM people WHERE name = 'Milan Kos')",
    ),
    "post_astray": ("UPDATE posts SET claim_id = claim_id + 99 WHERE view = 'claim'",),
    "post_astray, a card of a claim": ("UPDATE posts SET claim_id = 1 WHERE view = 'card'",),
    "outbox_astray": (
        "INSERT INTO outbox (id, lane, kind, key, fields, order_id, claim_id, not_before, created_at) "
        "VALUES (999, 1, 'show', 'claim', '{}', 3, 1, '2026-11-23 12:00:00', '2026-11-23 12:00:00')",
    ),
    "draft_astray": (
        "INSERT INTO drafts VALUES (99, 1, 1, 'finish', 99, '{}', NULL, 0, '[]', false, NULL, '2026-11-23 12:00:00')",
    ),
    "words_kept": ("UPDATE inbox SET body = 'Anna'",),
    "membership_astray": ("UPDATE memberships SET services = '[99]' WHERE id = 2",),
    "reminder_state": (
        "INSERT INTO reminders SELECT 9, 1, 2, 'Keys', 'claims', NULL, NULL, NULL, 'UTC', NULL, 'waiting', 0, 0, NULL, "
        "created_at, NULL FROM communities",
    ),
    "reminder_astray": (
        "INSERT INTO reminders SELECT 9, 1, 2, 'Keys', 'team', NULL, NULL, NULL, 'UTC', NULL, 'sent', 0, 0, NULL, "
        "created_at, NULL FROM communities",
    ),
    "receipt_state": (
        "INSERT INTO reminders SELECT 9, 1, 2, 'Keys', 'claims', NULL, NULL, NULL, 'UTC', NULL, 'sent', 0, 0, NULL, "
        "created_at, NULL FROM communities",
        "INSERT INTO reminder_receipts VALUES (9, 9, 1, 1, 2, 'held', NULL)",
    ),
    "hearing_astray": (ANOTHER, "INSERT INTO hearings VALUES (9, 2, 2, 1)"),
    "quiet_half": ("UPDATE people SET quiet_begins = 60 WHERE id = 2",),
    "duty_astray": (ANOTHER, "INSERT INTO duty_days VALUES (9, 2, 0, 2)"),
    "swap_astray": ("INSERT INTO duty_swaps VALUES (9, 1, '2026-11-30', 2, 2, 'asked', '2026-11-23 12:00:00', NULL)",),
    **wish_damages.DAMAGES,
}  # fmt: skip
UNSEEN = {
    "card_missing": ("DELETE FROM posts WHERE view = 'card'",),
    "review_missing": (
        "DELETE FROM posts WHERE order_id = 3", "UPDATE orders SET state = 'review' WHERE id = 3",
        "UPDATE journal SET after = 'review' WHERE order_id = 3",
    ),
    "address_missing": ("DELETE FROM posts WHERE view = 'claim'",),
    **wish_damages.UNSEEN,
}  # fmt: skip


ON_POSTGRESQL = {  # where a key can be taken away
    "credited_twice": (
        "ALTER TABLE transfers DROP CONSTRAINT uq_transfers_claim_id_ledger_kind", *DAMAGES["credited_twice"][3:],
    ),
}  # fmt: skip


@pytest.fixture
def town_file(tmp_path: Path) -> Iterator[Path]:
    """A town in which something of everything has happened, to be damaged."""
    with lived_in("sqlite", tmp_path) as town:
        yield town.folder / "paidan.db"


@pytest.fixture
async def engine(town_file: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(f"sqlite:///{town_file}")
    yield opened
    await opened.dispose()


def hammer(file: Path, *blows: str) -> None:
    """Change the file as somebody at its command line would, where foreign keys are not kept."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for blow in blows:
            assert connection.execute(blow).rowcount, f"nothing was damaged by {blow}"


async def found_in(engine: AsyncEngine) -> list[Finding]:
    async with reading(engine) as connection:
        return await checks.broken(connection)


async def test_a_town_in_which_all_sorts_have_happened_is_sound(engine: AsyncEngine) -> None:
    assert await found_in(engine) == []
    async with reading(engine) as connection:
        assert await checks.unseen(connection) == []


@pytest.mark.parametrize("name", DAMAGES)
async def test_a_damage_is_found(town_file: Path, engine: AsyncEngine, name: str) -> None:
    hammer(town_file, *DAMAGES[name])
    found = await found_in(engine)
    assert name.split(",", maxsplit=1)[0] in [finding.name for finding in found]
    assert all(finding.count >= len(finding.examples) > 0 for finding in found)


async def test_the_same_is_found_on_postgresql(tmp_path: Path, engine: AsyncEngine) -> None:
    """One blow after the other, each undone; and nothing before the first."""
    event.listen(engine.sync_engine, "connect", _keep_no_keys)
    blows: dict[str, tuple[str, ...]] = {"none": (), **DAMAGES, **UNSEEN}
    with lived_in("postgresql", tmp_path) as town:
        other = open_engine(town.url, 1)
        found = {name: await found_after(other, *ON_POSTGRESQL.get(name, blows[name])) for name in blows}
        await other.dispose()
    assert found == {name: await found_after(engine, *blows[name]) for name in blows}
    assert found["none"] == ([], [])


async def found_after(engine: AsyncEngine, *blows: str) -> tuple[list[Finding], list[Finding]]:
    """What is broken and what is unseen after these blows, which are undone."""
    async with engine.connect() as connection, connection.begin() as transaction:
        if connection.dialect.name != "sqlite":
            await connection.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys
        for blow in blows:
            await connection.execute(text(blow))
        found = await checks.broken(connection), await checks.unseen(connection)
        await transaction.rollback()
        return found


def _keep_no_keys(dbapi_connection: Any, _record: object) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


@pytest.mark.parametrize("name", UNSEEN)
async def test_what_nobody_can_see_is_found(town_file: Path, engine: AsyncEngine, name: str) -> None:
    hammer(town_file, *UNSEEN[name])
    assert await found_in(engine) == [], "nothing is broken by it"
    async with reading(engine) as connection:
        assert [finding.name for finding in await checks.unseen(connection)] == [name]


async def test_a_finding_tells_how_many_and_which(town_file: Path, engine: AsyncEngine) -> None:
    hammer(town_file, "UPDATE orders SET wake_at = NULL WHERE id IN (2, 4)")
    assert await found_in(engine) == [Finding("asleep", 2, (2, 4))]


async def test_an_empty_database_is_sound(connection: AsyncConnection) -> None:
    assert await checks.broken(connection) == []


def test_no_check_is_without_its_damage() -> None:
    """A check that was never seen to find anything is a hope."""
    named = {
        *wrongs.ledger(), *wrongs.places(), *wrongs.lives(), *wrongs.asked(), *wrongs.strays(), *wrongs.dispatching(),
        *wrongs.every_week(),
        *wrong_wishes.granting(),
        *wrongs.standing_in(),
    }  # fmt: skip
    damaged = {name.split(",", maxsplit=1)[0] for name in DAMAGES}
    assert {name for name in named if not name.startswith("orphan ")} <= damaged
    assert {*wrongs.unseen(), *wrong_wishes.unseen()} == set(UNSEEN)
