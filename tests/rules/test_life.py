"""The table of moves says neither more nor less than the verbs do, and an order's state follows from its places."""

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import cache

import pytest

from rules import after_claim, alone, by_pin, coordinating, escalating, opening, orders, review, standby
from rules.behalf import Behalf
from rules.first_choice import Known
from rules.ladder import Act, Step
from rules.life import (
    ALIVE,
    HOLDING,
    MOVES,
    OVER,
    ClaimState,
    Facts,
    Outcome,
    State,
    check_move,
    standing_state,
)
from rules.people import Member
from rules.refusals import Refusal
from rules.review import SoFar
from tests.people import anna, boris, chen, dora, order_of, volunteer
from tests.rules.play import Life, Verb, looked_at, placed

PEOPLE = (boris, chen, volunteer(1))
PIN = "4821"


def approve(facts: Facts) -> Outcome:
    """As the handler calls it."""
    return review.approve(facts, SoFar(), has_group=True)

TRIES: tuple[tuple[Member | None, Verb, tuple[object, ...]], ...] = (
    *((person, verb, ()) for person in PEOPLE for verb in (orders.claim, orders.check_in, orders.hand_back)),
    *((person, verb, (1,)) for person in PEOPLE for verb in (orders.claim, standby.stand_by)),
    *((person, orders.finish, (60,)) for person in PEOPLE),
    *((person, verb, ()) for person in PEOPLE for verb in (standby.stand_by, standby.step_down)),
    (anna, orders.cancel, ()), (anna, orders.change, ()), (anna, orders.confirm, ()), (anna, orders.dispute, ("No",)),
    (dora, orders.settle, (None, "Yes")), (dora, orders.settle, (0, "No")),
    (dora, approve, ()), (dora, review.ask_back, (SoFar(), "Why?")), (dora, review.decline, (SoFar(), "No")),
    (anna, review.answer_back, (SoFar(asked=True), "So")),
    *((dora, coordinating.take_back, (person.person_id, "Why")) for person in PEOPLE),
    *((dora, coordinating.offer, (person,)) for person in PEOPLE),
    *((person, coordinating.accept_offer, (dora.person_id,)) for person in PEOPLE),
    *((person, coordinating.decline_offer, (dora.person_id,)) for person in PEOPLE),
    *((person, by_pin.miss_pin, ()) for person in PEOPLE),
    *((person, by_pin.confirm_by_pin, (PIN,)) for person in PEOPLE),
    *((boris, verb, args) for verb, args in ((after_claim.coming, ()), (alone.check_on, (30,)), (alone.all_right, ()))),
    (dora, coordinating.close, ("Why",)), (dora, coordinating.change_team, (True,)),
)  # fmt: skip

together = pytest.mark.xdist_group("moves")  # the search is done once
UNTIMED = {verb for _, verb, _ in TRIES} - {after_claim.coming, alone.check_on, alone.all_right}
TIMED = {
    after_claim.coming, alone.check_on, alone.all_right, orders.claim, orders.check_in, orders.finish, orders.hand_back,
    standby.stand_by,
}  # fmt: skip


@together
def test_the_table_says_exactly_what_the_verbs_do() -> None:
    starts, ends = defaultdict(set), defaultdict(set)
    for verb, before, after in every_move():
        starts[verb].add(before)
        ends[verb].add(after)
    assert {verb: (move.starts, move.ends) for verb, move in MOVES.items()} == {
        verb: (frozenset(starts[verb]), frozenset(ends[verb])) for verb in starts
    }


def test_every_verb_of_the_table_is_a_function_of_that_name() -> None:
    rooms = (orders, review, standby, coordinating, escalating, opening, by_pin, after_claim, alone)
    assert all(any(callable(getattr(room, verb, None)) for room in rooms) for verb in MOVES)


def test_nothing_starts_from_the_end() -> None:
    assert not [verb for verb, move in MOVES.items() if move.starts & OVER]


def test_a_state_is_alive_over_or_waits_for_a_decision() -> None:
    assert set(State) == ALIVE | OVER | {State.REVIEW, State.FINISHED, State.DISPUTED}
    assert not ALIVE & OVER


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("claim", State.CLOSED, State.CLAIMED),
        ("confirm", State.DISPUTED, State.CLOSED),
        ("finish", State.CLAIMED, State.CLOSED),
        ("teleport", State.OPEN, State.OPEN),
    ],
)
def test_a_verb_outside_the_table_is_a_bug(verb: str, before: State, after: State) -> None:
    with pytest.raises(AssertionError, match=f"not a move: {verb}"):
        check_move(verb, before, after)


def test_a_verb_inside_the_table_passes() -> None:
    check_move("claim", State.OPEN, State.CLAIMED)


@pytest.mark.parametrize(
    ("helpers", "places", "state"),
    [
        (1, [], State.OPEN),
        (1, ["handed_back", "released"], State.OPEN),
        (2, ["taken"], State.OPEN),
        (2, ["taken", "taken"], State.CLAIMED),
        (2, ["taken", "handed_back"], State.OPEN),
        (2, ["arrived"], State.UNDER_WAY),
        (2, ["arrived", "taken"], State.UNDER_WAY),
        (2, ["finished", "taken"], State.UNDER_WAY),
        (2, ["finished", "arrived"], State.UNDER_WAY),
        (2, ["finished", "finished"], State.FINISHED),
        (2, ["finished"], State.FINISHED),
        (2, ["finished", "handed_back"], State.FINISHED),
    ],
)
def test_a_living_orders_state_is_read_off_its_places(helpers: int, places: list[str], state: State) -> None:
    taken = placed(helpers=9)
    for number in range(len(places)):
        taken.move(volunteer(number), orders.claim)
    claims = tuple(replace(claim, state=ClaimState(place)) for claim, place in zip(taken.claims, places, strict=True))
    assert standing_state(order_of(anna, helpers=helpers), claims) is state
    assert [claim.holds for claim in claims] == [ClaimState(place) in HOLDING for place in places]


@cache
def every_move() -> frozenset[tuple[str, State, State]]:
    """All moves that orders for one to three helpers can make, each standing tried once."""
    return frozenset(searched())


def searched() -> Iterator[tuple[str, State, State]]:
    """The search itself; helpers are asked, and have a timer, only in an order with a beginning."""
    waiting = [begun(helpers=helpers) for helpers in (1, 2, 3) for begun in (placed, looked_at)]
    waiting.append(placed(helpers=2))
    waiting[-1].order = replace(waiting[-1].order, roles=("Driver", "Lifter"))
    waiting.append(placed())
    waiting[-1].ladder = (Step.of(Act.DUTY, 5, 5),)
    waiting[-1].order = orders.place(waiting[-1].facts(anna), has_group=True).order
    waiting.append(placed(helpers=2))
    waiting[-1].order = replace(waiting[-1].order, starts_at=waiting[-1].order.ends_at)
    waiting.append(placed())
    first = Known(boris.person_id, boris.name)
    waiting[-1].order = orders.place(waiting[-1].facts(anna), has_group=True, known=first).order
    for life in waiting:
        life.behalf = Behalf(pin=PIN)
    seen = {standing(life) for life in waiting}
    while waiting:
        for life in after_each_try(waiting.pop()):
            yield life.moves[-1]
            if standing(life) not in seen:
                seen.add(standing(life))
                waiting.append(life)


def after_each_try(life: Life) -> Iterator[Life]:
    """The lives that one more verb can make of this one, the clock's included."""
    for helpers in (1, 2, 3):
        for actor, verb, args in TRIES:
            tried = copy(life)
            if verb is orders.change and not life.order.roles:
                tried.order = replace(life.order, helpers=helpers)
            elif helpers > 1:
                continue
            if verb not in (UNTIMED if life.order.starts_at is None else TIMED):
                continue
            try:
                tried.move(actor, verb, *args)
            except Refusal:
                continue
            yield tried
    waited = copy(life)
    if life.order.wake_at is not None and waited.wake() is not None:
        yield waited


def standing(life: Life) -> tuple[object, ...]:
    """What makes one moment of a life different from another, times and names of past helpers apart."""
    there = [kept for kept in life.claims if kept.holds or kept.stands_by]
    places = tuple(sorted((kept.person_id, kept.state, kept.role) for kept in there))
    asked = life.order.starts_at is not None, any(kept.asked.still_at is not None for kept in there)
    timer = [(kept.watch.asked_at is None, kept.watch.called_at is None) for kept in there if kept.watch.due_at]
    order = life.order
    way = order.reminded, order.step, order.reserved_for
    return life.state(), order.helpers, order.roles, *way, places, repr((asked, timer))


@together
def test_the_search_for_moves_reaches_the_ends() -> None:
    """The table's test would say little if its search stopped early."""
    moves = every_move()
    assert {after for _, _, after in moves} == set(State)
    assert ("release", State.UNDER_WAY, State.FINISHED) in moves
