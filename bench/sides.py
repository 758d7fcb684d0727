"""Who is measured: how each bot is started, and what has to be true of ours when it is done."""

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.rig import OTHERS, Api
from bench.world import TOKEN

NO_LIMITS = {"PAIDAN_PER_SECOND_OVERALL": "0", "PAIDAN_PER_CHAT_SECONDS": "0", "PAIDAN_PER_GROUP_MINUTE": "0"}


@dataclass(frozen=True)
class Side:
    """One bot: the command that starts it, and its environment."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None  # ours: where its database is


def stock(api: Api, at_once: int = 1) -> Side:
    """The library as everybody installs it."""
    name = "stock PTB" if at_once == 1 else f"stock PTB, {at_once} at once"
    command = [str(OTHERS), "-m", "bench.ptb", "--api", api.url, "--at-once", str(at_once)]
    return Side(name, command)


def bare(api: Api) -> Side:
    """The same bot, with our request class in place of the library's and nothing else changed."""
    return Side("bare bot, our request", [sys.executable, "-m", "bench.ptb", "--api", api.url, "--request", "ours"])


def quick(api: Api, at_once: int = 64) -> Side:
    """The same with all else that makes Paidan quick, and that a bot without a database can have."""
    command = [sys.executable, "-m", "bench.ptb", "--api", api.url, "--request", "ours", "--quick"]
    return Side(f"the same, {at_once} at once, uvloop", [*command, "--at-once", str(at_once)])


def aiogram(api: Api) -> Side:
    """The other library."""
    return Side("aiogram", [str(OTHERS), "-m", "bench.aio", "--api", api.url])


def paidan(api: Api, folder: Path, name: str = "Paidan", at_once: int = 64, limits: bool = False) -> Side:
    """Paidan as `paidan run` starts it, on the database in that folder."""
    env = {
        "PAIDAN_TOKEN": TOKEN, "PAIDAN_API_URL": api.url, "PAIDAN_DATA_DIR": str(folder), "PAIDAN_DATABASE_URL": "",
        "PAIDAN_LOG": "info", "PAIDAN_WORKERS": str(at_once), "PAIDAN_SENDERS": str(at_once),
        **({} if limits else NO_LIMITS),
    }  # fmt: skip
    return Side(name, [sys.executable, "-m", "bot", "run"], env, folder)


def check_kept(folder: Path, claims: int) -> None:
    """Every claim is on the disk, and nothing waits: else the figures are of something else."""
    connection = sqlite3.connect(folder / "paidan.db")
    try:
        taken, unsent, unhandled = connection.execute(
            "SELECT (SELECT count(*) FROM claims WHERE state = 'taken'), (SELECT count(*) FROM outbox), "
            "(SELECT count(*) FROM inbox WHERE done_at IS NULL)"
        ).fetchone()
    finally:
        connection.close()
    if (taken, unsent, unhandled) != (claims, 0, 0):
        raise RuntimeError(f"{taken} of {claims} claims kept, {unsent} messages unsent, {unhandled} updates unhandled")
