"""A hand on the page: what people see in one view of it, and what they can click there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@dataclass
class Screen:
    """One browser window, and all it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def view(self, at: int = 0) -> View:
        """The view at that place, from the left."""
        return View(self.page, self.page.get_by_test_id(f"column-{at}"))

    def on_top(self, name: str) -> Locator:
        """A button of the strip on top."""
        return self.page.get_by_test_id(name)

    async def views(self, count: int) -> list[View]:
        """So many views side by side."""
        await self.on_top("side-by-side").click()
        for _ in range(count - 2):
            await self.on_top("add-column").click()
        return [self.view(at) for at in range(count)]


@dataclass
class View:
    """One person at the page: their chats, and the conversation they look at."""

    page: Page
    root: Locator

    async def be(self, person: int) -> None:
        """Become somebody, wherever the page offers it just now."""
        await self._choose("pick-person", f"person-{person}")

    async def open(self, chat: int) -> None:
        """Look at another chat."""
        await self._choose("pick-chat", f"chat-{chat}")

    async def _choose(self, picker: str, wanted: str) -> None:
        opener = self.root.get_by_test_id(picker)
        where = self.page.get_by_test_id("menu") if await opener.count() else self.root
        if await opener.count():
            await opener.click()
        await where.get_by_test_id(wanted).click()

    @property
    def messages(self) -> Locator:
        """Everything said in the conversation, oldest first."""
        return self.root.locator("[data-message]")

    @property
    def last(self) -> Locator:
        """What was said last."""
        return self.messages.last

    def saying(self, words: str) -> Locator:
        """The newest message with these words."""
        return self.messages.filter(has_text=words).last

    async def press(self, label: str) -> None:
        """Press the newest button with that label under a message."""
        await self.root.locator(f'[data-testid="inline-button"][data-label="{label}"]').last.click()

    async def key(self, label: str) -> None:
        """Press a key of the bot's keyboard under the text field."""
        await self.root.locator(f'[data-testid="keyboard-button"][data-label="{label}"]').click()

    async def write(self, text: str) -> None:
        """Type a message and send it."""
        await self.root.get_by_test_id("composer").fill(text)
        await self.root.get_by_test_id("send").click()

    async def hears(self, words: str) -> Locator:
        """Wait until the last message says this."""
        await expect(self.last).to_contain_text(words)
        return self.last

    async def toast(self, words: str) -> Locator:
        """Wait for a passing note with these words."""
        note = self.root.get_by_test_id("toast").filter(has_text=words)
        await expect(note).to_be_visible()
        return note


async def open_screen(browser: Browser, address: str, **context: Any) -> Screen:
    """A fresh window on the page, with nothing remembered from before."""
    made = await browser.new_context(**{"viewport": WIDE, "locale": "en-GB", "color_scheme": "light", **context})
    page = await made.new_page()
    screen = Screen(page)
    page.on("console", lambda said: screen.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: screen.complaints.append(str(problem)))
    await page.goto(address)
    await expect(screen.view().root).to_be_visible()
    return screen
