"""One order from the first word to the credits, clicked on the page by three people who sit side by side."""

import pytest
from playwright.async_api import expect

from tests.browser.hand import Screen, View
from tests.browser.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.asyncio(loop_scope="session")]

WISH = '<b>Two</b> windows & *the* door <img src=x onerror="document.title=1">'
ADDRESS = "Eastgate Road 5, building 7, door 302"
PHONE = "138 0000 1001"
GROUP = "Green team · Eastgate"


async def test_an_order_from_the_first_word_to_the_credits(screen: Screen, town: Town) -> None:
    anna, boris, chen = await screen.side_by_side(*(town.people[name] for name in ("Anna Lind", "Boris Novak", "陈梅")))
    await boris.open(town.groups[GROUP])

    await orders(screen, anna)
    await chen.press("等人接的订单")
    await expect(chen.button("我来 E-0001")).to_be_visible()
    await claims(boris)
    await is_too_late(chen)
    await boris.open(town.people["Boris Novak"])
    await comes_and_finishes(boris, anna)
    await confirms(anna)
    await finds_the_credits(boris)
    await shown_as_typed(screen, anna, boris, chen)


async def orders(screen: Screen, anna: View) -> None:
    """Buttons, typed answers and the shared number."""
    await anna.press("Ask for help", "Myself", "🧹 Cleaning")
    await anna.hears("What exactly")
    await anna.write(WISH)
    await anna.press("Tomorrow")
    await anna.hears("At what time")
    await anna.write("9 to 11")
    await anna.hears("Where should")
    await anna.write(ADDRESS)
    await anna.hears("Which part")
    await anna.write("Eastgate")
    await anna.key("Share my number")
    await screen.click("dialog-submit")
    await anna.press("1")
    await expect(anna.button("Send")).to_be_visible()
    for answer in ("🧹 Cleaning", WISH, "9:00–11:00", ADDRESS, PHONE):
        await anna.hears(answer)
    await anna.press("Send")
    await anna.hears("E-0001")


async def claims(boris: View) -> None:
    """The card tells what the group may know, and changes in its place."""
    card = boris.saying("E-0001")
    await expect(card).to_contain_text(WISH)
    await expect(card.locator("img")).to_have_count(0)
    for secret in ("Anna", "302", PHONE):
        await expect(card).not_to_contain_text(secret)
    await boris.press("Claim")
    await boris.sees_note("E-0001 is yours")
    await boris.hears("Boris is on it")
    await expect(boris.button("Claim")).to_have_count(0)
    await expect(boris.messages().filter(has_text="E-0001")).to_have_count(1)


async def is_too_late(chen: View) -> None:
    """The second one reads who was faster, in Chinese."""
    await chen.press("我来 E-0001")
    await chen.sees_note("Boris")


async def comes_and_finishes(boris: View, anna: View) -> None:
    """The helper has name, phone and door in private, and says how long it took."""
    for fact in ("Anna Lind", PHONE, ADDRESS, WISH):
        await expect(boris.saying("You have E-0001")).to_contain_text(fact)
    await boris.press("I have arrived")
    await anna.hears("Boris has arrived")
    await boris.press("Finished")
    await expect(boris.button("Send")).to_be_visible()
    await boris.write("2 h 20")
    await boris.hears("2 h 20 min")
    await boris.press("Send")


async def confirms(anna: View) -> None:
    """Stars and a word of thanks, typed as a joker would."""
    await anna.hears("2 h 20 min")
    await anna.press("Confirm", "⭐⭐⭐⭐⭐")
    await anna.hears("word of thanks")
    await anna.write("<i>He even fixed the bell</i>")
    await anna.hears("E-0001 is closed")


async def finds_the_credits(boris: View) -> None:
    """The news, the thanks, the passbook and the reason; the address is gone."""
    await boris.hears("<i>He even fixed the bell</i>")
    await expect(boris.saying("+25")).to_contain_text("now 25")
    await expect(boris.saying("Address and phone have been removed")).to_be_attached()
    await expect(boris.saying("302")).to_have_count(0)
    await boris.press("Passbook")
    await boris.hears("+25")
    await boris.press("Why 25?")
    await boris.hears("2 h 30 min")


async def shown_as_typed(screen: Screen, *views: View) -> None:
    """What looked like markup has made no element anywhere, and has run nothing."""
    await expect(screen.page).to_have_title("Paidan sandbox")
    for view in views:
        texts = view.part("message-text")
        await expect(texts.locator("img")).to_have_count(0)
        await expect(texts.locator("b, i").filter(has_text="Two")).to_have_count(0)
        await expect(texts.locator("i").filter(has_text="bell")).to_have_count(0)
