"""Who acts for a resident: whoever took the call, relatives who were let, and the PIN told to the helper at the end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules import by_pin, coordinating, family, notices, orders, refusals, review, standby
from rules.behalf import MOST_MISSES, Behalf, heard
from rules.family import Proxy, ProxyState
from rules.ledger import Evidence
from rules.life import State
from rules.notices import Coordinators, Say
from rules.people import Member
from rules.review import SoFar
from tests.people import WENFENG, anna, approved, boris, chen, dora, stranger
from tests.rules.play import Life, claimed, finished, looked_at, placed

PIN = "4821"
CALLED = Behalf(caller=True, taker=dora.person_id, pin=PIN)
eva = Member(6, WENFENG, "Eva Petrova")
LET = Behalf(proxies=(eva.person_id,))


def said_to(notice: notices.Notice, behalf: Behalf, by: Member = boris) -> list[object]:
    """Who hears what is said to Anna."""
    return [each.to for each in heard(Say(anna.person_id, notice), anna.person_id, WENFENG, behalf, by.person_id)]


def arrived(behalf: Behalf) -> Life:
    """Boris is there."""
    life = claimed(boris)
    life.behalf = behalf
    life.now += timedelta(hours=21)
    life.move(boris, orders.check_in)
    return life


def test_whoever_took_the_call_hears_only_what_matters() -> None:
    told = [said_to(notice, CALLED) for notice in (notices.Placed(1), notices.HelperHandedBack(1, "Boris"))]
    assert told == [[dora.person_id]] * 2
    assert said_to(notices.OrderExpired(1), CALLED) == [dora.person_id]
    assert not [each for each in (notices.HelperComing(1, "Boris"), notices.HelperArrived(1, "Boris"))
                if said_to(each, CALLED)]  # fmt: skip


def test_where_whoever_took_it_leads_no_more_all_coordinators_hear_and_any_of_them_acts() -> None:
    alone = Behalf(caller=True)
    assert said_to(notices.OrderExpired(1), alone) == [Coordinators(WENFENG)]
    assert alone.holds(dora)
    assert not CALLED.holds(replace(dora, person_id=77))


def test_a_relative_hears_everything_and_so_does_the_resident() -> None:
    assert said_to(notices.HelperComing(1, "Boris"), LET) == [anna.person_id, eva.person_id]
    both = replace(CALLED, proxies=(eva.person_id,))
    assert said_to(notices.HelperComing(1, "Boris"), both) == [eva.person_id]
    assert said_to(notices.Placed(1), both) == [dora.person_id, eva.person_id]


def test_who_confirmed_is_not_told_that_they_did() -> None:
    assert said_to(notices.ConfirmedBy(1, "Eva"), LET, eva) == [anna.person_id]
    assert said_to(notices.ConfirmedBy(1, "Anna"), LET, anna) == [eva.person_id]


@pytest.mark.parametrize(("who", "behalf"), [(dora, CALLED), (eva, LET), (anna, LET)])
def test_who_stands_in_may_do_what_the_resident_may(who: Member, behalf: Behalf) -> None:
    for verb, args in ((orders.confirm, ()), (orders.dispute, ("No",))):
        life = finished(boris)
        life.behalf = behalf
        life.move(who, verb, *args)
    for verb in (orders.change, orders.cancel):
        life = placed()
        life.behalf = behalf
        life.move(who, verb)
    life = looked_at()
    life.behalf = behalf
    life.move(dora, review.ask_back, SoFar(), "Why?") if who is not dora else None
    life.move(who, review.answer_back, SoFar(asked=True), "So")


@pytest.mark.parametrize("behalf", [CALLED, LET, Behalf()])
def test_nobody_else_may(behalf: Behalf) -> None:
    life = finished(boris)
    life.behalf = behalf
    for nobody in (stranger, chen, replace(dora, person_id=78)):
        with pytest.raises(refusals.NotYourOrder):
            life.move(nobody, orders.confirm)


def test_the_second_of_two_who_may_is_told_that_it_is_over() -> None:
    life = finished(boris)
    life.behalf = LET
    life.move(eva, orders.confirm)
    with pytest.raises(refusals.OrderOver):
        life.move(anna, orders.confirm)


@pytest.mark.parametrize(("who", "behalf"), [(dora, CALLED), (eva, LET)])
def test_who_stands_in_neither_claims_nor_stands_by_nor_is_asked(who: Member, behalf: Behalf) -> None:
    for life, verb in ((placed(), orders.claim), (claimed(boris), standby.stand_by)):
        life.behalf = behalf
        with pytest.raises(refusals.ActsForResident):
            life.move(approved(who), verb)
    life = placed()
    life.behalf = behalf
    with pytest.raises(refusals.CannotBeOffered):
        life.move(dora, coordinating.offer, approved(who))


def test_a_helper_who_became_a_relatives_proxy_does_not_confirm_their_own_work() -> None:
    life = finished(boris)
    life.behalf = Behalf(proxies=(boris.person_id,))
    with pytest.raises(refusals.OwnFinish):
        life.move(boris, orders.confirm)


def test_a_proxy_who_coordinates_leaves_the_review_to_another() -> None:
    life = looked_at()
    life.behalf = Behalf(proxies=(dora.person_id,))
    with pytest.raises(refusals.OwnReview):
        review.approve(life.facts(dora), SoFar(others=True), has_group=True)


def test_the_right_pin_confirms_and_the_ledger_says_how_it_is_known() -> None:
    life = arrived(CALLED)
    assert by_pin.asks_for_pin(life.facts(boris))
    life.move(boris, orders.finish, 140)
    life.move(boris, by_pin.confirm_by_pin, PIN)
    assert life.state() is State.CLOSED
    assert {made.inputs["evidence"] for made in life.transfers} == {Evidence.PIN}
    assert life.told(anna) == [notices.ConfirmedByPin(life.order.id)]


@pytest.mark.parametrize("reads", ["coordinator", "owner", "proxy"])
def test_a_helper_who_may_read_the_pin_elsewhere_is_not_asked_for_it_and_confirms_nothing_with_it(reads: str) -> None:
    """A coordinator reads the slip, before the claim or after: the minutes would be confirmed by themselves."""
    life = arrived(CALLED)
    helper = replace(boris, coordinator=reads == "coordinator", owner=reads == "owner")
    life.behalf = replace(CALLED, proxies=(boris.person_id,) if reads == "proxy" else ())
    assert not by_pin.asks_for_pin(life.facts(helper))
    assert not by_pin.is_right(life.facts(helper), PIN)
    life.move(helper, orders.finish, 140)
    assert life.told(dora) or notices.AskConfirm(life.order.id) in life.told(anna)
    with pytest.raises(refusals.WrongPin):
        life.move(helper, by_pin.confirm_by_pin, PIN)
    assert life.state() is State.FINISHED
    life.move(dora, orders.confirm)
    assert Evidence.PIN not in {made.inputs["evidence"] for made in life.transfers}


def test_who_acted_for_the_caller_once_has_read_the_pin_and_it_counts_no_more_from_them() -> None:
    once = Behalf(caller=True, pin=PIN, read_it=(boris.person_id,))
    life = arrived(once)
    assert not by_pin.asks_for_pin(life.facts(boris))
    life.move(boris, orders.finish, 60)
    with pytest.raises(refusals.WrongPin):
        life.move(boris, by_pin.confirm_by_pin, PIN)
    assert not life.transfers


@pytest.mark.parametrize("pin", ["1284", "", "482", "48210"])
def test_another_pin_confirms_nothing(pin: str) -> None:
    life = arrived(CALLED)
    life.move(boris, orders.finish, 140)
    with pytest.raises(refusals.WrongPin):
        life.move(boris, by_pin.confirm_by_pin, pin)
    with pytest.raises(refusals.NotYourClaim):
        life.move(chen, by_pin.confirm_by_pin, PIN)


def test_after_five_wrong_ones_the_right_one_comes_too_late() -> None:
    life = arrived(CALLED)
    for _ in range(MOST_MISSES):
        assert by_pin.asks_for_pin(life.facts(boris))
        life.move(boris, by_pin.miss_pin)
    assert not by_pin.asks_for_pin(life.facts(boris))
    life.move(boris, orders.finish, 140)
    with pytest.raises(refusals.WrongPin) as no:
        life.move(boris, by_pin.confirm_by_pin, PIN)
    assert no.value.given == {"left": 0}
    life.move(dora, orders.confirm)


def test_an_order_without_a_pin_asks_for_none_and_takes_none() -> None:
    life = arrived(Behalf())
    assert not by_pin.asks_for_pin(life.facts(boris))
    assert not by_pin.is_right(life.facts(boris), "")


def test_the_pin_stands_in_no_trace() -> None:
    assert PIN not in repr(CALLED)


def acts(relative: int, state: ProxyState = ProxyState.ACTIVE, *, caller: bool = False) -> Proxy:
    return Proxy(eva.person_id, relative, state, caller)


def test_one_acts_for_three_at_most_and_for_nobody_twice() -> None:
    three = tuple(acts(number) for number in (1, 2, 3))
    family.ask(eva.person_id, 4, three[:2])
    with pytest.raises(refusals.TooManyRelatives):
        family.ask(eva.person_id, 4, three)
    with pytest.raises(refusals.ActsAlready):
        family.ask(eva.person_id, 1, three[:1])
    with pytest.raises(refusals.LinkNotYours):
        family.ask(eva.person_id, eva.person_id, ())


def test_the_relative_agrees_and_for_a_caller_a_coordinator() -> None:
    asked, for_caller = acts(anna.person_id, ProxyState.ASKED), acts(9, ProxyState.ASKED, caller=True)
    assert family.answer(asked, anna, (), yes=True) is ProxyState.ACTIVE
    assert family.answer(for_caller, dora, (), yes=False) is ProxyState.DECLINED
    for proxy, actor, no in (
        (asked, dora, refusals.NotAsked), (asked, eva, refusals.NotAsked), (for_caller, eva, refusals.NotACoordinator),
        (for_caller, replace(eva, coordinator=True), refusals.OwnRequest),
        (acts(anna.person_id), anna, refusals.ProxyAnswered),
    ):  # fmt: skip
        with pytest.raises(no):
            family.answer(proxy, actor, (), yes=True)
    with pytest.raises(refusals.TooManyRelatives):  # the third was agreed to meanwhile
        family.answer(asked, anna, tuple(acts(number) for number in (11, 12, 13)), yes=True)


def test_either_of_the_two_ends_it() -> None:
    for actor in (anna, eva):
        family.end(acts(anna.person_id), actor)
    family.end(acts(9, caller=True), dora)
    with pytest.raises(refusals.NotAsked):
        family.end(acts(anna.person_id), dora)
    with pytest.raises(refusals.ProxyAnswered):
        family.end(acts(anna.person_id, ProxyState.ENDED), anna)
