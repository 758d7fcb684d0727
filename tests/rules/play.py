"""One order's life played in memory, as the desk plays it: facts, rule, keep; a refusal keeps nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rules import deadlines, orders, review
from rules.behalf import Behalf
from rules.credits import PRESETS, RuleSet
from rules.ladder import Ladder
from rules.ledger import Ledger, Transfer
from rules.life import Claim, ClaimState, Facts, Order, Outcome, State, check_move
from rules.notices import Coordinators, Notice, Say, Show
from rules.people import Member
from rules.quiet import Quiet
from rules.vetting import Vetting
from tests.people import MONDAY, anna, order_of

Verb = Callable[..., Outcome]


@dataclass
class Life:
    """The order with its claims as they stand now, and what was posted and said on the way."""

    order: Order
    now: datetime = MONDAY
    rules: RuleSet = PRESETS["jishui"]
    claims: tuple[Claim, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    says: tuple[Say, ...] = ()
    shows: tuple[Show, ...] = ()  # of the last move
    moves: tuple[tuple[str, State, State], ...] = ()
    vetting: Vetting = field(default_factory=Vetting)
    ladder: Ladder = ()
    quiet: Quiet | None = None
    behalf: Behalf = field(default_factory=Behalf)
    helped: dict[int, datetime] = field(default_factory=dict)  # who last helped when

    def move(self, actor: Member | None, verb: Verb, *args: object) -> Outcome:
        """Let somebody, or the clock (None), do something; raises the rule's refusal."""
        before = self.order
        outcome = verb(self.facts(actor), *args)
        check_move(verb.__name__, before.state, outcome.order.state)
        self.order = replace(outcome.order, version=before.version + 1)
        self.claims = tuple(
            kept if kept.id else replace(kept, id=number) for number, kept in enumerate(outcome.claims, start=1)
        )
        self.transfers += outcome.transfers
        self.says, self.shows = outcome.says, outcome.shows
        self.moves += ((verb.__name__, before.state, outcome.order.state),)
        return outcome

    def facts(self, actor: Member | None) -> Facts:
        """What the desk would gather."""
        credit = self.accounts(Ledger.CREDITS)
        balances = {person: amount for person, amount in credit.items() if person is not None}
        return Facts(
            self.order, self.claims, actor, self.now, self.rules, "join_wenfeng", 3, balances, vetting=self.vetting,
            ladder=self.ladder, quiet=self.quiet, helped_at=self.helped.get(actor.person_id) if actor else None,
            behalf=self.behalf,
        )  # fmt: skip

    def wait(self, time: timedelta) -> Outcome | None:
        """Time passes, and the clock looks once."""
        self.now += time
        return self.look()

    def look(self) -> Outcome | None:
        """The clock does what is due, if anything is."""
        verb = deadlines.due(self.facts(None))
        return self.move(None, verb) if verb else None

    def wake(self) -> Outcome | None:
        """The clock looks at the very moment it was told to."""
        assert self.order.wake_at is not None
        self.now = max(self.now, self.order.wake_at)
        return self.look()

    def state(self) -> State:
        """Where the order stands; a call, for a type checker believes that what was true once stays true."""
        return self.order.state

    def place_of(self, person: Member) -> ClaimState:
        """How a person's latest place stands."""
        return [kept.state for kept in self.claims if kept.person_id == person.person_id][-1]

    def accounts(self, ledger: Ledger) -> Counter[int | None]:
        """What stands on each account of one ledger; None is the community's own."""
        amounts: Counter[int | None] = Counter()
        for made in self.transfers:
            for entry in made.entries if made.ledger is ledger else ():
                amounts[entry.person_id] += entry.amount
        return amounts

    def told(self, person: Member) -> list[Notice]:
        """What a person was told by the last move."""
        return [said.notice for said in self.says if said.to == person.person_id]

    def coordinators_told(self) -> list[Notice]:
        """What the coordinators were told by the last move."""
        return [said.notice for said in self.says if isinstance(said.to, Coordinators)]


def placed(*, helpers: int = 1, by: Member = anna, rules: RuleSet = PRESETS["jishui"]) -> Life:
    """A life that has just begun: the order is out, nobody has claimed it."""
    life = Life(order_of(by, helpers=helpers), rules=rules)
    life.order = orders.place(life.facts(by), has_group=True).order
    return life


def looked_at(*, helpers: int = 1, by: Member = anna, start: datetime | None = None) -> Life:
    """A life that has just begun in review: the coordinators have it, nobody else sees it."""
    life = Life(replace(order_of(by, helpers=helpers), starts_at=start))
    outcome = review.place(life.facts(by))
    life.order, life.says, life.shows = outcome.order, outcome.says, outcome.shows
    return life


def claimed(*people: Member, helpers: int | None = None, rules: RuleSet = PRESETS["jishui"]) -> Life:
    """An order of Anna's claimed by these people; with as many places, unless told otherwise."""
    life = placed(helpers=helpers or len(people), rules=rules)
    for person in people:
        life.move(person, orders.claim)
    return life


def finished(*people: Member, minutes: Iterable[int] = (), rules: RuleSet = PRESETS["jishui"]) -> Life:
    """Everybody came, and reported their minutes (else 140)."""
    life = claimed(*people, rules=rules)
    life.now += timedelta(hours=21)
    for person in people:
        life.move(person, orders.check_in)
    life.now += timedelta(minutes=140)
    for person, served in zip(people, [*minutes, *[140] * len(people)], strict=False):
        life.move(person, orders.finish, served)
    return life
