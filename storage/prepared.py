"""Statements that are asked again and again: put together once, and on SQLite handed straight to its driver.

SQLAlchemy takes longer over a statement than SQLite does, and a turn has a dozen of them.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.inplace import InPlaceConnection

Values = Mapping[str, Any]
_named: Any = namedtuple  # with columns that are known only when it runs


class Prepared:
    """One statement, or a function that makes it for a database by its name. Rows come as named tuples.

    Lists of values (`IN`) have no place here: every value is a `bindparam`, or a constant.
    """

    def __init__(self, statement: Any) -> None:
        self._asked = statement
        self._made: dict[str, Any] = {}
        self._plans: dict[tuple[str, ...], _Plan] = {}

    async def rows(self, connection: AsyncConnection, values: Values) -> Sequence[Any]:
        """All rows that it finds, or gives back."""
        if isinstance(connection, InPlaceConnection):
            return self._plan(connection.dialect, values).rows(connection, values)
        return (await connection.execute(self._statement(connection.dialect), values)).all()

    async def row(self, connection: AsyncConnection, values: Values) -> Any:
        """The first of them, or None."""
        found = await self.rows(connection, values)
        return found[0] if found else None

    async def done(self, connection: AsyncConnection, values: Values) -> int:
        """How many rows it has written."""
        if isinstance(connection, InPlaceConnection):
            return self._plan(connection.dialect, values).run(connection, values).rowcount
        return int((await connection.execute(self._statement(connection.dialect), values)).rowcount)

    def _statement(self, dialect: Dialect) -> Any:
        if dialect.name not in self._made:
            self._made[dialect.name] = self._asked(dialect.name) if callable(self._asked) else self._asked
        return self._made[dialect.name]

    def _plan(self, dialect: Dialect, values: Values) -> "_Plan":
        names = tuple(values)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._plans[names] = _Plan(self._statement(dialect), dialect, names)
        return plan


class _Plan:
    """A statement in SQLite's words, how its values go in, and how its columns come out."""

    def __init__(self, statement: Any, dialect: Dialect, names: tuple[str, ...]) -> None:
        by_columns = isinstance(statement, Insert) and statement.select is None
        compiled = statement.compile(dialect=dialect, column_keys=names if by_columns else None)
        if compiled.post_compile_params:
            raise AssertionError(f"a list of values in {compiled}")
        self._sql = str(compiled)
        binds = [compiled.binds[name] for name in compiled.positiontup]
        self._given = [(bind.key, _way_in(bind.type, dialect), bind.value) for bind in binds]
        columns = list(getattr(statement, "exported_columns", ()))
        self._out: list[Callable[[Any], Any] | None] = [_way_out(column.type, dialect) for column in columns]
        self._make: Callable[[list[Any]], Any] = _named("row", [column.key for column in columns], rename=True)._make

    def run(self, connection: InPlaceConnection, values: Values) -> sqlite3.Cursor:
        found = [
            values.get(name, constant) if into is None else into(values.get(name, constant))
            for name, into, constant in self._given
        ]
        return connection.run(self._sql, found)

    def rows(self, connection: InPlaceConnection, values: Values) -> Sequence[Any]:
        make, out = self._make, self._out
        return [
            make([value if way is None or value is None else way(value) for way, value in zip(out, row, strict=True)])
            for row in self.run(connection, values).fetchall()
        ]


def _way_in(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _way_out(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found
