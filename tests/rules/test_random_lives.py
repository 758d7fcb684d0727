"""Random verbs by random people, and the clock, against one order: what must hold holds at every moment."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rules import after_claim, alone, coordinating, orders, review, standby
from rules.credits import PRESETS
from rules.escalating import escalate
from rules.first_choice import NOTHING, Known
from rules.ladder import DEFAULT
from rules.ledger import Ledger
from rules.life import ALIVE, MOVES, OVER, ClaimState, Facts, Outcome, State
from rules.marks import Asked
from rules.notices import Earned, SettledForHelper, Show, View
from rules.opening import open_to_all
from rules.people import Member
from rules.refusals import Refusal
from rules.review import SoFar
from rules.standby import MOST_STANDING_BY
from tests.people import MONDAY, anna, approved, boris, chen, dora, stranger, volunteer
from tests.rules.play import Life, Verb, looked_at, placed

VOLUNTEERS = [boris, chen, approved(dora), *map(volunteer, range(9))]
PEOPLE = [*VOLUNTEERS, anna, dora, stranger, None]  # None is the clock
OWNER = replace(stranger, owner=True)

minutes = st.one_of(st.integers(1, 600), st.integers(-2, 1500))
WEEK = [MONDAY - timedelta(days=days) for days in range(1, 6)]
FIRST = [NOTHING, Known(boris.person_id, "Boris"), Known(fair_minutes=60, last_helped=tuple(WEEK))]
so_far = st.builds(SoFar, asked=st.booleans(), others=st.booleans(), decided_by=st.sampled_from(["", "Dora"]))


def approve(facts: Facts, so_far: SoFar) -> Outcome:
    """As the handler calls it."""
    return review.approve(facts, so_far, has_group=True)


def change(facts: Facts) -> Outcome:
    """For another time."""
    return orders.change(facts, other_time=True)


ARGUMENTS: dict[Verb, st.SearchStrategy[tuple[object, ...]]] = {
    orders.finish: st.tuples(minutes),
    orders.settle: st.tuples(st.none() | minutes, st.just("As it was")),
    orders.dispute: st.just(("Something is wrong",)),
    approve: st.tuples(so_far),
    **dict.fromkeys((review.ask_back, review.answer_back, review.decline), st.tuples(so_far, st.just("So it is"))),
    coordinating.take_back: st.tuples(st.sampled_from([each.person_id for each in VOLUNTEERS]), st.just("Why")),
    coordinating.close: st.just(("Why",)),
    coordinating.change_team: st.just((True,)),
    coordinating.offer: st.tuples(st.sampled_from([*VOLUNTEERS, anna, stranger])),
    coordinating.accept_offer: st.just((dora.person_id,)),
    coordinating.decline_offer: st.just((dora.person_id,)),
    alone.check_on: st.tuples(st.sampled_from([30, 60, 120, 7])),
}
BY_PEOPLE: list[Verb] = [
    orders.claim, orders.check_in, orders.finish, orders.hand_back, orders.cancel, orders.confirm, orders.dispute,
    orders.settle, standby.stand_by, standby.step_down, approve, review.ask_back, review.answer_back, review.decline,
    coordinating.take_back, coordinating.close, coordinating.change_team, coordinating.offer,
    coordinating.accept_offer, coordinating.decline_offer, after_claim.coming, alone.check_on, alone.all_right,
]  # fmt: skip
BY_CLOCK: list[Verb] = [
    orders.confirm, orders.expire, orders.remind, orders.release, review.urge, escalate, open_to_all,
    after_claim.ask_helpers, after_claim.free_place, after_claim.urge_resident, alone.ask_after, alone.call_for_help,
]  # fmt: skip


class RandomLives(RuleBasedStateMachine):
    """One order with its places; the machine plays it and looks after each step."""

    life: Life

    @initialize(
        helpers=st.one_of(st.integers(1, 3), st.integers(1, 9)), preset=st.sampled_from(sorted(PRESETS)),
        first=st.sampled_from([False, False, True]), known=st.sampled_from(FIRST),
        moment=st.sampled_from(["", "at", "window", "day", "now"]),
    )  # fmt: skip
    def an_order_is_placed(self, helpers: int, preset: str, first: bool, known: Known, moment: str) -> None:
        self.life = placed(helpers=helpers, rules=PRESETS[preset])
        self.life.ladder = DEFAULT
        self.life.helped = dict(zip((each.person_id for each in VOLUNTEERS), WEEK, strict=False))
        if moment:
            starts_at = self.life.order.ends_at - timedelta(hours=2)
            self.life.order = replace(self.life.order, moment=moment, starts_at=starts_at)
        self.life.order = orders.place(self.life.facts(anna), has_group=True, known=known).order
        if first:
            self.life = replace(looked_at(helpers=helpers), rules=PRESETS[preset], ladder=DEFAULT)

    @rule(person=st.sampled_from(VOLUNTEERS))
    def a_volunteer_claims(self, person: Member) -> None:
        others = self.holders()
        outcome = self.tried(person, orders.claim)
        if outcome:
            won = {kept.person_id for kept in outcome.claims if kept.holds} - others
            assert won == {person.person_id}  # one winner, and nobody pushed out

    @rule(person=st.sampled_from(VOLUNTEERS))
    @precondition(lambda self: self.life.state() in ALIVE and not self.life.facts(None).places_open)
    def a_volunteer_stands_by(self, person: Member) -> None:
        holders = self.holders()
        self.tried(person, standby.stand_by)
        assert self.holders() == holders, "whoever stands by takes no place"

    @rule(data=st.data(), verb=st.sampled_from([orders.check_in, orders.check_in, orders.finish, orders.hand_back]))
    @precondition(lambda self: self.holders())
    def a_helper_does_their_part(self, data: st.DataObject, verb: Verb) -> None:
        helper = data.draw(st.sampled_from([person for person in VOLUNTEERS if person.person_id in self.holders()]))
        self.tried(helper, verb, *self.arguments(data, verb))

    @rule(data=st.data(), verb=st.sampled_from([after_claim.coming, alone.check_on, alone.check_on, alone.all_right]))
    @precondition(lambda self: self.holders())
    def a_helper_answers_or_is_checked_on(self, data: st.DataObject, verb: Verb) -> None:
        helper = data.draw(st.sampled_from([person for person in VOLUNTEERS if person.person_id in self.holders()]))
        self.tried(helper, verb, *self.arguments(data, verb))

    @rule(data=st.data())
    @precondition(lambda self: self.life.state() in ALIVE and self.life.claims)
    def all_who_are_there_finish(self, data: st.DataObject) -> None:
        for person in VOLUNTEERS:
            if person.person_id in self.holders():
                self.tried(person, orders.finish, *self.arguments(data, orders.finish))

    @rule(helpers=st.integers(1, 9), later=st.integers(-48, 96))
    @precondition(lambda self: self.life.state() in ALIVE or self.life.state() is State.REVIEW)
    def the_resident_changes_it(self, helpers: int, later: int) -> None:
        before = self.life.order
        ends_at = self.life.now + timedelta(hours=later)
        starts_at = ends_at - timedelta(hours=2) if before.starts_at is not None else None
        self.life.order = replace(before, helpers=helpers, ends_at=ends_at, starts_at=starts_at)
        if self.tried(anna, change) is None:
            self.life.order = before  # the transaction is rolled back

    @rule(data=st.data(), verb=st.sampled_from([orders.confirm, orders.dispute]))
    @precondition(lambda self: self.life.state() is State.FINISHED)
    def the_resident_judges(self, data: st.DataObject, verb: Verb) -> None:
        assert self.tried(anna, verb, *self.arguments(data, verb))

    @rule(data=st.data(), person=st.sampled_from([dora, OWNER]))
    @precondition(lambda self: self.life.state() is State.REVIEW)
    def a_coordinator_looks_at_it(self, data: st.DataObject, person: Member) -> None:
        may: list[Verb] = [approve, approve, review.ask_back, review.decline]
        verb = data.draw(st.sampled_from(may))
        assert self.tried(person, verb, *self.arguments(data, verb))

    @rule(data=st.data(), person=st.sampled_from([dora, OWNER]))
    @precondition(lambda self: self.life.state() is State.DISPUTED)
    def a_coordinator_settles(self, data: st.DataObject, person: Member) -> None:
        self.tried(person, orders.settle, *self.arguments(data, orders.settle))

    @rule(data=st.data(), verb=st.sampled_from([coordinating.take_back, coordinating.offer, coordinating.change_team]))
    @precondition(lambda self: self.life.state() in ALIVE)
    def a_coordinator_arranges(self, data: st.DataObject, verb: Verb) -> None:
        self.tried(dora, verb, *self.arguments(data, verb))

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def somebody_tries_anything(self, data: st.DataObject, person: Member | None) -> None:
        """Old buttons, forged buttons, and a clock that is wrong about what is due."""
        verb = data.draw(st.sampled_from(BY_PEOPLE if person else BY_CLOCK))
        self.tried(person, verb, *self.arguments(data, verb))

    @rule(passed=st.one_of(st.integers(1, 300), st.integers(1, 10_000)))
    def time_passes_and_the_clock_looks(self, passed: int) -> None:
        self.life.wait(timedelta(minutes=passed))

    @rule()
    @precondition(lambda self: self.life.order.wake_at is not None and self.life.claims)
    def the_clock_wakes_as_it_was_told(self) -> None:
        assert self.life.wake() is not None, "woken for nothing, it would be woken for ever"

    @invariant()
    def no_more_helpers_than_places_and_nobody_twice(self) -> None:
        holding = [kept.person_id for kept in self.life.claims if kept.holds]
        assert len(holding) == len(set(holding)) <= self.life.order.helpers
        assert anna.person_id not in holding
        assert stranger.person_id not in holding

    @invariant()
    def it_is_kept_for_somebody_only_while_it_waits_for_all_to_arrive(self) -> None:
        order = self.life.order
        if order.reserved_until is None:
            assert order.reserved_for is None
            assert order.fair_before is None
        else:
            assert order.state in (State.OPEN, State.CLAIMED)
            assert (order.reserved_for is None) == (order.fair_before is not None)

    @invariant()
    def nobody_waits_beside_a_free_place_or_for_what_needs_nobody(self) -> None:
        facts = self.life.facts(None)
        waiting = [kept.person_id for kept in facts.standing_by]
        assert len(waiting) == len(set(waiting)) <= MOST_STANDING_BY
        assert not set(waiting) & {*self.holders(), anna.person_id, stranger.person_id}
        assert not waiting or (self.life.state() in ALIVE and facts.places_open == 0)

    @invariant()
    def every_transfer_sums_to_zero_and_each_claim_is_credited_once(self) -> None:
        assert all(sum(entry.amount for entry in made.entries) == 0 for made in self.life.transfers)
        posted = Counter((made.claim_id, made.ledger) for made in self.life.transfers)
        assert all(count == 1 for count in posted.values())
        assert not self.life.transfers or self.life.state() is State.CLOSED

    @invariant()
    def what_waits_has_a_time_to_wake_and_what_is_over_has_none(self) -> None:
        """A disputed order waits for people, not for the clock."""
        waits = self.life.state() in ALIVE or self.life.state() in (State.REVIEW, State.FINISHED)
        assert (self.life.order.wake_at is not None) == waits
        assert (self.life.order.closed_at is not None) == (self.life.state() in OVER)

    @invariant()
    def nobody_holds_a_place_in_what_is_over_or_not_out_yet(self) -> None:
        empty = self.life.state() in OVER or self.life.state() is State.REVIEW
        assert not (empty and any(kept.holds for kept in self.life.claims))

    def teardown(self) -> None:
        """Left alone, every life ends: asked, let go, confirmed; a dispute needs its coordinator."""
        if not hasattr(self, "life"):
            return
        for _ in range(4 + len(DEFAULT) + 6 * len(self.life.claims)):  # each helper may be asked of five things
            if self.life.state() is State.DISPUTED:
                self.life.move(OWNER, orders.settle, None, "As reported")
            elif self.life.order.wake_at is not None:
                self.the_clock_wakes_as_it_was_told()
        assert self.life.state() in OVER

    def holders(self) -> set[int]:
        return {kept.person_id for kept in self.life.claims if kept.holds}

    def arguments(self, data: st.DataObject, verb: Verb) -> tuple[object, ...]:
        return data.draw(ARGUMENTS.get(verb, st.just(())))

    def tried(self, actor: Member | None, verb: Verb, *args: object) -> Outcome | None:
        """What came of it; None when it was refused, and then nothing has changed."""
        before = replace(self.life)
        try:
            outcome = self.life.move(actor, verb, *args)
        except Refusal:
            assert self.life == before
            return None
        assert before.state() not in OVER, "what is over never moves again"
        assert before.state() in MOVES[verb.__name__].starts
        assert self.life.state() in MOVES[verb.__name__].ends
        self.told_the_truth(before, outcome)
        return outcome

    def told_the_truth(self, before: Life, outcome: Outcome) -> None:
        """Balances said are balances kept; whoever's place changed has their private card brought up to date."""
        kept_balances = self.life.accounts(Ledger.CREDITS)
        for said in outcome.says:
            if isinstance(said.notice, Earned | SettledForHelper) and isinstance(said.to, int):
                assert said.notice.balance == kept_balances[said.to]
        never_held = (ClaimState.STANDBY, ClaimState.STEPPED_DOWN)
        # What the clock has asked stands on no card.
        known = [replace(kept, asked=Asked()) for kept in before.claims]
        changed = [kept for kept in self.life.claims if replace(kept, asked=Asked()) not in known]
        moved = {kept.person_id for kept in changed if kept.state not in never_held}
        assert {Show(142, View.CLAIM, person) for person in moved} <= set(outcome.shows)


TestRandomLives = RandomLives.TestCase
TestRandomLives.settings = settings(
    derandomize=True, database=None, deadline=None, max_examples=150, stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is not a fault of the rules
)  # fmt: skip
