"""What is mine, and what is open: /mine with one's orders and claims, /open for those who joined late."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from handlers import again, communities, simple
from handlers.context import House, Incoming, Toast, tell
from handlers.paging import last_page, turning
from handlers.presses import Press
from rules.life import order_code
from rules.notices import Button, Label, OrderStatus, Screen, ours
from rules.people import check_volunteer
from rules.refusals import UnknownOrder
from storage import dispatch, orders, people, proxies, views
from storage.desk import Turn
from storage.views import OrderView

MOST_MINE = 10
OPEN_PER_PAGE = 8
SUPERGROUP = -1_000_000_000_000  # ids below this belong to groups whose messages can be linked


async def mine(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/mine: the one order or claim there is with its buttons, or a list to choose from."""
    most = simple.MOST_SHOWN if incoming.person.simple else MOST_MINE
    ordered = await orders.of_resident(turn.connection, incoming.person.id, most)
    claimed = await orders.of_helper(turn.connection, incoming.person.id, most)
    for_others = await proxies.orders_of(turn.connection, incoming.person.id, most)
    numbers = list(dict.fromkeys((*ordered, *for_others, *claimed)))
    more = await again.door(turn, incoming)
    if not numbers:
        ask_for_help = ((ours("ask_for_help"), Press("order").data(), ""),)
        await tell(turn, incoming, Screen("mine_empty", {}, (ask_for_help, *await again.last(turn, incoming), *more)))
        return
    found = [view for view in [await views.view(turn.connection, number) for number in numbers] if view]
    if len(found) == 1:
        await _show(turn, incoming, found[0], more=bool(more))
    else:
        lines = {"orders": [_line(view) for view in found if view.id in ordered],
                 "others": [_line(view) | {"name": view.resident_name} for view in found if view.id in for_others],
                 "claims": [_line(view) for view in found if view.id not in (*ordered, *for_others)]}  # fmt: skip
        buttons: tuple[tuple[Button, ...], ...] = tuple(
            ((ours("order_line", code=view.code, service=_service(view)), Press("status", view.id).data(), ""),)
            for view in found
        )
        await tell(turn, incoming, Screen("mine", lines, (*buttons, *more)))


async def mine_pressed(turn: Turn, incoming: Incoming, house: House, _press: Press) -> Toast | None:
    """The list again, by a button."""
    await mine(turn, incoming, house)
    return None


async def status(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One order as it stands, for its resident or whoever holds a place in it."""
    found = await views.view(turn.connection, press.id)
    facts = await orders.facts(turn.connection, press.id, incoming.person.id, turn.now)
    if found is None or facts is None:
        raise UnknownOrder
    if incoming.person.id not in {claim.person_id for claim in found.claims} and not facts.acts_as_resident:
        raise UnknownOrder
    await _show(turn, incoming, found)
    return None


async def open_orders(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/open: what waits for helpers in one's community, with links to the cards."""
    community = await communities.choose(turn, incoming, house, "open")
    if community is not None:
        await _open(turn, incoming, community, 0)


async def open_pressed(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One page of it, by a button."""
    if not press.id:
        await open_orders(turn, incoming.beside(), house)
        return None
    await _open(turn, incoming, await communities.of(turn, incoming, press.id), press.page)
    return None


async def _show(turn: Turn, incoming: Incoming, found: OrderView, *, more: bool = False) -> None:
    claim = found.claim_of(incoming.person.id)
    if claim is not None and claim.holds:
        await turn.bring_down(found.id, claim.id, incoming.person.id)
    else:
        await tell(turn, incoming, OrderStatus(found.id, more))


async def _open(turn: Turn, incoming: Incoming, community: RowMapping, page: int) -> None:
    member = await people.member(turn.connection, community["id"], incoming.person.id)
    if not member.leads:
        check_volunteer(member, join_link=f"join_{community['slug']}")
    waiting = await orders.count_open(turn.connection, community["id"])
    page = last_page(page, waiting, OPEN_PER_PAGE)
    rows = await orders.open_in(turn.connection, community["id"], OPEN_PER_PAGE + 1, page * OPEN_PER_PAGE)
    shown = rows[:OPEN_PER_PAGE]
    if not shown:
        await tell(turn, incoming, Screen("open_empty", {"community": community["name"]}))
        return
    held = await dispatch.roles_held(turn.connection, [row["id"] for row in shown if row["roles"]])
    others = [row for row in shown if row["resident_id"] != incoming.person.id]
    buttons = [button for row in others for button in _claim_buttons(row, held.get(row["id"], ()))]
    turn_page = turning("open", community["id"], page, more=len(rows) > OPEN_PER_PAGE)
    data = {"community": community["name"], "orders": [_open_line(row, community["zone"]) for row in shown]}
    await tell(turn, incoming, Screen("open", data, (*buttons, *turn_page)))


def _claim_buttons(row: RowMapping, held: Sequence[str]) -> list[tuple[Button, ...]]:
    """One button; where helpers do different things, one for each role that is still free."""
    code, number, version = order_code(row["number"]), row["id"], row["version"]
    if not row["roles"]:
        return [((ours("claim_code", code=code), Press("claim", number, version).data(), "success"),)]
    free = list(row["roles"])
    for role in held:
        if role in free:
            free.remove(role)
    return [
        ((
            ours("claim_code_role", code=code, role=role),
            Press("claim", number, version, str(row["roles"].index(role))).data(), "success",
        ),)
        for role in dict.fromkeys(free)
    ]  # fmt: skip


def _open_line(row: RowMapping, zone: str) -> dict[str, Any]:
    return {
        "code": order_code(row["number"]), "moment": _moment(row, zone), "district": row["district"],
        "service": ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"]),
        "vetted": row["vetted_only"], "wanted": row["helpers"] - row["taken"],
        "link": card_link(row["chat_id"], row["message_id"], row["thread_id"]),
    }  # fmt: skip


def card_link(chat_id: int | None, message_id: int | None, thread_id: int | None) -> str | None:
    """The address of a card in a supergroup; small groups have none."""
    if chat_id is None or message_id is None or chat_id > SUPERGROUP:
        return None
    inside = f"{thread_id}/{message_id}" if thread_id else str(message_id)
    return f"https://t.me/c/{-(chat_id - SUPERGROUP)}/{inside}"


def _line(view: OrderView) -> dict[str, Any]:
    moment = {"moment": view.moment, "starts_at": view.starts_at, "ends_at": view.ends_at}
    return {
        "code": view.code, "service": _service(view), "moment": _moment(moment, view.zone), "state": view.state.value,
    }  # fmt: skip


def _service(view: OrderView) -> Label:
    service = view.service
    return ours("named", prefix="service", preset=service.preset, name=service.name, emoji=service.emoji)


def _moment(row: Any, zone: str) -> Label:
    return ours(
        "moment", moment=row["moment"], starts_at=row["starts_at"].isoformat(), ends_at=row["ends_at"].isoformat(),
        zone=zone,
    )  # fmt: skip


COMMANDS = {"mine": mine, "open": open_orders}
PRESSES = {"mine": mine_pressed, "open": open_pressed, "status": status}
