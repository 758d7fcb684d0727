"""What a wish can be, what may happen to it, and what a rule about wishes is handed and hands back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.notices import Group, Say
from rules.people import Member

REMIND_AFTER = timedelta(days=5)
CONTACT_WITHIN = timedelta(days=7)
LEAST_WARNING = timedelta(days=1)  # between the reminder and the release, however late the reminder was
STILL_ON_IT = timedelta(days=14)  # in touch, and nothing delivered
LOOK_WITHIN = timedelta(days=3)  # at the photo
THANKS_WITHIN = timedelta(days=14)

MOST_HELD = 10  # wishes that one person has promised and not yet delivered
MOST_VALUE = 1_000_000
NEW = 0


class WishState(StrEnum):
    """Where a wish stands."""

    COLLECTED = "collected"
    BOARD = "board"
    CLAIMED = "claimed"
    IN_TOUCH = "in_touch"
    DELIVERED = "delivered"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Claimant(StrEnum):
    """As whom somebody grants a wish."""

    PERSON = "person"
    ORGANISATION = "organisation"


class GrantState(StrEnum):
    """How one claim of a wish stands, or ended."""

    LIVE = "live"
    HANDED_BACK = "handed_back"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"
    FULFILLED = "fulfilled"


_S = WishState
PROMISED = frozenset({_S.CLAIMED, _S.IN_TOUCH, _S.DELIVERED})  # exactly one live claim
WISHED = frozenset({_S.COLLECTED, _S.BOARD, *PROMISED})  # not granted yet, and not withdrawn
WAKING = frozenset({*PROMISED, _S.FULFILLED})  # the clock has something to do
OVER = frozenset({_S.CLOSED, _S.WITHDRAWN})

MOVES: Mapping[str, tuple[frozenset[WishState], frozenset[WishState]]] = {  # from which states, to which
    "verify": (frozenset({_S.COLLECTED}), frozenset({_S.BOARD})),
    "claim": (frozenset({_S.BOARD}), frozenset({_S.CLAIMED})),
    "remind": (frozenset({_S.CLAIMED}), frozenset({_S.CLAIMED})),
    "release": (frozenset({_S.CLAIMED}), frozenset({_S.BOARD})),
    "make_contact": (frozenset({_S.CLAIMED}), frozenset({_S.IN_TOUCH})),
    "hand_back": (frozenset({_S.CLAIMED, _S.IN_TOUCH}), frozenset({_S.BOARD})),
    "take_back": (frozenset({_S.CLAIMED, _S.IN_TOUCH}), frozenset({_S.BOARD})),
    "deliver": (frozenset({_S.CLAIMED, _S.IN_TOUCH}), frozenset({_S.DELIVERED})),
    "ask_again": (frozenset({_S.DELIVERED}), frozenset({_S.IN_TOUCH})),
    "nudge": (frozenset({_S.IN_TOUCH, _S.DELIVERED}), frozenset({_S.IN_TOUCH, _S.DELIVERED})),
    "confirm": (frozenset({_S.DELIVERED}), frozenset({_S.FULFILLED})),
    "thank": (frozenset({_S.FULFILLED}), frozenset({_S.CLOSED})),
    "close": (frozenset({_S.FULFILLED}), frozenset({_S.CLOSED})),
    "withdraw": (WISHED - {_S.DELIVERED}, frozenset({_S.WITHDRAWN})),
}


@dataclass(frozen=True)
class Wish:
    """What the rules must know of a wish; whom it is for and what it is are none of their business."""

    id: int
    community_id: int
    number: int
    state: WishState
    collected_by: int
    version: int = 0
    wake_at: datetime | None = None
    reminded: bool = False
    verified_by: int | None = None
    verified_at: datetime | None = None
    returned_at: datetime | None = None  # when it was last put back on the board
    closed_at: datetime | None = None

    @property
    def code(self) -> str:
        """What links the board, the private card and the coordinators' page."""
        return wish_code(self.number)


@dataclass(frozen=True)
class Grant:
    """One claim of a wish: by whom, as a person or for an organisation."""

    id: int | None
    person_id: int
    kind: Claimant
    state: GrantState
    claimed_at: datetime
    organisation: str = ""
    contacted_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def lives(self) -> bool:
        """Whether the wish is theirs at present."""
        return self.state is GrantState.LIVE


@dataclass(frozen=True)
class WishFacts:
    """All that a rule about a wish may look at; without an actor it is the clock.

    `grant` is the live claim, or the one that fulfilled the wish; `belongs` tells whether the actor is of the
    community, `held` how many wishes they have promised; `collector_leads` whether whoever collected it is told with
    the coordinators; `group` is where the board is told of.
    """

    wish: Wish
    grant: Grant | None
    actor: Member | None
    now: datetime
    belongs: bool = False
    held: int = 0
    collector_leads: bool = True
    group: Group | None = None
    taken_back: bool = False  # a coordinator has taken this very wish from the actor before


@dataclass(frozen=True)
class WishOutcome:
    """What a rule decides: the wish and the claim as they are now, and what is said.

    A notice about a claim that is only now kept has the number NEW, which whoever keeps it fills in.
    """

    wish: Wish
    grant: Grant | None = None
    says: tuple[Say, ...] = ()


def wish_code(number: int) -> str:
    """W-0012."""
    return f"W-{number:04d}"


def check_wish_move(verb: str, before: WishState, after: WishState) -> None:
    """A rule that leads where the table has no arrow is a bug."""
    starts, ends = MOVES[verb]
    if before not in starts or after not in ends:
        raise AssertionError(f"{verb} must not lead from {before} to {after}")
