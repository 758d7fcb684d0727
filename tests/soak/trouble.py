"""Everything that Telegram, the network and the machine can do to the bot, one after the other, as chance has it."""

import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.soak.city import City
from tests.soak.load import Load

SHUT_SECONDS = 1.5


@dataclass
class Trouble:
    """Something goes wrong every few seconds, and now and then the bot is killed, while that is wanted."""

    city: City
    load: Load
    chance: random.Random
    pause_seconds: float
    longest_seconds: int  # that Telegram asks for patience
    kills: bool = True
    done: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Until the load is over."""
        bag: list[str] = []
        while not await self.load.waited(self.chance.uniform(0.5, 1.5) * self.pause_seconds):
            bag = bag or self.chance.sample(list(KINDS), len(KINDS))  # each as often as any other
            what = bag.pop()
            if what != "killed" or self.kills:
                await KINDS[what](self)
                self.done[what] += 1
        await self.city.play.clear_faults()

    async def short_429(self) -> None:
        await self._fault(code=429, retry_after=1, times=self.chance.randint(1, 4), chat=self._some_chat())

    async def long_429(self) -> None:
        await self._fault(code=429, retry_after=self.longest_seconds, chat=self._some_chat())

    async def for_all_429(self) -> None:
        await self._fault(code=429, retry_after=2, times=2)

    async def broken(self) -> None:
        await self._fault(code=self.chance.choice([500, 502]), times=self.chance.randint(1, 5))

    async def broken_after(self) -> None:
        await self._fault(code=502, after=True, method=self.chance.choice(["editMessageText", "getUpdates"]))

    async def reset_before(self) -> None:
        await self._fault(drop="before", times=self.chance.randint(1, 5))

    async def reset_after(self) -> None:
        await self._fault(drop="after", times=self.chance.randint(1, 3))

    async def slow(self) -> None:
        await self._fault(delay_ms=self.chance.randint(200, 3000), times=self.chance.randint(1, 10))

    async def twice(self) -> None:
        await self._fault(duplicate=True, times=self.chance.randint(1, 5))

    async def turned_round(self) -> None:
        await self._fault(reorder=True, times=2)

    async def refused(self) -> None:
        """Nobody listens there for a while."""
        await self.city.door.stop()
        await self.load.waited(SHUT_SECONDS)
        await self.city.door.start()

    async def killed(self) -> None:
        """And started again at once."""
        self.city.dying = True
        await self.city.end(signal.SIGKILL)
        await self.city.begin()
        self.city.dying = False

    def _some_chat(self) -> int:
        return self.chance.choice([*self.city.everybody, *self.city.groups])

    async def _fault(self, **fault: object) -> None:
        await self.city.play.faults(**fault)


KINDS: dict[str, Callable[[Trouble], Awaitable[None]]] = {
    "429 short": Trouble.short_429, "429 long": Trouble.long_429, "429 for all": Trouble.for_all_429,
    "500": Trouble.broken, "502 after it took effect": Trouble.broken_after, "reset before": Trouble.reset_before,
    "reset after": Trouble.reset_after, "slow": Trouble.slow, "update twice": Trouble.twice,
    "updates turned round": Trouble.turned_round, "refused": Trouble.refused, "killed": Trouble.killed,
}  # fmt: skip
