"""Every week: how a standing order is made of an order, its page, and how it is skipped and stopped."""

from datetime import date
from typing import Any

from handlers import again, communities, dialogs
from handlers.context import House, Incoming, Toast, tell
from handlers.parsing.clock import CLOSES, OPENS, WINDOWS
from handlers.parsing.spans import VISIT_LASTS
from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Button, Label, Screen, ours
from rules.refusals import EveryWeekIsOver, NoDayLeft, ServiceGone, StaleButton, TooMany, UnknownOrder
from rules.standing_orders import MOST_STANDING, Rhythm, begun, skipped
from storage import orders, setup, standing_orders
from storage.desk import Turn
from storage.standing_orders import Standing


async def begin(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Every week: on the weekday and at the time of this order, unless something else is said."""
    row = await orders.row(turn.connection, press.id)
    if row is None or row["resident_id"] != incoming.person.id:
        raise UnknownOrder
    if row["answers"].get("day") in (None, "now"):
        raise StaleButton  # whoever wanted it at once has named no time
    community = await communities.of(turn, incoming, row["community_id"])
    await _check(turn, incoming, row["service_id"])
    answers = {
        "days": [date.fromisoformat(row["answers"]["day"]).isoweekday()],
        "about": {
            "service": await _service(turn, row["service_id"]), "time": ours("time", time=_time(row["answers"])),
        },
    }  # fmt: skip
    return await dialogs.begin(
        turn, incoming.beside(), house, "every_week", community_id=community["id"], subject_id=press.id, answers=answers
    )


async def made(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Send was pressed: from now on it is ordered by itself."""
    row = await orders.row(turn.connection, draft.subject_id or 0)
    if row is None or row["resident_id"] != incoming.person.id:
        raise UnknownOrder
    community = await communities.of(turn, incoming, row["community_id"])
    await _check(turn, incoming, row["service_id"])
    moment, minute, lasts = _hours(_time(row["answers"]))
    until = date.fromisoformat(str(draft.answers["until"]))
    days = draft.answers["days"]
    weekdays = frozenset(int(day) for day in days) if isinstance(days, list) else frozenset[int]()
    rhythm = Rhythm(weekdays, minute, lasts, community["zone"], until)
    step = begun(rhythm, date.fromisoformat(row["answers"]["day"]), turn.now)
    if step.over:
        raise NoDayLeft
    answers = {name: value for name, value in row["answers"].items() if name != "day"} | {"time": _time(row["answers"])}
    standing_id = await standing_orders.add(
        turn.connection, rhythm, step, turn.now, community_id=community["id"], person_id=incoming.person.id,
        service_id=row["service_id"], order_id=row["id"], answers=answers, moment=moment,
    )  # fmt: skip
    await turn.note("every_week", community_id=community["id"], order_id=row["id"], person_id=incoming.person.id)
    await _show(turn, incoming, standing_id, "every_week_made")
    return None


async def page(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One of them, with what can be done about it."""
    await _own(turn, incoming, press.id)
    await _show(turn, incoming, press.id, "every_week_page")
    return None


async def skip(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The next one is not needed; an old button would skip the one after it."""
    standing = await _own(turn, incoming, press.id)
    if standing.version != press.version or standing.next_day is None:
        raise StaleButton
    step = skipped(standing.rhythm, standing.next_day)
    await standing_orders.move_on(turn.connection, standing, step)
    await turn.note(
        "skip_week", community_id=standing.community_id, order_id=standing.order_id, person_id=incoming.person.id,
        reason=standing.next_day.isoformat(),
    )  # fmt: skip
    if step.over:
        data = {"service": await _service(turn, standing.service_id)}
        await tell(turn, incoming, Screen("every_week_ended", data, _way_on()))
    else:
        await _show(turn, incoming, press.id, "every_week_page")
    return None


async def stop(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """No more of them; what is ordered already stays, and can be cancelled."""
    standing = await _own(turn, incoming, press.id)
    await standing_orders.stop(turn.connection, standing)
    await turn.note(
        "stop_weeks", community_id=standing.community_id, order_id=standing.order_id, person_id=incoming.person.id
    )
    data = {"service": await _service(turn, standing.service_id)}
    await tell(turn, incoming.beside(), Screen("every_week_ended", data, _way_on()))
    return None


async def _own(turn: Turn, incoming: Incoming, standing_id: int) -> Standing:
    standing = await standing_orders.held(turn.connection, standing_id)
    if standing is None or standing.person_id != incoming.person.id:
        raise UnknownOrder
    if not standing.active:
        raise EveryWeekIsOver
    return standing


async def _check(turn: Turn, incoming: Incoming, service_id: int) -> None:
    """Its help is still on the list, and there are not too many of them."""
    if (await setup.any_service(turn.connection, service_id))["removed"]:
        raise ServiceGone
    if len(await standing_orders.of_person(turn.connection, incoming.person.id)) >= MOST_STANDING:
        raise TooMany(most=MOST_STANDING)


async def _show(turn: Turn, incoming: Incoming, standing_id: int, screen: str) -> None:
    standing = await standing_orders.held(turn.connection, standing_id)
    if standing is None or standing.next_day is None:
        raise EveryWeekIsOver
    rhythm = standing.rhythm
    data = {
        "service": await _service(turn, standing.service_id), "rhythm": again.rhythm_of(standing),
        "next": standing.next_day.isoformat(), "until": rhythm.until.isoformat(),
        "places_at": max(rhythm.places_at(standing.next_day), turn.now).isoformat(), "zone": rhythm.zone,
    }  # fmt: skip
    rows: tuple[tuple[Button, ...], ...] = (
        ((ours("skip_next"), Press("weekly_skip", standing_id, standing.version).data(), ""),),
        ((ours("stop_all"), Press("weekly_stop", standing_id).data(), "danger"),),
        ((ours("earlier_orders"), Press("again_list").data(), ""),),
    )
    await tell(turn, incoming, Screen(screen, data, rows))


async def _service(turn: Turn, service_id: int) -> Label:
    row = await setup.any_service(turn.connection, service_id)
    return ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"])


def _way_on() -> tuple[tuple[Button, ...], ...]:
    return (((ours("my_orders"), Press("mine").data(), ""),),)


def _time(answers: dict[str, Any]) -> str:
    return str(answers.get("time") or "any")


def _hours(value: str) -> tuple[str, int, int]:
    """From the answer about the time: the moment, its first minute of the day, and how long it lasts."""
    begins, until, ends = value.partition("-")
    if value == "any" or value in WINDOWS:
        begins, ends = WINDOWS.get(value, (OPENS, CLOSES))
        return "day" if value == "any" else "window", _minute(begins), _minute(ends) - _minute(begins)
    if until:
        return "window", _minute(begins), _minute(ends) - _minute(begins)
    return "at", _minute(begins), int(VISIT_LASTS.total_seconds()) // 60


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


PRESSES = {"weekly": begin, "weekly_page": page, "weekly_skip": skip, "weekly_stop": stop}
ENDINGS = {"every_week": made}
