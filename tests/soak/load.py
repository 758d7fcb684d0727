"""What people do all day: mostly what they mean to, sometimes nonsense, always as it comes into their heads."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from tests.play import CannotPlay, Seen
from tests.soak.city import City

ANSWERS = {  # by a word of the question
    "exactly should be done": ("Wash the kitchen window", "Bring rice 5 kg", "Walk the dog, please 🐕"),
    "On which day": ("tomorrow", "today"),
    "At what time": ("9 to 11", "23:30"),
    "When": ("tomorrow 9 to 11",),
    "Where should": ("Eastgate Road 5, door 302",),
    "Which part": ("Eastgate", "Westgate"),
    "which number": ("138 0013 8000",),
    "How many": ("1", "2", "3"),
    "their name": ("Grandma Li",),
    "phone number": ("139 1234 5678",),
    "How long": ("45 min", "1 h 30 min"),
}
NONSENSE = (
    "", "/", "/cancel", "hello?", "<b>bold</b> & <i>", "🧹" * 300, "x" * 4096, "/start com_nowhere", "/claim 1", "-1",
    "32:99", "\u202eright to left", "/mine", "/open", "/passbook", "/help", "/start", "9 to 11", "tomorrow", "0" * 40,
)  # fmt: skip
LIKELY = {  # how much rather than anything else
    "Confirm": 12, "Send": 10, "I have arrived": 8, "Finished": 8, "Claim": 5, "Ask for help": 2, "45 min": 6,
    "Myself": 5, "1": 4, "2": 4, "Done": 3, "Skip": 2, "Start anew": 3, "Something is wrong": 2, "Decide": 8,
}  # fmt: skip
UNLIKELY = {"Cancel": 0.3, "Back": 0.3, "Cancel order": 0.6, "Hand back": 0.8, "Set up": 0.0, "Write to me": 0.0}
# The neighbourhood stays as it is, and so do languages: what was said before is not said again in another one.
OFF_LIMITS = {"Set up", "Write to me", "English", "中文", "Simple mode"}


@dataclass
class Load:
    """Everybody acts by themselves, with a pause between two things."""

    city: City
    chance: random.Random
    pause_seconds: float
    done: Counter[str] = field(default_factory=Counter)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until it is over."""
        async with asyncio.TaskGroup() as folk:
            for person in self.city.everybody:
                folk.create_task(self._live(person))

    async def _live(self, person: int) -> None:
        while not await self.waited(self.chance.uniform(0.5, 1.5) * self.pause_seconds):
            with suppress(CannotPlay):  # the button went while they reached for it
                await self._act(person)

    async def waited(self, seconds: float) -> bool:
        """Whether it is over, by then at the latest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.over.wait()
        return self.over.is_set()

    async def _act(self, person: int) -> None:
        if person in self.city.volunteers and self.chance.random() < 0.5:
            await self._claims(person)
        elif self.chance.random() < 0.06:
            await self._says(person, self.chance.choice(NONSENSE), "nonsense")
        else:
            await self._goes_on(person)

    async def _claims(self, person: int) -> None:
        """Two reach for the same card now and then; some have not looked for a while."""
        group = self.chance.choice(self.city.groups)
        cards = [seen for seen in (await self.city.play.chat(group))[-30:] if "Claim" in seen.labels]
        if cards:
            card = cards[-1] if self.chance.random() < 0.5 else self.chance.choice(cards)
            await self._press(person, "Claim", card, group)

    async def _goes_on(self, person: int) -> None:
        chat = [seen for seen in await self.city.play.chat(person) if seen.by_bot][-6:]
        if not chat:
            await self._says(person, "/order", "order")
            return
        question = next((words for words in ANSWERS if words in chat[-1].text), None)
        if question is not None and self.chance.random() < 0.8:
            await self._says(person, self.chance.choice(ANSWERS[question]), "answer")
            return
        found = [(label, seen) for seen in chat for label in seen.labels if label not in OFF_LIMITS]
        keys = await self._keys(person)
        if keys and self.chance.random() < 0.5:
            await self.city.play.press(person, self.chance.choice(keys), wait=0)
            self.done["key"] += 1
        elif found and self.chance.random() < 0.97:
            weights = [LIKELY.get(label, UNLIKELY.get(label, 1.0)) for label, _ in found]
            label, seen = self.chance.choices(found, weights)[0]
            await self._press(person, label, seen, None)
        elif person in self.city.residents:
            await self._says(person, "/order", "order")

    async def _keys(self, person: int) -> Sequence[str]:
        shown = await self.city.play.get(f"chats/{person}", as_=person)
        return [key["label"] for row in shown["keyboard"] or [] for key in row]

    async def _press(self, person: int, label: str, seen: Seen, chat: int | None) -> None:
        times = 2 if self.chance.random() < 0.05 else 1  # an impatient finger
        for _ in range(times):
            await self.city.play.press(person, label, chat, seen.id, stale=True, wait=0)
            self.done["press"] += 1

    async def _says(self, person: int, text: str, what: str) -> None:
        if text:
            await self.city.play.say(person, text)
            self.done[what] += 1
