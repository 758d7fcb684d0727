"""Where a process can be killed: before and after each commit that writes and each call to Telegram."""

import os
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, event
from telegram.request import BaseRequest, RequestData

from storage.inplace import InPlaceConnection

Run = Callable[..., sqlite3.Cursor]
Call = Callable[..., Awaitable[tuple[int, bytes]]]

WRITTEN = "crashing_written"
VERBS = "crashing_verbs"
_WRITES = re.compile(r"\b(?:INSERT INTO (\w+)|UPDATE (\w+) SET|DELETE FROM (\w+))", re.IGNORECASE)
_READS = re.compile(r"\s*(?:SELECT|WITH|BEGIN|PRAGMA|SET|SHOW|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)


class Points:
    """Tells each point as it is reached, and kills the process at the one that was chosen, as often as it says."""

    def __init__(self, tell: Callable[[str], None], deadly: tuple[str, int] | None) -> None:
        self._tell = tell
        self._deadly = deadly
        self._reached: Counter[str] = Counter()

    def reach(self, point: str) -> None:
        """Here we are."""
        self._reached[point] += 1
        self._tell(point)
        if self._deadly == (point, self._reached[point]):
            os.kill(os.getpid(), signal.SIGKILL)


def mark(points: Points) -> None:
    """Let the points be reached, by whatever engine and whatever request there will be in this process."""
    event.listen(Engine, "begin", _forget)
    event.listen(Engine, "before_cursor_execute", _note_statement)
    _put(InPlaceConnection, "run", _around_run(InPlaceConnection.run))
    for each in _request_classes():
        if "do_request" in vars(each):
            _put(each, "do_request", _around_call(points, each.do_request))
    _put(Connection, "_commit_impl", _around_commit(points, Connection._commit_impl))


def _put(owner: type, name: str, method: Callable[..., Any]) -> None:
    setattr(owner, name, method)


def _request_classes() -> list[type[BaseRequest]]:
    found: list[type[BaseRequest]] = BaseRequest.__subclasses__()
    return found + [below for each in found for below in each.__subclasses__()]


def _forget(connection: Connection) -> None:
    connection.info.pop(WRITTEN, None)  # of a transaction that was rolled back
    connection.info.pop(VERBS, None)


def _note_statement(
    connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool
) -> None:
    _note(connection.info, statement, parameters)


def _around_run(run: Run) -> Run:
    """SQLite's short way, past SQLAlchemy."""

    def running(connection: InPlaceConnection, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        _note(connection.info, statement, values)
        return run(connection, statement, values)

    return running


def _note(info: dict[Any, Any], statement: str, parameters: Any) -> None:
    table = _WRITES.search(statement)
    if table is None and _READS.match(statement):
        return
    name = next(filter(None, table.groups())) if table else statement[:40]
    info.setdefault(WRITTEN, {})[name] = None
    if name == "journal":
        values = parameters.values() if isinstance(parameters, dict) else parameters
        verb = next((each for each in values if isinstance(each, str) and each.isidentifier()), "")
        info.setdefault(VERBS, []).append(verb)


def _around_commit(points: Points, commit: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """What only read needs no point: nothing changes by it."""

    def committing(connection: Connection) -> None:
        written, verbs = connection.info.pop(WRITTEN, None), connection.info.pop(VERBS, [])
        if not written:
            commit(connection)
            return
        name = "commit " + (", ".join(verbs) if verbs else "+".join(sorted(written)))
        points.reach(f"before {name}")
        commit(connection)
        points.reach(f"after {name}")

    return committing


def _around_call(points: Points, call: Call) -> Call:
    async def calling(
        request: BaseRequest, url: str, method: str, request_data: RequestData | None = None, **more: Any
    ) -> tuple[int, bytes]:
        chat = request_data.json_parameters.get("chat_id", "") if request_data is not None else ""
        name = f"{url.rpartition('/')[2]} {chat}".strip()
        points.reach(f"before {name}")
        try:
            answer = await call(request, url, method, request_data, **more)
        except BaseException:
            points.reach(f"failed {name}")
            raise
        points.reach(f"after {name}")
        return answer

    return calling
