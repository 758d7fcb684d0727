"""The world all bots are measured in: who presses which button where, the same for each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

TOKEN = "700000001:AABenchBenchBenchBenchBenchBenchBen"
GROUPS = 250
RESIDENTS = 1_000
VOLUNTEERS = 1_000
FIRST_RESIDENT = 10_000_000
FIRST_VOLUNTEER = 20_000_000
FIRST_GROUP = -1_000_000_000_001
FIRST_UPDATE = 1_000_000
CARD = "🧹 E-0142 · Cleaning\nTue 24 Nov, 9:00–11:00 · Eastgate\nWash the kitchen window\n🟢 1 helper needed"

Json = dict[str, Any]
Presses = list[tuple[float, Json]]


@dataclass(frozen=True)
class Order:
    """One order, by its number: whose it is, which group it stands in, who claims it."""

    number: int

    @property
    def resident(self) -> int:
        """The resident's chat."""
        return FIRST_RESIDENT + self.number % RESIDENTS

    @property
    def volunteer(self) -> int:
        """The chat of whoever claims it."""
        return FIRST_VOLUNTEER + self.number % VOLUNTEERS

    @property
    def group(self) -> int:
        """The group of its card."""
        return FIRST_GROUP - self.number % GROUPS

    @property
    def card(self) -> int:
        """The message that is its card."""
        return 1_000 + self.number

    def press(self, update_id: int, by: int) -> Json:
        """Somebody presses Claim under its card; the update is as long as Telegram's."""
        button = {"text": "Claim", "callback_data": f"v1|claim|{self.number}|0|", "style": "success"}
        return {
            "update_id": update_id,
            "callback_query": {
                "id": f"9{update_id:018d}", "chat_instance": "-3141592653589793238",
                "data": button["callback_data"],
                "from": {"id": by, "is_bot": False, "first_name": "Boris", "last_name": "Novak",
                         "username": f"boris{by}", "language_code": "en"},
                "message": {
                    "message_id": self.card, "date": int(datetime.now(UTC).timestamp()) - 600, "text": CARD,
                    "from": {"id": 700000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
                    "chat": {"id": self.group, "type": "supergroup", "title": "Green team"},
                    "entities": [{"type": "bold", "offset": 3, "length": 6}],
                    "reply_markup": {"inline_keyboard": [[button]]},
                },
            },
        }  # fmt: skip


class Telegram:
    """Numbers updates as they come, over all runs."""

    def __init__(self) -> None:
        self._next = FIRST_UPDATE

    def claims(self, first: int, count: int) -> Presses:
        """All at once: each order from this one on is claimed by its own volunteer."""
        orders = [Order(first + at) for at in range(count)]
        return self._presses((0.0, order, order.volunteer) for order in orders)

    def crowd(self, first: int, orders: int, each: int, seconds: float = 0.0) -> Presses:
        """So many people press Claim on each of these orders, all of them different, evenly over so many seconds."""
        most = orders * each
        return self._presses(
            (seconds * at / most, Order(first + at % orders), FIRST_VOLUNTEER + at % VOLUNTEERS) for at in range(most)
        )  # fmt: skip

    def _presses(self, who: Iterable[tuple[float, Order, int]]) -> Presses:
        found: Presses = []
        for seconds, order, by in who:
            found.append((seconds, order.press(self._next, by)))
            self._next += 1
        return found
