"""A database full of orders, made by SQL alone: a million take a minute or two. `python -m bench.town FILE ORDERS`."""

import sqlite3
import sys
from pathlib import Path

from bench.world import FIRST_GROUP, FIRST_RESIDENT, FIRST_VOLUNTEER, GROUPS, RESIDENTS, VOLUNTEERS
from storage.migrate import migrate

COMMUNITIES = 50
STEP = 50_000
FACTS = {
    "communities": COMMUNITIES, "groups": GROUPS, "residents": RESIDENTS, "volunteers": VOLUNTEERS,
    "first_group": FIRST_GROUP, "first_resident": FIRST_RESIDENT, "first_volunteer": FIRST_VOLUNTEER,
    "now": "2026-11-23 12:00:00.000000", "long_ago": "2026-06-01 09:00:00.000000",
    "soon": "2099-01-01 09:00:00.000000",
}  # fmt: skip

# `upto` holds the numbers at hand; :closed is the last order that is over.
_FEW = """
INSERT INTO communities (id, slug, name, language, zone, credit_rule, next_number, most_claims,
    created_at)
  SELECT n, 'c' || n, 'Wenfeng ' || n, 'en', 'Asia/Shanghai', 'jishui', :last + 1, NULL, :now
  FROM upto WHERE n BETWEEN 1 AND :communities;
INSERT INTO people (id, telegram_id, name, telegram_name, telegram_language, phone, started, created_at)
  SELECT n + 1, CASE WHEN n < :residents THEN :first_resident + n ELSE :first_volunteer + n - :residents END,
    iif(n < :residents, 'Anna ', 'Boris ') || 'Li' || char(97 + n % 26, 97 + n / 26 % 26, 97 + n / 676 % 26) || 'd',
    'x', 'en', '+86138' || printf('%08d', n), 1, :now
  FROM upto WHERE n < :residents + :volunteers;
INSERT INTO memberships (community_id, person_id, standing, services, teams, decided_at)
  SELECT c.id, p.id, 'approved', '[]', '[]', :now FROM communities c, people p WHERE p.id > :residents;
INSERT INTO teams (id, community_id, preset, emoji, position, chat_id, chat_title)
  SELECT n + 1, n % :communities + 1, 'green', '💚', 1, :first_group - n, 'Green team' FROM upto WHERE n < :groups;
INSERT INTO services (id, community_id, preset, emoji, beneficiary_group, team_id, position)
  SELECT n + 1, n % :communities + 1, 'cleaning', '🧹', 'daily', n + 1, 1 FROM upto WHERE n < :groups
"""
_MANY = """
INSERT INTO orders (id, community_id, number, resident_id, service_id, team_id, details, moment, starts_at, ends_at,
    door, district, phone, helpers, state, version, answers, wake_at, placed_at, closed_at)
  SELECT n, n % :groups % :communities + 1, n, n % :residents + 1, n % :groups + 1, n % :groups + 1,
    'Wash the kitchen window, number ' || n, 'window', at, at,
    'Eastgate Road ' || n % 97 || ', building ' || n % 89 || ', door ' || (100 + n % 907), 'Eastgate',
    '+86139' || printf('%08d', n), 1, iif(over, 'closed', 'open'), iif(over, 4, 0), '{}', iif(over, NULL, at),
    :long_ago, iif(over, :long_ago, NULL)
  FROM (SELECT n, n <= :closed AS over, strftime('%Y-%m-%d %H:%M:00.000000',
          iif(n <= :closed, :long_ago, :soon), '+' || n || ' minutes') AS at FROM upto);
INSERT INTO posts (order_id, view, claim_id, chat_id, message_id)
  SELECT n, 'card', 0, :first_group - n % :groups, 1000 + n FROM upto;
DELETE FROM upto WHERE n > :closed;
INSERT INTO claims (id, order_id, person_id, state, claimed_at, arrived_at, finished_at, minutes)
  SELECT n, n, :residents + 1 + n % :volunteers, 'confirmed', :long_ago, :long_ago, :long_ago, 60 FROM upto;
INSERT INTO posts (order_id, view, claim_id, chat_id, message_id)
  SELECT n, 'claim', n, :first_volunteer + n % :volunteers, 2000 + n FROM upto;
INSERT INTO transfers (id, community_id, ledger, kind, order_id, claim_id, service_id, inputs, created_at)
  SELECT n, n % :groups % :communities + 1, 'credits', 'earned', n, n, n % :groups + 1, '{}', :long_ago FROM upto;
INSERT INTO entries (transfer_id, community_id, ledger, person_id, amount)
  SELECT n, n % :groups % :communities + 1, 'credits', iif(side, :residents + 1 + n % :volunteers, NULL), side * 20 - 10
  FROM upto, (SELECT 0 AS side UNION ALL SELECT 1);
INSERT INTO journal (at, community_id, order_id, person_id, verb, before, after)
  SELECT :long_ago, n % :groups % :communities + 1, n, n % :residents + 1, verb, '', ''
  FROM upto, (SELECT 'place' AS verb UNION ALL SELECT 'claim' UNION ALL SELECT 'finish' UNION ALL SELECT 'confirm')
"""


def build(file: Path, orders: int, still_open: int) -> None:
    """Fill a new file: so many orders, of which the last ones wait for a claim and the others are over."""
    file.unlink(missing_ok=True)
    migrate(f"sqlite:///{file}")
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TEMP TABLE upto (n INTEGER PRIMARY KEY)")
    facts = {**FACTS, "last": orders, "closed": orders - still_open}
    connection.execute("BEGIN")
    _fill(connection, 0, RESIDENTS + VOLUNTEERS)
    _run(connection, _FEW, facts)
    for first in range(1, orders + 1, STEP):
        _fill(connection, first, min(first + STEP - 1, orders))
        _run(connection, _MANY, facts)
    connection.execute("COMMIT")
    connection.close()


def gather(file: Path, first: int, cards: int, helpers: int) -> None:
    """Bring the cards of these orders into the first group, each with so many places."""
    connection = sqlite3.connect(file)
    facts = {"first": first, "last": first + cards - 1, "helpers": helpers, **FACTS}
    connection.execute(
        "UPDATE orders SET community_id = 1, team_id = 1, service_id = 1, helpers = :helpers "
        "WHERE id BETWEEN :first AND :last", facts,
    )  # fmt: skip
    connection.execute(
        "UPDATE posts SET chat_id = :first_group WHERE view = 'card' AND order_id BETWEEN :first AND :last", facts
    )
    connection.commit()
    connection.close()


def _fill(connection: sqlite3.Connection, first: int, last: int) -> None:
    connection.execute("DELETE FROM upto")
    connection.execute(
        "INSERT INTO upto WITH RECURSIVE c(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT n FROM c",
        (first, last),
    )


def _run(connection: sqlite3.Connection, script: str, facts: dict[str, object]) -> None:
    for statement in script.split(";"):
        connection.execute(statement, facts)


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
