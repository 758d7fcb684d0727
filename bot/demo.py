"""Paidan in a browser: the sandbox, an example community that lives in it, and the bot against it over HTTP."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import SecretStr
from tzlocal import get_localzone_name

from bot import example
from bot.application import running
from bot.config import Settings
from sandbox.server import Sandbox
from storage.engine import open_engine
from storage.migrate import migrate

LANGUAGES = ("en", "zh_CN")


class PortTaken(Exception):
    """Something else listens there."""


async def play(port: int, language: str, ready: Callable[[str], None]) -> None:
    """Run until cancelled; `ready` is told the address of the page. Everything is forgotten at the end.

    Raises PortTaken.
    """
    box = Sandbox(port)
    try:
        await box.start()
    except OSError as error:
        raise PortTaken(str(port)) from error
    try:
        with tempfile.TemporaryDirectory(prefix="paidan-demo-") as folder:
            settings = settings_for(Path(folder), box.url, box.token)
            living = await _settle(settings, box.url, language)
            async with running(settings) as application:
                await example.welcomed(box.url, living)
                ready(box.url)
                await application.failed()
    finally:
        await box.stop()


def settings_for(folder: Path, api_url: str, token: str) -> Settings:
    """The demo's own settings: what a real installation has set must not leak into it, and nobody has to wait."""
    return Settings(
        _env_file=None, token=SecretStr(token), data_dir=folder, database_url="", api_url=api_url,
        per_second_overall=0, per_chat_seconds=0, per_group_minute=0, stop_seconds=1,
    )  # fmt: skip


def own_language() -> str:
    """The language of whoever starts the demo, as far as the system tells."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh_CN" if spoken.startswith("zh") else "en"


def own_zone() -> str | None:
    """The time zone of this machine, so that the bot's hours are those of the visitor's clock; None: it tells none."""
    try:
        return ZoneInfo(get_localzone_name()).key
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return None


async def _settle(settings: Settings, url: str, language: str) -> example.Living:
    await asyncio.to_thread(migrate, settings.database)
    engine = open_engine(settings.database)
    try:
        living = await example.move_in(url, language)
        await example.settle(engine, living, language, datetime.now(UTC), zone=own_zone())
        return living
    finally:
        await engine.dispose()
