"""Statements that are asked again and again, put together once: SQLAlchemy takes longer over that than a database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, Any]


class Prepared:
    """One statement, or a function that makes it for a database by its name.

    Lists of values (`IN`) have no place here: every value is a `bindparam`, or a constant.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._made: dict[str, Any] = {}

    async def rows(self, connection: AsyncConnection, values: Values) -> Sequence[Any]:
        """All rows that it finds, or gives back."""
        return (await connection.execute(self._for(connection), values)).all()

    async def row(self, connection: AsyncConnection, values: Values) -> Any:
        """The first of them, or None."""
        return (await connection.execute(self._for(connection), values)).first()

    async def done(self, connection: AsyncConnection, values: Values) -> int:
        """How many rows it has written."""
        return int((await connection.execute(self._for(connection), values)).rowcount)

    def _for(self, connection: AsyncConnection) -> Any:
        if not callable(self._statement):
            return self._statement
        dialect = connection.dialect.name
        if dialect not in self._made:
            self._made[dialect] = self._statement(dialect)
        return self._made[dialect]
