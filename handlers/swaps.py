"""Days of duty that are swapped: a coordinator asks another to take one over, who accepts or declines."""

from datetime import date

from sqlalchemy import RowMapping

from handlers import rota
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button, in_pairs, led
from handlers.presses import Press
from rules.duty import SwapState, check_answer, check_swap
from rules.notices import Say, Screen, SwapAsked, SwapDecided, ours
from rules.people import first_name
from rules.refusals import NotACoordinator, StaleButton, UnknownButton
from storage import communities, duty, memberships, people
from storage.desk import Turn


async def begin(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Which of one's own days?"""
    community = await led(turn, incoming, press.id)
    plan = await duty.rota(turn.connection, community["id"], turn.now)
    days = plan.days_of(incoming.person.id, turn.now)
    shown = [
        (ours("day", date=day.isoformat()), Press("swap_day", press.id, arg=day.isoformat()).data(), "") for day in days
    ]
    rows = (*in_pairs(shown), (button("back", "rota", press.id),))
    await tell(turn, incoming, Screen("swap", {"count": len(days)}, rows))
    return None


async def choose(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Who shall be asked?"""
    community = await led(turn, incoming, press.id)
    day, me = _day(press.arg), incoming.person.id
    check_swap(await duty.rota(turn.connection, community["id"], turn.now), day, me, 0, turn.now)
    leaders = await memberships.leaders(turn.connection, community["id"], rota.MOST_LEADERS)
    others = [
        (ours("person", name=first_name(row["name"])), Press("swap_with", row["id"], arg=press.arg).data(), "")
        for row in leaders if row["person_id"] != me
    ]  # fmt: skip
    rows: Rows = (*in_pairs(others), (button("back", "swap", press.id),))
    await tell(turn, incoming, Screen("swap_whom", {"day": press.arg, "count": len(others)}, rows))
    return None


async def ask(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """They are asked; the day stays one's own until they say yes."""
    community_id = await memberships.community_of(turn.connection, press.id)
    if community_id is None:
        raise NotACoordinator
    community = await led(turn, incoming, community_id)
    place = await people.membership_by_id(turn.connection, press.id)
    if place is None or not place.coordinator:
        raise StaleButton
    day, me = _day(press.arg), incoming.person.id
    check_swap(await duty.rota(turn.connection, community_id, turn.now), day, me, place.person_id, turn.now)
    number = await duty.ask_swap(turn.connection, community_id, day, me, place.person_id, turn.now)
    await turn.say(Say(place.person_id, SwapAsked(number, community_id)))
    name = first_name((await people.get(turn.connection, place.person_id)).name)
    back = ((button("back", "rota", community["id"]),),)
    await tell(turn, incoming, Screen("swap_sent", {"name": name, "day": press.arg}, back))
    return None


async def accept(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The day is theirs now, and who asked hears of it."""
    swap = await _asked(turn, incoming, press)
    plan = await duty.rota(turn.connection, swap["community_id"], turn.now)
    check_answer(plan, SwapState(swap["state"]), swap["day"], swap["person_id"], turn.now)
    await _answer(turn, incoming, swap, SwapState.ACCEPTED)
    await rota.show(turn, incoming, await communities.get(turn.connection, swap["community_id"]))
    return None


async def decline(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The day stays with who asked; no reason is owed."""
    swap = await _asked(turn, incoming, press)
    plan = await duty.rota(turn.connection, swap["community_id"], turn.now)
    check_answer(plan, SwapState(swap["state"]), swap["day"], swap["person_id"], turn.now)
    await _answer(turn, incoming, swap, SwapState.DECLINED)
    await tell(turn, incoming, Screen("swap_declined_noted", {"day": swap["day"].isoformat()}))
    return None


async def _asked(turn: Turn, incoming: Incoming, press: Press) -> RowMapping:
    """The wish, for whom it was meant and who leads there still; to anybody else it is not there."""
    swap = await duty.swap(turn.connection, press.id)
    if swap is None or swap["other_id"] != incoming.person.id:
        raise UnknownButton
    await led(turn, incoming, swap["community_id"])
    swap = await duty.swap(turn.connection, press.id)  # as it is now that nobody else can answer
    if swap is None:
        raise UnknownButton
    return swap


async def _answer(turn: Turn, incoming: Incoming, swap: RowMapping, state: SwapState) -> None:
    await duty.answer_swap(turn.connection, swap["id"], state, turn.now)
    await turn.note(
        "swap", community_id=swap["community_id"], person_id=incoming.person.id, after=state.value,
        reason=f"{swap['day'].isoformat()} {swap['person_id']}",
    )  # fmt: skip
    await turn.say(Say(swap["person_id"], SwapDecided(swap["id"], swap["community_id"])))


def _day(arg: str) -> date:
    try:
        return date.fromisoformat(arg)
    except ValueError:
        raise UnknownButton from None


PRESSES = {"swap": begin, "swap_day": choose, "swap_with": ask, "swap_yes": accept, "swap_no": decline}
