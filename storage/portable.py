"""One community as a document that another installation can take in: the format is told in docs/operating.md.

Rows are numbered by the document itself, from 1 in each part, and refer to each other by these numbers. What belongs
to one installation stays there: groups, links, messages, drafts, photos of wishes, who owns it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, RowMapping, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.desks import Room
from storage.schema import (
    addresses,
    apart,
    claims,
    communities,
    entries,
    journal,
    memberships,
    neighbours,
    notes,
    offers,
    order_files,
    orders,
    people,
    proxies,
    reviews,
    routes,
    services,
    standing_orders,
    teams,
    transfers,
    vettings,
)
from storage.schema_people import duty_days, duty_notes, duty_swaps, hearings, reminders
from storage.schema_wishes import wish_claims, wishes

FORMAT = "paidan-community"
VERSION = 2

Row = dict[str, Any]
Document = dict[str, Any]


class UnknownCommunity(Exception):
    """No community has that slug, name or number."""


@dataclass(frozen=True)
class Part:
    """One table of the document: what stays behind, what refers to which part, and lists of such references."""

    table: Table
    stays: frozenset[str] = frozenset()
    refers: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in the document."""
        return self.table.name

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """Those that travel."""
        left = {"id", "community_id", *self.stays}
        return [column for column in self.table.columns if column.name not in left]


# Each refers only to those before it.
PARTS = (
    Part(people, frozenset({"owner", "crisis_at"})),
    Part(teams, frozenset({"chat_id", "thread_id", "chat_title"})),
    Part(services, refers={"team_id": "teams"}),
    Part(neighbours, refers={"team_id": "teams", "neighbour_id": "teams"}),
    Part(routes, refers={"service_id": "services", "team_id": "teams"}),
    Part(
        memberships, refers={"person_id": "people", "decided_by": "people"},
        lists={"services": "services", "teams": "teams"},
    ),
    Part(vettings, refers={"person_id": "people", "checked_by": "people"}),
    Part(addresses, refers={"person_id": "people"}),
    Part(apart, refers={"person_id": "people", "other_id": "people"}),
    Part(proxies, refers=dict.fromkeys(("person_id", "relative_id", "agreed_by", "ended_by"), "people")),
    Part(
        orders, frozenset({"pin", "pin_misses"}),
        refers={
            "resident_id": "people", "service_id": "services", "team_id": "teams", "placed_by": "people",
            "reserved_for": "people",
        },
    ),
    Part(
        standing_orders,
        refers={"person_id": "people", "service_id": "services", "order_id": "orders"},
    ),
    Part(order_files, refers={"order_id": "orders"}),
    Part(claims, refers={"order_id": "orders", "person_id": "people"}),
    Part(reviews, refers={"order_id": "orders", "person_id": "people"}),
    Part(offers, refers={"order_id": "orders", "person_id": "people", "offered_by": "people"}),
    Part(notes, refers={"order_id": "orders", "person_id": "people"}),
    Part(
        transfers,
        refers={"order_id": "orders", "claim_id": "claims", "service_id": "services", "caused_by": "people"},
    ),
    Part(entries, refers={"transfer_id": "transfers", "person_id": "people"}),
    Part(wishes, frozenset({"photo"}), refers={"collected_by": "people", "verified_by": "people"}),
    Part(
        wish_claims, frozenset({"photo", "chat_id", "message_id", "digest"}),
        refers={"wish_id": "wishes", "person_id": "people"},
    ),
    Part(journal, refers={"order_id": "orders", "person_id": "people", "wish_id": "wishes"}),
    Part(hearings, refers={"person_id": "people", "service_id": "services"}),
    Part(reminders, frozenset({"message_id"}), refers={"author_id": "people", "team_id": "teams"}),
    Part(duty_days, refers={"person_id": "people"}),
    Part(duty_swaps, refers={"person_id": "people", "other_id": "people"}),
    Part(duty_notes, refers={"person_id": "people"}),
)  # fmt: skip
WITH_ANSWERS = frozenset({orders, standing_orders})
# What a document of version 1 may lack: it was written before there was any of it.
SINCE_1 = frozenset({
    neighbours, routes, vettings, apart, reviews, offers, notes, standing_orders, hearings, reminders, duty_days,
    duty_swaps, duty_notes, wishes, wish_claims,
})
_ROOMS = frozenset(f"{room}_{part}" for room in Room for part in ("chat_id", "thread_id", "title"))
COMMUNITY = Part(communities, _ROOMS)


async def find(connection: AsyncConnection, named: str) -> RowMapping:
    """The community of that slug, name or number; raises UnknownCommunity."""
    every = (await connection.execute(select(communities).order_by(communities.c.id))).mappings().all()
    for by in ("slug", "name", "id"):
        found = [row for row in every if str(row[by]) == named]
        if len(found) == 1:
            return found[0]
    raise UnknownCommunity(", ".join(f"{row['slug']} ({row['name']})" for row in every))


async def gather(
    connection: AsyncConnection, community: RowMapping, bot_id: int, program: str, now: datetime
) -> Document:
    """All that belongs to a community, as this one transaction sees it."""
    found = {
        part.name: list((await connection.execute(_belonging(part.table, community["id"]))).mappings())
        for part in PARTS if part.table is not people
    }  # fmt: skip
    found["people"] = await _mentioned(connection, found)
    numbers = {name: {row["id"]: at for at, row in enumerate(rows, 1)} for name, rows in found.items()}
    return {
        "format": FORMAT, "version": VERSION, "program": program, "exported_at": now.astimezone(UTC).isoformat(),
        "bot_id": bot_id,
        "community": _travelling(COMMUNITY, community, numbers),
        **{part.name: [_travelling(part, row, numbers) for row in found[part.name]] for part in PARTS},
    }  # fmt: skip


def renumbered(part: Part, row: Mapping[str, Any], numbers: Mapping[str, Mapping[int, int]]) -> Row:
    """The same row with other numbers for all that it refers to; a KeyError where it refers to nothing."""
    values = dict(row)
    for name, other in part.refers.items():
        values[name] = None if row[name] is None else numbers[other][row[name]]
    for name, other in part.lists.items():
        values[name] = [numbers[other][each] for each in row[name]]
    if part.table in WITH_ANSWERS:
        values["answers"] = _answers(row["answers"], numbers["services"])
    return values


def _answers(answers: Mapping[str, Any], services: Mapping[int, int]) -> Row:
    """An order's answers, for "change" and the next week: the service is the one of them that is a number of ours."""
    return {
        name: services.get(value) if name == "service" else value
        for name, value in answers.items() if name != "service" or value in services
    }  # fmt: skip


def _travelling(part: Part, row: RowMapping, numbers: Mapping[str, Mapping[int, int]]) -> Row:
    values = renumbered(part, dict(row), numbers)
    return {column.name: _said(values[column.name]) for column in part.columns}


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # an instant is a date as well


def _belonging(table: Table, community_id: int) -> Any:
    own: ColumnElement[bool]
    if "community_id" in table.columns:
        own = table.c.community_id == community_id
    else:
        own = table.c.order_id.in_(select(orders.c.id).where(orders.c.community_id == community_id))
    return select(table).where(own).order_by(table.c.id)


async def _mentioned(connection: AsyncConnection, found: Mapping[str, Iterable[RowMapping]]) -> list[RowMapping]:
    """Everybody whom anything of it refers to."""
    named = {
        row[name]
        for part in PARTS for name, other in part.refers.items() if other == "people"
        for row in found[part.name] if row[name] is not None
    }  # fmt: skip
    query = select(people).order_by(people.c.id)
    return [row for row in (await connection.execute(query)).mappings() if row["id"] in named]
