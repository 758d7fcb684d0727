"""Our request class keeps the contract of the library's: every test is played on both, and asks the same of both."""

import asyncio
import io
import socket
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.aiorequest import AioRequest, LineDied, NeverLeft, as_json
from bot.errors import Failure, failure_of
from bot.line import make_bot
from tests.bot.oddserver import OddServer, free_port, open_server
from tests.databases import Place
from tests.house_of_paidan import settings_for

Make = Callable[..., BaseRequest]


def ours(connections: int = 256, **how: Any) -> BaseRequest:
    return AioRequest(connections, **how)


def theirs(connections: int = 256, *, trust_env: bool = True, **how: Any) -> BaseRequest:
    return HTTPXRequest(connections, httpx_kwargs={"trust_env": trust_env}, **how)


@pytest.fixture(params=[ours, theirs])
def make(request: pytest.FixtureRequest) -> Make:
    """Both classes in turn."""
    made: Make = request.param
    return made


@pytest.fixture
async def server() -> AsyncIterator[OddServer]:
    async with open_server() as odd:
        yield odd


def form(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def call(make: Make, url: str, data: RequestData | None = None, **how: Any) -> Any:
    async with make(trust_env=False, **how) as request:
        return await request.post(url, data)


# --- answers ---------------------------------------------------------------------------------------------------------


async def test_an_answer_comes_back_as_it_was_meant(make: Make, server: OddServer) -> None:
    assert await call(make, server.url("ok"), form(chat_id=5)) == {"n": 1}


@pytest.mark.parametrize(
    ("habit", "error", "words"),
    [
        ("bad", BadRequest, "Chat not found"),
        ("unauthorized", InvalidToken, "Unauthorized"),
        ("forbidden", Forbidden, "blocked by the user"),
        ("missing", InvalidToken, "Not Found"),
        ("conflict", Conflict, "terminated by other"),
        ("patience", RetryAfter, "Retry in"),
        ("moved", ChatMigrated, "-1007"),
        ("broken", NetworkError, "Internal Server Error"),
        ("gateway", NetworkError, "Bad Gateway"),
        ("elsewhere", NetworkError, "Found"),
        ("page", TelegramError, "Invalid server response"),
        ("brokenpage", NetworkError, "Parsing the server response"),
    ],
)
async def test_a_refusal_is_the_library_s_own(
    make: Make, server: OddServer, habit: str, error: type[TelegramError], words: str
) -> None:
    with pytest.raises(error) as raised:
        await call(make, server.url(habit), form(chat_id=5))
    assert type(raised.value) is error
    assert words in str(raised.value)
    assert len(server.got) == 1, "no redirect is followed, and nothing is tried twice"


async def test_a_file_is_fetched_whole(make: Make, server: OddServer) -> None:
    async with make(trust_env=False) as request:
        assert await request.retrieve(server.url("file")) == bytes(range(256)) * 1000
    assert server.got[0].line.startswith("GET ")


# --- what goes wrong on the line -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("habit", "error"),
    [("silent", TimedOut), ("hangup", NetworkError), ("reset", NetworkError), ("half", NetworkError),
     ("noise", NetworkError)],
)  # fmt: skip
async def test_a_line_that_dies_may_have_delivered(
    make: Make, server: OddServer, habit: str, error: type[TelegramError]
) -> None:
    with pytest.raises(NetworkError) as raised:
        await call(make, server.url(habit), form(chat_id=5), read_timeout=0.2)
    assert type(raised.value) is error
    assert len(server.got) == 1, "what may have been done is not tried again"
    if make is ours:
        assert isinstance(raised.value.__cause__, LineDied)
        assert failure_of(raised.value) is Failure.PERHAPS_DONE


async def test_nobody_listens(make: Make) -> None:
    with pytest.raises(NetworkError) as raised:
        await call(make, f"http://127.0.0.1:{free_port()}/bot123:SECRET/ok", form(chat_id=5))
    assert type(raised.value) is NetworkError
    never_left(make, raised.value)


async def test_nobody_picks_up(make: Make) -> None:
    """A full queue of callers: the connection is neither made nor refused."""
    with socket.socket() as full, ExitStack() as callers:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            caller = callers.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        with pytest.raises(TimedOut) as raised:
            await call(make, f"http://127.0.0.1:{full.getsockname()[1]}/ok", form(chat_id=5), connect_timeout=0.2)
    never_left(make, raised.value)


@pytest.mark.parametrize("address", ["http://nowhere.invalid/bot123:SECRET/ok", "ftp://localhost/bot123:SECRET/ok"])
async def test_an_address_that_leads_nowhere(make: Make, address: str) -> None:
    with pytest.raises(NetworkError) as raised:
        await call(make, address, form(chat_id=5))
    never_left(make, raised.value)


async def test_a_certificate_that_nobody_trusts(make: Make) -> None:
    async with open_server(secure=True) as odd:
        with pytest.raises(NetworkError) as raised:
            await call(make, odd.url("ok"), form(chat_id=5))
        assert not odd.got
    never_left(make, raised.value)


async def test_all_connections_are_taken(make: Make, server: OddServer) -> None:
    async with make(1, trust_env=False, pool_timeout=0.1) as request:
        first = asyncio.ensure_future(request.post(server.url("slow")))
        await server.arrived.wait()
        with pytest.raises(TimedOut, match=r"Pool timeout.*\*not\* sent") as raised:
            await request.post(server.url("ok"))
        never_left(make, raised.value)
        server.go_on.set()
        assert await first == {"n": 1}
        assert await request.post(server.url("ok")) == {"n": 1}
    assert server.most_at_once == 1


def never_left(make: Make, error: TelegramError) -> None:
    if make is ours:
        assert isinstance(error.__cause__, NeverLeft)
        assert failure_of(error) is Failure.NOT_REACHED


async def test_a_call_has_its_own_time_outs(make: Make, server: OddServer) -> None:
    async with make(trust_env=False, read_timeout=None) as request:
        assert request.read_timeout is None
        with pytest.raises(TimedOut):
            await request.post(server.url("silent"), read_timeout=0.1)
    assert make(read_timeout=7.5).read_timeout == 7.5


async def test_an_error_of_ours_does_not_repeat_the_token(server: OddServer) -> None:
    urls = [server.url("silent"), server.url("half"), "ftp://localhost/bot123:SECRET/ok",
            f"http://127.0.0.1:{free_port()}/bot123:SECRET/ok"]  # fmt: skip
    for url in urls:
        with pytest.raises(NetworkError) as raised:
            await call(ours, url, read_timeout=0.1)
        said = [str(raised.value), str(raised.value.__cause__)]
        shown = "".join(traceback.format_exception_only(raised.value)) + "".join(said)
        assert "SECRET" not in shown
        assert raised.value.__suppress_context__


# --- sending files ---------------------------------------------------------------------------------------------------


async def test_files_and_fields_arrive_as_they_are(make: Make, server: OddServer) -> None:
    big = bytes(range(256)) * 2000
    data = form(
        chat_id=5, caption="Küche, 302", photo=InputFile(b"\x00\xff", filename='a "b".png'),
        document=InputFile(io.BytesIO(big), filename="big.bin", read_file_handle=False),
        media=[InputFile(b"one", filename="1.txt", attach=True)],
    )  # fmt: skip
    assert await call(make, server.url("ok"), data) == {"n": 1}
    parts = server.got[0].parts
    assert parts["chat_id"] == (None, b"5")
    assert parts["caption"][1].decode() == "Küche, 302"
    assert parts["photo"][1] == b"\x00\xff"
    assert parts["document"] == ("big.bin", big)
    assert [content for name, (_, content) in parts.items() if name.startswith("attached")] == [b"one"]


async def test_an_upload_that_nobody_reads_is_given_up(make: Make, server: OddServer) -> None:
    data = form(document=InputFile(b"x" * 30_000_000, filename="big.bin"))
    with pytest.raises(TimedOut) as raised:
        await call(make, server.url("deaf"), data, media_write_timeout=0.3, read_timeout=60)
    if make is ours:
        assert isinstance(raised.value.__cause__, LineDied)


# --- connections -----------------------------------------------------------------------------------------------------


async def test_one_line_serves_many_calls_and_is_hung_up_at_the_end(make: Make, server: OddServer) -> None:
    async with make(trust_env=False) as request:
        for _ in range(3):
            await request.post(server.url("ok"), form(chat_id=5))
        assert server.lines == 1
    async with asyncio.timeout(10):
        await server.all_gone.wait()


async def test_no_more_lines_than_allowed(make: Make, server: OddServer) -> None:
    async with make(3, trust_env=False, pool_timeout=10) as request:
        await asyncio.gather(*(request.post(server.url("ok")) for _ in range(20)))
    assert len(server.got) == 20
    assert server.most_at_once <= 3


async def test_after_a_shutdown_nothing_goes_out_until_it_is_opened_again(make: Make, server: OddServer) -> None:
    request = make(trust_env=False)
    assert await request.post(server.url("ok")) == {"n": 1}
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="is not initialized"):
        await request.post(server.url("ok"))
    await request.initialize()
    assert await request.post(server.url("ok")) == {"n": 1}
    await request.shutdown()


async def test_a_line_that_was_cut_is_not_used_again(make: Make, server: OddServer) -> None:
    async with make(trust_env=False) as request:
        with pytest.raises(NetworkError):
            await request.post(server.url("hangup"))
        assert await request.post(server.url("ok")) == {"n": 1}
        with pytest.raises(TimedOut):
            await request.post(server.url("silent"), read_timeout=0.1)
        assert await request.post(server.url("ok")) == {"n": 1}
    assert server.lines == 3


# --- proxies ---------------------------------------------------------------------------------------------------------


async def test_a_proxy_is_asked_instead(make: Make, server: OddServer) -> None:
    async with make(proxy=f"http://localhost:{server.port}") as request:
        await request.post("http://far.invalid/bot123:SECRET/ok")
    assert server.got[0].line == "POST http://far.invalid/bot123:SECRET/ok HTTP/1.1"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "ALL_PROXY"])
async def test_the_environment_names_a_proxy(
    make: Make, server: OddServer, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_proxies(monkeypatch)
    monkeypatch.setenv(name, f"http://localhost:{server.port}")
    async with make() as request:
        await request.post(f"http://{name.lower()}.invalid/ok")
    assert server.got[0].line.startswith(f"POST http://{name.lower()}.invalid/ok")


async def test_the_environment_names_what_needs_none(
    make: Make, server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", f"http://localhost:{free_port()}")
    monkeypatch.setenv("NO_PROXY", "localhost")
    async with make() as request:
        assert await request.post(server.url("ok")) == {"n": 1}
    async with make(trust_env=False) as request:
        assert await request.post(server.url("ok")) == {"n": 1}


async def test_a_proxy_that_is_not_there(make: Make) -> None:
    async with make(proxy=f"http://localhost:{free_port()}") as request:
        with pytest.raises(NetworkError) as raised:
            await request.post("http://far.invalid/ok")
    never_left(make, raised.value)


async def test_a_proxy_that_does_not_let_us_through(make: Make, server: OddServer) -> None:
    async with make(proxy=f"http://localhost:{server.port}") as request:
        with pytest.raises(NetworkError) as raised:
            await request.post("https://far.invalid/forbidden")
    never_left(make, raised.value)


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


# --- ours alone ------------------------------------------------------------------------------------------------------


async def test_parameters_go_as_json_and_none_is_left_out(server: OddServer) -> None:
    data = as_json({"chat_id": 5, "text": "Küche", "reply_markup": None, "link_preview_options": {"is_disabled": True}})
    assert await call(ours, server.url("ok"), data) == {"n": 1}
    (got,) = server.got
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"] == BaseRequest.USER_AGENT
    assert "accept-encoding" in got.headers
    assert got.body == b'{"chat_id": 5, "text": "K\\u00fcche", "link_preview_options": {"is_disabled": true}}'


async def test_the_long_poll_has_a_line_of_its_own(server: OddServer, tmp_path: Path) -> None:
    bot = make_bot(settings_for(Place(tmp_path), f"http://localhost:{server.port}"))
    assert isinstance(bot, Bot)
    requests = bot._request
    assert len({id(each) for each in requests}) == 2
    assert all(isinstance(each, AioRequest) for each in requests)


def test_a_proxy_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(RuntimeError, match="socks5 is not known"):
        AioRequest(proxy="socks5://localhost:1080")
