"""A Bot API that answers every call at once, or so many milliseconds later, and notes when: `python -m bench.fakeapi`.

The sandbox is a Telegram; this is a stopwatch. It checks nothing, and is fast enough never to be what is measured.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qs

import uvloop

from bench.delivery import deliver

Json = dict[str, Any]
ME = {"id": 700000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
SAID = "🧹 E-0142 · Cleaning\nTue 24 Nov, 9:00–11:00 · Eastgate\nWash the kitchen window\n🟡 Boris is on it"
ENTITIES = [{"type": "bold", "offset": 3, "length": 6}, {"type": "italic", "offset": 24, "length": 24}]
COUNTED = ("answerCallbackQuery", "sendMessage", "editMessageText")
TRUE = b'{"ok":true,"result":true}'


@dataclass
class Run:
    """What one run is given and what it came to; times are seconds of one monotonic clock."""

    latency_seconds: float = 0.0
    calls_expected: int = 0
    began: float = 0.0
    ended: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)
    pressed_at: dict[str, float] = field(default_factory=dict)
    answered_at: dict[str, float] = field(default_factory=dict)
    edited: dict[str, list[tuple[float, str]]] = field(default_factory=dict)  # "chat:message" → when, and what it said

    @property
    def done(self) -> int:
        """How many of the calls that count have been made."""
        return sum(self.calls[name] for name in COUNTED)


class FakeApi:
    """All bots' one server: updates go out as they fall due, every call is answered with what Telegram would."""

    def __init__(self) -> None:
        self.run = Run()
        self.updates: list[tuple[int, bytes]] = []
        self.waiting: Callable[[], None] | None = None
        self.polled = asyncio.Event()  # a bot is there and asks for updates
        self.finished = asyncio.Event()
        self.delivery: asyncio.Task[None] | None = None
        self._next_message = 1_000_000

    def begin(
        self, latency_seconds: float, calls_expected: int, presses: list[tuple[float, Json]], webhook: str = "",
        secret: str = "",
    ) -> None:  # fmt: skip
        """Start a run: each update falls due so many seconds from now; those for a webhook are delivered at once."""
        now = time.monotonic()
        self.run = Run(latency_seconds, calls_expected, began=now)
        self.finished.clear()
        loop = asyncio.get_running_loop()
        at_once: list[Json] = []
        for seconds, update in presses:
            if seconds <= 0:
                at_once.append(update)
            else:
                loop.call_later(seconds, self._fall_due, [update])
        if webhook:
            bodies = [(key_of(update), json.dumps(update, ensure_ascii=False).encode()) for update in at_once]
            self.delivery = loop.create_task(deliver(webhook, secret, bodies, self._pressed))
        else:
            self._fall_due(at_once)

    def _pressed(self, key: str) -> None:
        self.run.pressed_at[key] = time.monotonic()

    def _fall_due(self, updates: list[Json]) -> None:
        now = time.monotonic()
        for update in updates:
            if "callback_query" in update:
                self.run.pressed_at[update["callback_query"]["id"]] = now
            self.updates.append((update["update_id"], json.dumps(update, ensure_ascii=False).encode()))
        if self.waiting is not None:
            self.waiting()

    def call(self, name: str, body: bytes, kind: bytes, answer: Callable[[bytes], None]) -> None:
        """One method of the Bot API."""
        if name == "getUpdates":
            self._poll(_params(body, kind), answer)
            return
        result = TRUE
        if name in COUNTED:
            params = _params(body, kind)
            if name == "answerCallbackQuery":
                self.run.answered_at[str(params["callback_query_id"])] = time.monotonic() + self.run.latency_seconds
            else:
                result = self._message(name, params)
            self.run.calls[name] += 1
            if self.run.done >= self.run.calls_expected:
                self.run.ended = time.monotonic() + self.run.latency_seconds
                self.finished.set()
        elif name == "getMe":
            result = json.dumps({"ok": True, "result": ME}).encode()
        if self.run.latency_seconds:
            asyncio.get_running_loop().call_later(self.run.latency_seconds, answer, result)
        else:
            answer(result)

    def _message(self, name: str, params: Json) -> bytes:
        chat_id = int(params["chat_id"])
        self._next_message += 1
        message_id = self._next_message
        if name == "editMessageText":
            message_id = int(params["message_id"])
            said = self.run.edited.setdefault(f"{chat_id}:{message_id}", [])
            said.append((time.monotonic() + self.run.latency_seconds, str(params.get("text", ""))))
        message: Json = {
            "message_id": message_id, "from": ME, "date": int(time.time()), "text": SAID, "entities": ENTITIES,
            "chat": {"id": chat_id, "type": "private", "first_name": "Anna"} if chat_id > 0
            else {"id": chat_id, "type": "supergroup", "title": "Green team"},
        }  # fmt: skip
        markup = params.get("reply_markup")
        if markup:
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        return json.dumps({"ok": True, "result": message}).encode()

    def _poll(self, params: Json, answer: Callable[[bytes], None]) -> None:
        offset = int(params.get("offset") or 0)
        self.updates = [each for each in self.updates if each[0] >= offset]
        loop = asyncio.get_running_loop()

        def give() -> None:
            timer.cancel()
            if self.waiting is give:  # and not the question of a bot that has come since
                self.waiting = None
            batch = [body for _, body in self.updates[: int(params.get("limit") or 100)]]
            found = b'{"ok":true,"result":[' + b",".join(batch) + b"]}"
            loop.call_later(self.run.latency_seconds, answer, found)

        timer = loop.call_later(float(params.get("timeout") or 0), give)
        self.waiting = give
        self.polled.set()
        if self.updates:
            give()

    async def control(self, name: str, body: bytes) -> bytes:
        """What the one who measures asks for."""
        if name == "ready":
            self.updates.clear()
            self.polled.clear()
            await self.polled.wait()
            return b"{}"
        if name == "begin":
            given = json.loads(body)
            self.begin(**given)
            return b"{}"
        if name == "wait":
            try:
                async with asyncio.timeout(json.loads(body)["seconds"]):
                    await self.finished.wait()
            except TimeoutError:
                pass
        run = self.run
        answers = [at - run.pressed_at[key] for key, at in run.answered_at.items() if key in run.pressed_at]
        report = {
            "seconds": run.ended - run.began if run.ended else None, "calls": run.calls, "answers": sorted(answers),
            "edited": {key: [(at - run.began, text) for at, text in said] for key, said in run.edited.items()},
        }  # fmt: skip
        return json.dumps(report).encode()


def key_of(update: Json) -> str:
    """What the answer to a press names."""
    return str(update["callback_query"]["id"])


class Connection(asyncio.Protocol):
    """HTTP/1.1, as much of it as three clients speak: keep-alive, content-length and chunks."""

    def __init__(self, api: FakeApi) -> None:
        self._api = api
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop has a class of its own

    def data_received(self, data: bytes) -> None:
        """Take every whole request out of what has arrived."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            headers = {
                name.strip().lower(): value.strip()
                for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
            }
            length = int(headers.get(b"content-length", b"0"))
            start = end + 4
            if len(self._buffer) < start + length:
                return
            body, self._buffer = self._buffer[start : start + length], self._buffer[start + length :]
            path = head.split(b" ", 2)[1].decode()
            self._route(path, body, headers.get(b"content-type", b""))

    def _route(self, path: str, body: bytes, kind: bytes) -> None:
        where, _, name = path.rpartition("/")
        if where != "/control":
            self._api.call(name, body, kind, self._answer)
            return
        task = asyncio.ensure_future(self._control(name, body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _control(self, name: str, body: bytes) -> None:
        self._answer(await self._api.control(name, body))

    def _answer(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
            self._transport.write(head + body)


def _params(body: bytes, kind: bytes) -> Json:
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        found: Json = json.loads(body)
        return found
    if kind.startswith(b"multipart/"):
        return _parts(body, kind)
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _parts(body: bytes, kind: bytes) -> Json:
    edge = b"--" + kind.partition(b"boundary=")[2].strip(b'"')
    found: Json = {}
    for part in body.split(edge)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        found[name] = value[:-2].decode("utf-8", "replace")
    return found


async def serve(port: int) -> None:
    """Listen until the process ends."""
    api = FakeApi()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(api), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)  # whoever started this reads the port
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(0))
