"""What every test may ask for: a place to live, on each database; a browser, where there is one; and examples."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from sandbox.server import Sandbox
from sandbox.world import Options
from tests import databases
from tests.databases import KINDS, Place
from tests.house_of_paidan import TOKEN
from tests.play import Play

# The same examples on every machine, and no test that fails because the machine is busy.
settings.register_profile("paidan", derandomize=True, database=None, deadline=None)
settings.load_profile("paidan")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # CI is root
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_configure(config: pytest.Config) -> None:
    """The process from which those of pytest-xdist come decides where PostgreSQL lives."""
    if not hasattr(config, "workerinput"):
        databases.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    """And clears up after them."""
    if not hasattr(config, "workerinput"):
        databases.clear_up()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A browser test without a browser is skipped, and says so."""
    if item.get_closest_marker("browser") and chromium() is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(BROWSERS)}): the page was not played")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A directory and a fresh, migrated database, on each of the two in turn."""
    with databases.fresh(request.param, tmp_path) as made:
        yield made


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    """A Telegram without a bot, for tests that start one as a process of its own."""
    async with Sandbox(options=Options(token=TOKEN)) as opened:
        yield opened


@pytest.fixture
async def play(box: Sandbox) -> AsyncIterator[Play]:
    """Everybody's hand in it."""
    async with Play(box.url) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium for all tests marked `browser`; they run in the loop of the session, as it does."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        await running.close()
