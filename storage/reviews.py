"""What was asked, answered and decided before an order went out, and which orders before it may mean the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import State, order_code
from rules.people import first_name
from rules.review import SoFar
from storage import people
from storage.schema import orders, reviews
from storage.schema import people as people_table

SAME_WITHIN = timedelta(hours=24)
WITHDRAWN = (State.CANCELLED.value, State.DECLINED.value, State.EXPIRED.value)


class Kind(StrEnum):
    """What somebody did."""

    ASKED = "asked"
    ANSWERED = "answered"
    APPROVED = "approved"
    DECLINED = "declined"


DECISIONS = frozenset({Kind.APPROVED, Kind.DECLINED})


@dataclass(frozen=True)
class Step:
    """One of them, with its words: a question, an answer, a reason."""

    kind: Kind
    person_id: int
    name: str
    words: str
    at: datetime

    @property
    def first_name(self) -> str:
        """What a group may see."""
        return first_name(self.name)


@dataclass(frozen=True)
class Review:
    """All of it as it is shown: the steps, oldest first, and the codes of orders that may mean the same."""

    steps: tuple[Step, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def decision(self) -> Step | None:
        """Who let it out or declined it."""
        return next((step for step in self.steps if step.kind in DECISIONS), None)

    @property
    def questions(self) -> tuple[Step, ...]:
        """The questions that wait for an answer."""
        answered = max((at for at, step in enumerate(self.steps) if step.kind is Kind.ANSWERED), default=-1)
        return tuple(step for step in self.steps[answered + 1 :] if step.kind is Kind.ASKED)

    @property
    def question(self) -> Step | None:
        """The newest of them."""
        return self.questions[-1] if self.questions else None

    @property
    def answer(self) -> Step | None:
        """The resident's newest answer."""
        return next((step for step in reversed(self.steps) if step.kind is Kind.ANSWERED), None)


async def note(
    connection: AsyncConnection, order_id: int, person_id: int, kind: Kind, words: str, now: datetime
) -> None:
    """Somebody has done that."""
    values = {"order_id": order_id, "person_id": person_id, "kind": kind.value, "words": words[:500], "at": now}
    await connection.execute(insert(reviews).values(values))


async def of(connection: AsyncConnection, order_id: int) -> Review:
    """The review of an order that exists; empty where there was none."""
    own = select(
        orders.c.resident_id, orders.c.service_id, orders.c.beneficiary_name, orders.c.placed_at
    ).where(orders.c.id == order_id)  # fmt: skip
    row = (await connection.execute(own)).one()
    before = await earlier(
        connection, row.resident_id, row.service_id, row.beneficiary_name, row.placed_at, before_id=order_id
    )
    return Review(await _steps(connection, order_id), before)


async def so_far(connection: AsyncConnection, order_id: int, community_id: int, person_id: int) -> SoFar:
    """What the rules must know of it, for this person; read while the order's row is held."""
    review = Review(await _steps(connection, order_id))
    leading = [person.id for person in await people.coordinators(connection, community_id)]
    others = await people.coordinators(connection, community_id, (person_id,))
    decision = review.decision
    return SoFar(
        asked=bool(review.questions),
        askers=tuple(sorted({step.person_id for step in review.questions} & set(leading))),
        decided_by=decision.first_name if decision else "",
        declined=decision is not None and decision.kind is Kind.DECLINED,
        others=any(other.id != person_id for other in others),
    )


async def earlier(
    connection: AsyncConnection, resident_id: int, service_id: int, beneficiary_name: str | None, at: datetime,
    *, before_id: int | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """The codes of a resident's orders of the day before `at` for the same help and person, not withdrawn."""
    statement = select(orders.c.id, orders.c.number, orders.c.beneficiary_name).where(
        orders.c.resident_id == resident_id, orders.c.service_id == service_id, orders.c.state.not_in(WITHDRAWN),
        orders.c.placed_at > at - SAME_WITHIN, orders.c.placed_at <= at,
    )  # fmt: skip
    found = (await connection.execute(statement.order_by(orders.c.placed_at, orders.c.id))).all()
    same = _folded(beneficiary_name)
    return tuple(
        order_code(row.number)
        for row in found
        if (before_id is None or row.id < before_id) and _folded(row.beneficiary_name) == same
    )


async def waiting_in(connection: AsyncConnection, community_id: int) -> Sequence[int]:
    """The orders of a community that wait for a decision."""
    where = (orders.c.community_id == community_id, orders.c.state == State.REVIEW.value)
    return list((await connection.execute(select(orders.c.id).where(*where).order_by(orders.c.id))).scalars())


async def _steps(connection: AsyncConnection, order_id: int) -> tuple[Step, ...]:
    statement = (
        select(reviews.c.kind, reviews.c.person_id, people_table.c.name, reviews.c.words, reviews.c.at)
        .join(people_table, people_table.c.id == reviews.c.person_id)
        .where(reviews.c.order_id == order_id)
        .order_by(reviews.c.id)
    )
    rows = await connection.execute(statement)
    return tuple(Step(Kind(row.kind), row.person_id, row.name, row.words, row.at) for row in rows)


def _folded(name: str | None) -> str:
    """A person's name as it is compared; none is the resident."""
    return " ".join((name or "").split()).casefold()
