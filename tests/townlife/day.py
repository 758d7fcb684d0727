"""How the day is lived: every ten minutes some look into their group, press, come, finish, and answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from handlers.placing import Wanted, put_out
from sandbox.messages import Message
from storage.desk import Turn
from tests.play import CannotPlay
from tests.townlife.habits import AWAKE, Ask, Volunteer
from tests.townlife.town import MORNING, ZONE, Town

STEP = timedelta(minutes=10)
IN_SIGHT = 8  # messages that are seen without scrolling
WORK = timedelta(minutes=60)
CODE = re.compile(r"E-\d{4,}")


@dataclass
class Day:
    """A town on its way through the day; `told` is how far each chat has been read by its owner."""

    town: Town
    asks: list[Ask]
    dice: Random
    placed: dict[str, Ask] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    busy: dict[str, tuple[Volunteer, datetime]] = field(default_factory=dict)

    async def live(self, hours: int) -> None:
        """So many hours from seven on."""
        for _ in range(int(timedelta(hours=hours) / STEP)):
            await self._place_what_is_asked()
            if AWAKE[0] <= self._hour() < AWAKE[1]:
                await self._volunteers_look()
                await self._coordinators_look()
                await self._asked_answer()
            await self._helpers_work()
            await self.town.house.later(seconds=STEP.total_seconds())

    @property
    def _now(self) -> datetime:
        return self.town.house.clock.now()

    def _hour(self) -> float:
        local = self._now.astimezone(ZoneInfo(ZONE))
        return local.hour + local.minute / 60

    async def _place_what_is_asked(self) -> None:
        while self.asks and MORNING + self.asks[0].at <= self._now:
            ask = self.asks.pop(0)
            number = await self.town.house.app.desk.run(partial(self._place, ask=ask))
            self.placed[f"E-{number:04d}"] = ask
        await self.town.house.settled()

    async def _place(self, turn: Turn, ask: Ask) -> int:
        starts = turn.now + ask.ahead
        details: dict[str, Any] = {
            "service_id": self.town.services[ask.service], "beneficiary_name": None, "relation": None,
            "beneficiary_phone": None, "details": "As always, please", "moment": ask.moment, "starts_at": starts,
            "ends_at": starts + ask.lasts, "door": "Building 7", "district": "Eastgate", "latitude": None,
            "longitude": None, "phone": None, "roles": [], "helpers": 1, "answers": {},
        }  # fmt: skip
        resident = self.town.numbers[self.town.residents[ask.resident]]
        return (await put_out(turn, Wanted(self.town.home, resident, details, [], False), by=resident))[1]

    async def _volunteers_look(self) -> None:
        fresh = [self._news(group) for group in self.town.groups]
        looking = []
        for each in self.town.helpers:
            habits = each.habits
            drawn = any(self.dice.random() < habits.notices for _ in range(fresh[each.team]))
            glance = self.dice.random() < STEP / timedelta(hours=habits.glance_hours)
            if (drawn or glance) and each.taken < habits.a_day:
                looking.append(each)
        self.dice.shuffle(looking)
        for each in looking:
            await self._looks(each)

    async def _looks(self, helper: Volunteer) -> None:
        group = self.town.groups[helper.team]
        for card in list(self._cards(group)):
            code = CODE.findall(card.text)[0]
            suits = code in self.placed and self.placed[code].service in helper.services
            if not suits or self.dice.random() >= helper.habits.willing:
                continue
            if await self._press(helper.telegram_id, "Claim", card, group):
                self._takes(helper, code)
                return

    def _cards(self, group: int) -> Iterator[Message]:
        """The cards that are in sight with their button, or to which what is in sight is an answer; newest first."""
        seen: set[int] = set()
        for at, message in enumerate(self._chat(group)):
            if at >= IN_SIGHT:
                return
            card = message.reply_to or message
            if card.id not in seen and _has(card, "Claim"):
                seen.add(card.id)
                yield card

    def _takes(self, helper: Volunteer, code: str) -> None:
        helper.taken += 1
        ask = self.placed[code]
        self.busy[code] = (helper, max(self._now + timedelta(minutes=20), MORNING + ask.at + ask.ahead))

    async def _coordinators_look(self) -> None:
        """Whoever is on duty reads what is new, and asks the three who come first."""
        for person in self.town.coordinators:
            if self.dice.random() < 0.5:
                continue
            for message in reversed(list(self._unread(person))):
                if "has no helper" in message.text and _has(message, "Look at it"):
                    await self._asks_around(person, message)

    async def _asks_around(self, person: int, message: Message) -> None:
        await self._press(person, "Look at it", message)
        for at in range(3):
            page = self._newest(person, "Offer to somebody")
            if page is None or not await self._press(person, "Offer to somebody", page):
                return
            await self.town.house.settled()
            names = self._newest(person, "Find by name")
            if names is None or names.inline is None:
                return
            shown = [row[0]["text"] for row in names.inline if row[0]["text"].startswith("Helper")]
            if len(shown) <= at or not await self._press(person, shown[0], names):
                return
            await self.town.house.settled()

    async def _asked_answer(self) -> None:
        """Who is asked in private, for an order or whether they still come, answers when they see it."""
        for helper in self.town.helpers:
            for message in list(self._unread(helper.telegram_id)):
                if _has(message, "I can") and self.dice.random() < 0.7:
                    yes = helper.taken < helper.habits.a_day and self.dice.random() < helper.habits.accepts
                    if await self._press(helper.telegram_id, "I can" if yes else "Not this time", message) and yes:
                        self._takes(helper, CODE.findall(message.text)[0])
                elif _has(message, "I am coming") and self.dice.random() < 0.9:
                    await self._press(helper.telegram_id, "I am coming", message)

    async def _helpers_work(self) -> None:
        for code, (helper, at) in list(self.busy.items()):
            if at > self._now:
                continue
            card = self._newest(helper.telegram_id, "I have arrived", code)
            done = self._newest(helper.telegram_id, "Finished", code)
            if card is not None and at + WORK > self._now:
                await self._press(helper.telegram_id, "I have arrived", card)
            elif done is not None and at + WORK <= self._now:
                await self._press(helper.telegram_id, "Finished", done)
                await self.town.house.settled()
                review = self._newest(helper.telegram_id, "Send")
                if review is not None:
                    await self._press(helper.telegram_id, "Send", review)
                del self.busy[code]

    async def _press(self, person: int, label: str, message: Message, group: int | None = None) -> bool:
        """Whether something was done, rather than refused."""
        try:
            toast = await self.town.house.play.press(person, label, group, message.id)
        except CannotPlay:
            return False
        return label != "Claim" or bool(toast and "yours" in toast)

    def _chat(self, chat: int) -> Iterator[Message]:
        return (each for each in self.town.house.box.world.chat(chat).newest() if each.by_bot and not each.deleted)

    def _news(self, chat: int) -> int:
        return sum(1 for _ in self._unread(chat))

    def _unread(self, chat: int) -> Iterator[Message]:
        last = self.told.get(chat, 0)
        found = [each for each in self._chat(chat) if each.id > last]
        self.told[chat] = max((each.id for each in found), default=last)
        return iter(found)

    def _newest(self, chat: int, label: str, code: str = "") -> Message | None:
        return next((each for each in self._chat(chat) if code in each.text and _has(each, label)), None)


def _has(message: Message, label: str) -> bool:
    return any(button["text"] == label for row in message.inline or () for button in row)
