"""A wish: checked, then on the board; one live claim at most, seven days to get in touch, granted or given back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import refusals, wishes
from rules.notices import Coordinators, Group, Notice, Say
from rules.people import Member, Standing
from rules.wish_life import (
    CONTACT_WITHIN,
    MOST_HELD,
    MOVES,
    OVER,
    PROMISED,
    WAKING,
    Claimant,
    Grant,
    Wish,
    WishFacts,
    WishOutcome,
    WishState,
    check_wish_move,
)
from tests.people import MONDAY, WENFENG, anna, boris, dora

GROUP = Group(-5)
DAY = timedelta(days=1)
Verb = Callable[[WishFacts], WishOutcome]

claim = partial(wishes.claim, kind=Claimant.PERSON)
again = partial(wishes.ask_again, words="The whole lamp")
take_back = partial(wishes.take_back, reason="plans_changed")
withdraw = partial(wishes.withdraw, reason="other_help")
thank = partial(wishes.thank, words="He reads every evening")


@dataclass
class Life:
    """One wish, played in memory as storage plays it."""

    wish: Wish
    now: datetime = MONDAY
    grants: tuple[Grant, ...] = ()
    says: tuple[Say, ...] = ()
    held: int = 0

    def move(self, actor: Member | None, verb: Verb) -> WishOutcome:
        """Let somebody, or the clock (None), do something; a refusal keeps nothing."""
        outcome = verb(self.facts(actor))
        name = str(getattr(getattr(verb, "func", verb), "__name__", verb))
        check_wish_move(name, self.wish.state, outcome.wish.state)
        self.wish, self.says = outcome.wish, outcome.says
        kept = outcome.grant
        if kept is not None and kept.id is None:
            self.grants += (replace(kept, id=len(self.grants) + 1),)
        elif kept is not None:
            self.grants = tuple(kept if each.id == kept.id else each for each in self.grants)
        return outcome

    def facts(self, actor: Member | None) -> WishFacts:
        """What storage would gather: Anna, Boris and Dora are of the community."""
        counts = [each for each in self.grants if each.lives or self.wish.state in (WishState.FULFILLED, *OVER)]
        belongs = actor in (anna, boris, dora)
        return WishFacts(
            self.wish, counts[-1] if counts else None, actor, self.now, belongs=belongs, held=self.held, group=GROUP
        )

    def wait(self, time: timedelta) -> str:
        """Time passes, and the clock looks once; what it did."""
        self.now += time
        verb = wishes.due(self.facts(None))
        if verb is None:
            return ""
        self.move(None, verb)
        return str(verb.__name__)

    def told(self, whom: object) -> list[str]:
        """What was said to somebody by the last move."""
        return [said.notice.key() for said in self.says if said.to == whom]


def collected() -> Life:
    return Life(Wish(7, WENFENG, 12, WishState.COLLECTED, dora.person_id))


def on_board() -> Life:
    life = collected()
    life.move(dora, wishes.verify)
    return life


def claimed() -> Life:
    life = on_board()
    life.move(boris, claim)
    return life


def delivered() -> Life:
    life = claimed()
    life.move(boris, wishes.deliver)
    return life


def test_a_wish_is_on_the_board_once_a_coordinator_has_checked_it_and_who_and_when_is_kept() -> None:
    life = collected()
    with pytest.raises(refusals.NotACoordinator):
        life.move(boris, wishes.verify)
    with pytest.raises(refusals.UnknownWish):
        life.move(boris, claim)
    life.move(dora, wishes.verify)
    assert (life.wish.state, life.wish.verified_by, life.wish.verified_at) == (WishState.BOARD, 4, MONDAY)
    assert life.told(GROUP) == ["wish_on_board"]
    with pytest.raises(refusals.WishMovedOn):
        life.move(dora, wishes.verify)


def test_who_claims_it_alone_has_it() -> None:
    life = claimed()
    assert life.told(Coordinators(WENFENG)) == ["wish_claimed"]
    with pytest.raises(refusals.WishTaken):
        life.move(anna, claim)
    with pytest.raises(refusals.WishYours):
        life.move(boris, claim)
    for verb in (wishes.make_contact, wishes.deliver, wishes.hand_back):
        with pytest.raises(refusals.NotYourWish):
            life.move(anna, verb)


def test_a_stranger_finds_no_wish_and_nobody_holds_too_many() -> None:
    life = on_board()
    with pytest.raises(refusals.UnknownWish):
        life.move(Member(99, WENFENG, "Milan"), claim)
    life.held = MOST_HELD
    with pytest.raises(refusals.TooManyWishes) as no:
        life.move(boris, claim)
    assert no.value.given == {"most": MOST_HELD}


@pytest.mark.parametrize("standing", [Standing.DECLINED, Standing.PAUSED, Standing.APPLIED])
def test_whoever_was_turned_away_or_rests_gets_no_name_and_address(standing: Standing) -> None:
    facts = on_board().facts(boris)
    with pytest.raises(refusals.NoWishNow):
        claim(replace(facts, actor=replace(boris, standing=standing)))
    claim(replace(facts, actor=replace(boris, standing=Standing.NONE)))  # neighbours need not be volunteers


def test_whoever_collected_it_is_told_with_the_coordinators_each_once() -> None:
    facts = on_board().facts(boris)
    apart = claim(replace(facts, collector_leads=False))
    assert [said.to for said in apart.says] == [Coordinators(WENFENG), dora.person_id]
    assert [said.to for said in claim(facts).says] == [Coordinators(WENFENG)]


def test_reminded_on_the_fifth_day_and_released_on_the_seventh_and_not_a_second_before() -> None:
    life = claimed()
    second = timedelta(seconds=1)
    assert life.wait(5 * DAY - second) == ""
    assert life.wait(second) == "remind"
    assert life.told(boris.person_id) == ["wish_reminder"]
    assert life.wait(2 * DAY - second) == ""
    assert life.wait(second) == "release"
    assert life.now == MONDAY + CONTACT_WITHIN
    assert (life.wish.state, life.wish.returned_at, life.wish.wake_at) == (WishState.BOARD, life.now, None)
    assert life.told(boris.person_id) == ["wish_released"]
    assert life.told(GROUP) == ["wish_on_board"]
    with pytest.raises(refusals.NotYourWish):
        life.move(boris, wishes.make_contact)
    life.move(boris, claim)  # who lost it may have it again


def test_who_could_not_be_reminded_in_time_has_a_day_more() -> None:
    life = claimed()
    assert life.wait(9 * DAY) == "remind"
    assert life.wait(DAY - timedelta(seconds=1)) == ""
    assert life.wait(timedelta(seconds=1)) == "release"


def test_in_touch_no_clock_takes_it_away_but_asks_now_and_then() -> None:
    life = claimed()
    life.move(boris, wishes.make_contact)
    assert life.wait(13 * DAY) == ""
    assert life.wait(DAY) == "nudge"
    assert life.told(boris.person_id) == ["wish_nudge"]
    assert life.told(Coordinators(WENFENG)) == ["wish_long_out"]
    assert life.wait(14 * DAY) == "nudge"
    assert life.wish.state is WishState.IN_TOUCH


def test_handed_back_with_no_reason_it_is_on_the_board_again() -> None:
    life = claimed()
    life.move(boris, wishes.make_contact)
    life.move(boris, wishes.hand_back)
    assert life.told(boris.person_id) == ["wish_handed_back"]
    assert life.wish.returned_at == MONDAY
    life.move(anna, claim)
    assert [each.lives for each in life.grants] == [False, True]


def test_delivered_it_waits_for_a_coordinator_who_may_ask_for_another_photo() -> None:
    life = delivered()
    assert life.told(Coordinators(WENFENG)) == ["wish_delivered"]
    for verb in (wishes.deliver, wishes.hand_back):
        with pytest.raises(refusals.WishMovedOn):
            life.move(boris, verb)
    with pytest.raises(refusals.WishMovedOn):
        life.move(dora, withdraw)
    with pytest.raises(refusals.NotACoordinator):
        life.move(boris, wishes.confirm)
    assert life.wait(3 * DAY) == "nudge"
    assert life.told(Coordinators(WENFENG)) == ["wish_waits"]
    life.move(dora, again)
    assert (life.wish.state, life.told(boris.person_id)) == (WishState.IN_TOUCH, ["wish_photo_again"])
    life.move(boris, wishes.deliver)
    life.move(dora, wishes.confirm)
    assert not life.grants[-1].lives
    assert life.told(boris.person_id) == ["wish_fulfilled"]
    assert life.told(dora.person_id) == ["wish_ask_thanks"]


def test_thanks_are_passed_on_once_or_not_at_all() -> None:
    life = delivered()
    life.move(dora, wishes.confirm)
    with pytest.raises(refusals.NotACoordinator):
        life.move(boris, thank)
    silent = replace(life)
    life.move(dora, thank)
    assert (life.wish.state, life.told(boris.person_id)) == (WishState.CLOSED, ["wish_thanks"])
    with pytest.raises(refusals.WishMovedOn):
        life.move(dora, thank)
    assert silent.wait(14 * DAY) == "close"
    assert (silent.wish.state, silent.says) == (WishState.CLOSED, ())


def test_withdrawn_or_taken_back_with_a_reason_that_the_claimant_hears() -> None:
    life = claimed()
    with pytest.raises(refusals.NotACoordinator):
        life.move(anna, take_back)
    life.move(dora, take_back)
    assert life.told(boris.person_id) == ["wish_taken_back"]
    life.move(boris, claim)
    life.move(dora, withdraw)
    assert (life.wish.state, life.told(boris.person_id)) == (WishState.WITHDRAWN, ["wish_withdrawn"])
    with pytest.raises(refusals.WishOver):
        life.move(anna, claim)


def test_the_table_of_moves_names_a_rule_each_and_nothing_begins_again_once_it_is_over() -> None:
    assert all(callable(getattr(wishes, verb, None)) for verb in MOVES)
    assert not [verb for verb, (starts, _) in MOVES.items() if starts & OVER]


VERBS = (
    wishes.verify, claim, wishes.make_contact, wishes.hand_back, wishes.deliver, wishes.confirm, again, take_back,
    thank, withdraw,
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from((anna, boris, dora, dora)), st.sampled_from((*VERBS, *VERBS[:6]))),
        st.timedeltas(timedelta(), 8 * DAY),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_anybody_does_one_live_claim_and_a_clock_where_one_is_needed(steps: list[object]) -> None:
    life = collected()
    for step in steps:
        if isinstance(step, timedelta):
            life.wait(step)
        elif isinstance(step, tuple):
            before = replace(life)
            try:
                life.move(*step)
            except refusals.Refusal:
                assert life == before
        live = [each for each in life.grants if each.lives]
        assert len(live) == (life.wish.state in PROMISED)
        assert (life.wish.wake_at is not None) == (life.wish.state in WAKING)
        assert (life.wish.closed_at is not None) == (life.wish.state in OVER)
        assert (life.wish.verified_by is None) <= (life.wish.state in (WishState.COLLECTED, WishState.WITHDRAWN))
        assert all(isinstance(said.notice, Notice) for said in life.says)
