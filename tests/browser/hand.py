"""A hand on the page: what people see in one view of it, and what they can click there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Screen:
    """One browser window, and all it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def view(self, at: int = 0) -> View:
        """The view at that place, from the left."""
        return View(self.page, self.page.get_by_test_id(f"column-{at}"))

    def part(self, name: str) -> Locator:
        """Anything on the page that has this name for tests."""
        return self.page.get_by_test_id(name)

    async def click(self, *names: str) -> None:
        """Click these one after the other."""
        for name in names:
            await self.part(name).click()

    async def side_by_side(self, *people: int) -> list[View]:
        """A view for each, with their private chats."""
        await self.click("side-by-side", *["add-column"] * (len(people) - 2))
        views = [self.view(at) for at in range(len(people))]
        for view, person in zip(views, people, strict=True):
            await view.be(person)
        return views

    async def photograph(self, path: str) -> None:
        """What the window shows, as a picture."""
        await self.page.screenshot(path=path, animations="disabled")


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
        menu = self.root.get_by_test_id(picker)
        if await menu.count() == 0:
            await self.root.get_by_test_id(wanted).click()
            return
        await menu.click()
        await self.page.get_by_test_id("menu").get_by_test_id(wanted).click()

    def part(self, name: str) -> Locator:
        """Anything in this view that has this name for tests."""
        return self.root.get_by_test_id(name)

    def title(self) -> Locator:
        """The name of the chat that is looked at."""
        return self.root.locator(".head-title")

    def messages(self) -> Locator:
        """Everything said in the conversation, oldest first."""
        return self.root.locator("[data-message]")

    def saying(self, words: str) -> Locator:
        """The newest message with these words."""
        return self.messages().filter(has_text=words).last

    def button(self, label: str) -> Locator:
        """The newest button with that label under a message."""
        return self.root.locator(f'[data-testid="inline-button"][data-label="{label}"]').last

    async def press(self, *labels: str) -> None:
        """Press these buttons, each as soon as it is there."""
        for label in labels:
            await self.button(label).click()

    async def key(self, label: str) -> None:
        """Press a key of the bot's keyboard under the text field."""
        await self.root.locator(f'[data-testid="keyboard-button"][data-label="{label}"]').click()

    async def write(self, text: str) -> None:
        """Type a message and send it."""
        await self.part("composer").fill(text)
        await self.part("send").click()

    async def hears(self, words: str) -> None:
        """Wait until the last message says this."""
        await expect(self.messages().last).to_contain_text(words)

    async def sees_note(self, words: str) -> None:
        """Wait for a passing note with these words."""
        await expect(self.part("toast").filter(has_text=words)).to_be_visible()


@asynccontextmanager
async def open_screen(browser: Browser, address: str, **context: Any) -> AsyncIterator[Screen]:
    """A fresh window on the page, with nothing remembered from before; at the end it may not have complained."""
    made = await browser.new_context(**{"viewport": WIDE, "locale": "en-GB", "color_scheme": "light", **context})
    page = await made.new_page()
    screen = Screen(page)

    def heard(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            screen.complaints.append(said.text)

    page.on("console", heard)
    page.on("pageerror", lambda problem: screen.complaints.append(str(problem)))
    await page.goto(address)
    await expect(screen.view().root).to_be_visible()
    yield screen
    await made.close()
    assert screen.complaints == []
