"""The page itself: several views, narrow and dark, the tour, calls and faults, languages, what is sent besides text."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.hand import NARROW, WIDE, Screen, View, open_screen
from tests.browser.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.asyncio(loop_scope="session")]

GROUP = "Green team · Eastgate"
FAINT = Path(__file__).with_name("readable.js").read_text(encoding="utf-8")
LONG = "https://example.org/" + "averylongpath" * 12 + " " + "没有空格的很长很长的中文句子" * 8


async def goes_out_of(screen: Screen) -> list[str]:
    """What is wider than the window."""
    found: list[str] = await screen.page.evaluate(
        """() => [...document.querySelectorAll("#page *")].filter((element) => element.getClientRects().length
            && !element.closest(".stage.many, svg") && element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.className)"""
    )
    return found


async def test_views_side_by_side_show_several_people_at_once(screen: Screen, town: Town) -> None:
    boris, chen, dora = (town.people[name] for name in ("Boris Novak", "陈梅", "Dora Klein"))
    left, middle, right = await screen.side_by_side(boris, chen, dora)
    for view in (left, middle):
        await view.open(town.groups[GROUP])
    await left.write("Who has a ladder?")
    await expect(middle.saying("Who has a ladder?")).to_contain_text("Boris Novak")
    await expect(right.part("pick-chat").locator(".count")).to_have_text("1")
    await right.open(town.groups[GROUP])
    await expect(right.saying("Who has a ladder?")).to_be_visible()
    await expect(right.part("pick-chat").locator(".count")).to_have_count(0)

    await screen.page.reload()
    await expect(right.saying("Who has a ladder?")).to_be_visible()
    await middle.part("close-column").click()
    await expect(screen.part("column-2")).to_have_count(0)
    await expect(screen.view(1).part("pick-person")).to_contain_text("Dora Klein")
    await screen.click("side-by-side")
    await expect(screen.part("column-1")).to_have_count(0)


async def test_faces_tell_who_has_something_new(screen: Screen, town: Town) -> None:
    anna, boris, dora = (town.people[name] for name in ("Anna Lind", "Boris Novak", "Dora Klein"))
    view = screen.view()
    await view.hears("Wenfeng")
    await expect(view.root.locator(".face .count")).to_have_count(0)  # nothing is new when the demo opens
    await view.be(boris)
    await view.open(town.groups[GROUP])
    await view.write("Who has a ladder?")
    await expect(screen.part(f"waiting-{dora}")).to_have_text("1")
    await expect(screen.part(f"waiting-{anna}")).to_have_count(0)
    await view.be(dora)
    await expect(view.saying("Who has a ladder?")).to_be_visible()
    await expect(screen.part(f"waiting-{dora}")).to_have_count(0)


async def test_the_tour_leads_to_each_person_and_chat(screen: Screen, town: Town) -> None:
    seen = []
    steps = await screen.part("tour").locator("li").count()
    for step in range(steps):
        await screen.click("tour-take")
        name = (await screen.part("tour-card").locator(".step-where").inner_text()).partition(" as ")[2]
        await expect(screen.part(f"person-{town.people[name]}")).to_have_attribute("aria-checked", "true")
        group = step == 2
        await expect(screen.view().title()).to_have_text(GROUP if group else "Paidan")
        seen.append(name)
        await screen.click("tour-next")
    assert seen == [
        "Anna Lind",
        "陈梅",
        "Boris Novak",
        "陈梅",
        "Boris Novak",
        "Anna Lind",
        "Boris Novak",
        "王桂兰",
        "Dora Klein",
    ]
    await expect(screen.part("tour-done")).to_be_visible()
    await screen.click("tour-again")
    await expect(screen.part("tour-card")).to_contain_text("Ask for help")


async def test_a_fault_is_set_seen_and_overcome(screen: Screen) -> None:
    view = screen.view()
    await screen.click("toggle-faults", "fault-example-tooMany")
    await screen.part("fault-retry_after").fill("1")
    await screen.click("fault-add")
    await expect(screen.part("fault-status")).to_contain_text("sendMessage · 429")
    await screen.click("toggle-calls")
    await view.part("message-text").get_by_test_id("command").filter(has_text="/help").click()
    refused = screen.part("calls").locator(".call.refused")
    await expect(refused).to_contain_text("Too Many Requests: retry after 1")
    await view.hears("/language")
    await refused.locator(".call-line").click()
    await expect(refused.get_by_test_id("call-params")).to_contain_text("chat_id")
    await screen.part("calls-refusedOnly").check()
    await expect(screen.part("calls").locator(".call:not(.refused)")).to_have_count(0)
    await screen.click("toggle-faults", "fault-clear")
    await expect(screen.part("fault-status")).to_contain_text("cleared")


async def test_the_page_speaks_chinese_and_remembers_it(screen: Screen, town: Town) -> None:
    await screen.click("language")
    await expect(screen.page).to_have_title("派单沙盒")
    await expect(screen.part("tour-card")).to_contain_text("王桂兰")
    boris = town.people["Boris Novak"]
    await screen.view().be(boris)
    await screen.view().open(town.groups[GROUP])
    await screen.view().hears(f"Dora Klein 创建了“{GROUP}”")
    await screen.page.reload()
    await expect(screen.part("toggle-faults")).to_contain_text("故障演练")
    await expect(screen.part("tour-card")).to_contain_text("我要求助")
    await screen.click("language")
    await expect(screen.page).to_have_title("Paidan sandbox")


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_word_can_be_read(screen: Screen, town: Town, colours: str) -> None:
    dark = colours == "dark"
    if dark:
        await screen.click("theme")
    await expect(screen.page.locator("html")).to_have_css("color-scheme", "dark" if dark else "light dark")
    anna, boris, _ = await screen.side_by_side(*(town.people[name] for name in ("Anna Lind", "Boris Novak", "王桂兰")))
    await boris.open(town.groups[GROUP])
    await boris.write("Who has a ladder? /open")
    await anna.press("My orders")
    await anna.press("Ask for help")
    await anna.hears("Who needs help")
    await screen.page.mouse.move(0, 0)
    for panel in ("toggle-calls", "toggle-faults", "toggle-tour"):
        await screen.click(panel)
        await screen.page.mouse.move(0, 0)
        assert await screen.page.evaluate(FAINT) == []


async def test_voices_photos_places_and_numbers(screen: Screen, town: Town) -> None:
    view = screen.view()
    await view.press("Ask for help", "Myself", "🧹 Cleaning")
    await view.hears("What exactly")
    await attaches(screen, view, "attach-voice", "sample-voice")
    await expect(view.part("voice")).to_contain_text("0:02")
    await attaches(screen, view, "attach-photo", "dialog-submit")
    await view.hears("2 files")
    await view.part("photo").click()
    assert await screen.part("photo-viewer").locator("img").evaluate("(image) => image.naturalWidth > 0")
    await screen.click("photo-close")
    await view.press("Done", "Tomorrow", "Morning")
    await view.key("Send my location")
    await screen.click("dialog-submit")
    await expect(view.part("location")).to_contain_text("30.27410")
    await view.hears("Which door")
    await view.write("Building 7, door 302")
    await view.hears("Which part")
    await view.write("Eastgate")
    await view.key("Share my number")
    await screen.click("dialog-submit")
    await expect(view.part("contact")).to_contain_text("138 0000 1001".replace(" ", ""))
    await view.press("1", "Send")
    await view.hears("E-0001")

    boris = town.people["Boris Novak"]
    await view.be(boris)
    await view.open(town.groups[GROUP])
    await view.press("Claim")
    await view.hears("Boris is on it")
    await view.open(boris)
    await expect(view.part("voice")).to_be_attached()
    await expect(view.part("photo")).to_be_attached()
    await view.saying("You have E-0001").get_by_test_id("code").click()
    await view.sees_note("138 0000 1001")


async def attaches(screen: Screen, view: View, *names: str) -> None:
    """Send something besides text."""
    await view.part("attach").click()
    await screen.click(*names)


async def test_a_narrow_screen_shows_one_thing_at_a_time(browser: Browser, town: Town) -> None:
    async with open_screen(browser, town.address, viewport=NARROW, has_touch=True, is_mobile=True) as screen:
        view = screen.view()
        await expect(view.part("composer")).to_be_hidden()
        await screen.click("toggle-tour")
        await expect(screen.part("tour-card")).to_be_in_viewport(ratio=1)
        await screen.click("tour-take")
        await expect(screen.part("panel")).to_be_hidden()
        await expect(view.button("Ask for help")).to_be_in_viewport(ratio=1)
        await view.write(LONG)
        await expect(view.saying("averylongpath").first).to_be_visible()
        await view.press("Ask for help", "Myself", "🧹 Cleaning")
        await view.hears("What exactly")
        await view.write(LONG)
        await view.press("Tomorrow", "Morning")
        await expect(view.part("keyboard")).to_be_in_viewport(ratio=1)
        assert await goes_out_of(screen) == []
        await view.part("back").click()
        await expect(view.part("composer")).to_be_hidden()
        await expect(screen.part(f"person-{town.people['王桂兰']}")).to_be_in_viewport(ratio=1)
        assert await goes_out_of(screen) == []
        await screen.page.set_viewport_size(WIDE)
        await expect(view.part("composer")).to_be_in_viewport(ratio=1)
