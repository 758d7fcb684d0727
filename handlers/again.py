"""/again: what was ordered before, to order it once more, and what is ordered every week."""

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.paging import last_page, turning
from handlers.presses import Press
from rules.life import order_code
from rules.notices import Button, Label, Screen, ours
from storage import standing_orders
from storage.desk import Turn
from storage.standing_orders import Standing

PER_PAGE = 6
PER_SIMPLE_PAGE = 2

Rows = tuple[tuple[Button, ...], ...]


async def again(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/again: the first page."""
    await _page(turn, incoming, 0)


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One page of it, by a button."""
    await _page(turn, incoming, press.page)
    return None


async def door(turn: Turn, incoming: Incoming) -> Rows:
    """The button to it, for whom there is something behind it."""
    there = await standing_orders.count_ended(turn.connection, incoming.person.id)
    there = there or len(await standing_orders.of_person(turn.connection, incoming.person.id))
    return (((ours("earlier_orders"), Press("again_list").data(), ""),),) if there else ()


async def last(turn: Turn, incoming: Incoming) -> Rows:
    """The latest order once more, by one button."""
    rows = await standing_orders.ended(turn.connection, incoming.person.id, 1)
    return tuple(
        ((ours("again_named", service=_service(row)), Press("again", row["id"]).data(), "success"),) for row in rows
    )


def rhythm_of(standing: Standing) -> Label:
    """On which days and at what time, as a label."""
    days = [ours(f"weekday_{day}") for day in sorted(standing.rhythm.weekdays)]
    return ours("rhythm", days=days, time=standing.answers["time"])


async def _page(turn: Turn, incoming: Incoming, page: int) -> None:
    size = PER_SIMPLE_PAGE if incoming.person.simple else PER_PAGE
    count = await standing_orders.count_ended(turn.connection, incoming.person.id)
    page = last_page(page, count, size)
    ended = await standing_orders.ended(turn.connection, incoming.person.id, size, page * size)
    standing = await standing_orders.of_person(turn.connection, incoming.person.id) if not page else []
    if not (ended or standing):
        ask_for_help: Button = (ours("ask_for_help"), Press("order").data(), "success")
        await tell(turn, incoming, Screen("again_none", {}, ((ask_for_help,),)))
        return
    data = {
        "standing": [
            {"service": _service(row), "rhythm": rhythm_of(each), "next": _day(each)} for each, row in standing
        ],
        "ended": [_line(row) for row in ended],
    }  # fmt: skip
    buttons = (
        *(((ours("every_week_named", service=_service(row)), Press("weekly_page", each.id).data(), ""),)
          for each, row in standing),
        *(((ours("order_line", code=order_code(row["number"]), service=_service(row)),
            Press("status", row["id"]).data(), ""),) for row in ended),
        *turning("again_list", 0, page, more=count > (page + 1) * size),
    )  # fmt: skip
    await tell(turn, incoming, Screen("again", data, buttons))


def _line(row: RowMapping) -> dict[str, object]:
    moment = ours(
        "moment", moment=row["moment"], starts_at=row["starts_at"].isoformat(), ends_at=row["ends_at"].isoformat(),
        zone=row["zone"],
    )  # fmt: skip
    return {"code": order_code(row["number"]), "service": _service(row), "moment": moment, "state": row["state"]}


def _day(standing: Standing) -> Label:
    return ours("day", date=standing.next_day.isoformat() if standing.next_day else "")


def _service(row: RowMapping) -> Label:
    return ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"])


COMMANDS = {"again": again}
PRESSES = {"again_list": listed}
