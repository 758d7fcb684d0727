"""The card in the group tells what and about where, never who lives there; the private card tells it to one person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cards, keyboards
from bot.keyboards import buttons_for
from bot.words import Words
from rules.life import ALIVE, OVER, ClaimState, State
from storage.views import ClaimView, FileView, OrderView
from tests.bot import samples
from tests.bot.reading import check, plain

WORDS = Words()
LANGUAGES = pytest.mark.parametrize("language", WORDS.languages)
EVERY = list(samples.orders())

letters = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=8, max_size=30)
phones = st.integers(13_000_000_000, 19_999_999_999).map(lambda number: f"+86{number}")


@LANGUAGES
@given(resident=letters, beneficiary=letters, door=letters, family=letters, phone=phones, other=phones)
def test_no_name_phone_or_door_stands_on_a_card(
    language: str, resident: str, beneficiary: str, door: str, family: str, phone: str, other: str
) -> None:
    secrets = [f"Q{each}Q" for each in (resident, beneficiary, door, family)]
    for name, each in EVERY:
        details = f"Rice. Ring at {secrets[0]}, {phone[3:]}, {secrets[2]}; ask for {secrets[1]}, {other}"
        order = replace(
            each, language=language, resident_name=secrets[0], beneficiary_name=secrets[1], door=secrets[2],
            phone=phone, beneficiary_phone=other, relation=secrets[3], details=details,
            latitude=31.2345, longitude=121.4321,
            claims=tuple(replace(claim, name=f"Boris {secrets[3]}") for claim in each.claims),
        )  # fmt: skip
        page = cards.card(order, WORDS)
        shown = plain(page.text) + "".join(action for row in page.rows for _, action, _ in row)
        for secret in (*secrets, phone[3:], other[3:], "31.23", "121.43"):
            assert secret.casefold() not in shown.casefold(), f"{name}: {secret} in {shown}"


@LANGUAGES
@pytest.mark.parametrize(("name", "order"), EVERY, ids=[name for name, _ in EVERY])
def test_a_card_names_its_code_and_can_be_claimed_while_somebody_is_needed(
    language: str, name: str, order: OrderView
) -> None:
    for shown in (order, samples.full(order)):
        page = cards.card(replace(shown, language=language), WORDS)
        seen = check(page.text)
        assert seen.split("\n")[0].find("E-0142") >= 0, name
        verbs = {str(action).split("|")[1] for row in page.rows for _, action, _ in row}
        needed = order.state in ALIVE and order.wanted > 0
        may_fail = order.state in ALIVE and any(claim.state is ClaimState.TAKEN for claim in order.holding)
        assert verbs == ({"claim"} if needed else {"stand_by"} if may_fail else set())


def card(**changes: object) -> str:
    """The card of an order, as read."""
    return plain(cards.card(samples.order(**changes), WORDS).text)


def test_an_open_card() -> None:
    assert card() == (
        "🍲 E-0142 · Meals\n"
        "Tue 24 Nov, 9:00–11:00 · Eastgate\n"
        "Rice 5 kg and eggs; the lift is out of order. Ring at •••, •••.\n"
        "For an older neighbour · 1 helper needed"
    )


def test_an_open_card_in_chinese() -> None:
    assert card(language="zh_CN", details="大米5公斤、鸡蛋；电梯停运", district="东门") == (
        "🍲 E-0142 · 助餐\n11月24日 周二 9:00–11:00 · 东门\n大米5公斤、鸡蛋；电梯停运\n为一位老人 · 需要 1 人"
    )


@pytest.mark.parametrize(
    ("state", "claims", "ending"),
    [
        (State.CLAIMED, (samples.claim(),), "🟡 Boris is on it"),
        (State.UNDER_WAY, (samples.claim(ClaimState.ARRIVED),), "🔵 Boris has arrived, 9:28"),
        (State.FINISHED, (samples.claim(ClaimState.FINISHED),), "🔵 Boris has finished, 40 min\nNot confirmed yet"),
        (State.DISPUTED, (samples.claim(ClaimState.FINISHED),), "🔵 Boris has finished, 40 min\nNot confirmed yet"),
        (State.CLOSED, (samples.claim(ClaimState.CONFIRMED),), "✅ Done, 40 min. Thank you, Boris"),
        (State.CANCELLED, (), "⚪ Cancelled by the resident"),
        (State.EXPIRED, (), "⚪ Nobody could come in time"),
        (State.OPEN, (samples.claim(ClaimState.HANDED_BACK),), "so a place is free again"),
    ],
)
def test_a_card_tells_how_far_it_has_come(state: State, claims: tuple[ClaimView, ...], ending: str) -> None:
    assert card(state=state, claims=claims).endswith(ending)


def test_a_dispute_is_nobodys_business_in_the_group() -> None:
    claims = (samples.claim(ClaimState.FINISHED),)
    assert card(state=State.DISPUTED, claims=claims) == card(state=State.FINISHED, claims=claims)


def test_a_door_typed_where_the_area_was_asked_for_is_hidden_in_the_group() -> None:
    assert "302" not in card(district="Eastgate, door 302")
    assert "13800138000" not in card(district="东门 13800138000", language="zh_CN")


def test_a_card_counts_its_helpers() -> None:
    assert "3 helpers needed" in card(helpers=3)
    assert "1 of 3 helpers found" in card(helpers=3, claims=(samples.claim(),))


def test_a_card_shows_what_came_with_it() -> None:
    files = (FileView("photo", "p", None), FileView("photo", "q", None), FileView("voice", "v", 35))
    assert "🎤 1 voice note · 📷 2 photos" in card(files=files)


def private(order: OrderView, claim: ClaimView, language: str = "en") -> cards.Page:
    """A helper's card."""
    return cards.claim_card(order, claim, WORDS, language)


def test_the_private_card_has_all_that_the_helper_needs() -> None:
    order = samples.order(
        state=State.CLAIMED, claims=(samples.claim(),), beneficiary_name="Grandma Li", relation="parent",
        beneficiary_phone="+8613900139000",
    )  # fmt: skip
    seen = plain(private(order, order.claims[0]).text)
    for needed in ("E-0142", "Grandma Li", "139 0013 9000", "Anna Schmidt", "138 0013 8000", "building 7, 302", "Rice"):
        assert needed in seen


@LANGUAGES
@pytest.mark.parametrize("state", [ClaimState.HANDED_BACK, ClaimState.RELEASED, ClaimState.CONFIRMED])
def test_a_place_that_is_given_up_shows_nothing_private_and_no_button(language: str, state: ClaimState) -> None:
    for _, order in EVERY:
        page = private(samples.full(order), samples.claim(state), language)
        assert "E-0142" in check(page.text)
        assert page.rows == ()
        for secret in ("138", "139", samples.MARKUP[:8], "door"):
            assert secret not in plain(page.text)


@pytest.mark.parametrize("state", sorted(OVER))
def test_an_order_that_is_over_shows_nothing_private_even_to_who_still_holds_it(state: State) -> None:
    page = private(samples.order(state=state), samples.claim())
    assert "138" not in page.text
    assert "Eastgate Road" not in page.text


def labels(rows: keyboards.Rows) -> list[str]:
    """What the buttons say."""
    return [WORDS.label(label, "en") for row in rows for label, _, _ in row]


def test_a_helper_has_the_buttons_that_the_next_step_needs() -> None:
    taken, arrived = samples.claim(), samples.claim(ClaimState.ARRIVED)
    order = samples.order(state=State.CLAIMED, claims=(taken,))
    assert labels(private(order, taken).rows) == ["I have arrived", "Finished", "Hand back", "Check on me"]
    with_pin = replace(order, latitude=31.2, longitude=121.5)
    assert labels(private(with_pin, taken).rows) == ["I have arrived", "Finished", "Hand back", "Map", "Check on me"]
    there = replace(order, state=State.UNDER_WAY, claims=(arrived,))
    assert labels(private(there, arrived).rows) == ["Finished", "Hand back", "Check on me"]
    finished = samples.claim(ClaimState.FINISHED)
    assert labels(private(replace(there, state=State.FINISHED, claims=(finished,)), finished).rows) == []


def test_a_helper_who_forgot_to_check_in_can_still_finish() -> None:
    order = samples.order(state=State.CLAIMED, claims=(samples.claim(),))
    assert labels(buttons_for(order, order.claims[0], "are_you_done")) == ["Finished", "Hand back"]


def test_a_resident_can_cancel_and_change_until_somebody_has_arrived() -> None:
    order = samples.order(state=State.CLAIMED, claims=(samples.claim(),))
    assert labels(buttons_for(order, None, "placed")) == ["Cancel order", "Change details"]
    assert labels(buttons_for(order, None, "helper_coming")) == ["Cancel order"]
    there = replace(order, state=State.UNDER_WAY, claims=(samples.claim(ClaimState.ARRIVED),))
    assert buttons_for(there, None, "placed") == ()


def test_a_finished_order_can_be_confirmed_once() -> None:
    finished = samples.order(state=State.FINISHED, claims=(samples.claim(ClaimState.FINISHED),))
    assert labels(buttons_for(finished, None, "ask_confirm")) == ["Confirm", "Something is wrong"]
    assert buttons_for(replace(finished, state=State.CLOSED), None, "ask_confirm") == ()


def test_credits_come_with_the_passbook_and_the_reason() -> None:
    closed = samples.order(state=State.CLOSED)
    assert labels(buttons_for(closed, None, "earned", {"credits": 25})) == ["Passbook", "Why 25?"]
    assert buttons_for(closed, None, "earned", {"credits": 0}) == ()


def test_the_claim_button_is_green_and_cancelling_is_red() -> None:
    order = samples.order()
    assert [style for row in buttons_for(order, None, "card") for _, _, style in row] == ["success"]
    assert [style for row in buttons_for(order, None, "placed") for _, _, style in row] == ["danger", ""]


def test_a_pin_opens_in_a_map_of_no_country() -> None:
    assert keyboards.map_address(31.25, -121.5) == (
        "https://www.openstreetmap.org/?mlat=31.25&mlon=-121.5#map=18/31.25/-121.5"
    )
