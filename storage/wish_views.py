"""A wish as it is shown: with its community, who collected, checked and claimed it, and its words for the board."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.masking import mask_known, mask_numbers
from rules.people import first_name
from rules.wish_life import CONTACT_WITHIN, Claimant, GrantState, WishState, wish_code
from storage.schema import communities, people
from storage.schema_wishes import wish_claims, wishes

SHORT_LENGTH = 160  # on the board, where five stand on one screen


@dataclass(frozen=True)
class GrantView:
    """One claim of a wish, with the name of whoever made it."""

    id: int
    person_id: int
    name: str
    phone: str | None
    kind: Claimant
    organisation: str
    state: GrantState
    claimed_at: datetime
    contacted_at: datetime | None
    delivered_at: datetime | None
    photo: str | None

    @property
    def lives(self) -> bool:
        """Whether the wish is theirs at present."""
        return self.state is GrantState.LIVE

    @property
    def first_name(self) -> str:
        """What others may see."""
        return first_name(self.name)


@dataclass(frozen=True)
class WishView:
    """A wish with all that may be told of it; who may see what is for the templates to keep."""

    id: int
    community_id: int
    community: str
    slug: str
    language: str
    zone: str
    number: int
    version: int
    name: str
    phone: str | None
    district: str
    door: str
    group: str
    words: str
    cost: int
    currency: str
    photo: str | None
    state: WishState
    wake_at: datetime | None
    reminded: bool
    collected_by: int
    collector: str
    collected_at: datetime
    verifier: str | None
    verified_at: datetime | None
    returned_at: datetime | None
    end_reason: str
    grants: tuple[GrantView, ...] = ()

    @property
    def code(self) -> str:
        """W-0012."""
        return wish_code(self.number)

    @property
    def masked(self) -> str:
        """What is wished, as everybody may read it: no names, numbers and doors."""
        text = self.hidden(" ".join(self.words.split()))
        return text if len(text) <= SHORT_LENGTH else text[: SHORT_LENGTH - 1].rstrip() + "…"

    @property
    def area(self) -> str:
        """The district, in which somebody may have typed a door."""
        return self.hidden(self.district)

    @property
    def line(self) -> dict[str, object]:
        """All that the board says of it."""
        return {
            "code": self.code, "area": self.area, "group": self.group, "words": self.masked, "cost": self.cost,
            "currency": self.currency,
        }  # fmt: skip

    @property
    def grant(self) -> GrantView | None:
        """The live claim, or the one that fulfilled it."""
        return next((each for each in self.grants if each.lives or each.state is GrantState.FULFILLED), None)

    def hidden(self, words: str) -> str:
        """Words about the wish without name, phone and door of whom it is for, and without other numbers."""
        return mask_numbers(mask_known(words, tuple(filter(None, (self.name, self.door, self.phone)))))

    def contact_by(self, grant: GrantView) -> datetime:
        """Until when whoever claimed it is to get in touch."""
        return self.wake_at if self.reminded and self.wake_at is not None else grant.claimed_at + CONTACT_WITHIN

    def claim(self, claim_id: int) -> GrantView | None:
        """The claim of that number."""
        return next((each for each in self.grants if each.id == claim_id), None)


_COLLECTOR, _VERIFIER = people.alias("collectors"), people.alias("verifiers")
_SELECTED = (
    select(
        wishes.c.id, wishes.c.community_id, communities.c.name.label("community"), communities.c.slug,
        communities.c.language, communities.c.zone, wishes.c.number, wishes.c.version, wishes.c.name, wishes.c.phone,
        wishes.c.district, wishes.c.door, wishes.c.beneficiary_group.label("group"), wishes.c.words, wishes.c.cost,
        wishes.c.currency, wishes.c.photo, wishes.c.state, wishes.c.wake_at, wishes.c.reminded, wishes.c.collected_by,
        _COLLECTOR.c.name.label("collector"), wishes.c.collected_at, _VERIFIER.c.name.label("verifier"),
        wishes.c.verified_at, wishes.c.returned_at, wishes.c.end_reason,
    )
    .join(communities, communities.c.id == wishes.c.community_id)
    .join(_COLLECTOR, _COLLECTOR.c.id == wishes.c.collected_by)
    .outerjoin(_VERIFIER, _VERIFIER.c.id == wishes.c.verified_by)
)  # fmt: skip
_GRANTS = select(
    wish_claims.c.id, wish_claims.c.person_id, people.c.name, people.c.phone, wish_claims.c.kind,
    wish_claims.c.organisation, wish_claims.c.state, wish_claims.c.claimed_at, wish_claims.c.contacted_at,
    wish_claims.c.delivered_at, wish_claims.c.photo,
).join(people, people.c.id == wish_claims.c.person_id)  # fmt: skip


async def wish_view(connection: AsyncConnection, wish_id: int) -> WishView | None:
    """The wish as it is now, or None when there is none."""
    row = (await connection.execute(_SELECTED.where(wishes.c.id == wish_id))).mappings().first()
    if row is None:
        return None
    of_wish = _GRANTS.where(wish_claims.c.wish_id == wish_id).order_by(wish_claims.c.id)
    found = (await connection.execute(of_wish)).mappings()
    grants = tuple(
        GrantView(**{**each, "kind": Claimant(each["kind"]), "state": GrantState(each["state"])}) for each in found
    )
    return WishView(**{**row, "state": WishState(row["state"])}, grants=grants)


async def wish_of_claim(connection: AsyncConnection, claim_id: int) -> WishView | None:
    """The wish that a claim is about."""
    asked = select(wish_claims.c.wish_id).where(wish_claims.c.id == claim_id)
    wish_id = (await connection.execute(asked)).scalar_one_or_none()
    return await wish_view(connection, wish_id) if wish_id is not None else None
