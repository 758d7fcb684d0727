"""Takes the pictures of the READMEs anew: python -m tests.browser.take_pictures (no part of the tests)."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright, expect

from tests.browser.hand import Screen, View, open_screen
from tests.browser.town import Town, open_demo
from tests.conftest import FLAGS, chromium

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE: ViewportSize = {"width": 1440, "height": 860}


@dataclass(frozen=True)
class Scene:
    """One picture: in which language, who asks, who helps, and what is pressed and said."""

    picture: str
    language: str
    locale: str
    resident: str
    helper: str
    group: str
    order: tuple[str, ...]
    details: str
    when: tuple[str, str]
    place: str
    district: str
    share: str
    send: str
    claim: str
    arrived: str


SCENES = (
    Scene(
        "sandbox-en.png", "en", "en-GB", "Anna Lind", "Boris Novak", "Green team · Eastgate",
        ("Ask for help", "Myself", "🧹 Cleaning"), "Wash two windows. The lift is out of order.",
        ("Today", "Any time"), "Eastgate Road 5, building 7, door 302", "Eastgate",
        "Share my number", "Send", "Claim", "I have arrived",
    ),
    Scene(
        "sandbox-zh.png", "zh_CN", "zh-CN", "王桂兰", "陈梅", "绿色志愿队 · 东门",
        ("我要求助", "我自己", "🧹 助洁"), "擦两扇窗户，电梯停运。",
        ("今天", "什么时候都行"), "东门路5号7栋302室", "东门",
        "发送我的号码", "发送", "我来", "我到了",
    ),
)  # fmt: skip


async def plays(screen: Screen, town: Town, scene: Scene) -> None:
    """To the middle of an order: claimed, and the helper has arrived."""
    asker, helper = town.people[scene.resident], town.people[scene.helper]
    resident, group, private = await screen.side_by_side(asker, helper, helper)
    await group.open(town.groups[scene.group])
    await resident.press(*scene.order)
    await answers(screen, resident, scene)
    await group.press(scene.claim)
    await private.press(scene.arrived)
    await expect(private.button(scene.arrived)).to_have_count(0)
    await expect(group.saying("🔵")).to_be_visible()
    await expect(resident.part("message-text").last).to_contain_text(scene.helper.split()[0])


async def answers(screen: Screen, resident: View, scene: Scene) -> None:
    """All questions but the first two."""
    await resident.write(scene.details)
    await resident.press(*scene.when)
    await expect(resident.part("keyboard")).to_be_visible()
    await resident.write(scene.place)
    await expect(resident.part("keyboard")).to_be_hidden()
    await resident.write(scene.district)
    await resident.key(scene.share)
    await screen.click("dialog-submit")
    await resident.press("1", scene.send)


async def quiet(page: Page) -> None:
    """Nothing passing is in the picture: no notes, no pointer."""
    await page.mouse.move(0, 0)
    await expect(page.get_by_test_id("toast")).to_have_count(0)


async def main() -> None:
    """Both pictures."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for scene in SCENES:
            async with (
                open_demo(scene.language) as town,
                open_screen(browser, town.address, viewport=SIZE, locale=scene.locale) as screen,
            ):
                await screen.click("panel-close")
                await plays(screen, town, scene)
                await quiet(screen.page)
                await screen.photograph(str(IMAGES / scene.picture))
        await browser.close()


if __name__ == "__main__":
    expect.set_options(timeout=30_000)
    asyncio.run(main())
