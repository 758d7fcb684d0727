"""The Bot API over aiohttp: the library's own client spends ten times as much of the processor on a call."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass
from uuid import uuid4

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

IDLE_SECONDS = 30.0  # how long an unused connection is kept; Telegram closes it after about a minute
PIECE_BYTES = 65_536
JSON = "application/json"
OCCUPIED = (
    "Pool timeout: All connections in the connection pool are occupied. Request was *not* sent to Telegram. "
    "Consider adjusting the connection pool size or the pool timeout."
)
_BEFORE_IT_LEFT = (
    aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError,
    aiohttp.ServerFingerprintMismatch, aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError,
)  # fmt: skip

Seconds = float | None
Files = Mapping[str, tuple[str, Any, str]]  # name → file name, content or open file, kind


class NeverLeft(Exception):
    """Nothing of the request has left this machine: it may be made again. Says what aiohttp called it."""


class LineDied(Exception):
    """It left, or may have, and no answer came back. Says what aiohttp called it."""


class AioRequest(BaseRequest):
    """Does what the library's HTTPXRequest does, with the same errors, on aiohttp.

    Errors do not repeat what aiohttp says of them: that holds the address, and with it the token. Their cause is
    NeverLeft or LineDied. Without `proxy` the environment names one (HTTPS_PROXY, ALL_PROXY, NO_PROXY), unless
    `trust_env` is false.
    """

    __slots__ = (
        "_connect", "_free", "_media_write", "_pool", "_proxy", "_read", "_session", "_shut",
        "_trust_env", "_write",
    )  # fmt: skip

    def __init__(
        self, connections: int = 256, *, read_timeout: Seconds = 5.0, write_timeout: Seconds = 5.0,
        connect_timeout: Seconds = 5.0, pool_timeout: Seconds = 1.0, media_write_timeout: Seconds = 20.0,
        proxy: str | None = None, trust_env: bool = True,
    ) -> None:  # fmt: skip
        self._free = asyncio.Semaphore(connections)
        self._read, self._write, self._connect, self._pool = read_timeout, write_timeout, connect_timeout, pool_timeout
        self._media_write = media_write_timeout
        self._proxy = _checked(proxy) if proxy else None
        self._trust_env = trust_env and not proxy
        self._session: aiohttp.ClientSession | None = None
        self._shut = False

    @property
    def read_timeout(self) -> Seconds:
        """The seconds an answer may take, where a call asks for nothing else."""
        return self._read

    async def initialize(self) -> None:
        """Make ready, also after a shutdown; the first call opens what it needs."""
        self._shut = False

    async def shutdown(self) -> None:
        """Close all connections; what is on its way fails."""
        self._shut = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE, write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE, pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Make the call; the status and the body of its answer."""
        session = self._session or self._open()
        pool = self._pool if pool_timeout is BaseRequest.DEFAULT_NONE else pool_timeout
        read = self._read if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        connect = self._connect if connect_timeout is BaseRequest.DEFAULT_NONE else connect_timeout
        files: Files = request_data.multipart_data if request_data is not None and request_data.contains_files else {}
        await self._take_place(pool)
        try:
            if request_data is not None and files:
                write = self._media_write if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout
                upload = _Upload(request_data.json_parameters, files)
                return await self._upload(session, method, url, upload, _timeouts(read, connect), write)
            body = request_data.json_payload if request_data is not None and request_data.parameters else None
            return await self._call(session, method, url, body, {"Content-Type": JSON}, _timeouts(read, connect))
        finally:
            self._free.release()

    def _open(self) -> aiohttp.ClientSession:
        if self._shut:
            raise RuntimeError("This AioRequest is not initialized!")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS, ssl=_trusted())
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT},
            )  # fmt: skip
        return self._session

    async def _take_place(self, seconds: Seconds) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise TimedOut(OCCUPIED) from NeverLeft("PoolTimeout")

    async def _upload(
        self, session: aiohttp.ClientSession, method: str, url: str, upload: "_Upload", timeouts: aiohttp.ClientTimeout,
        write: Seconds,
    ) -> tuple[int, bytes]:  # fmt: skip
        """Send files piece by piece; each piece has the time to write, as long as there is one to send."""
        try:
            async with asyncio.timeout(None) as limit:
                body = upload.pieces(limit, write)
                return await self._call(session, method, url, body, upload.headers, timeouts)
        except TimeoutError:
            raise TimedOut from LineDied("WriteTimeout")

    async def _call(
        self, session: aiohttp.ClientSession, method: str, url: str, body: bytes | AsyncIterator[bytes] | None,
        headers: Mapping[str, str], timeouts: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:  # fmt: skip
        try:
            response = await session.request(
                method, url, data=body, headers=headers if body is not None else None, timeout=timeouts,
                allow_redirects=False, proxy=self._proxy or (_proxy_of(url) if self._trust_env else None),
            )  # fmt: skip
            return response.status, await response.read()
        except (aiohttp.ClientError, aiohttp.ServerTimeoutError) as error:
            raise _as_the_library_says(error) from _cause(error)


class _Ready:
    """Parameters that are JSON already: what a request class reads of the library's RequestData."""

    contains_files = False

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in values.items() if value is not None}
        self.json_payload = json.dumps(self.parameters).encode()

    @property
    def json_parameters(self) -> dict[str, str]:
        """Each of them as text."""
        return {name: each if isinstance(each, str) else json.dumps(each) for name, each in self.parameters.items()}


def as_json(data: Mapping[str, Any]) -> RequestData:
    """Parameters without files, for `AioRequest.post`; what is None is left out."""
    return cast(RequestData, _Ready(data))


class _Upload:
    """A form with files, as RFC 7578 has it."""

    def __init__(self, fields: Mapping[str, str], files: Files) -> None:
        edge = uuid4().hex
        self._parts: list[tuple[bytes, Any]] = [
            (_head(edge, f'name="{_quoted(name)}"'), value.encode()) for name, value in fields.items()
        ]
        for name, (file_name, content, kind) in files.items():
            about = f'name="{_quoted(name)}"; filename="{_quoted(file_name)}"\r\nContent-Type: {kind}'
            self._parts.append((_head(edge, about), content.encode() if isinstance(content, str) else content))
        self._end = f"--{edge}--\r\n".encode()
        size = sum(len(head) + _size(content) + 2 for head, content in self._parts) + len(self._end)
        self.headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Content-Length": str(size)}

    async def pieces(self, limit: asyncio.Timeout, write: Seconds) -> AsyncIterator[bytes]:
        """The form bit by bit, each of which must have been taken before `write` seconds are over."""
        loop = asyncio.get_running_loop()
        for piece in self._pieces():
            if write is not None:
                limit.reschedule(loop.time() + write)
            yield piece
        limit.reschedule(None)

    def _pieces(self) -> Iterator[bytes]:
        for head, content in self._parts:
            yield head
            if isinstance(content, bytes):
                for at in range(0, len(content), PIECE_BYTES):
                    yield content[at : at + PIECE_BYTES]
            else:
                while piece := content.read(PIECE_BYTES):
                    yield piece
            yield b"\r\n"
        yield self._end


def _head(edge: str, about: str) -> bytes:
    return f"--{edge}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode()


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _size(content: bytes | IO[bytes]) -> int:
    """The bytes that are left in it."""
    if isinstance(content, bytes):
        return len(content)
    here = content.tell()
    size = content.seek(0, 2) - here
    content.seek(here)
    return size


def _as_the_library_says(error: Exception) -> NetworkError:
    return TimedOut() if isinstance(error, TimeoutError) else NetworkError(f"aiohttp.{type(error).__name__}")


def _cause(error: Exception) -> NeverLeft | LineDied:
    kind = NeverLeft if isinstance(error, _BEFORE_IT_LEFT) else LineDied
    return kind(type(error).__name__)


def _checked(proxy: str) -> str:
    kind = urlsplit(proxy).scheme
    if kind not in ("http", "https"):
        raise RuntimeError(f"A proxy of the kind {kind} is not known here: most have an address with http, too.")
    return proxy


@lru_cache(maxsize=64)
def _timeouts(read: Seconds, connect: Seconds) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=read)


@lru_cache(maxsize=64)
def _proxy_of(url: str) -> str | None:
    """The proxy that the environment names for an address."""
    address, named = urlsplit(url), getproxies()
    proxy = named.get(address.scheme) or named.get("all")
    if not proxy or proxy_bypass(address.hostname or ""):
        return None
    return _checked(proxy)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts, and whom everybody does: some machines come without a list of their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
