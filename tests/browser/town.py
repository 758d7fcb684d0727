"""The demo as `paidan demo` starts it, in this process, and the ids of who lives there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot import demo
from tests.play import Play


@dataclass(frozen=True)
class Town:
    """Where the page is, and who and what is there, by the names people see."""

    address: str
    people: dict[str, int]
    groups: dict[str, int]


@asynccontextmanager
async def open_demo(language: str = "en") -> AsyncIterator[Town]:
    """The demo set going on a free port, and stopped at the end."""
    addresses: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.create_task(demo.play(0, language, addresses.put_nowait))
    opened = asyncio.create_task(addresses.get())
    try:
        await asyncio.wait([running, opened], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        yield await look_around(await opened)
    finally:
        opened.cancel()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def look_around(address: str) -> Town:
    """Who lives in a sandbox."""
    async with Play(address) as play:
        people = (await play.get("people"))["people"]
        chats = (await play.get("chats"))["chats"]
    groups = {chat["title"]: chat["id"] for chat in chats if chat["type"] != "private"}
    return Town(address, {person["name"]: person["id"] for person in people}, groups)
