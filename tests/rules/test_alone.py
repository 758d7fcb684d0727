"""A helper who is alone: asked first, then somebody hears of it, at any hour; any sign of life is an answer."""

from datetime import datetime

import pytest

from rules import alone, deadlines, notices, orders, refusals
from rules.notices import OnDuty
from rules.quiet import Quiet
from tests.people import WENFENG, boris, chen
from tests.rules.play import Life, Verb
from tests.rules.timed import NIGHT, at, taken


def rung(*, called: bool = False, quiet: Quiet | None = NIGHT, start: datetime | None = None) -> Life:
    """Boris is alone with it, and has not answered."""
    life = taken(boris, start=start or at(15), quiet=quiet)
    life.now = life.order.starts_at or life.now
    life.move(boris, orders.check_in)
    life.move(boris, alone.check_on, 60)
    life.wake()
    if called:
        life.wake()
    return life


def test_the_helper_is_asked_first_and_then_somebody_hears_of_it() -> None:
    life = rung()
    assert (life.now, life.told(boris)) == (at(16), [notices.IsAllWell(142, at(16, 10).isoformat())])
    life.wake()
    assert life.now == at(16, 10)
    (said,) = life.says
    assert said.to == OnDuty(WENFENG, without=frozenset({boris.person_id}))
    assert said.notice == notices.HelperOverdue(142, boris.person_id, at(16).isoformat())
    life.wake()
    assert notices.HelperOverdue not in [type(said.notice) for said in life.says], "told once"


def test_somebody_may_be_in_need_at_night() -> None:
    life = rung(called=True, start=at(22, 30))
    assert life.now == at(23, 40)
    assert isinstance(life.says[0].notice, notices.HelperOverdue)


def test_at_night_the_clock_looks_again_when_the_timer_rings_and_not_in_the_morning() -> None:
    life = taken(boris, start=at(20))
    life.now = at(21, 30)
    life.move(boris, orders.check_in)
    life.move(boris, alone.check_on, 120)
    life.now = at(22, 30)
    assert deadlines.due(life.facts(None)) is None
    assert deadlines.next_look(life.facts(None)) == at(23, 30)
    life.move(boris, alone.all_right)
    assert deadlines.next_look(life.facts(None)) == at(7, day=25), "whether they are done can wait"


ANSWERS: list[tuple[Verb, tuple[int, ...]]] = [
    (alone.all_right, ()), (alone.check_on, (30,)), (orders.finish, (60,)), (orders.hand_back, ()),
]  # fmt: skip


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize(("verb", "args"), ANSWERS)
def test_whatever_the_helper_does_is_an_answer_and_who_was_told_hears_of_it(
    verb: Verb, args: tuple[int, ...], called: bool
) -> None:
    life = rung(called=called)
    life.move(boris, verb, *args)
    well = [said.to for said in life.says if said.notice == notices.HelperWell(142, "Boris")]
    assert well == ([OnDuty(WENFENG, without=frozenset({boris.person_id}))] if called else [])
    if verb is alone.check_on:
        life.wake()
        assert isinstance(life.told(boris)[0], notices.IsAllWell)
    else:
        with pytest.raises((refusals.NotChecked, refusals.OrderOver)):
            life.move(None, alone.ask_after)


def test_arriving_ends_no_timer_that_nobody_has_asked_about() -> None:
    life = taken(boris, start=at(15))
    life.now = at(14)
    life.move(boris, alone.check_on, 60)
    life.move(boris, orders.check_in)
    life.wake()
    assert (life.now, type(life.told(boris)[0])) == (at(15), notices.IsAllWell)


def test_a_timer_is_the_helpers_own_and_takes_only_what_is_offered() -> None:
    life = taken(boris, start=at(15))
    with pytest.raises(refusals.UnknownButton):
        life.move(boris, alone.check_on, 7)
    with pytest.raises(refusals.NotYourClaim):
        life.move(chen, alone.check_on, 30)
    with pytest.raises(refusals.NotChecked):
        life.move(boris, alone.all_right)
    life.move(boris, orders.hand_back)
    with pytest.raises(refusals.NotYourClaim):
        life.move(boris, alone.check_on, 30)
