"""The clock places what is ordered every week: one order for the coming day, in the commit that turns to the next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping

from handlers import hotline
from handlers.placing import MOST_OPEN_ORDERS, Wanted, put_out
from rules.life import Outcome
from rules.notices import Coordinators, EveryWeekOver, EveryWeekPlaced, EveryWeekStopped, EveryWeekStoppedFor, Say
from rules.standing_orders import Obstacle, Step, due
from storage import communities, dispatch, order_lists, people, standing_orders
from storage.desk import Turn
from storage.engine import hold
from storage.standing_orders import Standing


async def place_due(turn: Turn, standing_id: int) -> bool:
    """What is due about one of them, whoever else has seen it too; whether something was done."""
    standing = await standing_orders.held(turn.connection, standing_id)
    if standing is None or not standing.active or standing.next_day is None:
        return False
    step = due(standing.rhythm, standing.next_day, turn.now)
    if step.place is not None:
        await _place(turn, standing, step)
        return True
    await standing_orders.move_on(turn.connection, standing, step)
    if step.over:  # its last days have gone by while nobody was there
        await turn.say(Say(standing.person_id, EveryWeekOver(standing.order_id)))
    return step.over


async def _place(turn: Turn, standing: Standing, step: Step) -> None:
    await hold(turn.connection, "community", standing.community_id)
    community = await communities.get(turn.connection, standing.community_id)
    services = {row["id"]: row for row in await dispatch.services_of(turn.connection, standing.community_id)}
    obstacle = await _obstacle(turn, standing, services)
    if obstacle is not None:
        await _stop(turn, standing, obstacle)
        return
    wanted = await _wanted(turn, standing, step, community, services[standing.service_id])

    def told(outcome: Outcome) -> Outcome:
        """In place of what is said after one's own order: this one came by itself, and can be stopped."""
        said = Say(standing.person_id, EveryWeekPlaced(outcome.order.id, standing.id, step.over, wanted.earlier))
        says = (said, *(each for each in outcome.says if each.to != standing.person_id))
        return replace(outcome, says=says)

    order_id, _ = await put_out(turn, wanted, by=None, told=told)
    await standing_orders.move_on(turn.connection, standing, step, order_id=order_id)


async def _obstacle(turn: Turn, standing: Standing, services: Mapping[int, RowMapping]) -> Obstacle | None:
    person = await people.get(turn.connection, standing.person_id)
    place = await people.membership(turn.connection, standing.community_id, standing.person_id)
    if not (person.started and person.reachable and (place is not None or person.owner)):
        return Obstacle.PERSON_GONE
    if standing.service_id not in services:
        return Obstacle.SERVICE_GONE
    living = await order_lists.still_to_do(turn.connection, standing.person_id, MOST_OPEN_ORDERS)
    return Obstacle.TOO_MANY if living >= MOST_OPEN_ORDERS else None


async def _stop(turn: Turn, standing: Standing, why: Obstacle) -> None:
    """It stays stopped, and both are told once."""
    await standing_orders.stop(turn.connection, standing, why.value)
    await turn.note("stop_weeks", community_id=standing.community_id, order_id=standing.order_id, reason=why.value)
    await turn.say(Say(standing.person_id, EveryWeekStopped(standing.order_id, why.value)))
    others = Coordinators(standing.community_id, without=frozenset({standing.person_id}))
    await turn.say(Say(others, EveryWeekStoppedFor(standing.order_id, why.value)))


async def _wanted(
    turn: Turn, standing: Standing, step: Step, community: RowMapping, service: RowMapping
) -> Wanted:  # fmt: skip
    """The order for that day, as its resident would have it."""
    if step.place is None:
        raise AssertionError("no day to place an order for")
    answers: dict[str, Any] = {**standing.answers, "day": step.place.isoformat()}
    place, details, someone = answers["place"], answers["details"], answers["for_whom"] == "someone"
    columns = {
        "service_id": standing.service_id,
        "beneficiary_name": answers.get("beneficiary_name") if someone else None,
        "relation": answers.get("relation") if someone else None,
        "beneficiary_phone": answers.get("beneficiary_phone") if someone else None,
        "details": details["text"], "moment": standing.moment, "starts_at": standing.rhythm.starts_at(step.place),
        "ends_at": standing.rhythm.ends_at(step.place), "door": place["door"] or answers.get("door") or "",
        "district": answers["district"], "latitude": place["latitude"], "longitude": place["longitude"],
        "phone": answers.get("phone"), "roles": service["roles"],
        "helpers": len(service["roles"]) or answers.get("helpers") or 1, "answers": answers,
    }  # fmt: skip
    earlier = await standing_orders.at_the_same_time(
        turn.connection, standing.person_id, standing.service_id, columns["beneficiary_name"], columns["starts_at"],
        columns["ends_at"],
    )  # fmt: skip
    looked_at = service["review"] or await hotline.worries(turn, standing.person_id, community, details["text"])
    return Wanted(standing.community_id, standing.person_id, columns, details["files"], looked_at, earlier)
