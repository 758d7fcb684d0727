"""Telegram's side of a webhook: updates over so many lines at once, the next on each line when it was answered."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

LINES = 100  # the most that Telegram offers
FAILED = "an update was not taken"


async def deliver(url: str, secret: str, updates: list[tuple[str, bytes]], sent: Callable[[str], None]) -> None:
    """All of them, in their order; `sent` hears the key of each as it leaves."""
    waiting = iter(updates)
    where = urlsplit(url)
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
    ).encode()

    async def line() -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        for key, body in waiting:
            sent(key)
            writer.write(head + b"%d\r\n\r\n" % len(body) + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{FAILED}: {answer!r}")
            length = next(
                int(each.partition(b":")[2]) for each in answer.lower().split(b"\r\n")
                if each.startswith(b"content-length")
            )  # fmt: skip
            await reader.readexactly(length)
        writer.close()

    await asyncio.gather(*(line() for _ in range(LINES)))
