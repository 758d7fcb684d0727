"""The world all bots are measured in: who presses which button where, the same for each of them."""

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
CARD = "🧹 E-0142 · Cleaning\nTue 24 Nov, 9:00–11:00 · Eastgate\nWash the kitchen window\n🟢 1 helper wanted"

Json = dict[str, Any]


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
        """The chat of whoever presses first."""
        return FIRST_VOLUNTEER + self.number % VOLUNTEERS

    @property
    def group(self) -> int:
        """The group of its card."""
        return FIRST_GROUP - self.number % GROUPS

    @property
    def card(self) -> int:
        """The message that is its card."""
        return 1_000 + self.number

    def press(self, update_id: int, by: int | None = None) -> Json:
        """Somebody presses Claim under its card."""
        who = by or self.volunteer
        button = {"text": "Claim", "callback_data": f"v1|claim|{self.number}|0|", "style": "success"}
        return {
            "update_id": update_id,
            "callback_query": {
                "id": f"9{update_id:018d}", "chat_instance": "-3141592653589793238",
                "data": button["callback_data"],
                "from": {"id": who, "is_bot": False, "first_name": "Boris", "last_name": "Novak",
                         "username": f"boris{who}", "language_code": "en"},
                "message": {
                    "message_id": self.card, "date": int(datetime.now(UTC).timestamp()) - 600, "text": CARD,
                    "from": {"id": 700000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
                    "chat": {"id": self.group, "type": "supergroup", "title": "Green team"},
                    "entities": [{"type": "bold", "offset": 3, "length": 6}],
                    "reply_markup": {"inline_keyboard": [[button]]},
                },
            },
        }  # fmt: skip


def claims(first: int, count: int, first_update: int) -> list[tuple[float, Json]]:
    """So many claims at once, one on each order from this one on."""
    return [(0.0, Order(first + at).press(first_update + at)) for at in range(count)]
