"""A server with every habit that a server can have, good and bad; the last part of the path names the habit."""

import asyncio
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("certificate.pem")  # for localhost, with its key; nobody trusts it
ANSWERS = {
    "ok": (200, {"ok": True, "result": {"n": 1}}),
    "bad": (400, {"ok": False, "description": "Bad Request: chat not found"}),
    "unauthorized": (401, {"ok": False, "description": "Unauthorized"}),
    "forbidden": (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
    "missing": (404, {"ok": False, "description": "Not Found"}),
    "conflict": (409, {"ok": False, "description": "Conflict: terminated by other getUpdates request"}),
    "patience": (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}}),
    "moved": (400, {"ok": False, "description": "Bad Request", "parameters": {"migrate_to_chat_id": -1007}}),
    "broken": (500, {"ok": False, "description": "Internal Server Error"}),
    "gateway": (502, {"ok": False, "description": "Bad Gateway"}),
    "elsewhere": (302, {"ok": False, "description": "Found"}),
}


@dataclass
class Got:
    """One request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def parts(self) -> dict[str, tuple[str | None, bytes]]:
        """The fields of a form: name → file name, content."""
        kind = self.headers["content-type"].encode()
        message: Any = BytesParser().parsebytes(b"Content-Type: " + kind + b"\r\n\r\n" + self.body)
        found: dict[str, tuple[str | None, bytes]] = {}
        for part in message.get_payload():
            name = part.get_param("name", header="content-disposition")
            found[str(name)] = part.get_filename(), part.get_payload(decode=True)
        return found


@dataclass
class OddServer:
    """What it was asked, and by how many lines."""

    port: int = 0
    scheme: str = "http"
    got: list[Got] = field(default_factory=list)
    lines: int = 0
    open_lines: int = 0
    most_at_once: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)  # for those who wait
    all_gone: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, habit: str) -> str:
        """Where it has that habit; the token stands in it as in Telegram's."""
        return f"{self.scheme}://localhost:{self.port}/bot123:SECRET/{habit}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One line, until the other side hangs up."""
        self.lines += 1
        self.open_lines += 1
        self.most_at_once = max(self.most_at_once, self.open_lines)
        self.all_gone.clear()
        try:
            while await self._request(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            self.open_lines -= 1
            if not self.open_lines:
                self.all_gone.set()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        verb, address, _ = head[0].split()
        habit = "forbidden" if verb == "CONNECT" else address.rpartition("/")[2]  # a proxy that lets nobody through
        if habit == "deaf":
            await self.go_on.wait()
            return False
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.got.append(Got(head[0], headers, body))
        self.arrived.set()
        return await self._answer(habit, reader, writer)

    async def _answer(self, habit: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        match habit:
            case "silent":
                await reader.read()  # until the other side has had enough
                return False
            case "slow":
                await self.go_on.wait()
                habit = "ok"
            case "hangup":
                return False
            case "reset":
                sock: socket.socket = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            case "half":
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")
                return False
            case "noise":
                writer.write(b"this is no HTTP\r\n\r\n")
                return False
            case "page":
                _write(writer, 200, b"<html>captive portal</html>")
                return True
            case "brokenpage":
                _write(writer, 502, b"<html>nginx</html>")
                return True
            case "file":
                _write(writer, 200, bytes(range(256)) * 1000)
                return True
        status, content = ANSWERS[habit]
        _write(writer, status, json.dumps(content).encode())
        return True


def _write(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    where = "location: /bot123:SECRET/ok\r\n" if status == 302 else ""
    writer.write(f"HTTP/1.1 {status} Whatever\r\n{where}content-length: {len(body)}\r\n\r\n".encode() + body)


@asynccontextmanager
async def open_server(*, secure: bool = False) -> AsyncIterator[OddServer]:
    """It listens until the end of the block."""
    odd = OddServer(scheme="https" if secure else "http")
    how: dict[str, Any] = {}
    if secure:
        how["ssl"] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        how["ssl"].load_cert_chain(CERTIFICATE)
    server = await asyncio.start_server(odd.serve, "127.0.0.1", 0, **how)
    odd.port = server.sockets[0].getsockname()[1]
    try:
        yield odd
    finally:
        odd.go_on.set()
        server.close()


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
