"""An order goes out, by hand or every week: its row and its files, the road it takes, and who looks at it first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rules import orders as verbs
from rules import review
from rules.life import Facts, Outcome, State
from storage import first_choice, offers, orders, routing
from storage.desk import Turn

MOST_OPEN_ORDERS = 10


@dataclass(frozen=True)
class Wanted:
    """What is asked for and by whom; `looked_at` by the coordinators first; `earlier` orders may mean the same."""

    community_id: int
    resident_id: int
    details: dict[str, Any]
    files: Sequence[dict[str, Any]]
    looked_at: bool
    earlier: tuple[str, ...] = ()
    placed_by: int | None = None  # who acts for the resident
    pin: str | None = None  # what a resident without Telegram confirms with


async def put_out(
    turn: Turn, wanted: Wanted, *, by: int | None, edit: int | None = None,
    told: Callable[[Outcome], Outcome] = lambda outcome: outcome,
) -> tuple[int, int]:  # fmt: skip
    """Place it, by a person or (None) the clock; its id and its number. `told` may change what is said of it."""
    roads = await routing.roads(turn.connection, wanted.community_id)
    team_id = roads.team_id(wanted.details["service_id"], wanted.details["district"])
    values = {
        **wanted.details, "resident_id": wanted.resident_id, "team_id": team_id, "placed_at": turn.now,
        "state": State.REVIEW.value if wanted.looked_at else State.OPEN.value,
        "placed_by": wanted.placed_by, "pin": wanted.pin,
    }  # fmt: skip
    order_id, number = await orders.add(turn.connection, wanted.community_id, values)
    await orders.keep_files(turn.connection, order_id, wanted.files)
    known = await first_choice.known(turn.connection, order_id, turn.now)

    def place(facts: Facts) -> Outcome:
        if wanted.looked_at:
            return told(review.place(facts, wanted.earlier))
        return told(verbs.place(facts, has_group=team_id is not None, earlier=wanted.earlier, known=known))

    outcome = await turn.move(order_id, by, place, edit=edit)
    await offers.wish(turn.connection, outcome.order, turn.now)
    return order_id, number
