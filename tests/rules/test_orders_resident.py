"""The resident's part: change and cancel until somebody arrives, confirm, say that something is wrong."""

from dataclasses import replace

import pytest

from rules import notices, orders, refusals, wakes
from rules.credits import PRESETS
from rules.ledger import Ledger
from rules.life import ClaimState, State
from rules.notices import Coordinators, Show, View
from rules.people import Member
from tests.people import TUESDAY, WENFENG, anna, boris, chen, dora, hours, stranger
from tests.rules.play import Life, Verb, claimed, finished, placed


def test_a_change_is_told_to_everybody_who_is_coming() -> None:
    life = claimed(boris, chen)
    life.move(anna, orders.change)
    assert life.told(boris) == life.told(chen) == [notices.ChangedForHelper(142)]
    assert life.told(anna) == [notices.OrderChanged(142)]
    assert life.shows == (
        Show(142, View.CARD), Show(142, View.CLAIM, boris.person_id), Show(142, View.CLAIM, chen.person_id),
    )  # fmt: skip


def test_a_new_time_moves_the_clock() -> None:
    life = placed()
    changed(life, ends_at=TUESDAY + hours(72))
    assert life.order.wake_at == TUESDAY + hours(72) + wakes.EXPIRES_AFTER


def test_one_more_helper_opens_a_claimed_order() -> None:
    life = claimed(boris)
    changed(life, helpers=2)
    assert life.state() is State.OPEN
    life.move(chen, orders.claim)
    assert life.state() is State.CLAIMED


def test_fewer_helpers_are_enough_once_they_are_found() -> None:
    life = claimed(boris, chen, helpers=3)
    changed(life, helpers=2)
    assert life.state() is State.CLAIMED


def test_nobody_who_is_coming_is_counted_out() -> None:
    life = claimed(boris, chen)
    with pytest.raises(refusals.FewerThanClaimed) as no:
        changed(life, helpers=1)
    assert no.value.held == 2


def test_a_cancelled_order_releases_its_helpers_and_tells_them_why() -> None:
    life = claimed(boris, helpers=2)
    life.move(anna, orders.cancel, "My son came")
    assert life.state() is State.CANCELLED
    assert life.order.closed_at == life.now
    assert life.order.wake_at is None
    assert life.place_of(boris) is ClaimState.RELEASED
    assert life.told(boris) == [notices.CancelledForHelper(142, "My son came")]
    assert life.told(anna) == [notices.OrderCancelled(142)]
    assert Show(142, View.CLAIM, boris.person_id) in life.shows  # the address goes


@pytest.mark.parametrize("verb", [orders.change, orders.cancel])
def test_once_somebody_has_arrived_the_order_stands(verb: Verb) -> None:
    life = claimed(boris, chen)
    life.move(chen, orders.check_in)
    with pytest.raises(refusals.SomebodyArrived) as no:
        life.move(anna, verb)
    assert no.value.by == "Chen"


@pytest.mark.parametrize("verb", [orders.change, orders.cancel])
def test_an_order_that_is_over_is_neither_changed_nor_cancelled(verb: Verb) -> None:
    life = placed()
    life.move(anna, orders.cancel)
    with pytest.raises(refusals.OrderOver) as no:
        life.move(anna, verb)
    assert no.value.state == State.CANCELLED


@pytest.mark.parametrize("person", [boris, dora, stranger])
@pytest.mark.parametrize(
    ("verb", "args"), [(orders.change, ()), (orders.cancel, ()), (orders.confirm, ()), (orders.dispute, ("No",))]
)
def test_only_the_resident_speaks_for_the_order(person: Member, verb: Verb, args: tuple[str, ...]) -> None:
    life = finished(boris)
    with pytest.raises(refusals.NotYourOrder):
        life.move(person, verb, *args)


def test_a_confirmed_order_is_closed_and_credited() -> None:
    """140 minutes under jishui.

    hours     community -140   boris 140
    credits   community  -25   boris  25
    """
    life = finished(boris)
    life.move(anna, orders.confirm)
    assert life.state() is State.CLOSED
    assert life.order.closed_at == life.now
    assert life.place_of(boris) is ClaimState.CONFIRMED
    assert life.accounts(Ledger.HOURS) == {None: -140, boris.person_id: 140}
    assert life.accounts(Ledger.CREDITS) == {None: -25, boris.person_id: 25}
    assert life.told(boris) == [notices.Earned(142, 140, 25, balance=25)]
    assert Show(142, View.CLAIM, boris.person_id) in life.shows  # the address goes


def test_each_helper_earns_for_their_own_minutes() -> None:
    """Boris half an hour, Chen an hour, under jishui.

    credits   community -15   boris 5   chen 10
    """
    life = finished(boris, chen, minutes=(30, 60))
    life.move(anna, orders.confirm)
    assert life.accounts(Ledger.CREDITS) == {None: -15, boris.person_id: 5, chen.person_id: 10}
    assert life.told(chen) == [notices.Earned(142, 60, 10, balance=10)]


def test_who_handed_back_earns_nothing() -> None:
    life = claimed(boris, chen)
    life.move(boris, orders.finish, 60)
    life.move(chen, orders.hand_back)
    life.move(anna, orders.confirm)
    assert life.accounts(Ledger.CREDITS) == {None: -10, boris.person_id: 10}
    assert life.told(chen) == []
    assert life.place_of(chen) is ClaimState.HANDED_BACK


def test_who_handed_back_and_came_after_all_earns_once() -> None:
    life = claimed(boris)
    life.move(boris, orders.hand_back)
    life.move(boris, orders.claim)
    life.move(boris, orders.finish, 60)
    life.move(anna, orders.confirm)
    assert life.accounts(Ledger.CREDITS) == {None: -10, boris.person_id: 10}
    assert {made.claim_id for made in life.transfers} == {2}


def test_an_order_is_confirmed_once() -> None:
    life = finished(boris)
    life.move(anna, orders.confirm)
    with pytest.raises(refusals.OrderOver) as no:
        life.move(anna, orders.confirm)
    assert no.value.state == State.CLOSED
    assert life.accounts(Ledger.CREDITS)[boris.person_id] == 25


@pytest.mark.parametrize(("verb", "args"), [(orders.confirm, ()), (orders.dispute, ("No",))])
def test_nothing_is_judged_before_it_is_finished(verb: Verb, args: tuple[str, ...]) -> None:
    life = claimed(boris)
    life.move(boris, orders.check_in)
    with pytest.raises(refusals.NotFinishedYet):
        life.move(anna, verb, *args)


def test_minutes_that_earn_no_credit_still_count_as_hours() -> None:
    """59 minutes under guangzhou, which counts whole hours only.

    hours     community -59   boris 59
    credits   none
    """
    life = finished(boris, minutes=(59,), rules=PRESETS["guangzhou"])
    life.move(anna, orders.confirm)
    assert life.accounts(Ledger.HOURS) == {None: -59, boris.person_id: 59}
    assert life.accounts(Ledger.CREDITS) == {}
    assert life.told(boris) == [notices.Earned(142, 59, 0, balance=0)]


def test_a_dispute_freezes_the_credits_and_calls_the_coordinators() -> None:
    life = finished(boris, chen)
    life.move(anna, orders.dispute, "The eggs are broken")
    assert life.state() is State.DISPUTED
    assert life.order.wake_at is None  # the clock no longer confirms
    assert not life.transfers
    assert life.coordinators_told() == [notices.DisputeOpened(142, "The eggs are broken")]
    assert life.told(boris) == life.told(chen) == [notices.DisputedForHelper(142)]
    assert life.told(anna) == [notices.DisputeReceived(142)]
    with pytest.raises(refusals.OrderOver) as no:
        life.move(anna, orders.confirm)
    assert no.value.state == State.DISPUTED


def changed(life: Life, **details: object) -> None:
    """Anna's change, as the desk makes it: storage writes the details, then the rule sees them."""
    before = life.order
    life.order = replace(life.order, **details)  # type: ignore[arg-type]  # the fields' types are the caller's
    try:
        life.move(anna, orders.change)
    except refusals.Refusal:
        life.order = before
        raise


def test_the_orders_own_community_hears_of_it() -> None:
    life = finished(boris)
    life.move(anna, orders.dispute, "Nobody came")
    others = Coordinators(WENFENG, without=frozenset({boris.person_id}))
    assert {said.to for said in life.says} == {anna.person_id, boris.person_id, others}
