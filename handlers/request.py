"""A resident asks for help: /order, the draft that waits, and the order that comes of it; later its changes."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import RowMapping

from handlers import communities, dialogs, hotline, placing, residents, simple
from handlers.context import House, Incoming, Toast, tell
from handlers.parsing.spans import span
from handlers.placing import MOST_OPEN_ORDERS, Wanted
from handlers.presses import Press
from rules import orders as verbs
from rules.dialog import Draft
from rules.dispatch import same_district
from rules.life import ALIVE, State, order_code
from rules.notices import Button, ChangedSinceReview, Coordinators, Label, Say, Screen, ours
from rules.refusals import RolesTaken, StaleButton, TooManyOrders, UnknownOrder
from storage import callers, dispatch, drafts, first_choice, order_lists, orders, reviews, routing
from storage import communities as kept_communities
from storage import people as kept_people
from storage.desk import Turn
from storage.engine import hold
from storage.people import Person

# What a draft knows, and an order need not.
NOT_ANSWERS = frozenset({"about", "with_roles", "helped_with", "caller", "caller_phone", "simple", "further"})


async def order(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/order and the button "Ask for help": which community, a draft that waits, or the first question."""
    community = await communities.choose(turn, incoming, house, "order")
    if community is not None:
        await _order_in(turn, incoming, house, community["id"])


async def order_pressed(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The same by a button; with an id, in that community."""
    if not press.id:
        await order(turn, incoming.beside(), house)
        return None
    community = await communities.of(turn, incoming, press.id)
    return await _order_in(turn, incoming, house, community["id"])


async def resume(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """On with the draft that waited."""
    kept = await drafts.by_id(turn.connection, press.id)
    if kept is None or kept.draft.person_id != incoming.person.id:
        raise StaleButton
    return await dialogs.go_on(turn, incoming, house, kept)


async def anew(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The draft is given up for a new order."""
    community = await communities.of(turn, incoming, press.id)
    return await _begin(turn, incoming, house, community["id"])


async def change(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Change details: the review of the order as it stands, where each answer can be changed."""
    facts = await orders.facts(turn.connection, press.id, incoming.person.id, turn.now)
    row = await orders.row(turn.connection, press.id)
    if facts is None or row is None:
        raise UnknownOrder
    verbs.change(facts)  # refused now rather than after ten answers
    answers = {
        **row["answers"], "with_roles": await _with_roles(turn, row["community_id"]),
        "about": {"code": order_code(row["number"])}, **simple.flag(incoming.person),
    }  # fmt: skip
    if facts.order.state is State.REVIEW:  # later it has been decided who is asked first
        answers["helped_with"] = await _helped_with(turn, row["community_id"], facts.order.resident_id)
    own = incoming.person.id == facts.order.resident_id
    return await dialogs.begin(
        turn, incoming.beside(), house, "change_order" if own else "change_for",
        community_id=row["community_id"], subject_id=press.id, answers=answers,
    )  # fmt: skip


async def again(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Same as last time: all answers of an earlier order but when, and without its files."""
    row = await orders.row(turn.connection, press.id)
    if row is None or row["resident_id"] != incoming.person.id:
        raise UnknownOrder
    community = await communities.of(turn, incoming, row["community_id"])
    waiting = await drafts.of(turn.connection, incoming.person.id, "order")
    if waiting is not None and press.arg != "yes":
        anew = Press("again", press.id, arg="yes")
        await tell(turn, incoming.beside(), _draft_kept(waiting.draft.id, ours("again"), anew))
        return None
    offered = await _offered(turn, community["id"])
    answers = {name: value for name, value in row["answers"].items() if name not in ("day", "time", "same_helper")}
    text = answers.pop("details", {}).get("text")
    if text:
        answers["details"] = {"text": text, "files": []}  # a photo or a voice note was about that one time
    if answers.get("service") not in offered:
        answers.pop("service", None)  # it has left the list: asked again
    answers |= {
        "with_roles": await _with_roles(turn, community["id"]), "about": {"again": order_code(row["number"])},
        "helped_with": await _helped_with(turn, community["id"], incoming.person.id),
    }  # fmt: skip
    answers = {**simple.known(incoming.person), **answers}
    return await dialogs.begin(
        turn, incoming.beside(), house, "order", community_id=community["id"], answers=answers
    )


async def place_order(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """Send was pressed: the order is out, or with the coordinators, or nothing has happened."""
    return await put_out(turn, incoming, house, draft, await residents.of(turn, draft))


async def put_out(turn: Turn, incoming: Incoming, house: House, draft: Draft, resident: Person) -> Toast | None:
    """The same, for whoever the resident is: the person who pressed, or one for whom they act."""
    if draft.community_id is None:
        raise AssertionError("an order is asked for in a community")
    await hold(turn.connection, "community", draft.community_id)  # its teams stay what they are until it is placed
    community = await communities.of(turn, incoming, draft.community_id)
    if await order_lists.still_to_do(turn.connection, resident.id, MOST_OPEN_ORDERS) >= MOST_OPEN_ORDERS:
        raise TooManyOrders(most=MOST_OPEN_ORDERS)
    offered = await _offered(turn, community["id"])
    if draft.answers["service"] not in offered:
        return await _service_again(turn, incoming, house, draft)
    service = offered[draft.answers["service"]]
    details, files = _details(draft.answers, turn.now, community["zone"], service)
    looked_at = service["review"] or await hotline.worries(turn, resident.id, community, details["details"])
    earlier = await reviews.earlier(
        turn.connection, resident.id, details["service_id"], details["beneficiary_name"], turn.now
    )
    wanted = Wanted(
        community["id"], resident.id, details, files, looked_at, earlier,
        placed_by=incoming.person.id if incoming.person.id != resident.id else None,
        pin=callers.new_pin() if resident.calls else None,
    )  # fmt: skip
    _, number = await placing.put_out(turn, wanted, by=incoming.person.id, edit=incoming.edit)
    await _remember(turn, resident, community["id"], details)
    return Toast("placed", {"code": order_code(number)})


async def change_order(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """The changed answers count, if nobody has arrived meanwhile; whoever holds a place is told."""
    if draft.subject_id is None or draft.community_id is None:
        raise AssertionError("a change is about an order")
    await hold(turn.connection, "community", draft.community_id)
    community = await communities.of(turn, incoming, draft.community_id)
    own = await dispatch.service_of(turn.connection, draft.subject_id)
    may = await dispatch.services_for_change(turn.connection, community["id"], draft.subject_id)
    offered = {own["id"]: own, **{row["id"]: row for row in may}}
    if draft.answers["service"] not in offered:
        return await _service_again(turn, incoming, house, draft)
    service = offered[draft.answers["service"]]
    details, files = _details(draft.answers, turn.now, community["zone"], service)
    other_service = details["service_id"] != own["id"]
    if other_service:
        await _check_roles(turn, draft.subject_id, service)
    else:
        await _keep_roles(turn, draft, details)
    if other_service or not same_district(details["district"], await _district(turn, draft.subject_id)):
        roads = await routing.roads(turn.connection, community["id"])
        details["team_id"] = roads.team_id(details["service_id"], details["district"])
    other_time = await _other_time(turn, draft.subject_id, details)
    await orders.change(turn.connection, draft.subject_id, **details)
    await orders.keep_files(turn.connection, draft.subject_id, files)
    await _remember(turn, await residents.of(turn, draft), community["id"], details)
    change = partial(verbs.change, other_service=other_service, other_time=other_time)
    outcome = await turn.move(draft.subject_id, incoming.person.id, change, edit=incoming.edit)
    if outcome.order.state in ALIVE and (await reviews.of(turn.connection, draft.subject_id)).decision is not None:
        await turn.say(Say(Coordinators(community["id"]), ChangedSinceReview(draft.subject_id)))
    if await dispatch.stands_elsewhere(turn.connection, draft.subject_id):
        await turn.move_card(draft.subject_id)
    return None


async def _order_in(turn: Turn, incoming: Incoming, house: House, community_id: int) -> Toast | None:
    waiting = await drafts.of(turn.connection, incoming.person.id, "order")
    if waiting is None:
        return await _begin(turn, incoming, house, community_id)
    await tell(turn, incoming, _draft_kept(waiting.draft.id, ours("start_anew"), Press("anew", community_id)))
    return None


def _draft_kept(draft_id: int, words: Label, anew: Press) -> Screen:
    """A draft waits: on with it, or something else instead."""
    go_on: Button = (ours("go_on"), Press("resume", draft_id).data(), "success")
    return Screen("draft_kept", {}, ((go_on,), ((words, anew.data(), ""),)))


async def _begin(turn: Turn, incoming: Incoming, house: House, community_id: int) -> Toast | None:
    answers = {
        "with_roles": await _with_roles(turn, community_id), **simple.known(incoming.person),
        "helped_with": await _helped_with(turn, community_id, incoming.person.id),
    }  # fmt: skip
    return await dialogs.begin(turn, incoming, house, "order", community_id=community_id, answers=answers)


async def _offered(turn: Turn, community_id: int) -> dict[int, RowMapping]:
    return {row["id"]: row for row in await dispatch.services_of(turn.connection, community_id)}


async def _with_roles(turn: Turn, community_id: int) -> list[int]:
    """The services in which helpers do different things, so that nobody is asked how many."""
    return [number for number, row in (await _offered(turn, community_id)).items() if row["roles"]]


async def _helped_with(turn: Turn, community_id: int, person_id: int) -> list[int]:
    """The services with which somebody has helped this person who could be asked again."""
    return list(await first_choice.last_helpers(turn.connection, community_id, person_id, turn.now))


async def _keep_roles(turn: Turn, draft: Draft, details: dict[str, Any]) -> None:
    """An order keeps the roles with which it was placed, whatever its service has by now."""
    row = await orders.row(turn.connection, draft.subject_id or 0)
    if row is None:
        raise UnknownOrder
    asked = None if row["roles"] else draft.answers.get("helpers")
    details |= {"roles": row["roles"], "helpers": asked or row["helpers"]}


async def _check_roles(turn: Turn, order_id: int, service: RowMapping) -> None:
    """Another kind of help, with other roles, is no longer what somebody has accepted."""
    facts = await orders.facts(turn.connection, order_id, None, turn.now)
    if facts is None:
        raise UnknownOrder
    if (facts.holding or facts.standing_by) and list(facts.order.roles) != service["roles"]:
        raise RolesTaken


async def _district(turn: Turn, order_id: int) -> str:
    """From where help is asked for, before it is changed."""
    row = await orders.row(turn.connection, order_id)
    if row is None:
        raise UnknownOrder
    return str(row["district"])


async def _other_time(turn: Turn, order_id: int, details: Mapping[str, Any]) -> bool:
    """Whether it is for another time than it was, before it is changed."""
    row = await orders.row(turn.connection, order_id)
    return row is None or any(row[name] != details[name] for name in ("moment", "starts_at", "ends_at"))


async def _service_again(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """The service has left the list since it was chosen: it is asked once more, all other answers stand."""
    answers = {name: value for name, value in draft.answers.items() if name != "service"}
    return await dialogs.begin(
        turn, incoming, house, draft.dialog,
        community_id=draft.community_id, subject_id=draft.subject_id, answers=answers,
    )  # fmt: skip


async def _remember(turn: Turn, resident: Person, community_id: int, details: Mapping[str, Any]) -> None:
    """The address and the phone are offered with the next order."""
    where = {name: details[name] for name in ("door", "district", "latitude", "longitude")}
    if where["door"]:
        await kept_communities.save_address(turn.connection, community_id, resident.id, where, turn.now)
    if details["phone"] and details["phone"] != resident.phone and not resident.calls:  # by it they are found again
        await kept_people.change(turn.connection, resident.id, phone=details["phone"])


def _details(
    answers: Mapping[str, Any], now: datetime, zone: str, service: RowMapping
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An order's columns from the dialog's answers, and its files; refuses a time that has passed meanwhile."""
    when = span(answers["day"], answers.get("time") or "any", now, zone)
    place, details = answers["place"], answers["details"]
    someone = answers["for_whom"] == "someone"
    columns = {
        "service_id": answers["service"],
        "beneficiary_name": answers.get("beneficiary_name") if someone else None,
        "relation": answers.get("relation") if someone else None,
        "beneficiary_phone": answers.get("beneficiary_phone") if someone else None,
        "details": details["text"] if details else "",
        "moment": when.moment, "starts_at": when.starts_at, "ends_at": when.ends_at,
        "door": place["door"] or answers.get("door") or "", "district": answers["district"],
        "latitude": place["latitude"], "longitude": place["longitude"], "phone": answers.get("phone"),
        "roles": service["roles"], "helpers": len(service["roles"]) or answers.get("helpers") or 1,
        "answers": {name: value for name, value in answers.items() if name not in NOT_ANSWERS}
        | {"for_whom": "someone" if someone else "myself"},
    }  # fmt: skip
    return columns, list(details["files"]) if details else []


COMMANDS = {"order": order}
PRESSES = {"order": order_pressed, "resume": resume, "anew": anew, "change": change, "again": again}
ENDINGS = {"order": place_order, "change_order": change_order, "change_for": change_order}
