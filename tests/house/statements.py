"""Looks over the database's shoulder: every statement that runs, and how the database means to find its rows."""

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import Pool

from storage.migrate import sync_engine
from storage.schema import metadata

_ALIAS = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+\"?(\w+)\"?(?:\s+AS\s+\"?(\w+)\"?)?", re.IGNORECASE)
_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LISTED = re.compile(r"\(\?(?:, \?)+\)")
_PARTIAL = "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"
MOVES = ("select", "insert", "update", "delete", "with")


@dataclass
class Collected:
    """What has run, in order: on SQLite as it ran, with its values; elsewhere with the values beside."""

    statements: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def distinct(self) -> list[str]:
        """One of each shape, whatever its values."""
        shapes = {shape(each): each for each in self.statements if each.lstrip().lower().startswith(MOVES)}
        return list(shapes.values())

    def turns(self) -> list[list[str]]:
        """What each turn on SQLite said between its first word and its last."""
        found: list[list[str]] = []
        inside = False
        for each in self.statements:
            if each == "SAVEPOINT turn":
                found.append([])
                inside = True
            elif each in ("RELEASE turn", "ROLLBACK TO turn"):
                inside = False
            elif inside:
                found[-1].append(each)
        return found

    def _run(self, statement: str) -> None:
        self.statements.append(statement)


@contextmanager
def collecting() -> Iterator[Collected]:
    """Every engine that is opened inside the block is watched."""
    collected = Collected()

    def connected(raw: Any, _record: object) -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.set_trace_callback(collected._run)

    def running(
        connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool
    ) -> None:
        if connection.dialect.name != "sqlite":
            collected._run(statement)
            collected.values[statement] = parameters[0] if isinstance(parameters, list) else parameters

    event.listen(Pool, "connect", connected)
    event.listen(Engine, "before_cursor_execute", running)
    try:
        yield collected
    finally:
        event.remove(Pool, "connect", connected)
        event.remove(Engine, "before_cursor_execute", running)


def shape(statement: str) -> str:
    """A statement without its values; a list of any length is a list."""
    return _LISTED.sub("(?)", " ".join(_VALUE.sub("?", statement).split()))


def read_whole(url: str, collected: Collected) -> list[tuple[str, str]]:
    """Shape and table, wherever the database reads a whole table, on SQLite also all that a community has in it."""
    engine = sync_engine(url) if make_url(url).get_backend_name() == "sqlite" else create_engine(url)
    try:
        with engine.connect() as connection:
            return [
                (shape(statement), table)
                for statement in collected.distinct
                for table in _read_whole(connection, statement, collected.values.get(statement))
            ]
    finally:
        engine.dispose()


def plan_of(url: str, statement: str) -> str:
    """How SQLite means to do it."""
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            return "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
    finally:
        engine.dispose()


def _read_whole(connection: Connection, statement: str, values: Any) -> Sequence[str]:
    names = {alias or table: table for table, alias in _ALIAS.findall(statement)}
    if connection.dialect.name == "sqlite":
        plan = "\n".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
        found = re.findall(r"^SCAN (\w+)|^SEARCH (\w+) USING .*\(community_id=\?\)$", plan, re.MULTILINE)
        seen = [name for each in found for name in each]
    else:  # a small table is quickest read whole, so the planner is told that this costs a fortune
        connection.execute(text("SET enable_seqscan = off"))
        partial = set(connection.execute(text(_PARTIAL)).scalars())
        (plans,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
        seen = list(_whole_in(plans["Plan"], partial))
    return [table for name in seen if (table := names.get(name, name)) in metadata.tables]


def _whole_in(node: dict[str, Any], partial: Collection[str], *, first_only: bool = False) -> Iterator[str]:
    """The tables that a plan of PostgreSQL reads from end to end.

    Not those of which it takes the first rows of an index, nor those of an index that has only what is undone. Which
    of two fitting indexes is better it cannot know while there is nothing in them.
    """
    if "Scan" in node["Node Type"] and "Relation Name" in node and not first_only:
        narrowed = {"Index Cond", "Recheck Cond", "TID Cond"} & set(node)
        if not narrowed and node.get("Index Name") not in partial:
            yield node["Relation Name"]
    for part in node.get("Plans", ()):
        yield from _whole_in(part, partial, first_only=node["Node Type"] == "Limit")
