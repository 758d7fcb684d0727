"""From a row of the outbox to the message: for the right reader, in their language, from the state as it is now."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.compose import Gone, Letter, compose
from bot.words import Words
from rules import notices
from rules import orders as verbs
from rules.dialog import Draft
from rules.notices import AboutOrder, Ask, Notice, Screen, ours
from storage import drafts, orders, people
from storage.desk import Turn
from storage.engine import open_engine, writing
from storage.migrate import migrate
from storage.schema import claims, services, teams
from storage.schema import people as people_table
from tests.bot.reading import check
from tests.databases import Place
from tests.people import MONDAY, TUESDAY
from tests.storage import village
from tests.storage.village import GROUP, TOPIC, Village

WORDS = Words()


@dataclass(frozen=True)
class Row:
    """A row of the outbox, as far as it matters."""

    lane: int
    kind: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    thread_id: int | None = None
    order_id: int | None = None
    claim_id: int | None = None
    position: int = 0


@dataclass(frozen=True)
class House:
    """The village in a database, and what it says."""

    connection: AsyncConnection
    village: Village

    @property
    def turn(self) -> Turn:
        """A turn on Monday."""
        return Turn(self.connection, MONDAY, None)

    async def letter(self, row: Row) -> Letter | Gone:
        """What a row says now."""
        return await compose(self.connection, row, WORDS, bot_username="paidan_bot", now=MONDAY)

    async def told(self, person: people.Person, notice: Notice) -> Letter | Gone:
        """A notice to one person."""
        order_id = notice.order_id if isinstance(notice, AboutOrder) else None
        row = Row(person.telegram_id, "say", notice.key(), notice.fields(), person.id, order_id=order_id)
        return await self.letter(row)

    async def claimed(self) -> int:
        """Boris takes the order; his claim."""
        outcome = await self.turn.move(self.village.order, self.village.boris.id, verbs.claim)
        assert outcome.claims
        return int((await self.connection.execute(select(claims.c.id))).scalar_one())

    async def private_card(self, claim_id: int, key: str = "claim", position: int = 0) -> Letter | Gone:
        """Boris's card, or a file under it."""
        boris = self.village.boris
        row = Row(boris.telegram_id, "show", key, person_id=boris.id, position=position)
        return await self.letter(replace(row, order_id=self.village.order, claim_id=claim_id))


@pytest.fixture
async def house(place: Place) -> AsyncIterator[House]:
    """A village in a fresh database, whose team and service are presets."""
    if not place.is_shared:
        migrate(place.url)
    engine = open_engine(place.url)
    async with writing(engine) as connection:
        there = await village.found(connection)
        await connection.execute(update(teams).values(preset="pink", emoji="🩷"))
        await connection.execute(update(services).values(emoji="🦽"))
        files = [{"kind": "photo", "file_id": "photo-1"}]
        await orders.keep_files(connection, there.order, files)
        yield House(connection, there)
    await engine.dispose()


def sent(letter: Letter | Gone) -> Letter:
    """The letter, which is one."""
    assert isinstance(letter, Letter)
    return letter


def buttons(letter: Letter | Gone) -> list[str]:
    """What its buttons say."""
    keyboard = sent(letter).keyboard
    assert isinstance(keyboard, InlineKeyboardMarkup)
    return [button.text for row in keyboard.inline_keyboard for button in row]


async def test_the_card_goes_to_the_group_in_the_communitys_language(house: House) -> None:
    row = Row(GROUP, "show", "card", thread_id=TOPIC, order_id=house.village.order)
    card = sent(await house.letter(row))
    assert "E-0001 · Getting about" in check(card.text)
    assert "302" not in card.text
    assert buttons(card) == ["Claim"]


async def test_the_claimant_reads_the_address_until_the_place_is_handed_back(house: House) -> None:
    number = await house.claimed()
    assert "Building 7, door 302" in sent(await house.private_card(number)).text
    await house.turn.move(house.village.order, house.village.boris.id, verbs.hand_back)
    redacted = sent(await house.private_card(number))
    assert "E-0001 is handed back" in check(redacted.text)
    assert "302" not in redacted.text
    assert redacted.keyboard is None


async def test_who_once_held_a_place_does_not_get_the_address_back_by_asking_for_the_order(house: House) -> None:
    await house.claimed()
    asked = notices.OrderStatus(house.village.order)
    assert isinstance(await house.told(house.village.boris, asked), Gone), "the private card shows it, and no copy"
    await house.turn.move(house.village.order, house.village.boris.id, verbs.hand_back)
    assert "302" not in sent(await house.told(house.village.boris, asked)).text
    assert isinstance(await house.told(house.village.dora, asked), Gone)
    assert "door 302" in sent(await house.told(house.village.anna, asked)).text


async def test_files_go_to_the_claimant_and_are_taken_back_with_the_address(house: House) -> None:
    number = await house.claimed()
    shown = sent(await house.private_card(number, "file"))
    assert shown.file is not None
    assert (shown.file.file_id, shown.delete) == ("photo-1", False)
    assert sent(await house.private_card(number, "file", position=1)).delete, "there is no second file"
    await house.turn.move(house.village.order, house.village.boris.id, verbs.hand_back)
    assert sent(await house.private_card(number, "file")).delete


async def test_the_same_message_has_the_same_digest_and_another_one_another(house: House) -> None:
    number = await house.claimed()
    first, again = sent(await house.private_card(number)), sent(await house.private_card(number))
    assert first.digest == again.digest
    await house.turn.move(house.village.order, house.village.boris.id, verbs.check_in)
    assert sent(await house.private_card(number)).digest != first.digest


async def test_a_person_is_told_in_the_language_they_chose(house: House) -> None:
    anna = house.village.anna
    notice = notices.HelperComing(house.village.order, "Boris")
    assert "Boris will come" in check(sent(await house.told(anna, notice)).text)
    await people.change(house.connection, anna.id, language="zh_CN")
    told = await house.told(anna, notice)
    assert "Boris 会来帮忙" in check(sent(told).text)
    assert buttons(told) == ["取消求助"]


async def test_the_whole_loop_is_told_to_both(house: House) -> None:
    there = house.village
    await house.claimed()
    await house.turn.move(there.order, there.boris.id, verbs.check_in)
    await house.turn.move(there.order, there.boris.id, partial(verbs.finish, minutes=140))
    asked = await house.told(there.anna, notices.AskConfirm(there.order))
    assert "Boris has finished E-0001 after 2 h 20 min" in check(sent(asked).text)
    assert "I will confirm it for you on Thu 26 Nov" in check(sent(asked).text)
    assert buttons(asked) == ["Confirm", "Something is wrong"]
    await house.turn.move(there.order, there.anna.id, verbs.confirm)
    earned = await house.told(there.boris, notices.Earned(there.order, 140, 25, 120))
    assert "+25, now 120. E-0001 is confirmed: 2 h 20 min." in check(sent(earned).text)
    assert buttons(earned) == ["Passbook", "Why 25?"]


async def test_only_the_resident_is_offered_to_ask_again_when_an_order_has_lapsed(house: House) -> None:
    lapsed = notices.OrderLapsed(house.village.order)
    assert buttons(await house.told(house.village.anna, lapsed)) == ["Ask for help"]
    told = sent(await house.told(house.village.dora, lapsed))
    assert "Please ask Anna Petrova" in check(told.text)
    assert told.keyboard is None


async def test_an_application_shows_who_it_is_until_it_is_decided(house: House) -> None:
    there = house.village
    place = await people.membership(house.connection, there.community, there.boris.id)
    assert place is not None
    values = {"standing": "applied", "services": [there.service], "teams": [there.team]}
    await people.change_membership(house.connection, place.id, **values)
    notice = notices.Application(there.boris.id, there.community)
    asked = await house.told(there.dora, notice)
    seen = check(sent(asked).text)
    assert "Boris Novak wants to volunteer in Wenfeng" in seen
    assert "Helps with: 🦽 Getting about" in seen
    assert "🩷 Pink team" in seen
    assert buttons(asked) == ["Approve", "Decline"]
    await people.change_membership(house.connection, place.id, standing="approved")
    assert sent(await house.told(there.dora, notice)).keyboard is None


async def draft(house: House, **answers: Any) -> Draft:
    """Anna's order, not yet sent."""
    fresh = Draft(0, house.village.anna.id, house.village.community, "order", answers=answers)
    return (await drafts.start(house.connection, fresh, MONDAY)).draft


async def test_a_question_comes_with_its_refusal_above_and_its_buttons_below(house: House) -> None:
    begun = await draft(house)
    ask = Ask(
        begun.id, begun.version, "order", "for_whom", "choice", choices=(ours("myself"), ours("someone")),
        refusal="not_a_choice",
    )  # fmt: skip
    asked = await house.told(house.village.anna, ask)
    assert check(sent(asked).text) == (
        "I could not match that. Please press one of the buttons.\n\nWho needs help?"
    )
    assert buttons(asked) == ["Myself", "Someone else", "Cancel"]


async def test_a_question_for_a_phone_opens_the_reply_keyboard_with_the_contact_button(house: House) -> None:
    begun = await draft(house)
    ask = Ask(begun.id, begun.version, "order", "phone", "phone", optional=True, can_go_back=True)
    keyboard = sent(await house.told(house.village.anna, ask)).keyboard
    assert isinstance(keyboard, ReplyKeyboardMarkup)
    rows = [[button.text for button in row] for row in keyboard.keyboard]
    assert rows == [["Share my number"], ["Skip"], ["Back", "Cancel"]]
    assert keyboard.keyboard[0][0].request_contact


async def test_a_question_about_somebody_elses_phone_does_not_ask_for_ones_own(house: House) -> None:
    begun = await draft(house)
    ask = Ask(begun.id, begun.version, "order", "beneficiary_phone", "phone", optional=True)
    keyboard = sent(await house.told(house.village.anna, ask)).keyboard
    assert isinstance(keyboard, ReplyKeyboardMarkup)
    assert not any(button.request_contact for row in keyboard.keyboard for button in row)


async def test_a_question_that_has_been_answered_meanwhile_is_not_sent(house: House) -> None:
    begun = await draft(house)
    stale = Ask(begun.id, begun.version - 1, "order", "for_whom", "choice")
    assert isinstance(await house.told(house.village.anna, stale), Gone)
    await drafts.drop(house.connection, begun.id)
    assert isinstance(await house.told(house.village.anna, Ask(begun.id, begun.version, "order", "day", "day")), Gone)


async def test_a_short_word_takes_the_reply_keyboard_away(house: House) -> None:
    noted = sent(await house.told(house.village.anna, notices.Noted(ours("all_right"))))
    assert isinstance(noted.keyboard, ReplyKeyboardRemove)
    cancelled = Screen("dialog_cancelled", {"dialog": "order", "remove_keyboard": True})
    left = sent(await house.told(house.village.anna, cancelled))
    assert isinstance(left.keyboard, ReplyKeyboardRemove)


async def test_a_refusal_tells_the_time_on_the_clocks_of_the_community(house: House) -> None:
    await people.enter(house.connection, house.village.community, house.village.anna.id)
    refused = notices.Refused("time_passed", {"earliest": int(TUESDAY.timestamp())})
    assert "after 19:00 on Tue 24 Nov" in check(sent(await house.told(house.village.anna, refused)).text)


async def test_a_refusal_in_a_group_speaks_the_language_of_its_community(house: House) -> None:
    await house.connection.execute(update(people_table).values(language="zh_CN"))
    refused = notices.Refused("link_unknown")
    said = sent(await house.letter(Row(GROUP, "say", "refused", refused.fields(), thread_id=TOPIC)))
    assert check(said.text).startswith("I do not know this link")


async def test_a_lost_group_is_named_by_its_team(house: House) -> None:
    lost = notices.GroupLost(house.village.team, house.village.community)
    assert "🩷 Pink team, women: I can no longer write" in check(sent(await house.told(house.village.dora, lost)).text)


async def test_what_is_not_there_any_more_is_not_sent(house: House) -> None:
    assert isinstance(await house.letter(Row(GROUP, "show", "card", order_id=999)), Gone)
    assert isinstance(await house.private_card(999), Gone)
