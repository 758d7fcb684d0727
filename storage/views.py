"""An order as it is shown: everything a card, a private message or a list needs, read in two statements."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import HOLDING, ClaimState, State, order_code
from rules.masking import mask_known, mask_numbers
from rules.people import first_name
from rules.wakes import confirmed_at
from storage.engine import seen
from storage.ladders import quiet_of
from storage.prepared import Prepared
from storage.reviews import Review
from storage.schema import claims, communities, order_files, orders, people, services, teams

SHORT_LENGTH = 120  # characters of the details that fit a card


@dataclass(frozen=True)
class Named:
    """A service or a team: `preset` is said in the reader's language, else `name` as the coordinators wrote it."""

    id: int
    emoji: str
    preset: str | None
    name: str | None
    group: str = ""


@dataclass(frozen=True)
class ClaimView:
    """A helper's place as it is shown."""

    id: int
    person_id: int
    name: str
    state: ClaimState
    claimed_at: datetime
    arrived_at: datetime | None
    finished_at: datetime | None
    minutes: int | None
    role: str = ""
    check_on_at: datetime | None = None

    @property
    def first_name(self) -> str:
        """What a group may see."""
        return first_name(self.name)

    @property
    def holds(self) -> bool:
        """Whether the place is taken by it."""
        return self.state in HOLDING


@dataclass(frozen=True)
class FileView:
    """Something attached: kind is photo, voice or document; a voice note has seconds."""

    kind: str
    file_id: str
    seconds: int | None


@dataclass(frozen=True)
class OrderView:
    """An order with its community, service, helpers and files."""

    id: int
    number: int
    version: int
    state: State
    community_id: int
    community: str
    language: str
    zone: str
    resident_id: int
    resident_name: str
    phone: str | None
    resident_telegram_id: int | None
    beneficiary_name: str | None
    relation: str | None
    beneficiary_phone: str | None
    service: Named
    details: str
    files: tuple[FileView, ...]
    moment: str
    starts_at: datetime
    ends_at: datetime
    door: str
    district: str
    latitude: float | None
    longitude: float | None
    helpers: int
    claims: tuple[ClaimView, ...]
    wake_at: datetime | None
    placed_at: datetime
    closed_at: datetime | None
    chat_id: int | None
    thread_id: int | None
    roles: tuple[str, ...] = ()
    vetted_only: bool = False
    review: Review | None = None  # read only for what shows it
    ended_by: str | None = None
    end_reason: str = ""
    confirms_at: datetime | None = None  # when the clock does it, while the resident is asked
    reserved_until: datetime | None = None
    reserved_for: int | None = None
    placed_by: int | None = None

    @property
    def caller(self) -> bool:
        """Whether the resident has no Telegram."""
        return self.resident_telegram_id is None

    @property
    def code(self) -> str:
        """The name people give it."""
        return order_code(self.number)

    @property
    def holding(self) -> tuple[ClaimView, ...]:
        """Who holds a place now."""
        return tuple(claim for claim in self.claims if claim.holds)

    @property
    def done(self) -> tuple[ClaimView, ...]:
        """Who has helped, once it is confirmed."""
        return tuple(claim for claim in self.claims if claim.state is ClaimState.CONFIRMED)

    @property
    def standing_by(self) -> tuple[ClaimView, ...]:
        """Who waits for a place, longest first."""
        return tuple(claim for claim in self.claims if claim.state is ClaimState.STANDBY)

    @property
    def wanted(self) -> int:
        """How many helpers are still needed."""
        return max(0, self.helpers - len(self.holding))

    @property
    def free_roles(self) -> tuple[str, ...]:
        """What helpers are still wanted for, where they do different things."""
        free = list(self.roles)
        for claim in self.holding:
            if claim.role in free:
                free.remove(claim.role)
        return tuple(free)

    @property
    def short(self) -> str:
        """The details for a group: no numbers, none of the names, phones or doors of this order, cut to a card."""
        return self.hidden(self.details)

    def hidden(self, words: str) -> str:
        """What somebody has written about the order, in the same way."""
        secrets = (self.resident_name, self.beneficiary_name, self.door, self.phone, self.beneficiary_phone)
        return _short(words, tuple(filter(None, secrets)))

    def claim_of(self, person_id: int) -> ClaimView | None:
        """The latest place of a person, held or past."""
        own = [claim for claim in self.claims if claim.person_id == person_id]
        return own[-1] if own else None


@lru_cache(maxsize=1_000)
def _short(words: str, secrets: tuple[str, ...]) -> str:
    """A card is edited some five times in its life, and its words are searched for what is private only once."""
    text = mask_numbers(mask_known(" ".join(words.split()), secrets))
    return text if len(text) <= SHORT_LENGTH else text[: SHORT_LENGTH - 1].rstrip() + "…"


async def view(connection: AsyncConnection, order_id: int) -> OrderView | None:
    """The order as it is now, or None when there is none."""
    known, key = seen(connection), ("order", order_id)
    if key not in known:
        known[key] = await _read(connection, order_id)
    found: OrderView | None = known[key]
    return found


async def _read(connection: AsyncConnection, order_id: int) -> OrderView | None:
    rows = await _ORDER.rows(connection, {"order_id": order_id})
    if not rows:
        return None
    kept = tuple(_claim(row) for row in rows if row.claim_id is not None)
    return _view(rows[0], kept, await _files(connection, order_id) if rows[0].files else ())


# One row for each claim, or one without.
_helpers = people.alias("helpers")
_SAME = (
    orders.c.id, orders.c.number, orders.c.version, orders.c.community_id, communities.c.name.label("community"),
    communities.c.language, communities.c.zone, orders.c.resident_id, people.c.name.label("resident_name"),
    people.c.telegram_id.label("resident_telegram_id"), orders.c.phone, orders.c.beneficiary_name, orders.c.relation,
    orders.c.beneficiary_phone, orders.c.details, orders.c.moment, orders.c.starts_at, orders.c.ends_at, orders.c.door,
    orders.c.district, orders.c.latitude, orders.c.longitude, orders.c.helpers, orders.c.wake_at, orders.c.placed_at,
    orders.c.closed_at, teams.c.chat_id, teams.c.thread_id, services.c.vetted_only, orders.c.ended_by,
    orders.c.end_reason, orders.c.placed_by, orders.c.reserved_until, orders.c.reserved_for,
)  # fmt: skip
_NAMES = tuple(column.name for column in _SAME)
_ORDER = Prepared(
    select(
        *_SAME, orders.c.state, orders.c.service_id, services.c.emoji, services.c.preset,
        services.c.name.label("service_name"), services.c.beneficiary_group,
        claims.c.id.label("claim_id"), claims.c.person_id, _helpers.c.name.label("helper"),
        claims.c.state.label("claim_state"), claims.c.claimed_at, claims.c.arrived_at, claims.c.finished_at,
        claims.c.minutes, claims.c.role, claims.c.check_on_at, orders.c.roles, orders.c.touched_at,
        communities.c.quiet_from, communities.c.quiet_to, services.c.urgent,
        exists().where(order_files.c.order_id == orders.c.id).label("files"),
    )
    .join(communities, communities.c.id == orders.c.community_id)
    .join(people, people.c.id == orders.c.resident_id)
    .join(services, services.c.id == orders.c.service_id)
    .outerjoin(teams, teams.c.id == orders.c.team_id)
    .outerjoin(claims, claims.c.order_id == orders.c.id)
    .outerjoin(_helpers, _helpers.c.id == claims.c.person_id)
    .where(orders.c.id == bindparam("order_id"))
    .order_by(claims.c.id)
)  # fmt: skip
_FILES = Prepared(
    select(order_files.c.kind, order_files.c.file_id, order_files.c.seconds)
    .where(order_files.c.order_id == bindparam("order_id"))
    .order_by(order_files.c.position)
)


async def _files(connection: AsyncConnection, order_id: int) -> tuple[FileView, ...]:
    return tuple(FileView(*row) for row in await _FILES.rows(connection, {"order_id": order_id}))


def _claim(row: Any) -> ClaimView:
    return ClaimView(
        id=row.claim_id, person_id=row.person_id, name=row.helper, state=ClaimState(row.claim_state),
        claimed_at=row.claimed_at, arrived_at=row.arrived_at, finished_at=row.finished_at, minutes=row.minutes,
        role=row.role, check_on_at=row.check_on_at,
    )  # fmt: skip


def _view(row: Any, kept: tuple[ClaimView, ...], files: tuple[FileView, ...]) -> OrderView:
    service = Named(row.service_id, row.emoji, row.preset, row.service_name, row.beneficiary_group)
    same = dict(zip(_NAMES, row, strict=False))
    return OrderView(
        **same, state=State(row.state), service=service, claims=kept, files=files, roles=tuple(row.roles),
        confirms_at=_confirms_at(row),
    )  # fmt: skip


def _confirms_at(row: Any) -> datetime | None:
    if row.state != State.FINISHED:
        return None
    return confirmed_at(row.touched_at or row.ends_at, None if row.urgent else quiet_of(row))
