"""The demo and a window on its page, for each test anew; the browser must have had nothing to complain about."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.hand import Screen, open_screen
from tests.browser.town import Town, open_demo

expect.set_options(timeout=20_000)  # of patience, on a machine that does other things too


@pytest_asyncio.fixture(loop_scope="session")
async def town() -> AsyncIterator[Town]:
    """The demo, with the community in English."""
    async with open_demo() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def screen(browser: Browser, town: Town) -> AsyncIterator[Screen]:
    """A wide, light window in English."""
    async with open_screen(browser, town.address) as opened:
        yield opened
