"""After a claim: who is asked what and when, whose place is free again, and who hears of a helper who is silent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import after_claim, alone, notices, orders, refusals, standby, wakes
from rules.asking import ANSWERS_IN, ASKED_BEFORE
from rules.life import OVER, ClaimState, Outcome, State
from rules.marks import Asked
from rules.notices import Show, View
from rules.people import Member
from tests.people import WENFENG, anna, boris, chen, hours
from tests.rules.play import Life, Verb, claimed
from tests.rules.timed import EARLY, NIGHT, at, taken


def asked(life: Life, until: datetime | None = None) -> list[tuple[datetime, Member, type[notices.Notice]]]:
    """What helpers are asked from now on, if nobody does anything but the clock."""
    heard = []
    by_id = {person.person_id: person for person in (boris, chen)}
    while life.order.wake_at is not None and (until is None or life.order.wake_at <= until):
        assert life.wake() is not None, "woken for nothing, it would be woken for ever"
        heard += [(life.now, by_id[said.to], type(said.notice)) for said in life.says if said.to in by_id]
    return heard


# --- still coming? ---
@pytest.mark.parametrize(
    ("start", "when"),
    [
        (at(15), at(11)),
        (at(10), at(7)),  # four hours before it is night
        (at(9), at(7)),
        (at(8), at(20, day=23)),  # at seven it would be too late to find somebody else: the evening before
        (at(7, 30), at(20, day=23)),
    ],
)
def test_who_claimed_long_before_is_asked_some_hours_before_and_never_at_night(start: datetime, when: datetime) -> None:
    life = taken(boris, start=start)
    life.wake()
    assert (life.now, life.told(boris)[0].key()) == (when, "still_coming")
    assert not NIGHT.holds(life.now)


def test_where_no_hours_are_quiet_it_is_four_hours_before_whatever_the_hour() -> None:
    assert taken(boris, start=at(9), quiet=None).order.wake_at == at(5)


@pytest.mark.parametrize(
    ("moment", "urgent", "since"),
    [("now", False, EARLY), ("window", True, EARLY), ("window", False, at(9, 30))],
)
def test_what_is_urgent_or_at_once_or_just_claimed_is_not_asked_about(
    moment: str, urgent: bool, since: datetime
) -> None:
    life = taken(boris, start=at(15), moment=moment, urgent=urgent, since=since)
    assert notices.StillComing not in [kind for _, _, kind in asked(life)]


def test_who_answers_is_never_asked_again_and_who_hands_back_neither() -> None:
    life = taken(boris, chen, start=at(15))
    life.wake()
    assert [type(said.notice) for said in life.says] == [notices.StillComing] * 2
    life.move(boris, after_claim.coming)
    assert life.told(boris) == [notices.ComingNoted(142)]
    life.move(boris, after_claim.coming)  # pressed twice
    assert life.told(boris) == []
    life.move(chen, orders.hand_back)
    with pytest.raises(refusals.NotYourClaim):
        life.move(chen, after_claim.coming)
    assert life.place_of(boris) is ClaimState.TAKEN
    assert notices.StillComing not in [kind for _, _, kind in asked(life)]
    assert life.state() in OVER


@pytest.mark.parametrize("verb", [orders.check_in, orders.hand_back])
def test_arriving_or_handing_back_is_an_answer(verb: Verb) -> None:
    life = taken(boris, start=at(15))
    life.wake()
    life.move(boris, verb)
    with pytest.raises(refusals.OrderOver):
        life.move(None, after_claim.free_place)
    with pytest.raises((refusals.AlreadyArrived, refusals.NotYourClaim)):
        life.move(boris, after_claim.coming)


def test_the_silent_ones_place_is_free_again_in_time_and_all_are_told() -> None:
    life = taken(boris, start=at(15))
    life.wake()
    assert life.told(boris) == [notices.StillComing(142, at(13).isoformat())]
    life.wake()
    assert (life.now, life.state(), life.place_of(boris)) == (at(13), State.OPEN, ClaimState.RELEASED)
    assert life.told(boris) == [notices.PlaceFreed(142)]
    assert life.told(anna) == [notices.HelperSilent(142, "Boris", reopened=True)]
    assert notices.FreeAgain(142) in [said.notice for said in life.says]
    assert set(life.shows) == {Show(142, View.CARD), Show(142, View.CLAIM, boris.person_id)}, "the address goes"
    with pytest.raises(refusals.NotYourClaim):
        life.move(boris, after_claim.coming)  # pressed late
    life.move(boris, orders.claim)  # and that is all right
    assert life.place_of(boris) is ClaimState.TAKEN


def test_whoever_stood_by_comes_instead_and_is_not_asked_at_once() -> None:
    life = taken(boris, start=at(15))
    life.move(chen, standby.stand_by)
    life.wake()
    life.wake()
    assert life.place_of(chen) is ClaimState.TAKEN
    assert life.told(chen) == [notices.PlaceIsYours(142)]
    assert life.told(anna) == [notices.StandInComing(142, "Boris", "Chen")]
    assert notices.StillComing not in [kind for _, _, kind in asked(life)]


@pytest.mark.parametrize(("back", "freed"), [(at(14, 20), True), (at(16), False)])
def test_after_an_outage_nobody_is_let_go_who_may_be_on_the_way(back: datetime, freed: bool) -> None:
    life = taken(boris, start=at(15))
    life.wake()
    life.now = back
    outcome = life.look()
    assert outcome is not None
    assert (life.place_of(boris) is ClaimState.RELEASED) == freed
    assert freed or not outcome.says


def test_after_an_outage_it_is_too_late_to_ask_and_nobody_is_asked() -> None:
    life = taken(boris, start=at(15))
    life.now = at(13, 30)
    outcome = life.look()
    assert outcome is not None
    assert not outcome.says
    assert life.place_of(boris) is ClaimState.TAKEN
    assert life.order.wake_at is not None
    assert life.order.wake_at > at(15), "and not let go for it"


@pytest.mark.parametrize("said", [False, True])
def test_for_another_time_they_are_asked_anew(said: bool) -> None:
    life = taken(boris, start=at(15))
    life.wake()
    if said:
        life.move(boris, after_claim.coming)
    life.order = replace(life.order, starts_at=at(15, day=26), ends_at=at(17, day=26))
    change = orders.change(life.facts(anna), other_time=True)
    assert change.claims[0].asked == Asked()
    life.order, life.claims = change.order, change.claims
    life.wake()
    assert (life.now, life.told(boris)[0].key()) == (at(11, day=26), "still_coming")


def test_other_details_at_the_same_time_ask_nothing_anew() -> None:
    life = taken(boris, start=at(15))
    life.wake()
    life.move(boris, after_claim.coming)
    life.move(anna, orders.change)
    assert notices.StillComing not in [kind for _, _, kind in asked(life)]


# --- have you arrived, are you done? ---
@pytest.mark.parametrize(
    ("moment", "lasts", "since", "when"),
    [
        ("at", 0, EARLY, at(15, 15)),
        ("window", 2, EARLY, at(16, 30)),  # they may come at any time of it
        ("now", 2, at(15, 45), at(16, 30)),
        ("now", 2, at(16, 20), at(16, 50)),  # just claimed
        ("day", 8, EARLY, None),
    ],
)
def test_who_has_not_arrived_is_asked_once(
    moment: str, lasts: float, since: datetime, when: datetime | None
) -> None:
    life = taken(boris, start=at(15), moment=moment, lasts=lasts, since=since)
    life.claims = (replace(life.claims[0], asked=Asked(settled_at=life.now)),)
    life.order = wakes.set_for(life.order, life.claims, (), NIGHT)
    heard = [(moment, kind) for moment, _, kind in asked(life)]
    assert [moment for moment, kind in heard if kind is notices.HaveYouArrived] == ([when] if when else [])


@pytest.mark.parametrize(
    ("moment", "arrives", "when"),
    [
        ("window", at(15, 10), at(18)), ("window", at(17, 30), at(18, 30)), ("now", at(15, 20), at(18, 20)),
        ("day", at(20), at(7, day=25)),
    ],
)  # fmt: skip
def test_who_is_there_and_has_not_finished_is_asked_once(moment: str, arrives: datetime, when: datetime) -> None:
    life = taken(boris, start=at(15), moment=moment)
    life.now = arrives
    life.move(boris, orders.check_in)
    assert asked(life)[0] == (when, boris, notices.DoneYet)


def test_a_day_later_the_last_reminder_comes_as_ever_and_nothing_else_with_it() -> None:
    life = taken(boris, start=at(15))
    life.move(boris, orders.check_in)
    assert [kind for _, _, kind in asked(life)] == [notices.DoneYet, notices.AreYouDone, notices.PlaceReleased]


def test_after_a_long_outage_only_the_last_reminder_comes() -> None:
    life = taken(boris, start=at(15))
    life.move(boris, orders.check_in)
    life.now = at(20, day=26)
    assert life.look() is not None
    assert life.told(boris) == [notices.AreYouDone(142)]


# --- the resident ---
def test_the_resident_is_reminded_once_and_then_the_clock_confirms() -> None:
    life = taken(boris, start=at(15))
    life.now = at(16)
    life.move(boris, orders.check_in)
    life.move(boris, orders.finish, 60)
    life.wake()
    assert (life.now, life.told(anna)) == (at(16, day=25), [notices.PleaseConfirm(142)])
    with pytest.raises(refusals.OrderOver):
        life.move(None, after_claim.urge_resident)
    life.wake()
    assert (life.now, life.state()) == (at(16, day=27), State.CLOSED)


# --- whatever happens ---
ACTS = (orders.check_in, orders.hand_back, after_claim.coming, orders.claim, alone.all_right)
CAN_WAIT = (notices.StillComing, notices.HaveYouArrived, notices.DoneYet, notices.PleaseConfirm)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(
    start=st.integers(0, 72), moment=st.sampled_from(["at", "window", "day", "now"]), urgent=st.booleans(),
    does=st.lists(st.tuples(st.integers(1, 12), st.sampled_from(ACTS), st.sampled_from([boris, chen])), max_size=6),
    late=st.sampled_from([0, 0, 3, 30]),
)  # fmt: skip
def test_each_is_said_once_a_claim_and_what_can_wait_never_at_night_and_every_life_ends(
    start: int, moment: str, urgent: bool, does: list[tuple[int, Verb, Member]], late: int
) -> None:
    life = taken(boris, chen, start=EARLY + hours(start), moment=moment, urgent=urgent)
    heard: Counter[tuple[int | None, str]] = Counter()
    turns = 0
    while life.order.wake_at is not None and turns < 60:
        turns += 1
        if does and turns % does[-1][0] == 0:
            _, verb, person = does.pop()
            tried(life, person, verb)
            continue
        life.now = max(life.now, life.order.wake_at + hours(late))
        outcome = life.look()
        if outcome is None:  # it is quiet
            life.now = NIGHT.over(life.now)
            outcome = life.look()
        assert outcome is not None
        heard += Counter(about(life, outcome))
        waits = any(isinstance(said.notice, CAN_WAIT) for said in outcome.says)
        assert late or urgent or not (waits and NIGHT.holds(life.now))
    assert life.state() in OVER
    assert all(count == 1 for count in heard.values()), heard


def tried(life: Life, person: Member, verb: Verb) -> None:
    try:
        life.move(person, verb)
    except refusals.Refusal:
        return


def about(life: Life, outcome: Outcome) -> Iterable[tuple[int | None, str]]:
    """What was said because of each claim."""
    latest = {kept.person_id: kept.id for kept in life.claims}
    for each in outcome.says:
        if isinstance(each.notice, CAN_WAIT) and isinstance(each.to, int):
            yield latest.get(each.to), each.notice.key()


def test_the_figures_fit_each_other() -> None:
    assert hours(1) <= ASKED_BEFORE - ANSWERS_IN, "time to find somebody else"


def test_whose_order_is_cancelled_while_they_are_checked_on_hears_it_and_the_silent_are_looked_for() -> None:
    life = claimed(boris)
    life.move(boris, alone.check_on, 30)
    life.move(anna, orders.cancel)
    assert notices.WatchStopped(142) in life.told(boris)
    life = claimed(boris)
    life.move(boris, alone.check_on, 30)
    life.wake()
    life.move(anna, orders.cancel)
    (told,) = [said for said in life.says if isinstance(said.notice, notices.HelperOverdue)]
    assert told.to == notices.OnDuty(WENFENG, frozenset({boris.person_id}))
    life = claimed(boris)
    life.move(boris, alone.check_on, 30)
    life.move(boris, orders.hand_back)
    assert notices.WatchStopped(142) not in life.told(boris), "who hands back knows"
