"""/dispatch: what needs a coordinator's decision, oldest first, and the page of an order by its button or its code."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, in_pairs, led, order_led
from handlers.parsing.codes import read_code
from handlers.presses import Press
from rules.life import order_code
from rules.notices import Application, Button, OrderPage, Say, Screen, theirs
from rules.people import Standing, first_name
from rules.refusals import AlreadyDecided, NotACoordinator, UnknownButton, UnknownOrder
from storage import decisions, order_lists, people
from storage.desk import Turn

PER_PAGE = 8
BESIDE = "beside"  # under a message that has to stay as it is
APPLICATION = "application"


async def dispatch(turn: Turn, incoming: Incoming, _house: House, text: str = "") -> None:
    """/dispatch alone, or with an order's code."""
    leading = await _led_by(turn, incoming)
    if not text:
        await _list(turn, incoming, leading, 0)
    elif not await by_code(turn, incoming, text):
        raise UnknownOrder


async def by_code(turn: Turn, incoming: Incoming, text: str) -> bool:
    """The page of the order with that code, for who coordinates its community; whether there is one."""
    number = read_code(text)
    if number is None:
        return False
    leading = [each["id"] for each in await people.led_by(turn.connection, incoming.person)]
    found = await order_lists.numbered(turn.connection, leading, number)
    if len(found) == 1:
        await tell(turn, incoming, OrderPage(found[0]["id"]))
    elif found:
        rows = tuple(((theirs(each["name"]), Press("d_order", each["id"]).data(), ""),) for each in found)
        await tell(turn, incoming, Screen("which", {}, rows))
    return bool(found)


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One page of what waits, by a button."""
    await _list(turn, incoming, await _led_by(turn, incoming), press.page)
    return None


async def look(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The page of one order."""
    await order_led(turn, incoming, press.id)
    await tell(turn, incoming.beside() if press.arg == BESIDE else incoming, OrderPage(press.id))
    return None


async def application(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One application, with its buttons."""
    place = await people.membership_by_id(turn.connection, press.id)
    if place is None:
        raise UnknownButton
    await led(turn, incoming, place.community_id)
    if place.standing is not Standing.APPLIED:
        raise AlreadyDecided
    await turn.say(Say(incoming.person.id, Application(place.person_id, place.community_id)))
    return None


async def _led_by(turn: Turn, incoming: Incoming) -> Sequence[RowMapping]:
    leading = await people.led_by(turn.connection, incoming.person)
    if not leading and not incoming.person.owner:
        raise NotACoordinator
    return leading


async def _list(turn: Turn, incoming: Incoming, leading: Sequence[RowMapping], page: int) -> None:
    where = [each["id"] for each in leading]
    total = await decisions.count(turn.connection, where, turn.now) if where else 0
    if not total:
        await tell(turn, incoming, Screen("decisions_none", {}))
        return
    page = min(page, (total - 1) // PER_PAGE)  # some were decided since, or the button is forged
    rows = await decisions.waiting(turn.connection, where, turn.now, limit=PER_PAGE, offset=page * PER_PAGE)
    several = len(leading) > 1
    data = {"count": total, "lines": [_line(row, several=several) for row in rows]}
    buttons = in_pairs([_button(row, several=several) for row in rows])
    await tell(turn, incoming, Screen("decisions", data, (*buttons, *_turning(page, total))))


def _line(row: RowMapping, *, several: bool) -> dict[str, object]:
    starts_at = row["starts_at"]
    return {
        "kind": row["kind"], "what": _what(row), "since": row["since"].isoformat(), "zone": row["zone"],
        "starts_at": starts_at.isoformat() if starts_at else None, "community": row["community"] if several else "",
    }  # fmt: skip


def _what(row: RowMapping) -> str:
    """The code; of who applies the first name."""
    return first_name(row["name"]) if row["kind"] == APPLICATION else order_code(row["number"])


def _button(row: RowMapping, *, several: bool) -> Button:
    verb = "d_apply" if row["kind"] == APPLICATION else "d_order"
    words = f"{_what(row)} · {row['community']}" if several else _what(row)
    return theirs(words), Press(verb, row["id"]).data(), ""


def _turning(page: int, total: int) -> Rows:
    row: list[Button] = []
    if page:
        row.append(button("earlier_page", "d_list", 0, str(page - 1)))
    if (page + 1) * PER_PAGE < total:
        row.append(button("later_page", "d_list", 0, str(page + 1)))
    return (tuple(row),) if row else ()


COMMANDS = {"dispatch": dispatch}
PRESSES = {"d_list": listed, "d_order": look, "d_apply": application}
