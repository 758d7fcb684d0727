"""Post JSON over plain HTTP/1.1 to this machine, with connections kept open between posts."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

HEAD_BYTES = 64 * 1024
BODY_BYTES = 1024 * 1024

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class PostFailed(Exception):
    """No answer came, with what went wrong."""


class Poster:
    """Posts to one address."""

    def __init__(self, url: str, headers: dict[str, str], seconds: float) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._seconds = seconds
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        given = {"Host": parts.netloc.rpartition("@")[2], "Content-Type": "application/json", **headers}
        self._head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in given.items())
        self._idle: list[Line] = []

    async def post(self, body: bytes) -> tuple[int, dict[str, str]]:
        """The status and headers of the answer.

        Raises PostFailed when there is none in time.
        """
        try:
            async with asyncio.timeout(self._seconds):
                while self._idle:
                    # A line that was kept may have been closed meanwhile; then a fresh one is tried.
                    try:
                        return await self._ask(self._idle.pop(), body)
                    except (OSError, asyncio.IncompleteReadError):
                        continue
                line = await asyncio.open_connection(self._host, self._port, limit=HEAD_BYTES)
                return await self._ask(line, body)
        except TimeoutError:
            raise PostFailed("Read timeout expired") from None
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError) as problem:
            raise PostFailed(str(problem) or "Connection closed") from None

    async def _ask(self, line: Line, body: bytes) -> tuple[int, dict[str, str]]:
        reader, writer = line
        kept = False
        try:
            writer.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            status = int(head[0].split(" ")[1])
            headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in head[1:])}
            await _skip_body(reader, headers)
            kept = headers.get("connection", "").lower() != "close" and _bounded(headers)
        finally:
            if kept:
                self._idle.append(line)
            else:
                writer.close()
        return status, headers

    def close(self) -> None:
        """Close the connections that are kept."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()


def _bounded(headers: dict[str, str]) -> bool:
    return "content-length" in headers or headers.get("transfer-encoding", "").lower() == "chunked"


async def _skip_body(reader: asyncio.StreamReader, headers: dict[str, str]) -> None:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
            await reader.readexactly(min(size, BODY_BYTES) + 2)
        await reader.readline()
    elif headers.get("content-length"):
        await reader.readexactly(min(int(headers["content-length"]), BODY_BYTES))
