"""Run the sandbox alone: `python -m sandbox --port 8081`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys

import uvicorn

from sandbox.server import Sandbox
from sandbox.world import Options


def main() -> int:
    """Serve until Ctrl-C, which stops it at once."""
    asked = _arguments()
    options = Options(
        token=asked.token,
        bot_name=asked.name,
        bot_username=asked.username,
        privacy=not asked.no_privacy,
        rate_limits=asked.rate_limits,
    )
    try:
        # uvicorn knows whether a faster loop is installed.
        with asyncio.Runner(loop_factory=uvicorn.Config("sandbox").get_loop_factory()) as runner:
            runner.run(_serve(Sandbox(asked.port, host=asked.host, options=options)))
    except OSError as problem:
        sys.stderr.write(f"The sandbox cannot listen on {asked.host}:{asked.port}: {problem.strerror}\n")
        return 2
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Telegram that runs on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8081, help="port to listen on; 0 picks a free one (default: 8081)")
    parser.add_argument("--token", help="the bot's token (default: the first one that is used)")
    parser.add_argument("--name", default="Paidan", help="the bot's name")
    parser.add_argument("--username", default="paidan_sandbox_bot", help="the bot's user name")
    parser.add_argument("--no-privacy", action="store_true", help="let the bot read everything in groups")
    parser.add_argument("--rate-limits", action="store_true", help="refuse with 429 what is too fast for Telegram")
    return parser.parse_args()


async def _serve(box: Sandbox) -> None:
    leaving = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has Ctrl-C only, which asyncio.run handles
            asyncio.get_running_loop().add_signal_handler(one, leaving.set)
    async with box:
        sys.stdout.write(f"Sandbox: {box.url}   token: {box.token}\n")
        sys.stdout.flush()
        await leaving.wait()


if __name__ == "__main__":
    sys.exit(main())
