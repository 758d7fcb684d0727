"""An order's life as data: its states, the table of moves, the facts a verb sees and the outcome it gives.

While an order is alive its state follows from its claims (`standing_state`), so a place handed back opens it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rules import refusals
from rules.behalf import Behalf
from rules.credits import RuleSet
from rules.ladder import Ladder
from rules.ledger import Transfer
from rules.marks import Asked, Watch
from rules.notices import Say, Show
from rules.people import Member
from rules.quiet import Quiet
from rules.vetting import Vetting


class State(StrEnum):
    """Where an order stands."""

    REVIEW = "review"
    OPEN = "open"
    CLAIMED = "claimed"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    DISPUTED = "disputed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


ALIVE = frozenset({State.OPEN, State.CLAIMED, State.UNDER_WAY})
OVER = frozenset({State.CLOSED, State.CANCELLED, State.DECLINED, State.EXPIRED})

OVERDUE_AFTER = timedelta(hours=24)  # undecided or unfinished this long after the agreed time: say so


class ClaimState(StrEnum):
    """Where one helper's place stands; who stands by holds none, and gets the next that falls free."""

    STANDBY = "standby"
    TAKEN = "taken"
    ARRIVED = "arrived"
    FINISHED = "finished"
    CONFIRMED = "confirmed"
    HANDED_BACK = "handed_back"
    RELEASED = "released"
    STEPPED_DOWN = "stepped_down"


class Ender(StrEnum):
    """Who ended an order that is over."""

    RESIDENT = "resident"
    COORDINATOR = "coordinator"
    CLOCK = "clock"


MOST_REASON = 500
NOBODY_CAME, NOBODY_SAID = "nobody_came", "nobody_said"  # why the clock ended it: no helper, or no word from one
NOBODY_DECIDED = "nobody_decided"  # or nobody let it out
HOLDING = frozenset({ClaimState.TAKEN, ClaimState.ARRIVED, ClaimState.FINISHED})


@dataclass(frozen=True)
class Move:
    """From which states a verb may start and in which it may end, and who may do it."""

    starts: frozenset[State]
    ends: frozenset[State]
    who: str


def _move(starts: set[State], ends: set[State], who: str) -> Move:
    return Move(frozenset(starts), frozenset(ends), who)


MOVES: Mapping[str, Move] = {
    "approve": _move({State.REVIEW}, {State.OPEN}, "coordinator"),
    "ask_back": _move({State.REVIEW}, {State.REVIEW}, "coordinator"),
    "answer_back": _move({State.REVIEW}, {State.REVIEW}, "resident"),
    "decline": _move({State.REVIEW}, {State.DECLINED}, "coordinator"),
    "urge": _move({State.REVIEW}, {State.REVIEW}, "clock"),
    "claim": _move({State.OPEN, State.UNDER_WAY}, {State.OPEN, State.CLAIMED, State.UNDER_WAY}, "volunteer"),
    "stand_by": _move(set(ALIVE), set(ALIVE), "volunteer"),
    "step_down": _move(set(ALIVE), set(ALIVE), "stand-by"),
    "hand_back": _move(set(ALIVE), set(ALIVE) | {State.FINISHED}, "claimant"),
    "check_in": _move(set(ALIVE), {State.UNDER_WAY}, "claimant"),
    "finish": _move(set(ALIVE), {State.UNDER_WAY, State.FINISHED}, "claimant"),
    "change": _move(
        {State.REVIEW, State.OPEN, State.CLAIMED}, {State.REVIEW, State.OPEN, State.CLAIMED}, "resident"
    ),
    "cancel": _move({State.REVIEW, State.OPEN, State.CLAIMED}, {State.CANCELLED}, "resident"),
    "confirm": _move({State.FINISHED}, {State.CLOSED}, "resident or clock"),
    "miss_pin": _move(set(ALIVE), set(ALIVE), "claimant"),
    "confirm_by_pin": _move({State.FINISHED}, {State.CLOSED}, "claimant"),
    "dispute": _move({State.FINISHED}, {State.DISPUTED}, "resident"),
    "settle": _move({State.DISPUTED}, {State.CLOSED}, "coordinator"),
    "expire": _move({State.REVIEW, State.OPEN}, {State.EXPIRED}, "clock"),
    "escalate": _move({State.OPEN}, {State.OPEN}, "clock"),
    "open_to_all": _move({State.OPEN}, {State.OPEN}, "clock"),
    "remind": _move(set(ALIVE), set(ALIVE), "clock"),
    "release": _move(set(ALIVE), {State.FINISHED, State.EXPIRED}, "clock"),
    "take_back": _move(set(ALIVE), set(ALIVE) | {State.FINISHED}, "coordinator"),
    "close": _move(set(ALIVE), {State.CANCELLED}, "coordinator"),
    "change_team": _move(set(ALIVE), set(ALIVE), "coordinator"),
    "offer": _move({State.OPEN, State.UNDER_WAY}, {State.OPEN, State.UNDER_WAY}, "coordinator"),
    "accept_offer": _move({State.OPEN, State.UNDER_WAY}, {State.OPEN, State.CLAIMED, State.UNDER_WAY}, "volunteer"),
    "decline_offer": _move(set(ALIVE), set(ALIVE), "volunteer"),
    "coming": _move(set(ALIVE), set(ALIVE), "claimant"),
    "ask_helpers": _move(set(ALIVE), set(ALIVE), "clock"),
    "free_place": _move(set(ALIVE), set(ALIVE) | {State.FINISHED}, "clock"),
    "urge_resident": _move({State.FINISHED}, {State.FINISHED}, "clock"),
    "check_on": _move(set(ALIVE), set(ALIVE), "claimant"),
    "all_right": _move(set(ALIVE), set(ALIVE), "claimant"),
    "ask_after": _move(set(ALIVE), set(ALIVE), "clock"),
    "call_for_help": _move(set(ALIVE), set(ALIVE), "clock"),
}


def check_move(verb: str, before: State, after: State) -> None:
    """A verb that leaves the table of moves is a bug, and stops before anything is kept."""
    move = MOVES.get(verb)
    if move is None or before not in move.starts or after not in move.ends:
        raise AssertionError(f"not a move: {verb} from {before} to {after}")


def order_code(number: int) -> str:
    """The name that links card, private message and passbook: E-0142."""
    return f"E-{number:04d}"


@dataclass(frozen=True)
class Order:
    """What the rules need to know of an order; the details stay in storage."""

    id: int
    community_id: int
    resident_id: int
    helpers: int
    state: State
    version: int
    ends_at: datetime
    wake_at: datetime | None = None
    closed_at: datetime | None = None
    reminded_at: datetime | None = None
    number: int = 0
    roles: tuple[str, ...] = ()  # what each helper is wanted for, where it is not the same; as many as helpers
    starts_at: datetime | None = None
    ended_by: Ender | None = None
    end_reason: str = ""
    touched_at: datetime | None = None  # when somebody last did something about it
    opened_at: datetime | None = None  # since when it waits for helpers
    step: int = 0  # the next step of its ladder
    stepped_at: datetime | None = None
    pin_misses: int = 0
    reserved_until: datetime | None = None  # kept till then, for one person or for those who helped least lately
    reserved_for: int | None = None
    fair_before: datetime | None = None  # whoever has helped since then waits
    moment: str = ""  # now, day, at, window
    urgent: bool = False

    @property
    def reminded(self) -> bool:
        """Whether somebody was asked about it since."""
        return self.reminded_at is not None

    @property
    def code(self) -> str:
        """The name people give it."""
        return order_code(self.number)


@dataclass(frozen=True)
class Claim:
    """One helper's place, now or in the past; `id` is None until it is kept."""

    person_id: int
    name: str
    state: ClaimState
    claimed_at: datetime
    id: int | None = None
    arrived_at: datetime | None = None
    finished_at: datetime | None = None
    minutes: int | None = None
    role: str = ""
    asked: Asked = field(default_factory=Asked)
    watch: Watch = field(default_factory=Watch)

    @property
    def holds(self) -> bool:
        """Whether the place is taken by it."""
        return self.state in HOLDING

    @property
    def stands_by(self) -> bool:
        """Whether it waits for a place."""
        return self.state is ClaimState.STANDBY


@dataclass(frozen=True)
class Overlap:
    """Another order that its helper holds at the same time."""

    order_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    moment: str

    @property
    def code(self) -> str:
        """The name people give it."""
        return order_code(self.number)


@dataclass(frozen=True)
class Held:
    """What the actor holds elsewhere: how many orders of this community, how many at most, and one at the same time."""

    count: int = 0
    most: int | None = None
    overlap: Overlap | None = None


@dataclass(frozen=True)
class Facts:
    """All that a verb may look at; `actor` None is the clock."""

    order: Order
    claims: tuple[Claim, ...]
    actor: Member | None
    now: datetime
    rules: RuleSet
    join_link: str = ""
    other_open_orders: int = 0
    balances: Mapping[int, int] = field(default_factory=dict)
    held: Held = Held()
    apart: bool = False  # the actor and the resident would rather not meet
    vetting: Vetting = field(default_factory=Vetting)
    ladder: Ladder = ()  # what is done while nobody comes
    quiet: Quiet | None = None  # when the clock says nothing; None also where it is urgent
    behalf: Behalf = field(default_factory=Behalf)  # who acts for the resident
    zone: str = "UTC"  # of the community's clocks
    helped_at: datetime | None = None  # when the actor last helped; read where an order is shared out

    def __post_init__(self) -> None:
        if self.actor and self.actor.community_id != self.order.community_id:
            raise AssertionError("a person is judged by their standing in the order's own community")

    @property
    def somebody(self) -> Member:
        """Whoever acts, where the clock never does."""
        if self.actor is None:
            raise AssertionError("the clock does not do this")
        return self.actor

    @property
    def acts_as_resident(self) -> bool:
        """Whether the actor is the resident, or stands in for them."""
        return self.somebody.person_id == self.order.resident_id or self.behalf.holds(self.somebody)

    @property
    def holding(self) -> tuple[Claim, ...]:
        """The claims that take a place."""
        return tuple(claim for claim in self.claims if claim.holds)

    @property
    def standing_by(self) -> tuple[Claim, ...]:
        """Who waits for a place, longest first."""
        return tuple(claim for claim in self.claims if claim.stands_by)

    @property
    def own_claim(self) -> Claim:
        """The actor's place, or a refusal."""
        for claim in self.holding:
            if self.actor and claim.person_id == self.actor.person_id:
                return claim
        raise refusals.NotYourClaim

    @property
    def free_roles(self) -> tuple[str, ...]:
        """What helpers are still wanted for."""
        return free_roles(self.order, self.claims)

    @property
    def places_open(self) -> int:
        """How many helpers are still wanted."""
        return self.order.helpers - len(self.holding)


@dataclass(frozen=True)
class Outcome:
    """The order and its claims as they shall be, and what follows from it."""

    order: Order
    claims: tuple[Claim, ...]
    says: tuple[Say, ...] = ()
    shows: tuple[Show, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    teams: tuple[int, ...] = ()  # whose groups are to show its card as well


def free_roles(order: Order, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """What helpers are still wanted for, in the order's own order; empty where all do the same."""
    free = list(order.roles)
    for held in claims:
        if held.holds and held.role in free:
            free.remove(held.role)
    return tuple(free)


def standing_state(order: Order, claims: tuple[Claim, ...]) -> State:
    """The state of a living order, read off its claims.

    All who hold a place have finished → finished, even with places never filled: the work is done.
    """
    holding = [held.state for held in claims if held.holds]
    if holding and all(state is ClaimState.FINISHED for state in holding):
        return State.FINISHED
    if any(state is not ClaimState.TAKEN for state in holding):
        return State.UNDER_WAY
    return State.CLAIMED if len(holding) >= order.helpers else State.OPEN
